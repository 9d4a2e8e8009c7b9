import type { Micros } from '../base/timer-queue.ts';
import type { Trace, TraceSegment } from '../observe/trace.ts';

/** A segment seen at a host: leaving it, or reaching it. */
export interface Sighting {
  readonly at: Micros;
  readonly host: string;
  readonly way: 'out' | 'in';
  readonly segment: TraceSegment;
  /** How often it had reached a host before: above 0 it is a copy that the network made. */
  readonly copy: number;
  /** The place of its frame in the trace. */
  readonly frame: number;
}

/** Everything that hosts saw of segments, in the order it happened. */
export function sightings(trace: Trace): Sighting[] {
  const segments = new Map(trace.segments.map((s) => [s.id, s]));
  const arrivals = new Map<TraceSegment, number>();
  const seen: Sighting[] = [];
  trace.frames.forEach((f, frame) => {
    if (f.kind !== 'sent' && f.kind !== 'arrived') return;
    const segment = segments.get(f.segment ?? '');
    if (segment === undefined) return;
    const { at, host } = f;
    if (f.kind === 'sent') {
      seen.push({ at, host, way: 'out', segment, copy: 0, frame });
      return;
    }
    const copy = arrivals.get(segment) ?? 0;
    arrivals.set(segment, copy + 1);
    seen.push({ at, host, way: 'in', segment, copy, frame });
  });
  return seen;
}

/** What the network did to each segment, such as `delay` or `corrupt`, by segment id. */
export function impairments(trace: Trace): Map<string, Set<string>> {
  const done = new Map<string, Set<string>>();
  for (const f of trace.frames) {
    if (f.kind !== 'impaired' || f.segment === null) continue;
    const own = done.get(f.segment) ?? new Set();
    done.set(f.segment, own.add(f.what));
  }
  return done;
}
