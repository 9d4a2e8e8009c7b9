import nodeNet from 'node:net';
import { SeededRandom } from '../../src/base/random.ts';
import { Cable } from '../../src/link/cable.ts';
import { Host } from '../../src/net/host.ts';
import { Driver } from '../../src/node/driver.ts';
import { createNet } from '../../src/node/net/index.ts';
import { Prefix } from '../../src/wire/address.ts';

/** A place where the same program can run: who connects, who listens, and where. */
export interface Stacks {
  /** `net` for those who connect, and for those who listen. */
  readonly client: typeof nodeNet;
  readonly server: typeof nodeNet;
  /** The address to listen on. */
  readonly address: string;
  readonly clientAddress: string;
  close(): void;
}

/** The system's own: node:net over loopback. */
export function systemStacks(): Stacks {
  return {
    client: nodeNet,
    server: nodeNet,
    address: '127.0.0.1',
    clientAddress: '127.0.0.1',
    close: () => {},
  };
}

/** Two of our hosts with a cable between them, under one driver. */
export function ourStacks(family: 4 | 6 = 4): Stacks & { driver: Driver; cable: Cable } {
  const driver = new Driver();
  const { clock, pool } = driver;
  const random = new SeededRandom(7);
  const left = new Host({ clock, pool, random: random.split(), name: 'left' });
  const right = new Host({ clock, pool, random: random.split(), name: 'right' });
  const cable = new Cable(clock, pool);
  left.attach(cable.a, [Prefix.parse('10.0.0.1/24'), Prefix.parse('fd00::1/64')]);
  right.attach(cable.b, [Prefix.parse('10.0.0.2/24'), Prefix.parse('fd00::2/64')]);
  return {
    // The look-alikes have what these tests use of the original.
    client: createNet({ host: left, driver }) as unknown as typeof nodeNet,
    server: createNet({ host: right, driver }) as unknown as typeof nodeNet,
    address: family === 4 ? '10.0.0.2' : 'fd00::2',
    clientAddress: family === 4 ? '10.0.0.1' : 'fd00::1',
    driver,
    cable,
    close: () => driver.close(),
  };
}

/** For describe.each: the original and ours. */
export const BOTH: [name: string, make: () => Stacks][] = [
  ['node:net over loopback', systemStacks],
  ['our net over a cable', ourStacks],
];

/** Listens on a free port of the server's stack. */
export function listening(
  s: Stacks,
  onConnection: (socket: nodeNet.Socket) => void,
  options: nodeNet.ServerOpts = {},
): Promise<{ server: nodeNet.Server; port: number }> {
  const server = s.server.createServer(options, onConnection);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, s.address, () => {
      const { port } = server.address() as nodeNet.AddressInfo;
      resolve({ server, port });
    });
  });
}

/** The next `event` of `from`, with its first argument; rejects on an error that was not asked for. */
export function next<T = unknown>(from: NodeJS.EventEmitter, event: string): Promise<T> {
  return new Promise((resolve, reject) => {
    from.once(event, resolve);
    if (event !== 'error') from.once('error', reject);
  });
}

/** Everything a socket emits of `events`, by name, in order. */
export function record(socket: NodeJS.EventEmitter, events: readonly string[]): string[] {
  const log: string[] = [];
  for (const event of events) {
    socket.on(event, (value: unknown) => {
      if (event === 'close') log.push(`close ${value}`);
      else if (value instanceof Error) log.push(`error ${(value as NodeJS.ErrnoException).code}`);
      else log.push(event);
    });
  }
  return log;
}

/** All octets until the end. */
export async function whole(socket: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Waits in real time. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
