import type { Words } from '../../src/base/words.ts';
import type { Parameter } from '../../src/gallery/exhibit.ts';

/** How a quantity is shown and typed: in `unit`, of which one is `size` of what the engine counts in. */
export interface Scale {
  readonly unit: Words;
  readonly size: number;
}

const SECOND: Scale = { unit: { zh: '秒', en: 's' }, size: 1_000_000 };
const MILLISECOND: Scale = { unit: { zh: '毫秒', en: 'ms' }, size: 1000 };
const MICROSECOND: Scale = { unit: { zh: '微秒', en: 'µs' }, size: 1 };
const OCTET: Scale = { unit: { zh: '字节', en: 'octets' }, size: 1 };
const NONE: Scale = { unit: { zh: '', en: '' }, size: 1 };

/** Times of up to ten seconds are typed in milliseconds, longer ones in seconds. */
const LONG = 10_000_000;

/** What a quantity of that unit, of `most` at most, is shown in. */
export function scaleOf(unit: Parameter['unit'], most: number): Scale {
  if (unit === 'octets') return OCTET;
  if (unit !== 'microseconds') return NONE;
  if (most > LONG) return SECOND;
  return most >= MILLISECOND.size ? MILLISECOND : MICROSECOND;
}

/** A time, microseconds, in the largest unit that suits it, with three decimals at most. */
export function timeWords(at: number): Words {
  const { unit, size } =
    at >= SECOND.size ? SECOND : at >= 1000 || at === 0 ? MILLISECOND : MICROSECOND;
  const n = trimmed(at / size);
  return { zh: `${n} ${unit.zh}`, en: `${n} ${unit.en}` };
}

function trimmed(x: number): string {
  return String(Math.round(x * 1000) / 1000);
}

/** Positions of a slider at most. */
const MOST_STEPS = 1000;
/** From this span on small values would lie too close together on an even scale. */
const WIDE = 100;

/** The last position of a parameter's slider; the first is 0. */
export function stepsOf({ least, most }: Parameter): number {
  return Math.min(most - least, MOST_STEPS);
}

/** Whether the slider of a parameter spreads out its small values. */
function isCurved({ unit, least, most }: Parameter): boolean {
  return unit !== 'number' && most - least > WIDE;
}

/** Where on the slider a value is. */
export function sliderOf(p: Parameter, value: number): number {
  const share = (value - p.least) / (p.most - p.least);
  const at = isCurved(p) ? Math.cbrt(share) : share;
  return Math.round(Math.min(Math.max(at, 0), 1) * stepsOf(p));
}

/** The value at a place of the slider: a round one within the bounds. */
export function valueAt(p: Parameter, place: number): number {
  const share = place / stepsOf(p);
  // The bounds themselves need not be round.
  if (share === 0 || share === 1) return share === 0 ? p.least : p.most;
  const exact = p.least + (p.most - p.least) * (isCurved(p) ? share ** 3 : share);
  const whole = isCurved(p) ? rounded(exact) : Math.round(exact);
  return Math.min(Math.max(whole, p.least), p.most);
}

/** With two digits that count. */
function rounded(x: number): number {
  if (x < 100) return Math.round(x);
  const step = 10 ** (Math.floor(Math.log10(x)) - 1);
  return Math.round(x / step) * step;
}

/**
 * What was typed as a value of the parameter; null when it is no number or out of bounds. `text` is in
 * the unit of {@link scaleOf}.
 */
export function typed(p: Parameter, text: string): number | null {
  const { size } = scaleOf(p.unit, p.most);
  const value = text.trim() === '' ? Number.NaN : Math.round(Number(text) * size);
  return value >= p.least && value <= p.most ? value : null;
}
