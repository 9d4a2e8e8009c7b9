import type { Trace, TraceFrame, TraceSegment } from './trace.ts';

/**
 * A run as far as frame `last` (by place): what has not happened yet is not in it. Segments still under way
 * are `in-flight`, and nobody can tell from it what will become of them.
 */
export function traceUntil(trace: Trace, last: number): Trace {
  const frames = trace.frames.slice(0, last + 1);
  const fates = new Map<string, Seen>();
  for (const f of frames) if (f.segment !== null) note(fates, f);
  const segments = trace.segments.flatMap((s) => {
    const seen = fates.get(s.id);
    return seen === undefined ? [] : [asSeen(s, seen)];
  });
  const flows = new Set(frames.map((f) => f.flow));
  return {
    ...trace,
    flows: trace.flows.filter((f) => flows.has(f.id)),
    segments,
    frames,
    end: frames.at(-1)?.at ?? 0,
  };
}

/** What has been seen of a segment. */
interface Seen {
  readonly arrivals: number[];
  lostAt: number | null;
  late: boolean;
}

function note(fates: Map<string, Seen>, f: TraceFrame): void {
  const id = f.segment as string;
  const seen = fates.get(id) ?? { arrivals: [], lostAt: null, late: false };
  fates.set(id, seen);
  if (f.kind === 'arrived') seen.arrivals.push(f.at);
  else if (f.kind === 'lost') seen.lostAt = f.at;
  else if (f.kind === 'impaired' && (f.what === 'delay' || f.what === 'reorder')) seen.late = true;
}

function asSeen(s: TraceSegment, { arrivals, lostAt, late }: Seen): TraceSegment {
  const [arrivedAt = null, ...copiesAt] = arrivals;
  if (arrivedAt === null) {
    return { ...s, arrivedAt, copiesAt, lostAt, fate: lostAt === null ? 'in-flight' : 'lost' };
  }
  const whole = s.fate === 'corrupt' ? 'corrupt' : late ? 'delayed' : 'delivered';
  const fate = copiesAt.length > 0 && whole !== 'corrupt' ? 'duplicate' : whole;
  return { ...s, arrivedAt, copiesAt, lostAt, fate };
}
