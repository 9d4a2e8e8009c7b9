import type { Micros } from '../../src/base/timer-queue.ts';
import { type TimeAxis, timeAxis } from '../../src/ladder/time-axis.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { countUpTo } from '../view/history.ts';
import { stopsOf } from './cursor.ts';

/**
 * Time as it is played and drawn on the timeline: short waits keep their proportions, long ones shrink.
 * In units; about one for the time that a segment takes.
 */
export interface Pace {
  readonly axis: TimeAxis;
  readonly length: number;
  toUnit(at: Micros): number;
  toTime(unit: number): Micros;
}

const paces = new WeakMap<Trace, Pace>();

export function paceOf(trace: Trace): Pace {
  const known = paces.get(trace);
  if (known !== undefined) return known;
  const times = stopsOf(trace).map((s) => trace.frames[s]?.at ?? 0);
  const axis = timeAxis(times, breakAfter(trace), 0.5);
  const { instants } = axis;
  const units = instants.map((t) => axis.y(t));
  const pace: Pace = {
    axis,
    length: Math.max(axis.height, 1),
    toUnit: (at) => axis.y(at),
    toTime: (unit) => timeAt(instants, units, unit),
  };
  paces.set(trace, pace);
  return pace;
}

/** Six times what a segment usually takes. */
function breakAfter(trace: Trace): Micros {
  const trips: Micros[] = [];
  for (const s of trace.segments) {
    if (s.fate === 'delivered' && s.arrivedAt !== null) trips.push(s.arrivedAt - s.sentAt);
  }
  trips.sort((a, b) => a - b);
  const median = trips[trips.length >> 1] ?? 0;
  return median > 0 ? 6 * median : 1_000_000;
}

function timeAt(instants: readonly Micros[], units: readonly number[], unit: number): Micros {
  if (instants.length === 0) return 0;
  const i = Math.max(0, countUpTo(units, unit) - 1);
  const from = instants[i] as number;
  const to = instants[i + 1];
  if (to === undefined || unit <= (units[i] as number)) return from;
  const share = (unit - (units[i] as number)) / ((units[i + 1] as number) - (units[i] as number));
  return from + share * (to - from);
}
