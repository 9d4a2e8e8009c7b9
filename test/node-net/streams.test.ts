import { createHash, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOTH, listening, next, type Stacks, sleep, whole } from './stacks.ts';

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each(BOTH)('a socket as a stream, with %s', (_name, make) => {
  let stacks: Stacks;
  beforeEach(() => {
    stacks = make();
  });
  afterEach(() => stacks.close());

  it('carries 8 MiB through a pipe, there and back', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.pipe(socket));
    const bytes = randomBytes(8 * 2 ** 20);
    const chunks: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 50_001) chunks.push(bytes.subarray(at, at + 50_001));
    const socket = stacks.client.connect(port, stacks.address);
    const sent = pipeline(Readable.from(chunks), socket, { end: true });
    expect(hash(await whole(socket))).toBe(hash(bytes));
    await sent;
    expect(socket.bytesRead).toBe(bytes.length);
    expect(socket.bytesWritten).toBe(bytes.length);
    server.close();
    await next(server, 'close');
  });

  it('stops the writer while the reader is paused, and goes on where it stopped', async () => {
    const accepted: Socket[] = [];
    const { server, port } = await listening(stacks, (socket) => void accepted.push(socket), {
      pauseOnConnect: true,
    });
    const socket = stacks.client.connect(port, stacks.address);
    const chunk = randomBytes(256 * 1024);
    const expected = createHash('sha256');
    let written = 0;
    let drained = true;
    socket.on('drain', () => {
      drained = true;
    });
    // Until nothing moves any more: every buffer on the way is full.
    for (let idle = 0; idle < 5; ) {
      if (drained) {
        idle = 0;
        drained = socket.write(chunk);
        expected.update(chunk);
        written += chunk.length;
      } else {
        idle++;
        await sleep(20);
      }
    }
    expect(written).toBeLessThan(64 * 2 ** 20);
    expect(socket.writableLength).toBeGreaterThan(0);
    const peer = accepted[0] as Socket;
    expect(peer.readableLength).toBeLessThanOrEqual(256 * 1024);
    socket.end();
    const got = createHash('sha256');
    let n = 0;
    for await (const piece of peer) {
      got.update(piece);
      n += piece.length;
    }
    expect(n).toBe(written);
    expect(got.digest('hex')).toBe(expected.digest('hex'));
    server.close();
    await next(server, 'close');
  });

  it('reads no more than is asked of it', async () => {
    const total = 4 * 2 ** 20;
    const { server, port } = await listening(stacks, (socket) => {
      socket.on('error', () => {});
      socket.end(Buffer.alloc(total, 1));
    });
    const socket = stacks.client.connect(port, stacks.address);
    await next(socket, 'readable');
    await sleep(50);
    expect(socket.bytesRead).toBeLessThan(512 * 1024);
    let n = 0;
    socket.on('readable', () => {
      for (let c = socket.read(1000); c !== null; c = socket.read(1000)) n += c.length;
    });
    await next(socket, 'end');
    expect(n).toBe(total);
    server.close();
    await next(server, 'close');
  });

  it('pauses and resumes at the reader’s will', async () => {
    const { server, port } = await listening(stacks, (socket) => {
      socket.end(Buffer.alloc(2 ** 20, 7));
    });
    const socket = stacks.client.connect(port, stacks.address);
    let n = 0;
    let pauses = 0;
    socket.on('data', (chunk) => {
      n += chunk.length;
      socket.pause();
      pauses++;
      setTimeout(() => socket.resume(), 1);
    });
    await next(socket, 'end');
    expect(n).toBe(2 ** 20);
    expect(pauses).toBeGreaterThan(4);
    server.close();
    await next(server, 'close');
  });

  it('decodes text that is cut between two packets', async () => {
    const text = '三次握手，四次挥手。'.repeat(1000);
    const { server, port } = await listening(stacks, (socket) => {
      const octets = Buffer.from(text);
      for (let i = 0; i < octets.length; i += 7) socket.write(octets.subarray(i, i + 7));
      socket.end();
    });
    const socket = stacks.client.connect(port, stacks.address).setEncoding('utf8');
    let got = '';
    for await (const piece of socket) got += piece;
    expect(got).toBe(text);
    server.close();
    await next(server, 'close');
  });

  it('writes strings, octets and corked chunks in order', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.pipe(socket));
    const socket = stacks.client.connect(port, stacks.address);
    await next(socket, 'connect');
    socket.cork();
    socket.write('a');
    socket.write(new Uint8Array([98]));
    socket.write('');
    socket.write('é', 'latin1');
    socket.uncork();
    socket.write('64', 'hex');
    socket.end();
    expect([...(await whole(socket))]).toEqual([97, 98, 0xe9, 0x64]);
    server.close();
    await next(server, 'close');
  });

  it('does so for 300 sockets at once', async () => {
    const { server, port } = await listening(stacks, (socket) => void socket.pipe(socket));
    const talk = async (i: number): Promise<void> => {
      const socket = stacks.client.connect(port, stacks.address);
      const text = `${i}`.repeat(1000);
      socket.end(text);
      expect(String(await whole(socket))).toBe(text);
    };
    await Promise.all(Array.from({ length: 300 }, (_, i) => talk(i)));
    server.close();
    await next(server, 'close');
  });
});
