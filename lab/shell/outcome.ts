import type { Trace, TraceFrame } from '../../src/observe/trace.ts';

/** What became of a loss: where it happened, and what made it good, by frame. */
export interface Outcome {
  readonly segment: string;
  readonly lost: number;
  /** The segment that was sent again because of it; null when nobody sent anything again. */
  readonly again: number | null;
  /** Nobody was told of a failure: the connection got over it. */
  readonly isGood: boolean;
}

const known = new WeakMap<Trace, Outcome | null>();

/** The last loss that somebody asked for, and what came of it; null when nothing was lost by hand. */
export function outcomeOf(trace: Trace): Outcome | null {
  const before = known.get(trace);
  if (before !== undefined) return before;
  const outcome = found(trace);
  known.set(trace, outcome);
  return outcome;
}

function found(trace: Trace): Outcome | null {
  const drop = trace.interventions.findLast((i) => i.hit && i.text.startsWith('drop '));
  const segment = drop?.segment ?? null;
  const lost = trace.frames.findIndex((f) => f.kind === 'lost' && f.segment === segment);
  if (segment === null || lost < 0) return null;
  const resent = new Set(trace.segments.filter((s) => s.retransmission).map((s) => s.id));
  const flow = trace.frames[lost]?.flow;
  const makesGood = (f: TraceFrame, i: number): boolean =>
    i > lost && f.kind === 'sent' && f.flow === flow && resent.has(f.segment ?? '');
  const again = trace.frames.findIndex(makesGood);
  const failed = trace.frames.some(
    (f) => f.kind === 'call' && f.flow === flow && (f.detail.error ?? null) !== null,
  );
  return { segment, lost, again: again < 0 ? null : again, isGood: !failed };
}
