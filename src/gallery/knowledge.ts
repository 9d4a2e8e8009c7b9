import type { Micros } from '../base/timer-queue.ts';
import type { Trace, TraceSegment } from '../observe/trace.ts';

/** One cell of the matrix: what one side knows about what one side can do. */
export interface Known {
  readonly knower: string;
  readonly about: string;
  readonly can: 'send' | 'receive';
  /** Since when; null when it does not know. */
  readonly since: Micros | null;
  /** The segment whose arrival taught it; null when it does not know. */
  readonly by: string | null;
}

/**
 * Who knows what at a time, of the two ends of a flow: whether the one can send and receive, and the other. Eight
 * cells, always in the same order: the four abilities as the flow's first end knows them, then as the second does.
 *
 * Nothing counts but what reached a side and was neither dropped nor ignored there. Any segment that arrives shows that the
 * other side can send and this one receive; one that acknowledges what this side sent shows that this side can
 * send and the other receive.
 */
export function knowledge(trace: Trace, at: Micros, flow = 1): Known[] {
  const ends = trace.flows.find((f) => f.id === flow)?.ends ?? [];
  const [a, b] = ends.map((e) => e.host ?? '?');
  if (a === undefined || b === undefined) return [];
  return [...knownTo(a, b, [a, b], trace, at, flow), ...knownTo(b, a, [a, b], trace, at, flow)];
}

/** How many of the four abilities `knower` knows. */
export function knownBy(knower: string, cells: readonly Known[]): number {
  return cells.filter((c) => c.knower === knower && c.since !== null).length;
}

function knownTo(
  knower: string,
  peer: string,
  order: readonly string[],
  trace: Trace,
  at: Micros,
  flow: number,
): Known[] {
  const own = trace.segments.filter((s) => s.flow === flow && s.from === knower);
  const refused = new Set(
    trace.frames.flatMap((f) => {
      const isRefused = f.kind === 'dropped' || f.code === 'arrived/ignored-in-syn-sent';
      return isRefused && f.host === knower ? [f.segment] : [];
    }),
  );
  const arrived = trace.segments
    .filter((s) => s.flow === flow && s.to === knower && s.fate !== 'corrupt')
    .filter((s) => !refused.has(s.id))
    .filter((s) => s.arrivedAt !== null && s.arrivedAt <= at)
    .sort((x, y) => (x.arrivedAt as number) - (y.arrivedAt as number));
  const first = arrived[0];
  const acked = arrived.find((s) => acknowledges(s, own));
  return order.flatMap((about) =>
    (['send', 'receive'] as const).map((can) => {
      // The peer is heard: it sends, and one receives. It answers: one sends, and it receives.
      const by = (about === peer) === (can === 'send') ? first : acked;
      return { knower, about, can, since: by?.arrivedAt ?? null, by: by?.id ?? null };
    }),
  );
}

/** Whether `s` acknowledges something that `own` had taken up sequence numbers for when it arrived. */
function acknowledges(s: TraceSegment, own: readonly TraceSegment[]): boolean {
  if (!s.flags.includes('.')) return false;
  return own.some((o) => {
    const length = o.length + (o.flags.includes('S') ? 1 : 0) + (o.flags.includes('F') ? 1 : 0);
    const past = (s.ack - o.seq) | 0;
    return o.sentAt < (s.arrivedAt as number) && past > 0 && past <= length;
  });
}
