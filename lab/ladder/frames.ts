import type { Micros } from '../../src/base/timer-queue.ts';
import type { Trace } from '../../src/observe/trace.ts';

/** What the frames of a trace tell of one segment, by their places in it; infinite for what never happens. */
export interface SegmentFrames {
  /** It leaves; for a stranger's segment, which nobody saw leave, it arrives. */
  readonly sent: number;
  /** Its arrivals, the first and those of copies. */
  readonly arrivals: readonly number[];
  readonly lost: number;
  /** It is held back, doubled, corrupted by the network. */
  readonly late: number;
  readonly doubled: number;
  readonly corrupted: number;
}

type Draft = { -readonly [K in keyof SegmentFrames]: SegmentFrames[K] } & { arrivals: number[] };

const NEVER = Number.POSITIVE_INFINITY;
const known = new WeakMap<Trace, ReadonlyMap<string, SegmentFrames>>();

/** Every segment's frames, by its id. */
export function framesOf(trace: Trace): ReadonlyMap<string, SegmentFrames> {
  const before = known.get(trace);
  if (before !== undefined) return before;
  const all = new Map<string, Draft>();
  trace.frames.forEach((f, place) => {
    if (f.segment === null) return;
    const own = all.get(f.segment) ?? begun(place);
    all.set(f.segment, own);
    if (f.kind === 'arrived') own.arrivals.push(place);
    else if (f.kind === 'lost') own.lost = Math.min(own.lost, place);
    else if (f.kind === 'impaired') impair(own, f.what, place);
  });
  for (const s of trace.segments)
    if (!all.has(s.id)) all.set(s.id, begun(frameAt(trace, s.sentAt)));
  known.set(trace, all);
  return all;
}

function begun(sent: number): Draft {
  return { sent, arrivals: [], lost: NEVER, late: NEVER, doubled: NEVER, corrupted: NEVER };
}

function impair(own: Draft, what: string, place: number): void {
  if (what === 'duplicate') own.doubled = Math.min(own.doubled, place);
  else if (what === 'corrupt') own.corrupted = Math.min(own.corrupted, place);
  else own.late = Math.min(own.late, place);
}

/** The first frame at or after a time: for what the recorder kept no frame of. */
function frameAt(trace: Trace, at: Micros): number {
  const place = trace.frames.findIndex((f) => f.at >= at);
  return place < 0 ? NEVER : place;
}
