/** What an idle connection of `node:net` costs this process; the kernel's own memory is not counted. */
import * as net from 'node:net';
import { done } from './measure.ts';
import { octets, resident } from './memory.ts';

/** As many as a process may have under common limits of open files. */
const PAIRS = 4000;
const AT_ONCE = 200;

const held: net.Socket[] = [];

async function open(count: number, port: number): Promise<void> {
  const all = held.length + 2 * count;
  for (let i = 0; i < count; i += AT_ONCE) {
    const opening = Array.from({ length: AT_ONCE }, () => connect(port));
    held.push(...(await Promise.all(opening)));
  }
  // On a busy machine a server accepts its ends long after they have been connected.
  while (held.length < all) await pause(10);
  await pause(500);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function connect(port: number): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const s = net.connect({ port, host: '127.0.0.1' }, () => resolve(s));
    s.on('error', reject);
  });
}

const server = net.createServer((s) => void held.push(s));
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, async () => {
  const { port } = server.address() as net.AddressInfo;
  try {
    await open(AT_ONCE, port);
    const before = resident();
    await open(PAIRS, port);
    const each = (resident() - before) / (2 * PAIRS);
    done([octets('node-idle', 'node:net, an end of an idle connection', each)]);
  } catch (error) {
    done([], `idle connections of node:net: ${(error as Error).message}`);
  }
});
