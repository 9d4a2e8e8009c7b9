import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpFiles } from '../../src/cli/http-files.ts';

let folder = '';
let port = 0;
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'synwave-http-'));
  mkdirSync(join(folder, 'site', 'sub', 'deep'), { recursive: true });
  mkdirSync(join(folder, 'site', 'home'));
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'site', 'hello.txt'), 'hello, world');
  writeFileSync(join(folder, 'site', 'empty.bin'), '');
  writeFileSync(join(folder, 'site', 'sub', 'a <b> & "c"?#%.txt'), 'odd');
  writeFileSync(join(folder, 'site', 'home', 'index.html'), '<p>home</p>');
  symlinkSync('../secret.txt', join(folder, 'site', 'way-out'));
  symlinkSync('..', join(folder, 'site', 'up'));
  symlinkSync('hello.txt', join(folder, 'site', 'inside'));
  server = createServer(httpFiles(join(folder, 'site')));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Asks for exactly this path: no client of Node's normalizes it. */
async function ask(
  path: string,
  o: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = o;
  return await new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, method, headers }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    });
    asked.on('error', reject).end(body);
  });
}

describe('files', () => {
  it('come whole, with their length and type', async () => {
    const { status, headers, body } = await ask('/hello.txt');
    expect([status, body]).toEqual([200, 'hello, world']);
    expect(headers['content-length']).toBe('12');
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  it('may be empty', async () => {
    expect(await ask('/empty.bin')).toMatchObject({ status: 200, body: '' });
  });

  it('are only described when the method is HEAD', async () => {
    const { status, headers, body } = await ask('/hello.txt', { method: 'HEAD' });
    expect([status, headers['content-length'], body]).toEqual([200, '12', '']);
  });

  const ranges: readonly (readonly [range: string, status: number, body: string])[] = [
    ['bytes=0-4', 206, 'hello'],
    ['bytes=7-', 206, 'world'],
    ['bytes=-5', 206, 'world'],
    ['bytes=-100', 206, 'hello, world'],
    ['bytes=3-1000', 206, 'lo, world'],
    ['bytes=12-', 416, 'The file is shorter than that.\n'],
    ['bytes=5-2', 200, 'hello, world'],
    ['lines=1-2', 200, 'hello, world'],
  ];
  for (const [range, status, body] of ranges) {
    it(`come in part: ${range} is ${status}`, async () => {
      expect(await ask('/hello.txt', { headers: { Range: range } })).toMatchObject({
        status,
        body,
      });
    });
  }

  it('come when a whole URL is asked for, as of a proxy [RFC 9112 3.2.2]', async () => {
    expect((await ask('http://example.test/hello.txt?x')).body).toBe('hello, world');
    expect((await ask('http://example.test')).body).toContain('hello.txt');
  });

  it('that shrink while they are sent end the connection, instead of leaving the reader waiting', async () => {
    const file = join(folder, 'site', 'shrinks.bin');
    writeFileSync(file, Buffer.alloc(32 << 20));
    const ended = new Promise<string>((resolve) => {
      const asked = request({ port, host: '127.0.0.1', path: '/shrinks.bin' }, (response) => {
        truncateSync(file, 0);
        response.on('error', (e: NodeJS.ErrnoException) => resolve(e.code ?? '')).resume();
        response.on('end', () => resolve('whole'));
      });
      asked.on('error', () => {}).end();
    });
    expect(await ended).toBe('ECONNRESET');
    rmSync(file);
  });

  it('may be reached by a link that stays inside', async () => {
    expect((await ask('/inside')).body).toBe('hello, world');
  });
});

describe('nothing outside the directory can be read', () => {
  const tries = [
    '/../secret.txt',
    '/sub/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/sub/%2e%2e/%2e%2e/secret.txt',
    '/hello.txt%00.html',
    '/way-out',
    '/up/secret.txt',
    '/up/',
    '//../secret.txt',
    '/%',
    '/%ff',
    '../secret.txt',
    'http://127.0.0.1/../secret.txt',
    '*',
  ];
  for (const path of tries) {
    it(JSON.stringify(path), async () => {
      const { status, body } = await ask(path);
      expect([400, 404]).toContain(status);
      expect(body).not.toContain('secret');
    });
  }
});

describe('directories', () => {
  it('are listed, with names escaped in text and in links', async () => {
    const { status, body } = await ask('/sub/');
    expect(status).toBe(200);
    expect(body).toContain('>a &#60;b&#62; &#38; &#34;c&#34;?#%.txt</a>');
    const link = /href="([^"]*odd|[^"]*txt)"/.exec(body)?.[1] ?? '';
    expect((await ask(new URL(link, 'http://x/sub/').pathname)).body).toBe('odd');
  });

  it('show their index.html when they have one', async () => {
    expect(await ask('/home/')).toMatchObject({ status: 200, body: '<p>home</p>' });
  });

  it('get the slash they lack, and never send anyone to another host', async () => {
    expect(await ask('/sub')).toMatchObject({ status: 301, headers: { location: '/sub/' } });
    expect((await ask('//sub')).headers.location).toBe('/sub/');
  });
});

describe('uploads', () => {
  const body = 'x'.repeat(300_000);
  const sha256 = createHash('sha256').update(body).digest('hex');
  for (const method of ['PUT', 'POST']) {
    it(`are counted and summed: ${method}`, async () => {
      const answer = await ask('/anything', { method, body });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body)).toEqual({ octets: 300_000, sha256 });
    });
  }

  it('are kept nowhere', async () => {
    await ask('/new.txt', { method: 'PUT', body: 'new' });
    expect((await ask('/new.txt')).status).toBe(404);
  });

  it('that are cut off leave the server well', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('PUT /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nonly this');
    socket.end();
    await new Promise((done) => socket.on('close', done).resume());
    expect((await ask('/hello.txt')).status).toBe(200);
  });
});

it('other methods are refused by name', async () => {
  const { status, headers } = await ask('/hello.txt', { method: 'DELETE' });
  expect([status, headers.allow]).toEqual([405, 'GET, HEAD, POST, PUT']);
});
