import type { Words } from '../base/words.ts';
import type { Profile } from '../tcp/profile.ts';
import { measure, readFieldText, TIMES } from '../tcp/profiles/field-text.ts';
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

export { measure, TIMES };

/** The profile that `--profile` names, `linux` without it, with what `--set` changes; throws UsageError. */
export function readProfile(given: Given): Profile {
  const name = given.text('profile');
  const base = name === undefined ? linux : profileOf(name);
  const overrides = readSettings(given);
  const { minRto, maxRto } = { ...base, ...overrides };
  if (minRto > maxRto) {
    throw new UsageError(STACK_USAGE.minAboveMax(timeText(minRto), timeText(maxRto)));
  }
  return withOverrides(base, overrides);
}

/** The values of a profile that `--set` gives, each once; throws UsageError. */
export function readSettings(given: Given): Partial<Profile> {
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
  return overrides;
}

function profileOf(name: string): Profile {
  const names = Object.keys(PROFILES);
  const found = Object.hasOwn(PROFILES, name) ? PROFILES[name] : undefined;
  if (found !== undefined) return found;
  throw new UsageError(STACK_USAGE.noProfile(name, names, nearest(name, names)));
}

/** A value of a profile from its text, of the form and in the range that it has; throws UsageError. */
export function readFieldValue(key: string, text: string, f: Field): unknown {
  const read = readFieldText(text, f);
  if ('value' in read) return read.value;
  const endless = f.kind === 'number' && f.endless;
  if (read.wrong === 'form') {
    throw new UsageError(STACK_USAGE.valueForm(key, text, formOf(f), endless));
  }
  const is = rangeOf(f);
  if (is === null) throw new UsageError(STACK_USAGE.noTable(key));
  throw new UsageError(STACK_USAGE.valueIs(key, text, is, endless));
}

/** How a value of a field is written. */
function formOf(f: Field): Words {
  if (f.kind === 'flag') return VALUE_FORM.flag;
  if (f.kind === 'ports') return VALUE_FORM.ports;
  if (f.kind !== 'number') return VALUE_FORM.text;
  return f.unit === 'microseconds' ? VALUE_FORM.time : VALUE_FORM.number;
}

/** What values of a field there are; null for a table, which is not given as text. */
function rangeOf(f: Field): Words | null {
  if (f.kind === 'choice') return VALUE_IS.choice(f.of);
  if (f.kind === 'ports') return VALUE_IS.ports();
  if (f.kind !== 'number') return null;
  return f.unit === 'microseconds'
    ? VALUE_IS.time(timeText(f.least), timeText(f.most))
    : VALUE_IS.number(f.least, f.most);
}

/** Microseconds as `measure` reads them, in the largest unit that keeps them whole. */
function timeText(t: number): string {
  const unit = Object.keys(TIMES).findLast((name) => t % (TIMES[name] as number) === 0 && t > 0);
  return unit === undefined ? `${t}s` : `${t / (TIMES[unit] as number)}${unit}`;
}
