import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { contentType } from './content-types.ts';

/** Octets read from a file at a time: large enough that the file system is never what is slow. */
const CHUNK = 256 * 1024;

/**
 * A handler for Node's http server that serves the files below `directory`, and takes uploads, whose
 * length and SHA-256 it answers and which it does not keep.
 *
 * Nothing outside `directory` can be read: a path is decoded once, may not climb, and what symbolic
 * links lead to must still be inside.
 */
export function httpFiles(
  directory: string,
): (request: IncomingMessage, response: ServerResponse) => void {
  const root = resolve(directory);
  return (request, response) => {
    answer(root, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'The server could not do that.');
    });
  };
}

async function answer(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method } = request;
  if (method === 'PUT' || method === 'POST') return await upload(request, response);
  request.resume();
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD, POST, PUT');
    return refuse(response, 405, 'This server reads files and takes uploads; nothing else.');
  }
  const path = decodePath(request.url ?? '/');
  if (path === null) return refuse(response, 400, 'The path cannot be understood.');
  const file = await inside(root, path);
  if (file === null) return refuse(response, 404, 'There is no such file.');
  const facts = await stat(file);
  if (facts.isFile()) return await sendFile(file, facts, request, response);
  if (!facts.isDirectory()) return refuse(response, 404, 'There is no such file.');
  if (!path.endsWith('/')) {
    response.writeHead(301, { Location: encodeURI(`/${path.replace(/^\/+/, '')}/`) }).end();
    return;
  }
  const index = await inside(root, `${path}index.html`);
  const indexFacts = index === null ? null : await stat(index);
  if (index !== null && indexFacts?.isFile() === true) {
    return await sendFile(index, indexFacts, request, response);
  }
  await sendListing(file, path, response);
}

/**
 * The path of a request target, decoded once; null when it is malformed or climbs. Proxies' clients
 * write a whole URL there [RFC 9112 3.2.2].
 */
function decodePath(target: string): string | null {
  const raw = target.replace(/^http:\/\/[^/?#]*\/?/i, '/').split(/[?#]/, 1)[0] ?? '';
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return null;
  }
  if (!path.startsWith('/') || path.includes('\0') || path.includes('\\')) return null;
  return path.split('/').includes('..') ? null : path;
}

/** The real file that `path` names below `root`; null when there is none, or it is outside. */
async function inside(root: string, path: string): Promise<string | null> {
  try {
    const real = await realpath(root);
    const file = await realpath(join(real, path));
    return file === real || file.startsWith(real.endsWith(sep) ? real : real + sep) ? file : null;
  } catch {
    return null;
  }
}

async function sendFile(
  file: string,
  facts: Stats,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size } = facts;
  response.setHeader('Content-Type', contentType(file));
  response.setHeader('Last-Modified', facts.mtime.toUTCString());
  response.setHeader('Accept-Ranges', 'bytes');
  const range = parseRange(request.headers.range, size);
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${size}`);
    return refuse(response, 416, 'The file is shorter than that.');
  }
  const { from, to } = range ?? { from: 0, to: size };
  if (range !== null) response.setHeader('Content-Range', `bytes ${from}-${to - 1}/${size}`);
  response.setHeader('Content-Length', to - from);
  response.writeHead(range === null ? 200 : 206);
  if (request.method === 'HEAD' || from === to) {
    response.end();
    return;
  }
  // A reader that goes away, or a file that shrinks, ends the connection: what was sent is all there is.
  const { socket } = request;
  const source = createReadStream(file, { start: from, end: to - 1, highWaterMark: CHUNK });
  await pipeline(source, response);
  if (source.bytesRead < to - from) socket.destroy();
}

/** The octets a Range header asks for, RFC 9110 section 14; null when it is to be ignored. */
function parseRange(
  header: string | undefined,
  size: number,
): { from: number; to: number } | 'unsatisfiable' | null {
  const m = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (m === null || (m[1] === '' && m[2] === '')) return null;
  const last = m[2] === '' ? Number.POSITIVE_INFINITY : Number(m[2]);
  if (m[1] === '') {
    return last === 0 || size === 0
      ? 'unsatisfiable'
      : { from: Math.max(0, size - last), to: size };
  }
  const from = Number(m[1]);
  if (last < from) return null;
  return from >= size ? 'unsatisfiable' : { from, to: Math.min(size, last + 1) };
}

async function sendListing(
  directory: string,
  path: string,
  response: ServerResponse,
): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.map((e) => (e.isDirectory() ? `${e.name}/` : e.name)).sort();
  const up = path === '/' ? [] : ['../'];
  const items = [...up, ...names].map(
    (name) =>
      `<li><a href="${encodeURI(`./${name}`).replace(/[?#]/g, encodeURIComponent)}">${escapeHtml(name)}</a>`,
  );
  const title = escapeHtml(path);
  const body =
    `<!doctype html><meta charset="utf-8"><title>${title}</title>\n` +
    `<h1>${title}</h1>\n<ul>\n${items.join('\n')}\n</ul>\n`;
  send(response, 200, 'text/html; charset=utf-8', body);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Reads a body to its end, and answers how long it was and what its SHA-256 is. */
async function upload(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const hash = createHash('sha256');
  let octets = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    octets += chunk.length;
    hash.update(chunk);
  }
  const body = `${JSON.stringify({ octets, sha256: hash.digest('hex') })}\n`;
  send(response, 200, 'application/json', body);
}

function refuse(response: ServerResponse, status: number, why: string): void {
  send(response, status, 'text/plain; charset=utf-8', `${why}\n`);
}

/** Sends a whole body; Node leaves it out where the method is HEAD. */
function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
