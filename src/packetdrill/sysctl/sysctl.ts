import type { Profile } from '../../tcp/profile.ts';
import type { DrillStack } from '../stack.ts';

/** What another setting of the system has at the moment, by name. */
export type Read = (name: string) => string;

/** What a profile is to have for a value of a setting. Throws RangeError for a value the system refuses. */
export type Fields = (value: string, read: Read) => Partial<Profile>;

/** What setting it does to the stack. Throws RangeError for a value the system refuses. */
export type Act = (value: string, stack: DrillStack) => void;

/** A setting of a system, and what it means for a stack. */
export type Sysctl =
  /** It is what some fields of a profile are, and setting it may do something beside. */
  | {
      readonly kind: 'fields';
      readonly initial: string;
      readonly fields: Fields;
      readonly also: Act | null;
    }
  /** Setting it does something, once. */
  | { readonly kind: 'act'; readonly initial: string; readonly act: Act }
  /** The system has it, and it means nothing to this stack, whatever it is: why. */
  | { readonly kind: 'inert'; readonly initial: string; readonly why: string }
  /** The stack behaves as the system does with the initial value, and cannot otherwise: how. */
  | { readonly kind: 'fixed'; readonly initial: string; readonly why: string }
  /** Scripts name it, and the system has it no more: what would set it fails. */
  | { readonly kind: 'absent' };

export type Sysctls = Readonly<Record<string, Sysctl>>;

export const fields = (initial: string | number, of: Fields, also: Act | null = null): Sysctl => ({
  kind: 'fields',
  initial: String(initial),
  fields: of,
  also,
});

export const act = (initial: string | number, does: Act): Sysctl => ({
  kind: 'act',
  initial: String(initial),
  act: does,
});

export const inert = (initial: string | number, why: string): Sysctl => ({
  kind: 'inert',
  initial: String(initial),
  why,
});

export const fixed = (initial: string | number, why: string): Sysctl => ({
  kind: 'fixed',
  initial: String(initial),
  why,
});

export const ABSENT: Sysctl = { kind: 'absent' };

/** A whole number, in decimal or 0x. Throws RangeError for anything else, and for one out of range. */
export function whole(value: string, least = 0, most = 0xffff_ffff): number {
  const n = /^(?:\d+|0x[\da-f]+)$/i.test(value.trim()) ? Number(value) : Number.NaN;
  if (!(n >= least && n <= most)) throw new RangeError(`not from ${least} to ${most}: ${value}`);
  return n;
}

/** Octets of a buffer, which a ring can hold. */
export function octets(value: string | number): number {
  return Math.min(MOST_OCTETS, whole(String(value), 1));
}

const MOST_OCTETS = 2 ** 30;

/** The choice at the number. Throws RangeError for a number without one. */
export function oneOf<const T extends string>(value: string, choices: readonly T[]): T {
  return choices[whole(value, 0, choices.length - 1)] as T;
}

/** 0 is off, and anything else on. */
export const flag = (value: string): boolean => whole(value) !== 0;

/** Milliseconds, as FreeBSD gives times, in microseconds. */
export const millis = (value: string, least = 1): number => whole(value, least) * 1000;

/** Seconds, as Linux gives times, in microseconds. */
export const seconds = (value: string, least = 1): number => whole(value, least) * 1_000_000;

/** The three numbers of tcp_rmem and tcp_wmem. Throws RangeError unless there are three. */
export function three(value: string): readonly [least: number, initial: number, most: number] {
  const parts = value.trim().split(/\s+/);
  const [least = '', initial = '', most = ''] = parts;
  if (parts.length !== 3) throw new RangeError(`not three numbers: ${value}`);
  return [whole(least), whole(initial), whole(most)];
}
