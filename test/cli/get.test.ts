import { request } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { answerTo } from '../../src/cli/commands/get.ts';

/** What `get` makes of a server that does `serve` once it was asked: the body, or why there is none. */
async function fetched(serve: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => serve(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const asked = request({ host: '127.0.0.1', port, headers: { Connection: 'close' } });
  try {
    asked.end();
    return await text(await answerTo(asked, new URL('http://server.test/')));
  } catch (error) {
    return (error as Error).message;
  } finally {
    asked.destroy();
    server.close();
  }
}

describe('get and servers that misbehave', () => {
  it('takes the body as long as announced, and leaves what follows it', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n';
    expect(await fetched((s) => s.end(`${head}abc and more`))).toBe('abc');
  });

  it('tells an end without an answer from a reset', async () => {
    expect(await fetched((s) => s.end())).toBe(
      'server.test closed the connection without an answer.',
    );
    expect(await fetched((s) => s.resetAndDestroy())).toBe('read ECONNRESET');
  });

  it('says that what it got is not HTTP', async () => {
    expect(await fetched((s) => s.end('SSH-2.0-OpenSSH_9\r\n'))).toBe(
      'What server.test sent is not HTTP.',
    );
  });
});
