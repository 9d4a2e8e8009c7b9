import type { Micros } from '../../src/base/timer-queue.ts';
import type { Trace, TraceFrame, TraceSegment } from '../../src/observe/trace.ts';
import { countUpTo } from '../view/history.ts';

/**
 * Where one stands in a trace: everything up to and including `frame` has happened, and it is `at`, not
 * before that frame and before the next. `frame` is -1 before anything has happened.
 */
export interface Cursor {
  readonly frame: number;
  readonly at: Micros;
}

/** What a frame is about is told to people; the others hold what changed with it. */
function isTold(f: TraceFrame): boolean {
  return f.kind !== 'vars' && f.kind !== 'timers' && f.kind !== 'tables';
}

const stopsBy = new WeakMap<Trace, readonly number[]>();

/**
 * The places where one stands still when one steps, by frame: after each thing that is told, with all that
 * changed with it. The first is the beginning, -1.
 */
export function stopsOf(trace: Trace): readonly number[] {
  const known = stopsBy.get(trace);
  if (known !== undefined) return known;
  const stops = [-1];
  trace.frames.forEach((f, i) => {
    const next = trace.frames[i + 1];
    if (next !== undefined && !isTold(next)) return;
    if (!isTold(f) && stops.length === 1 && next === undefined) return;
    stops.push(i);
  });
  stopsBy.set(trace, stops);
  return stops;
}

/** The stop at a frame, or the last one before it. */
export function stopAt(trace: Trace, frame: number): number {
  const stops = stopsOf(trace);
  return stops[countUpTo(stops, frame) - 1] ?? -1;
}

/** At the last frame that has happened at a time. */
export function cursorAt(trace: Trace, at: Micros): Cursor {
  const { frames } = trace;
  const bounded = Math.min(Math.max(at, 0), lastOf(trace).at);
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle] as TraceFrame).at <= bounded) low = middle + 1;
    else high = middle;
  }
  return { frame: low - 1, at: bounded };
}

/** At a frame, or at the stop that it is part of. */
export function cursorOn(trace: Trace, frame: number): Cursor {
  const stops = stopsOf(trace);
  const stop = stops[countUpTo(stops, frame - 1)] ?? trace.frames.length - 1;
  return { frame: stop, at: trace.frames[stop]?.at ?? 0 };
}

export function lastOf(trace: Trace): Cursor {
  const frame = trace.frames.length - 1;
  return { frame, at: trace.frames[frame]?.at ?? 0 };
}

/** One stop on or back; the same cursor when there is none. */
export function stepFrom(trace: Trace, cursor: Cursor, by: 1 | -1): Cursor {
  const stops = stopsOf(trace);
  if (by > 0) {
    const next = stops[countUpTo(stops, cursor.frame)];
    return next === undefined ? cursor : { frame: next, at: trace.frames[next]?.at ?? 0 };
  }
  // From between two stops one goes back to the one that was passed.
  const passed = stopAt(trace, cursor.frame);
  const isBetween = passed < cursor.frame || cursor.at > (trace.frames[passed]?.at ?? 0);
  const to = isBetween ? passed : stopAt(trace, passed - 1);
  return { frame: to, at: trace.frames[to]?.at ?? 0 };
}

/** The next stop, or the one before, of which something is true; null when there is none. */
export function stopWhere(
  trace: Trace,
  cursor: Cursor,
  by: 1 | -1,
  is: (f: TraceFrame) => boolean,
): Cursor | null {
  let at = cursor;
  for (;;) {
    const next = stepFrom(trace, at, by);
    if (next === at || (next.frame === at.frame && next.at === at.at)) return null;
    at = next;
    // What is told comes first in its stop.
    const told = toldAt(trace, next.frame);
    if (told !== null && is(told)) return next;
  }
}

/** The frame that is told at a stop; null at the beginning. */
export function toldAt(trace: Trace, stop: number): TraceFrame | null {
  for (let i = stop; i >= 0; i--) {
    const f = trace.frames[i] as TraceFrame;
    if (isTold(f)) return f;
  }
  return null;
}

/** The first frame in which two traces differ; null when they are the same throughout. */
export function firstDifference(a: Trace, b: Trace): number | null {
  const most = Math.max(a.frames.length, b.frames.length);
  const [inA, inB] = [a, b].map((t) => new Map(t.segments.map((s) => [s.id, s])));
  for (let i = 0; i < most; i++) {
    const f = a.frames[i];
    if (!isSame(f, b.frames[i])) return i;
    const id = f?.kind === 'sent' ? f.segment : null;
    if (id !== null && !isSameAsSent(inA?.get(id), inB?.get(id))) return i;
  }
  return null;
}

/** Whether two segments left alike, whatever became of them. */
function isSameAsSent(a: TraceSegment | undefined, b: TraceSegment | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.flags === b.flags &&
    a.seq === b.seq &&
    a.ack === b.ack &&
    a.length === b.length &&
    a.wnd === b.wnd
  );
}

/** Whether two pieces of plain data say the same. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(x);
  if (keys.length !== Object.keys(y).length) return false;
  return keys.every((key) => isSame(x[key], y[key]));
}
