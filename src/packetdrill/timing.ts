import type { Micros } from '../base/timer-queue.ts';
import type { When } from './ast.ts';
import type { Tolerance } from './config.ts';
import { seconds } from './notation.ts';

/** When an event is to happen, in the script's time: from `at` to `until`, or whenever it comes. */
export interface Moment {
  readonly at: Micros;
  readonly until: Micros;
  readonly isAny: boolean;
}

/** What a script's time means for an event that follows one that ended at `now`. */
export function momentOf(when: When, now: Micros): Moment {
  switch (when.kind) {
    case 'any':
      return { at: now, until: now, isAny: true };
    case 'absolute':
      return { at: when.at, until: when.at, isAny: false };
    case 'relative':
      return { at: now + when.at, until: now + when.at, isAny: false };
    case 'absolute-range':
      return { at: when.at, until: when.until, isAny: false };
    case 'relative-range':
      return { at: now + when.at, until: now + when.until, isAny: false };
  }
}

/**
 * How far from `at` something may happen: a number of microseconds, or a part of the time that has passed
 * since the event before, `before`, was to happen; whichever is more.
 */
export function toleranceAt(at: Micros, before: Micros | null, t: Tolerance): Micros {
  const passed = before === null ? 0 : at - before;
  return Math.max(t.usecs, (t.percent / 100) * passed);
}

/** Whether `now` is too late to begin with something that was to begin at `m`. */
export function isLate(now: Micros, m: Moment, before: Micros | null, t: Tolerance): boolean {
  return now - m.at > toleranceAt(m.at, before, t);
}

/** Compares the time of something with when it was to happen; null when that is near enough. */
export function wrongTime(
  actual: Micros,
  m: Moment,
  before: Micros | null,
  t: Tolerance,
): { expected: string; actual: string } | null {
  if (m.isAny) return null;
  const off = toleranceAt(m.at, before, t);
  if (actual >= m.at - off && actual <= m.until + off) return null;
  return { expected: momentText(m, off), actual: `${seconds(actual)} s` };
}

/** `0.200 s, give or take 0.004`. */
export function momentText(m: Moment, off: Micros): string {
  const range = m.at === m.until ? seconds(m.at) : `${seconds(m.at)} to ${seconds(m.until)}`;
  return `${range} s, give or take ${seconds(off)}`;
}
