import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/base/random.ts';
import { Cable } from '../../src/link/cable.ts';
import { Host } from '../../src/net/host.ts';
import { Driver } from '../../src/node/driver.ts';
import { createNet } from '../../src/node/net/index.ts';
import { linux, withOverrides } from '../../src/tcp/profiles/index.ts';
import { Prefix } from '../../src/wire/address.ts';
import { listening, next, ourStacks, sleep, whole } from './stacks.ts';

describe('our net, where it differs from the original', () => {
  let stacks: ReturnType<typeof ourStacks>;
  beforeEach(() => {
    stacks = ourStacks();
  });
  afterEach(() => stacks.close());

  it('refuses local sockets, descriptors and onread instead of ignoring them', () => {
    const { client, server } = stacks;
    expect(() => client.connect('/run/some.sock')).toThrow('TCP only');
    expect(() => client.connect({ path: '/run/some.sock' })).toThrow('TCP only');
    expect(() => server.createServer().listen('/run/some.sock')).toThrow('TCP only');
    expect(() => server.createServer().listen({ fd: 3 })).toThrow('TCP only');
    expect(() => new client.Socket({ fd: 3 })).toThrow('TCP only');
    const onread = { buffer: Buffer.alloc(10), callback: () => true };
    expect(() => new client.Socket({ onread } as object)).toThrow("listen for 'data'");
  });

  it('makes sockets and servers of its own classes', async () => {
    const { client, server } = stacks;
    expect(client.connect(1, '10.0.0.2').on('error', () => {})).toBeInstanceOf(client.Socket);
    const accepted = new Promise((done) => {
      void listening(stacks, done).then((l) => {
        expect(l.server).toBeInstanceOf(server.Server);
        client.connect(l.port, stacks.address);
      });
    });
    expect(await accepted).toBeInstanceOf(server.Socket);
    expect(await accepted).not.toBeInstanceOf(client.Socket);
  });

  it('takes a host of its driver only', () => {
    const { clock } = new Driver();
    const host = new Host({ clock, random: new SeededRandom(1) });
    expect(() => createNet({ host, driver: stacks.driver })).toThrow('driver.clock');
  });

  it('keeps octets in the receive queue until they are read, so that the window closes', async () => {
    let left = (): number => 0;
    const { server, port } = await listening(stacks, (socket) => {
      socket.write(Buffer.alloc(4 * 2 ** 20));
      left = () => socket.writableLength;
    });
    const socket = stacks.client.connect(port, stacks.address);
    await next(socket, 'connect');
    socket.pause();
    // Probes of the closed window at most, as soon as it is full: on a busy machine not at once.
    let sent = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 100 && sent >= 3; i++) {
      const before = stacks.cable.b.packets;
      await sleep(50);
      sent = stacks.cable.b.packets - before;
    }
    expect(sent).toBeLessThan(3);
    expect(left()).toBeGreaterThan(0);
    expect(socket.readableLength).toBeLessThanOrEqual(128 * 1024);
    let n = 0;
    socket.on('data', (chunk) => {
      n += chunk.length;
      if (n === 4 * 2 ** 20) socket.destroy();
    });
    socket.resume();
    await next(socket, 'close');
    expect(n).toBe(4 * 2 ** 20);
    server.close();
  });

  it('says ETIMEDOUT when a peer vanishes in the middle of the opening', async () => {
    const driver = new Driver();
    const host = new Host({ clock: driver.clock, random: new SeededRandom(1) });
    const hasty = withOverrides(linux, { synRto: 10_000, synRetries: 2 });
    const lonely = new Host({ clock: driver.clock, random: new SeededRandom(2), profile: hasty });
    const cable = new Cable(driver.clock, driver.pool);
    lonely.attach(cable.a, [Prefix.parse('10.0.0.1/24')]);
    host.attach(cable.b, [Prefix.parse('10.0.0.2/24')]);
    cable.unplug();
    const socket = createNet({ host: lonely, driver }).connect(80, '10.0.0.2');
    const error = await next<NodeJS.ErrnoException>(socket, 'error');
    expect(error.message).toBe('connect ETIMEDOUT 10.0.0.2:80');
    driver.close();
  });

  it('has no way to networks without a route', async () => {
    const socket = stacks.client.connect(80, '192.0.2.1');
    expect((await next<NodeJS.ErrnoException>(socket, 'error')).code).toBe('ENETUNREACH');
  });

  it('ends a socket that is connected twice with EISCONN', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.resume());
    const socket = stacks.client.connect(port, stacks.address);
    await next(socket, 'connect');
    socket.connect(port, stacks.address);
    expect((await next<NodeJS.ErrnoException>(socket, 'error')).code).toBe('EISCONN');
    server.close();
  });

  it('reaches a host’s own server over its loopback', async () => {
    const { server, port } = await listening({ ...stacks, address: '::' }, (s) => void s.end('me'));
    for (const address of ['127.0.0.1', '::1', '10.0.0.2', 'fd00::2', '0.0.0.0']) {
      expect(String(await whole(stacks.server.connect(port, address)))).toBe('me');
    }
    server.close();
    await next(server, 'close');
  });
});
