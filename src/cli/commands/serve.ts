import { statSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from '../../node/net/index.ts';
import { endpoint } from '../format.ts';
import { httpFiles } from '../http-files.ts';
import type { ExitCode } from '../main.ts';
import { describe } from '../problems.ts';
import { Report } from '../serve-report.ts';
import { untilStopped } from '../signals.ts';
import { openStack, planStack, STACK_OPTIONS, type Stack } from '../stack.ts';
import { STACK_USAGE } from '../stack-words-usage.ts';
import type { Terminal } from '../terminal.ts';
import { chargen, discard, echo } from '../tiny-services.ts';
import { Failure, type Given, readOptions, UsageError, wholeNumber } from '../usage.ts';

/** What is served, and how one tries it. */
interface Service {
  readonly name: string;
  readonly port: number;
  /** The command that tries it out at `at`, an address of the stack. */
  tryIt(at: string, port: number): string;
  /** Takes a connection. */
  accept(socket: Duplex): void;
  /** The http server behind it, if there is one. */
  readonly http: HttpServer | null;
}

const OPTIONS = {
  ...STACK_OPTIONS,
  http: { type: 'string' },
  echo: { type: 'boolean' },
  discard: { type: 'boolean' },
  chargen: { type: 'boolean' },
  port: { type: 'string' },
  json: { type: 'boolean' },
  status: { type: 'boolean' },
} as const;

const SERVICES = ['http', 'echo', 'discard', 'chargen'] as const;

/** `synwave serve`: answers programs over a TUN device until it is told to stop. */
export async function serve(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readOptions(args, OPTIONS);
  if (given.words.length > 0) {
    throw new UsageError(STACK_USAGE.optionsOnly(given.words[0] as string));
  }
  const plan = planStack(given);
  const port = wholeNumber('port', given.text('port'), 1, 65_535);
  const service = chooseService(given);
  const report = new Report(terminal, given.has('json'));
  const stopped = untilStopped();
  const stack = await openStack(plan, (message) => report.problem(message));
  const status = (): void => {
    stack.driver.turn(); // what is due happens first, and timers are told by the time it is now
    report.status(stack.host.tcp);
  };
  if (given.has('status')) process.on('SIGUSR1', status);
  try {
    const ends = await listen(stack, service, port ?? service.port, report);
    const signal = await Promise.race([stopped, stack.lost]);
    report.stopping(signal);
    ends();
    await stack.reset();
  } catch (error) {
    if (given.has('json')) report.problem(describe(error).message);
    throw error;
  } finally {
    process.off('SIGUSR1', status);
    stack.close();
    report.end();
  }
  return 0;
}

function chooseService(given: Given): Service {
  const chosen = SERVICES.filter((name) => given.has(name));
  if (chosen.length !== 1) {
    const names = SERVICES.map((name) => (name === 'http' ? '--http DIR' : `--${name}`));
    const wrong = chosen.length === 0 ? STACK_USAGE.whatToServe : STACK_USAGE.oneService;
    throw new UsageError(wrong(names));
  }
  switch (chosen[0]) {
    case 'http':
      return httpService(given.text('http') as string);
    case 'echo':
      return tinyService('echo', 7, echo);
    case 'discard':
      return tinyService('discard', 9, discard);
    default:
      return tinyService('chargen', 19, chargen);
  }
}

function tinyService(name: string, port: number, accept: (socket: Duplex) => void): Service {
  return { name, port, accept, http: null, tryIt: (at, n) => `nc ${at} ${n}` };
}

function httpService(directory: string): Service {
  let isDirectory = false;
  try {
    isDirectory = statSync(directory).isDirectory();
  } catch (error) {
    throw new Failure(`--http ${describe(error).message}`, 'Give a directory, such as --http .');
  }
  if (!isDirectory) {
    throw new Failure(
      `--http ${directory}: is not a directory`,
      'Give the directory that holds the file.',
    );
  }
  // No limit on how long a request takes: a bad network, as --impair makes it, is slow.
  const http = createServer({ requestTimeout: 0 }, httpFiles(directory));
  return {
    name: `the files in ${directory}`,
    port: 80,
    http,
    accept: (socket) => void http.emit('connection', socket),
    tryIt: (at, port) => {
      const host = at.includes(':') ? `[${at}]` : at;
      const globbing = at.includes(':') ? '-g ' : '';
      return `curl ${globbing}http://${host}${port === 80 ? '' : `:${port}`}/`;
    },
  };
}

/** Listens on all of the stack's addresses; returns what ends it. */
async function listen(
  stack: Stack,
  service: Service,
  port: number,
  report: Report,
): Promise<() => void> {
  const open = new Set<Socket>();
  const server = stack.net.createServer({ allowHalfOpen: true }, (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // The report says how it ended; an error without a listener would end the whole server.
    socket.on('error', () => {});
    report.opened(socket);
    service.accept(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, backlog: 1024 }, resolve);
  });
  server.on('error', (error: Error) => report.problem(describe(error).message));
  const { tun, addresses, kernel } = stack.plan;
  report.listening({
    service: service.name,
    device: tun,
    addresses: addresses.map((p) => endpoint(p.address.toString(), port)),
    kernel: kernel.map(String),
    try: addresses.map((p) => service.tryIt(p.address.toString(), port)),
    pcap: stack.plan.pcap,
  });
  return () => {
    service.http?.close();
    server.close();
    for (const socket of open) {
      socket.resetAndDestroy();
      socket.destroy(); // at once: what is still to be sent would hold the reset back
    }
  };
}
