import { type Micros, NEVER } from '../base/timer-queue.ts';
import type { SocketOption } from './option.ts';
import type { SocketFile } from './socket-file.ts';
import type { OptionValue } from './types.ts';

/** How long the calls of a socket wait: those that receive, and those that send. */
export type TimeOption = 'SO_RCVTIMEO' | 'SO_SNDTIMEO';

/** Microseconds that a call may wait, NEVER for as long as it takes. */
export function patienceOf(f: SocketFile, name: TimeOption): Micros {
  const kept = f.settings.kept.get(name);
  if (kept === undefined) return NEVER;
  const { tv_sec, tv_usec } = kept as { tv_sec: number; tv_usec: number };
  if (tv_sec === 0 && tv_usec === 0) return NEVER;
  return tv_sec < 0 ? 0 : tv_sec * 1_000_000 + tv_usec;
}

/** SO_RCVTIMEO or SO_SNDTIMEO: a struct timeval, where 0 is for ever. What is accepted has that of its listener. */
export function timeOption(name: TimeOption): SocketOption {
  return {
    name,
    length: 16,
    get: (f) => f.settings.kept.get(name) ?? { tv_sec: 0, tv_usec: 0 },
    set: (f, value) => setTime(f, name, value),
  };
}

/** Linux takes seconds below 0 for no wait at all, sock_set_timeout(); FreeBSD refuses them. */
function setTime(f: SocketFile, name: TimeOption, value: OptionValue): string | null {
  if (typeof value !== 'object' || value instanceof Uint8Array) return 'EINVAL';
  const { tv_sec, tv_usec } = value as Record<string, unknown>;
  if (!isWhole(tv_sec) || !isWhole(tv_usec)) return 'EINVAL';
  if (tv_usec < 0 || tv_usec >= 1_000_000) return 'EDOM';
  if (tv_sec < 0 && f.posix.system === 'freebsd') return 'EDOM';
  f.settings.kept.set(name, { tv_sec, tv_usec });
  return null;
}

const isWhole = (n: unknown): n is number => typeof n === 'number' && Number.isSafeInteger(n);
