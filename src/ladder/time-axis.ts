import type { Micros } from '../base/timer-queue.ts';

/** A wait too long to be drawn. */
export interface AxisBreak {
  readonly from: Micros;
  readonly to: Micros;
  /** Where on the axis it begins; it ends {@link BREAK} further. */
  readonly y: number;
}

/**
 * Time made drawable: short waits keep their proportions, long ones shrink to a break, and no two
 * instants come closer than one unit, or what else is asked for. Order is kept, so that arrows cross only where segments did.
 */
export interface TimeAxis {
  readonly instants: readonly Micros[];
  readonly breaks: readonly AxisBreak[];
  /** Units from the first instant to the last. */
  readonly height: number;
  /** Where `at` stands, in units; exact for instants, in between for other times. */
  y(at: Micros): number;
}

/** Units the longest wait without a break takes. */
const LONGEST = 6;
/** Units a break takes. */
export const BREAK = 2;

/**
 * Builds the axis of these instants, in any order; a wait longer than `breakAfter` is a break, and a
 * shorter one takes at least `least` units.
 */
export function timeAxis(times: readonly Micros[], breakAfter: Micros, least = 1): TimeAxis {
  const instants = [...new Set(times)].sort((a, b) => a - b);
  const ys: number[] = [];
  const breaks: AxisBreak[] = [];
  let y = 0;
  instants.forEach((at, i) => {
    const before = instants[i - 1];
    if (before !== undefined) {
      const wait = at - before;
      if (wait > breakAfter) {
        breaks.push({ from: before, to: at, y });
        y += BREAK;
      } else {
        y += Math.max(least, (wait / breakAfter) * LONGEST);
      }
    }
    ys.push(y);
  });
  return { instants, breaks, height: y, y: (at) => place(instants, ys, at) };
}

function place(instants: readonly Micros[], ys: readonly number[], at: Micros): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  if (instants[low] === at) return ys[low] as number;
  const before = low - 1;
  if (before < 0) return 0;
  if (low === instants.length) return ys[before] as number;
  const from = instants[before] as number;
  const share = (at - from) / ((instants[low] as number) - from);
  return (ys[before] as number) + share * ((ys[low] as number) - (ys[before] as number));
}
