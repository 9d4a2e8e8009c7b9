import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { CHUNK, mbits } from './measure.ts';

/** What `node:net` and our look-alike have in common. */
export interface Net {
  createServer(o: object, f: (socket: Socket) => void): Server;
  connect(o: { host: string; port: number; noDelay?: boolean }): Socket;
}

/** A client's TCP, a server's, and the server's address. */
export interface Pair {
  readonly client: Net;
  readonly server: Net;
  readonly host: string;
}

/** Writes `octets` in pieces of 64 KB, as fast as the stream takes them, then ends. */
export function pour(socket: Socket, octets: number): void {
  const chunk = Buffer.alloc(CHUNK, 7);
  let left = octets;
  const more = (): void => {
    while (left > 0) {
      left -= CHUNK;
      if (!socket.write(chunk)) return;
    }
    socket.off('drain', more);
    socket.end();
  };
  socket.on('drain', more);
  more();
}

/** Mbit/s of one transfer over streams, from the first write to the end at the other side. */
export async function bulkRound({ client, server, host }: Pair, octets: number): Promise<number> {
  let finished: (ms: number) => void = () => {};
  const over = new Promise<number>((resolve) => {
    finished = resolve;
  });
  const s = server.createServer({}, (socket) => {
    let got = 0;
    socket.on('data', (data: Buffer) => {
      got += data.length;
    });
    socket.on('end', () => finished(got === octets ? performance.now() : Number.NaN));
  });
  s.listen({ port: 0, host });
  await once(s, 'listening');
  const socket = client.connect({ host, port: (s.address() as AddressInfo).port });
  await once(socket, 'connect');
  const began = performance.now();
  pour(socket, octets);
  const ended = await over;
  socket.destroy();
  s.close();
  return mbits(octets, ended - began);
}

/** Connections a second: connect, send one octet, get it back, close; `atOnce` at a time. */
export async function connectionsRound(
  { client, server, host }: Pair,
  count: number,
  atOnce: number,
): Promise<number> {
  const s = server.createServer({ noDelay: true }, (socket) => {
    socket.on('data', (data: Buffer) => void socket.write(data));
    socket.on('error', () => {});
  });
  s.listen({ port: 0, host, backlog: 1024 });
  await once(s, 'listening');
  const { port } = s.address() as AddressInfo;
  const octet = Buffer.from('x');
  let left = count;
  const worker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const next = (): void => {
        if (left-- <= 0) {
          resolve();
          return;
        }
        const socket = client.connect({ host, port, noDelay: true });
        socket.on('connect', () => void socket.write(octet));
        socket.on('data', () => socket.end());
        socket.on('error', reject);
        socket.on('close', next);
      };
      next();
    });
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  const ms = performance.now() - began;
  s.close();
  return (count * 1000) / ms;
}
