import type { Profile } from '../tcp/profile.ts';
import { FIELDS, type Field } from '../tcp/profiles/fields.ts';
import { linux, PROFILES, withOverrides } from '../tcp/profiles/index.ts';
import { describe } from './problems.ts';
import { didYouMean, type Given, type OptionTable, UsageError } from './usage.ts';

/** The options that choose how a stack's TCP behaves. */
export const PROFILE_OPTIONS = {
  profile: { type: 'string' },
  set: { type: 'string', multiple: true },
} as const satisfies OptionTable;

/** Microseconds, and octets, in the units they may be given in. */
export const TIMES: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1000,
  s: 1e6,
  min: 60e6,
  h: 3600e6,
};
const SIZES: Readonly<Record<string, number>> = { '': 1, KiB: 1024, MiB: 1 << 20 };

/** The profile that `--profile` names, `linux` without it, with what `--set` changes; throws UsageError. */
export function readProfile(given: Given): Profile {
  const name = given.text('profile');
  const base = name === undefined ? linux : profileOf(name);
  const overrides: Record<string, unknown> = {};
  for (const text of given.all('set')) {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`--set ${text}: write it as NAME=VALUE, such as synQueue=64.`);
    const key = text.slice(0, at);
    if (!Object.hasOwn(FIELDS, key)) {
      const near = didYouMean(key, Object.keys(FIELDS));
      throw new UsageError(`--set ${key}: a profile has no value of that name.${near}`);
    }
    if (Object.hasOwn(overrides, key)) throw new UsageError(`--set ${key} is given twice.`);
    overrides[key] = readFieldValue(key, text.slice(at + 1), FIELDS[key as keyof Profile]);
  }
  try {
    return withOverrides(base, overrides);
  } catch (error) {
    throw new UsageError(`--set: ${describe(error).message}.`);
  }
}

function profileOf(name: string): Profile {
  const names = Object.keys(PROFILES);
  const found = Object.hasOwn(PROFILES, name) ? PROFILES[name] : undefined;
  if (found !== undefined) return found;
  const near = didYouMean(name, names);
  throw new UsageError(`--profile ${name}: there are ${names.join(', ')}.${near}`);
}

/** A value of a profile from its text; what is out of range is left for `withOverrides` to refuse. */
export function readFieldValue(key: string, text: string, f: Field): unknown {
  const wrong = (how: string): UsageError => new UsageError(`--set ${key}=${text}: give ${how}.`);
  switch (f.kind) {
    case 'name':
    case 'choice':
      return text;
    case 'flag':
      if (text !== 'true' && text !== 'false') throw wrong('true or false');
      return text === 'true';
    case 'ports': {
      const ports = /^(\d{1,5})-(\d{1,5})$/.exec(text);
      if (ports === null) throw wrong('the first and the last port, such as 49152-65535');
      return [Number(ports[1]), Number(ports[2])];
    }
    case 'number':
      if (f.endless && text === 'never') return Number.POSITIVE_INFINITY;
      if (f.unit === 'microseconds') return measure(text, TIMES) ?? fail(wrong(timeOf(f.endless)));
      return (
        measure(text, f.unit === 'octets' ? SIZES : { '': 1 }) ??
        fail(wrong(`a whole number${f.endless ? ', or never' : ''}`))
      );
    default:
      throw new UsageError(`--set ${key}: a command line cannot give a table; programs can.`);
  }
}

function timeOf(endless: boolean): string {
  return `a time with its unit, such as 500ms, 10s or 2min${endless ? ', or never' : ''}`;
}

/** A number with one of these units behind it; null when it is none. */
export function measure(text: string, units: Readonly<Record<string, number>>): number | null {
  const parts = /^(\d{1,15}(?:\.\d{1,6})?)([A-Za-z]*)$/.exec(text);
  const unit = parts?.[2] ?? '?';
  if (!Object.hasOwn(units, unit)) return null;
  const n = Number(parts?.[1]) * (units[unit] as number);
  return unit === '' ? n : Math.round(n);
}

function fail(error: Error): never {
  throw error;
}
