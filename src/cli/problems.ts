import { wrap } from './format.ts';
import { Failure } from './usage.ts';

/** What each of the system's errors means for someone at a command line. */
const MEANING: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EADDRINUSE: 'that port is already in use on this stack',
  EADDRNOTAVAIL: 'that address is not one of the stack',
  ECONNREFUSED: 'connection refused: nothing listens on that port',
  ECONNRESET: 'the other side reset the connection',
  EHOSTDOWN: 'a router says that there is no such host',
  EHOSTUNREACH: 'that host cannot be reached',
  EISDIR: 'is a directory',
  ENETUNREACH: 'no route to that network through the device',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on the disk',
  ENONET: 'a router says that the host is cut off from the network',
  ENOPROTOOPT: 'that host does not speak TCP',
  ENOTDIR: 'is not a directory',
  ENOTFOUND: 'no such name',
  EAI_AGAIN: 'the name could not be looked up now; no name server answers',
  EPIPE: 'the other side is no longer reading',
  EROFS: 'the file system is read-only',
  ETIMEDOUT: 'no answer in time',
};

/** An error as lines for a person: what happened, and what to do; never a stack trace. */
export function explain(error: unknown): string {
  const { message, hint } = describe(error);
  const lines = wrap(`synwave: ${printable(message)}`, 80, '  ');
  return hint === '' ? `${lines}\n` : `${lines}\n  ${wrap(printable(hint), 78, '  ')}\n`;
}

/** Without control characters: a server's words may be among it, and must not command the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}

/** What happened, and what to do about it (or nothing). */
export function describe(error: unknown): { message: string; hint: string } {
  if (error instanceof Failure) return { message: error.message, hint: error.hint };
  if (!(error instanceof Error)) return { message: String(error), hint: '' };
  const { code, path, syscall, hint } = error as NodeJS.ErrnoException & { hint?: string };
  if (hint !== undefined) return { message: error.message, hint };
  const meaning = code === undefined ? undefined : meaningOf(code, syscall);
  if (meaning === undefined) return { message: oneLine(error.message), hint: '' };
  return { message: path === undefined ? meaning : `${path}: ${meaning}`, hint: '' };
}

/** On the way to a host it is a router that denies, by ICMPv6; with files it is the system. */
function meaningOf(code: string, syscall: string | undefined): string | undefined {
  if (code === 'EACCES' && syscall === 'connect') return 'a router prohibits the way to that host';
  return MEANING[code];
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
