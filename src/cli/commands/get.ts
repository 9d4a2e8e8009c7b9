import { createHash } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { createWriteStream } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { isIP } from 'node:net';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Address } from '../../wire/address.ts';
import { duration, octets, rate } from '../format.ts';
import type { ExitCode } from '../main.ts';
import { describe, explain } from '../problems.ts';
import { Progress } from '../progress.ts';
import { STOPS } from '../signals.ts';
import { openStack, planStack, STACK_OPTIONS, type Stack } from '../stack.ts';
import { STACK_USAGE } from '../stack-words-usage.ts';
import type { Terminal } from '../terminal.ts';
import { Failure, readOptions, UsageError, wholeNumber } from '../usage.ts';

const OPTIONS = {
  ...STACK_OPTIONS,
  output: { type: 'string', short: 'o' },
  timeout: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Seconds without progress after which it gives up, unless told otherwise. */
const PATIENCE = 30;

interface Wanted {
  readonly url: URL;
  readonly output: string | null;
  readonly json: boolean;
  /** Milliseconds without progress. */
  readonly patience: number;
}

interface Result {
  readonly status: number;
  readonly octets: number;
  readonly sha256: string;
  readonly ms: number;
}

/** `synwave get`: fetches one file with our own TCP. */
export async function get(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readOptions(args, OPTIONS);
  const output = given.text('output') ?? null;
  const wanted: Wanted = {
    url: readUrl(given.words),
    output: output === '-' ? null : output,
    json: given.has('json'),
    patience: 1000 * (wholeNumber('timeout', given.text('timeout'), 1, 86_400) ?? PATIENCE),
  };
  if (wanted.json && wanted.output === null) {
    throw new UsageError(STACK_USAGE.jsonToOutput());
  }
  const plan = planStack(given);
  const stack = await openStack(plan, (message) => terminal.err(`synwave: ${message}\n`));
  const interrupted = stopOnSignal();
  try {
    const result = await Promise.race([
      fetchFile(stack, wanted, terminal),
      interrupted.reached,
      stack.lost,
    ]);
    say(result, wanted, terminal);
    await stack.settle();
    return 0;
  } catch (error) {
    if (wanted.json) {
      terminal.out(`${JSON.stringify({ ok: false, error: describe(error).message })}\n`);
    }
    terminal.err(explain(error));
    return 1;
  } finally {
    await stack.reset(); // when it failed, the server still waits for us
    interrupted.forget();
    stack.close();
  }
}

function readUrl(words: readonly string[]): URL {
  if (words.length !== 1) {
    throw new UsageError(STACK_USAGE.oneUrl());
  }
  const text = words[0] as string;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hostname === '') {
    throw new UsageError(STACK_USAGE.noUrl(text));
  }
  if (url.protocol !== 'http:') {
    throw new UsageError(STACK_USAGE.httpOnly(url.protocol.slice(0, -1)));
  }
  return url;
}

/** Looks the host up, asks for the file and writes it; the body is complete, or this throws. */
async function fetchFile(stack: Stack, wanted: Wanted, terminal: Terminal): Promise<Result> {
  const { url, patience } = wanted;
  const began = performance.now();
  const host = await resolveHost(url, stack);
  const port = url.port === '' ? 80 : Number(url.port);
  const asked = request({
    host,
    port,
    path: url.pathname + url.search,
    headers: { Host: url.host, 'User-Agent': 'synwave', Accept: '*/*', Connection: 'close' },
    // With an agent, Node would take the agent's way to connect: the kernel's.
    createConnection: () => stack.net.connect({ host, port }),
  });
  // Not the request's own timeout, which begins when there is a connection.
  const watch = setTimeout(() => asked.destroy(noAnswer(asked, url, patience)), patience);
  try {
    asked.end();
    const response = await answerTo(asked, url);
    const status = response.statusCode ?? 0;
    if (status !== 200) throw notTheFile(response, status);
    const received = await receive(response, wanted, terminal, () => watch.refresh());
    return { status, ...received, ms: performance.now() - began };
  } finally {
    clearTimeout(watch);
    asked.destroy();
  }
}

/** The head of the answer. What goes wrong later, before the body is complete, destroys it. */
export function answerTo(asked: ClientRequest, url: URL): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let response: IncomingMessage | null = null;
    asked.on('response', (head: IncomingMessage) => {
      response = head;
      resolve(head);
    });
    // There is always a listener: what follows a body that is complete is nobody's concern.
    asked.on('error', (error: NodeJS.ErrnoException) => {
      if (response === null) reject(withoutAnswer(error, url));
      else if (!response.complete) response.destroy(error);
    });
  });
}

/** Node gives the end of a connection the code of a reset, and what is not HTTP one of its parser's. */
function withoutAnswer(error: NodeJS.ErrnoException, url: URL): Error {
  const { code = '', syscall } = error;
  if (code === 'ECONNRESET' && syscall === undefined) {
    return new Failure(`${url.host} closed the connection without an answer.`);
  }
  if (!code.startsWith('HPE_')) return error;
  return new Failure(`What ${url.host} sent is not HTTP.`, 'Is that the port of a web server?');
}

