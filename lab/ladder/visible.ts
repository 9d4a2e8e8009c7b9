import type { Trace, TraceSegment } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';
import { framesOf } from './frames.ts';
import type { Status } from './view.ts';

/** The segments of a flow that have been sent at the cursor, in order; with `future` all of them. */
export function sentSegments(
  trace: Trace,
  flow: number,
  cursor: Cursor,
  future = false,
): TraceSegment[] {
  const frames = framesOf(trace);
  return trace.segments.filter(
    (s) => s.flow === flow && (future || (frames.get(s.id)?.sent ?? 0) <= cursor.frame),
  );
}

/** Where a segment is at the cursor. */
export function statusOf(trace: Trace, segment: TraceSegment, { frame }: Cursor): Status {
  const own = framesOf(trace).get(segment.id);
  if (own === undefined || own.sent > frame) return 'future';
  if (own.lost <= frame) return 'lost';
  return (own.arrivals[0] ?? Number.POSITIVE_INFINITY) <= frame ? 'arrived' : 'under-way';
}

/**
 * What a fault is for when none is selected: the one segment that is under way, else the last one sent;
 * null when there is none.
 */
export function targetOf(trace: Trace, flow: number, cursor: Cursor): TraceSegment | null {
  const sent = sentSegments(trace, flow, cursor);
  const flying = sent.filter((s) => statusOf(trace, s, cursor) === 'under-way');
  return (flying.length === 1 ? flying[0] : sent.at(-1)) ?? null;
}
