import type nodeNet from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { SeededRandom } from '../../src/base/random.ts';
import { Cable } from '../../src/link/cable.ts';
import { Host } from '../../src/net/host.ts';
import { Driver } from '../../src/node/driver.ts';
import { createNet } from '../../src/node/net/index.ts';
import type { ConnectionStatus } from '../../src/tcp/calls/index.ts';
import { Prefix } from '../../src/wire/address.ts';
import { next, sleep } from './stacks.ts';

const drivers: Driver[] = [];

afterEach(() => {
  for (const driver of drivers.splice(0)) driver.close();
});

/** Two hosts with a cable between them, and `net` for both. */
function stacks(): {
  left: Host;
  right: Host;
  cable: Cable;
  client: typeof nodeNet;
  server: typeof nodeNet;
} {
  const driver = new Driver();
  drivers.push(driver);
  const { clock, pool } = driver;
  const random = new SeededRandom(7);
  const left = new Host({ clock, pool, random: random.split() });
  const right = new Host({ clock, pool, random: random.split() });
  const cable = new Cable(clock, pool);
  left.attach(cable.a, [Prefix.parse('10.0.0.1/24')]);
  right.attach(cable.b, [Prefix.parse('10.0.0.2/24')]);
  return {
    left,
    right,
    cable,
    client: createNet({ host: left, driver }) as unknown as typeof nodeNet,
    server: createNet({ host: right, driver }) as unknown as typeof nodeNet,
  };
}

/** How the peer of the one connection of `host` is watched. */
function watching(host: Host): ConnectionStatus['options'] {
  const found = host.tcp.status().find((r) => r.state === 'ESTABLISHED');
  const connection = found?.connection;
  if (!connection) throw new Error('nobody is connected');
  return connection.options;
}

async function connected(
  s: ReturnType<typeof stacks>,
  options: object = {},
  serverOptions: nodeNet.ServerOpts = {},
): Promise<nodeNet.Socket> {
  const server = s.server.createServer(serverOptions);
  server.listen(80, '10.0.0.2');
  await next(server, 'listening');
  const accepted = next(server, 'connection');
  const socket = s.client.connect({ port: 80, host: '10.0.0.2', ...options });
  await Promise.all([next(socket, 'connect'), accepted]);
  return socket;
}

it('setKeepAlive has the peer probed a second apart and ten times, as Node documents', async () => {
  const s = stacks();
  const socket = await connected(s);
  expect(watching(s.left).keepAlive).toBe(false);
  socket.setKeepAlive(true, 5_900);
  expect(watching(s.left)).toMatchObject({
    keepAlive: true,
    keepAliveIdle: 5_000_000,
    keepAliveInterval: 1_000_000,
    keepAliveCount: 10,
  });
  socket.setKeepAlive(true); // 0 leaves the time as it is
  expect(watching(s.left).keepAliveIdle).toBe(5_000_000);
  socket.setKeepAlive(false);
  expect(watching(s.left).keepAlive).toBe(false);
});

it('setKeepAlive without a time leaves the two hours of the stack', async () => {
  const s = stacks();
  const socket = await connected(s);
  socket.setKeepAlive(true);
  expect(watching(s.left)).toMatchObject({ keepAlive: true, keepAliveIdle: 7_200_000_000 });
});

it('setKeepAlive before the connection is there takes effect with it', async () => {
  const s = stacks();
  const server = s.server.createServer().listen(80, '10.0.0.2');
  await next(server, 'listening');
  const socket = new s.client.Socket();
  socket.setKeepAlive(true, 3_000);
  socket.connect(80, '10.0.0.2');
  await next(socket, 'connect');
  expect(watching(s.left)).toMatchObject({ keepAlive: true, keepAliveIdle: 3_000_000 });
});

it('the options keepAlive and keepAliveInitialDelay do the same, for both ends', async () => {
  const s = stacks();
  const o = { keepAlive: true, keepAliveInitialDelay: 2_000 };
  await connected(s, o, o);
  expect(watching(s.left)).toMatchObject({ keepAlive: true, keepAliveIdle: 2_000_000 });
  expect(watching(s.right)).toMatchObject({ keepAlive: true, keepAliveIdle: 2_000_000 });
});

it('probes really go, and a peer that answers is left alone', async () => {
  const s = stacks();
  const socket = await connected(s, { keepAlive: true, keepAliveInitialDelay: 1_000 });
  await sleep(1_300);
  expect(s.left.tcp.counters.keepAlivesOut).toBe(1);
  expect(socket.destroyed).toBe(false);
});

it('servers that all say reusePort share a port, and no other joins them', async () => {
  const s = stacks();
  for (let i = 0; i < 2; i++) {
    const server = s.server.createServer();
    server.listen({ port: 81, host: '10.0.0.2', reusePort: true });
    await next(server, 'listening');
  }
  const other = s.server.createServer().listen({ port: 81, host: '10.0.0.2' });
  expect(await next(other, 'error')).toMatchObject({ code: 'EADDRINUSE' });
});

it('a server that is started again listens, though old connections have its port', async () => {
  const s = stacks();
  const first = s.server.createServer().listen(80, '10.0.0.2');
  await next(first, 'listening');
  const accepted = next(first, 'connection');
  const socket = s.client.connect(80, '10.0.0.2');
  await Promise.all([next(socket, 'connect'), accepted]);
  first.close();
  const second = s.server.createServer().listen(80, '10.0.0.2');
  await next(second, 'listening');
  expect(watching(s.right)).toBeDefined();
});