/** An address of the URL's host that the stack has an address of the same family for. */
async function resolveHost(url: URL, stack: Stack): Promise<string> {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const families = stack.plan.addresses.map((p) => p.address.version);
  const found =
    isIP(name) === 0
      ? await lookup(name, { all: true, verbatim: true })
      : [{ address: name, family: isIP(name) }];
  const fit = found.find(({ family }) => families.some((own) => own === family));
  if (fit !== undefined) {
    refuseOurselves(fit.address, url, stack);
    return fit.address;
  }
  const other = families[0] === 4 ? 'IPv6' : 'IPv4';
  throw new Failure(
    `${name} has ${other} addresses only, and the stack has none.`,
    `Give it one too, such as --address ${other === 'IPv6' ? 'fd00:9::2/64' : '10.9.0.2/24'}.`,
  );
}

/** The loopback addresses lead a stack to itself, as its own addresses do: no web server is there. */
function refuseOurselves(text: string, url: URL, stack: Stack): void {
  const address = Address.parse(text);
  const { addresses, kernel } = stack.plan;
  if (!address.isLoopback && !addresses.some((own) => own.address.equals(address))) return;
  const there = kernel.find((k) => k.address.version === address.version)?.address;
  const host = address.version === 4 ? `${there}` : `[${there}]`;
  const port = url.port === '' ? '' : `:${url.port}`;
  throw new Failure(
    `${url.hostname} is the stack itself, where no web server is.`,
    `This machine is at the other end of the device: http://${host}${port}${url.pathname}`,
  );
}

function noAnswer(asked: ClientRequest, url: URL, patience: number): Failure {
  const { socket } = asked;
  const time = duration(patience);
  if (socket?.connecting === false) {
    const what = socket.bytesRead === 0 ? 'accepted the connection, and sent' : 'stopped sending:';
    return new Failure(`${url.host} ${what} nothing for ${time}.`);
  }
  return new Failure(
    `No answer from ${url.host} in ${time}.`,
    "Is it reachable through the device? The kernel's end of it is; hosts beyond are only if the " +
      'kernel forwards (net.ipv4.ip_forward) and translates addresses. A firewall that drops ' +
      'looks the same.',
  );
}

function notTheFile(response: IncomingMessage, status: number): Failure {
  const what = `${status} ${response.statusMessage ?? ''}`.trim();
  const { location } = response.headers;
  if (status >= 300 && status < 400 && location !== undefined) {
    return new Failure(`The server says: ${what}, go to ${location}`, 'get follows no redirects.');
  }
  return new Failure(`The server says: ${what}.`);
}

async function receive(
  response: IncomingMessage,
  { url, output }: Wanted,
  terminal: Terminal,
  onProgress: () => void,
): Promise<{ octets: number; sha256: string }> {
  const announced = response.headers['content-length'];
  const total = announced === undefined ? null : Number(announced);
  const progress = new Progress(terminal, url.pathname.split('/').at(-1) || url.host, total);
  const hash = createHash('sha256');
  let count = 0;
  const counted = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      count += chunk.length;
      hash.update(chunk);
      progress.update(count);
      onProgress();
      yield chunk;
    }
  };
  try {
    await pipeline(response, counted, output === null ? toTerminal() : createWriteStream(output));
  } catch (error) {
    if (!isCutOff(error)) throw error;
    throw new Failure(short(count, total), 'What was received is not the whole file.');
  } finally {
    progress.clear();
  }
  if (total !== null && count !== total) throw new Failure(short(count, total));
  return { octets: count, sha256: hash.digest('hex') };
}

/** Standard output, left open at the end. */
function toTerminal(): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (process.stdout.write(chunk)) done();
      else process.stdout.once('drain', done);
    },
  });
}

/** The connection ended before the body did. */
function isCutOff(error: unknown): boolean {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (code === 'EPIPE') return syscall === 'read'; // a reset after the end; else the file is a pipe
  return ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'HPE_INVALID_EOF_STATE'].includes(code);
}

function short(count: number, total: number | null): string {
  const of = total === null ? '' : ` of the ${octets(total)} announced`;
  return `The connection ended after ${octets(count)}${of}.`;
}

function say(result: Result, { url, output, json }: Wanted, terminal: Terminal): void {
  if (json) {
    terminal.out(`${JSON.stringify({ ok: true, url: url.href, file: output, ...result })}\n`);
    return;
  }
  // How fast a few octets were says how long opening took, and nothing of the way.
  const speed = result.octets > 1 << 20 ? `, ${rate(result.octets, result.ms)}` : '';
  const where = output === null ? '' : ` -> ${output}`;
  terminal.err(`${octets(result.octets)} in ${duration(result.ms)}${speed}${where}\n`);
}

/** Ctrl-C, SIGTERM and the end of the terminal end a fetch as a failure, so that the device is removed. */
function stopOnSignal(): { reached: Promise<never>; forget(): void } {
  let stop: () => void = () => {};
  const reached = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new Failure('Stopped before the file was complete.'));
  });
  reached.catch(() => {});
  for (const name of STOPS) process.once(name, stop);
  return {
    reached,
    forget: () => {
      for (const name of STOPS) process.off(name, stop);
    },
  };
}
