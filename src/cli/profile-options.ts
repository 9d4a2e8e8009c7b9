import type { Words } from '../base/words.ts';
import type { Profile } from '../tcp/profile.ts';
import { FIELDS, type Field } from '../tcp/profiles/fields.ts';
import { linux, PROFILES, withOverrides } from '../tcp/profiles/index.ts';
import { STACK_USAGE, VALUE_FORM, VALUE_IS } from './stack-words-usage.ts';
import { type Given, nearest, nearNames, type OptionTable, UsageError } from './usage.ts';
import { USAGE } from './usage-words.ts';

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
    if (at < 1) throw new UsageError(STACK_USAGE.setForm(text));
    const key = text.slice(0, at);
    if (!Object.hasOwn(FIELDS, key)) {
      const near = nearNames(key, Object.keys(FIELDS));
      throw new UsageError(STACK_USAGE.noSetting(key, near));
    }
    if (Object.hasOwn(overrides, key)) throw new UsageError(USAGE.givenTwice(`--set ${key}`));
    overrides[key] = readFieldValue(key, text.slice(at + 1), FIELDS[key as keyof Profile]);
  }
  const { minRto, maxRto } = { ...base, ...overrides };
  if (minRto > maxRto) {
    throw new UsageError(STACK_USAGE.minAboveMax(timeText(minRto), timeText(maxRto)));
  }
  return withOverrides(base, overrides);
}

function profileOf(name: string): Profile {
  const names = Object.keys(PROFILES);
  const found = Object.hasOwn(PROFILES, name) ? PROFILES[name] : undefined;
  if (found !== undefined) return found;
  throw new UsageError(STACK_USAGE.noProfile(name, names, nearest(name, names)));
}

/** A value of a profile from its text, of the form and in the range that it has; throws UsageError. */
export function readFieldValue(key: string, text: string, f: Field): unknown {
  const endless = f.kind === 'number' && f.endless;
  const wrong = (form: Words): UsageError =>
    new UsageError(STACK_USAGE.valueForm(key, text, form, endless));
  const refused = (is: Words): UsageError =>
    new UsageError(STACK_USAGE.valueIs(key, text, is, endless));
  switch (f.kind) {
    case 'name':
      if (text === '') throw wrong(VALUE_FORM.text);
      return text;
    case 'choice':
      if (!f.of.includes(text)) throw refused(VALUE_IS.choice(f.of));
      return text;
    case 'flag':
      if (text !== 'true' && text !== 'false') throw wrong(VALUE_FORM.flag);
      return text === 'true';
    case 'ports': {
      const ports = /^(\d{1,5})-(\d{1,5})$/.exec(text);
      if (ports === null) throw wrong(VALUE_FORM.ports);
      const [first, last] = [Number(ports[1]), Number(ports[2])];
      if (first < 1 || first > last || last > 65_535) throw refused(VALUE_IS.ports());
      return [first, last];
    }
    case 'number': {
      if (f.endless && text === 'never') return Number.POSITIVE_INFINITY;
      const isTime = f.unit === 'microseconds';
      const n = measure(text, isTime ? TIMES : f.unit === 'octets' ? SIZES : { '': 1 });
      if (n === null) throw wrong(isTime ? VALUE_FORM.time : VALUE_FORM.number);
      if (Number.isInteger(n) && n >= f.least && n <= f.most) return n;
      throw refused(
        isTime
          ? VALUE_IS.time(timeText(f.least), timeText(f.most))
          : VALUE_IS.number(f.least, f.most),
      );
    }
    default:
      throw new UsageError(STACK_USAGE.noTable(key));
  }
}

/** Microseconds as `measure` reads them, in the largest unit that keeps them whole. */
function timeText(t: number): string {
  const unit = Object.keys(TIMES).findLast((name) => t % (TIMES[name] as number) === 0 && t > 0);
  return unit === undefined ? `${t}s` : `${t / (TIMES[unit] as number)}${unit}`;
}

/** A number with one of these units behind it; null when it is none. */
export function measure(text: string, units: Readonly<Record<string, number>>): number | null {
  const parts = /^(\d{1,15}(?:\.\d{1,6})?)([A-Za-z]*)$/.exec(text);
  const unit = parts?.[2] ?? '?';
  if (!Object.hasOwn(units, unit)) return null;
  const n = Number(parts?.[1]) * (units[unit] as number);
  return unit === '' ? n : Math.round(n);
}
