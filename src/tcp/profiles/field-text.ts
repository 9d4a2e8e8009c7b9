import type { Profile } from '../profile.ts';
import { FIELDS, type Field } from './fields.ts';

/** Microseconds in the units that a time may be given in. */
export const TIMES: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1000,
  s: 1e6,
  min: 60e6,
  h: 3600e6,
};
/** Octets in those of a size. */
const SIZES: Readonly<Record<string, number>> = { '': 1, KiB: 1024, MiB: 1 << 20 };

/**
 * What a text is as a value of a field, or why it is none: not of the form that it has, well written and not
 * allowed, or a field whose values no text can give.
 */
export type FieldReading =
  | { readonly value: unknown }
  | { readonly wrong: 'form' | 'range' | 'table' };

/** Reads `20ms`, `never`, `64KiB`, `true` and the like as a value of a field. */
export function readFieldText(text: string, f: Field): FieldReading {
  switch (f.kind) {
    case 'name':
      return text === '' ? { wrong: 'form' } : { value: text };
    case 'choice':
      return f.of.includes(text) ? { value: text } : { wrong: 'range' };
    case 'flag':
      return text === 'true' || text === 'false' ? { value: text === 'true' } : { wrong: 'form' };
    case 'ports': {
      const ports = /^(\d{1,5})-(\d{1,5})$/.exec(text);
      if (ports === null) return { wrong: 'form' };
      const [first, last] = [Number(ports[1]), Number(ports[2])];
      if (first < 1 || first > last || last > 65_535) return { wrong: 'range' };
      return { value: [first, last] };
    }
    case 'number': {
      if (f.endless && text === 'never') return { value: Number.POSITIVE_INFINITY };
      const isTime = f.unit === 'microseconds';
      const n = measure(text, isTime ? TIMES : f.unit === 'octets' ? SIZES : { '': 1 });
      if (n === null) return { wrong: 'form' };
      return Number.isInteger(n) && n >= f.least && n <= f.most ? { value: n } : { wrong: 'range' };
    }
    default:
      return { wrong: 'table' };
  }
}

/** A number with one of these units behind it; null when it is none. */
export function measure(text: string, units: Readonly<Record<string, number>>): number | null {
  const parts = /^(\d{1,15}(?:\.\d{1,6})?)([A-Za-z]*)$/.exec(text);
  const unit = parts?.[2] ?? '?';
  if (!Object.hasOwn(units, unit)) return null;
  const n = Number(parts?.[1]) * (units[unit] as number);
  return unit === '' ? n : Math.round(n);
}

/** A value of a profile's field as {@link readFieldText} reads it, with its unit. */
export function fieldText(field: string, value: unknown): string {
  const f = Object.hasOwn(FIELDS, field) ? FIELDS[field as keyof Profile] : undefined;
  if (value === Number.POSITIVE_INFINITY) return 'never';
  if (Array.isArray(value) && f?.kind === 'ports') return value.join('-');
  const isTime = f?.kind === 'number' && f.unit === 'microseconds';
  return isTime && typeof value === 'number' ? timeText(value) : String(value);
}

/** Microseconds in the largest of s, ms and us that keeps them whole. */
export function timeText(t: number): string {
  if (t % 1_000_000 === 0) return `${t / 1_000_000}s`;
  return t % 1000 === 0 ? `${t / 1000}ms` : `${t}us`;
}
