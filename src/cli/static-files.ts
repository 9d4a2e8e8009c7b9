import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { CONTENT_POLICY } from './content-policy.ts';
import { contentType } from './content-types.ts';

/** A file as it was when it was last read. */
interface Held {
  readonly size: number;
  readonly mtimeMs: number;
  readonly tag: string;
  readonly plain: Buffer;
  /** Compressed, where that saves something. */
  readonly packed: Buffer | null;
}

/** What every answer says. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** A name of a file or folder that may be served: no dot first, and nothing that could climb. */
const NAME = /^[\w-][\w.-]*$/;
const COMPRESSIBLE = /^(text\/|image\/svg|application\/json)/;
const NO_FILE = '这里没有这个文件。\nThere is no such file here.\n';
const NO_METHOD = '这里的文件只能读取。\nFiles here can only be read.\n';
const NO_PATH = '看不懂这个路径。\nThis path cannot be understood.\n';
const FAILED = '这个文件读不出来。\nThis file cannot be read.\n';

const compress = promisify(gzip);

/**
 * A handler for Node's http server that serves the files of `folder`, a built page, and nothing else:
 * names that begin with a dot, links and paths that climb are not found. `/` is `index.html`.
 *
 * Files of `assets/`, whose names change with what they hold, may be kept for ever; all others are asked for
 * again each time, and answered with 304 while they are the same.
 */
export function staticFiles(
  folder: string,
): (request: IncomingMessage, response: ServerResponse) => void {
  const held = new Map<string, Held>();
  return (request, response) => {
    request.resume();
    answer(folder, held, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else say(response, 500, FAILED);
    });
  };
}

async function answer(
  folder: string,
  held: Map<string, Held>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method, headers } = request;
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return say(response, 405, NO_METHOD);
  }
  const path = pathOf(request.url ?? '/');
  if (path === null) return say(response, 400, NO_PATH);
  const name = path === '' ? 'index.html' : path;
  const file = await read(folder, name, held);
  if (file === null) return say(response, 404, NO_FILE);
  response.setHeader('ETag', file.tag);
  response.setHeader(
    'Cache-Control',
    name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
  if (file.packed !== null) response.setHeader('Vary', 'Accept-Encoding');
  if (knows(headers['if-none-match'], file.tag)) {
    response.writeHead(304).end();
    return;
  }
  const packed = takesGzip(headers['accept-encoding']) ? file.packed : null;
  if (packed !== null) response.setHeader('Content-Encoding', 'gzip');
  response.setHeader('Content-Type', contentType(name));
  const body = packed ?? file.plain;
  response.writeHead(200, { 'Content-Length': body.length });
  response.end(method === 'HEAD' ? undefined : body);
}

/** What a request asks for, below the folder: `''` for `/`; null when it cannot be decoded. */
function pathOf(target: string): string | null {
  // Clients of a proxy write a whole URL [RFC 9112 3.2.2].
  const raw = target.replace(/^http:\/\/[^/?#]*\/?/i, '/').split(/[?#]/, 1)[0] as string;
  try {
    return decodeURIComponent(raw).replace(/^\//, '');
  } catch {
    return null;
  }
}

/** A file of the folder, read once for as long as it does not change; null when there is none. */
async function read(folder: string, path: string, held: Map<string, Held>): Promise<Held | null> {
  if (!path.split('/').every((name) => NAME.test(name))) return null;
  const file = join(folder, path);
  const facts = await lstat(file).catch(() => null);
  if (facts === null || !facts.isFile()) return null;
  const { size, mtimeMs } = facts;
  const known = held.get(path);
  if (known !== undefined && known.size === size && known.mtimeMs === mtimeMs) return known;
  const plain = await readFile(file);
  const small = COMPRESSIBLE.test(contentType(file)) ? await compress(plain, { level: 9 }) : plain;
  // Weak: the same file goes out compressed or not.
  const tag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  const packed = small.length < plain.length ? small : null;
  const fresh = { size, mtimeMs, tag, plain, packed };
  held.set(path, fresh);
  return fresh;
}

/** Whether If-None-Match names the tag, compared weakly [RFC 9110 13.1.2]. */
function knows(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((t) => t.trim());
  return tags.includes('*') || tags.some((t) => t.replace(/^(W\/)?/, 'W/') === tag);
}

function takesGzip(header: string | undefined): boolean {
  return /(?:^|,)\s*(?:gzip|\*)\s*(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))(?:;|,|$)/i.test(header ?? '');
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  response.end(text);
}
