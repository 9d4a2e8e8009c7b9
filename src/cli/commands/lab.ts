import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lang, Words } from '../../base/words.ts';
import { LAB_WORDS } from '../lab-words.ts';
import { readLang } from '../lang.ts';
import type { ExitCode } from '../main.ts';
import { untilStopped } from '../signals.ts';
import { staticFiles } from '../static-files.ts';
import type { Terminal } from '../terminal.ts';
import { Failure, type Given, numberFrom, readOptions, UsageError } from '../usage.ts';

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
} as const;

/** The number of the standard of TCP. */
const PORT = 9293;
const HOST = '127.0.0.1';
/** Where the page is built to, seen from this file's folder in src and in dist alike. */
const BUILT = fileURLToPath(new URL('../../../dist/lab/', import.meta.url));

/** `synwave lab`: serves the lab until it is told to stop. */
export async function lab(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return await serveLab(args, terminal, BUILT);
}

/** The same for a page that is built in `folder`. */
export async function serveLab(
  args: readonly string[],
  terminal: Terminal,
  folder: string,
): Promise<ExitCode> {
  const given = readOptions(args, OPTIONS);
  const lang = readLang(given.text('lang'), terminal.locale);
  if (given.words.length > 0) {
    throw new UsageError(LAB_WORDS.optionsOnly(given.words[0] as string));
  }
  const [host, wanted] = [given.text('host') ?? HOST, portOf(given)];
  if (!existsSync(join(folder, 'index.html'))) {
    throw failure(lang, LAB_WORDS.notBuilt(), LAB_WORDS.build());
  }
  const stopped = untilStopped();
  const server = createServer(staticFiles(folder));
  const port = await listen(server, host, wanted, lang);
  const url = urlOf(host, port);
  const say = (words: Words): void => terminal.out(`${words[lang]}\n`);
  if (given.has('json')) tell(terminal, 'listening', { url, host, port });
  else {
    say(LAB_WORDS.open(url));
    if (isEverywhere(host)) say(LAB_WORDS.everywhere());
    say(LAB_WORDS.howToEnd());
  }
  const signal = await stopped;
  if (given.has('json')) tell(terminal, 'stopping', { signal });
  server.close();
  server.closeAllConnections();
  return 0;
}

/** What is asked for: by the option, else by the environment, as hosts of programs do it. */
function portOf(given: Given): number {
  const { PORT: variable = '' } = process.env;
  const option = given.text('port');
  if (option !== undefined) return numberFrom('--port', option, 0, 65_535);
  return variable === '' ? PORT : numberFrom('PORT', variable, 0, 65_535);
}

/** Listens and gives the port. What a person can do something about becomes a Failure in their language. */
async function listen(server: Server, host: string, port: number, lang: Lang): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, resolve);
    });
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EADDRINUSE':
        throw failure(lang, LAB_WORDS.busy(port), LAB_WORDS.anotherPort(urlOf(host, port)));
      case 'EACCES':
        throw failure(lang, LAB_WORDS.forbidden(port), LAB_WORDS.highPort());
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
      case 'EAI_AGAIN':
      case 'EINVAL':
        throw failure(lang, LAB_WORDS.noHost(host), LAB_WORDS.localHost());
      default:
        throw error;
    }
  }
  return (server.address() as AddressInfo).port;
}

/** Where a browser of this machine finds it. */
function urlOf(host: string, port: number): string {
  if (isEverywhere(host)) return `http://${host === '::' ? '[::1]' : HOST}:${port}/`;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}/`;
}

function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function failure(lang: Lang, message: Words, hint: Words): Failure {
  return new Failure(message[lang], hint[lang]);
}

function tell(terminal: Terminal, event: string, facts: Readonly<Record<string, unknown>>): void {
  terminal.out(`${JSON.stringify({ event, ...facts })}\n`);
}
