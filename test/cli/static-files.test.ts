import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTENT_POLICY } from '../../src/cli/content-policy.ts';
import { staticFiles } from '../../src/cli/static-files.ts';

const SCRIPT = `export const words = '${'word '.repeat(500)}';`;
let folder = '';
let port = 0;
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'synwave-static-'));
  const lab = join(folder, 'lab');
  mkdirSync(join(lab, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(lab, '.hidden'), 'secret');
  writeFileSync(join(lab, 'index.html'), '<!doctype html>');
  writeFileSync(join(lab, 'sw.js'), '');
  writeFileSync(join(lab, 'icon.svg'), '<svg/>');
  writeFileSync(join(lab, 'assets', 'index-1a2b3c4d.js'), SCRIPT);
  writeFileSync(join(lab, 'assets', 'style-1a2b3c4d.css'), 'a{}');
  symlinkSync('../secret.txt', join(lab, 'way-out.txt'));
  server = createServer(staticFiles(lab));
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
  readonly body: Buffer;
}

/** Asks for exactly this path: no client of Node's normalizes it. */
async function ask(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, method, headers }, (response) => {
      const { statusCode: status = 0, headers } = response;
      buffer(response).then((body) => resolve({ status, headers, body }), reject);
    });
    asked.on('error', reject).end();
  });
}

describe('the files of a page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/index.html?x=1', 'text/html; charset=utf-8', 'no-cache'],
    ['/sw.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/icon.svg', 'image/svg+xml', 'no-cache'],
    ['/assets/index-1a2b3c4d.js', 'text/javascript; charset=utf-8', /immutable/],
    ['/assets/style-1a2b3c4d.css', 'text/css; charset=utf-8', /max-age=31536000/],
  ])('%s is served as what it is, and kept as long as it holds', async (path, type, keep) => {
    const { status, headers } = await ask(path);
    expect([status, headers['content-type']]).toEqual([200, type]);
    expect(headers['cache-control']).toMatch(keep);
  });

  it('may load nothing but each other, in every answer', async () => {
    for (const path of ['/', '/sw.js', '/assets/index-1a2b3c4d.js', '/none']) {
      const { headers } = await ask(path);
      expect(headers['content-security-policy']).toBe(CONTENT_POLICY);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
    expect(CONTENT_POLICY).toMatch(/^default-src 'self';/);
    expect(CONTENT_POLICY).not.toMatch(/unsafe|data:|\*/);
  });

  it('are compressed for those who take it, and only where that saves something', async () => {
    const path = '/assets/index-1a2b3c4d.js';
    for (const takes of ['gzip', 'br, gzip;q=0.5', '*']) {
      const { headers, body } = await ask(path, { 'Accept-Encoding': takes });
      expect([headers['content-encoding'], headers.vary]).toEqual(['gzip', 'Accept-Encoding']);
      expect(headers['content-length']).toBe(`${body.length}`);
      expect(String(gunzipSync(body))).toBe(SCRIPT);
    }
    for (const takes of ['', 'br', 'gzip;q=0', 'identity, gzip; q=0.0']) {
      const { headers, body } = await ask(path, { 'Accept-Encoding': takes });
      expect(headers['content-encoding']).toBeUndefined();
      expect(String(body)).toBe(SCRIPT);
    }
    const small = await ask('/icon.svg', { 'Accept-Encoding': 'gzip' });
    expect(small.headers['content-encoding']).toBeUndefined();
  });

  it('are not sent again while they are the same', async () => {
    const { headers } = await ask('/');
    const tag = headers.etag ?? '';
    for (const known of [tag, `"x", ${tag}`, tag.replace('W/', ''), '*']) {
      const again = await ask('/', { 'If-None-Match': known });
      expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, tag]);
    }
    expect((await ask('/', { 'If-None-Match': '"x"' })).status).toBe(200);
    writeFileSync(join(folder, 'lab', 'index.html'), '<!doctype html><title>new</title>');
    const changed = await ask('/', { 'If-None-Match': tag });
    expect([changed.status, String(changed.body)]).toEqual([
      200,
      '<!doctype html><title>new</title>',
    ]);
  });

  it('are described without being sent when that is what is asked', async () => {
    const [whole, head] = [await ask('/sw.js'), await ask('/sw.js', {}, 'HEAD')];
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(head.headers['content-length']).toBe(whole.headers['content-length']);
    expect(head.headers['content-type']).toBe(whole.headers['content-type']);
  });

  it('can only be read', async () => {
    const { status, headers } = await ask('/', {}, 'POST');
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('nothing but the files of a page', () => {
  it.each([
    '/none',
    '/assets',
    '/assets/',
    '/assets/../../secret.txt',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '//secret.txt',
    '/./index.html',
    '/.hidden',
    '/way-out.txt',
    '/index.html%00',
    'http://127.0.0.1/../secret.txt',
  ])('%s is not there, which is said in words', async (path) => {
    const { status, headers, body } = await ask(path);
    expect([status, headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8']);
    expect(String(body)).toMatch(/没有这个文件.*no such file/s);
  });

  it('what cannot be decoded is refused', async () => {
    expect((await ask('/%zz')).status).toBe(400);
  });
});
