import type { Profile } from '../../src/tcp/profile.ts';
import type { FieldName } from '../../src/tcp/profiles/field-words.ts';
import { FIELDS, type Field } from '../../src/tcp/profiles/fields.ts';
import { type Scale, scaleOf } from '../card/quantity.ts';

/** What a field holds that can be set by hand. */
export type FieldValue = number | boolean | string | readonly [number, number];

/** What is typed for "no end". */
export const NEVER = '∞';

/** In which unit a field is typed, given a value it usually has. */
export function fieldScale(name: FieldName, usual: unknown): Scale {
  const f = FIELDS[name];
  if (f.kind !== 'number') return scaleOf('count', 0);
  return scaleOf(f.unit, f.unit === 'microseconds' ? Math.max(Number(usual), 1000) : f.most);
}

/** A value as it is typed. */
export function valueText(value: unknown, { size }: Scale): string {
  if (value === Number.POSITIVE_INFINITY) return NEVER;
  if (Array.isArray(value)) return value.join('-');
  return typeof value === 'number' ? String(value / size) : String(value);
}

/**
 * What was typed or chosen as a value of the field; null when it is none. The engine's bounds hold; whether
 * values fit each other, it says itself.
 */
export function readValue(name: FieldName, text: string, scale: Scale): FieldValue | null {
  const field = FIELDS[name];
  const t = text.trim();
  switch (field.kind) {
    case 'flag':
      return t === 'true' || t === 'false' ? t === 'true' : null;
    case 'choice':
      return field.of.includes(t) ? t : null;
    case 'ports': {
      const [first = 0, last = 0] = t.split(/[-–]/).map(Number);
      const isRange = /^\d+[-–]\d+$/.test(t) && first >= 1 && first <= last && last <= 65_535;
      return isRange ? [first, last] : null;
    }
    case 'number':
      return readNumber(field, t, scale);
    default:
      return null;
  }
}

function readNumber(f: Extract<Field, { kind: 'number' }>, t: string, { size }: Scale) {
  if (f.endless && (t === NEVER || t.toLowerCase() === 'never')) return Number.POSITIVE_INFINITY;
  const value = t === '' ? Number.NaN : Math.round(Number(t) * size);
  return value >= f.least && value <= f.most ? value : null;
}

/** Whether `value` may stand in the field. */
export function isValue(name: string, value: unknown): name is FieldName & keyof Profile {
  if (!Object.hasOwn(FIELDS, name)) return false;
  const f = FIELDS[name as keyof Profile];
  switch (f.kind) {
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && f.of.includes(value);
    case 'ports': {
      if (!Array.isArray(value) || value.length !== 2) return false;
      const [first, last] = value as unknown[];
      const arePorts = [first, last].every((p) => Number.isInteger(p) && Number(p) >= 1);
      return arePorts && Number(first) <= Number(last) && Number(last) <= 65_535;
    }
    case 'number':
      if (value === Number.POSITIVE_INFINITY) return f.endless;
      return Number.isInteger(value) && Number(value) >= f.least && Number(value) <= f.most;
    default:
      return false;
  }
}
