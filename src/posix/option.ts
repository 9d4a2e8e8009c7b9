import type { SocketFile } from './socket-file.ts';
import type { OptionValue, System } from './types.ts';

/** A socket option: how it is looked at and set. */
export interface SocketOption {
  readonly name: string;
  /** The only system that has it; both when absent. */
  readonly only?: System;
  /** Octets of the value in memory; 4 when absent. */
  readonly length?: number;
  readonly get?: (f: SocketFile) => OptionValue | Failure;
  /** The errno, or null when it is set. */
  readonly set?: (f: SocketFile, value: OptionValue, length: number) => string | null;
}

/** getsockopt fails. */
export class Failure {
  readonly errno: string;

  constructor(errno: string) {
    this.errno = errno;
  }
}

/** How an int is checked and what it does. */
export interface IntRule {
  readonly only?: System;
  readonly least?: number;
  readonly most?: number;
  /** What it is before it is set. */
  readonly initial?: number | ((f: SocketFile) => number);
  /** What getsockopt says instead of what was set. */
  readonly read?: (f: SocketFile) => number | Failure;
  /** What it does; an errno, or nothing. */
  readonly apply?: (f: SocketFile, value: number) => string | null | undefined;
  /** What is kept of it; the value itself when absent. */
  readonly keep?: (value: number, f: SocketFile) => number;
}

/** Whether it fits into an int, signed or not: what a member of a structure or an option of that type can be. */
export const isInt = (n: unknown): n is number =>
  typeof n === 'number' && Number.isInteger(n) && n >= -0x80000000 && n <= 0xffffffff;

/** An option that is an int from `least` to `most`: EINVAL outside. */
export function int(name: string, r: IntRule = {}): SocketOption {
  const { only, least = -0x80000000, most = 0xffffffff, initial = 0 } = r;
  return {
    name,
    ...(only === undefined ? {} : { only }),
    get: (f) => {
      if (r.read !== undefined) return r.read(f);
      const kept = f.settings.kept.get(name);
      if (kept !== undefined) return kept;
      return typeof initial === 'number' ? initial : initial(f);
    },
    set: (f, value) => {
      if (!isInt(value)) return 'EINVAL';
      if (value < least || value > most) return 'EINVAL';
      const wrong = r.apply?.(f, value) ?? null;
      if (wrong === null) f.settings.kept.set(name, r.keep?.(value, f) ?? value);
      return wrong;
    },
  };
}

/** An option that is on or off: any int but 0 is on. */
export function flag(
  name: string,
  r: {
    only?: System;
    initial?: (f: SocketFile) => boolean;
    apply?: (f: SocketFile, on: boolean) => string | null | undefined;
  } = {},
): SocketOption {
  return int(name, {
    ...(r.only === undefined ? {} : { only: r.only }),
    initial: (f) => Number(r.initial?.(f) ?? false),
    keep: (v) => Number(v !== 0),
    apply: (f, v) => r.apply?.(f, v !== 0),
  });
}

/** An option that can only be looked at. */
export function fact(
  name: string,
  get: (f: SocketFile) => OptionValue | Failure,
  o: { only?: System; length?: number } = {},
): SocketOption {
  return { name, get, ...o };
}
