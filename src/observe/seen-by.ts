import type { Trace, TraceSegment } from './trace.ts';

/**
 * A run as one host knows it: what it sent, without what became of it, and what reached it, without when
 * that was sent. Nobody on a network sees more.
 */
export function traceSeenBy(trace: Trace, host: string): Trace {
  const frames = trace.frames.map((f) => (f.host === host ? f : null));
  // Causes name frames by place, and a host does not know causes that lie elsewhere.
  const places = new Map<number, number>();
  let kept = 0;
  frames.forEach((f, i) => {
    if (f !== null && isKnown(f.kind)) places.set(i, kept++);
  });
  const flows = new Set(frames.map((f) => f?.flow ?? null));
  return {
    ...trace,
    flows: trace.flows.filter((f) => flows.has(f.id)),
    segments: trace.segments.flatMap((s) => seen(s, host)),
    frames: frames.flatMap((f) =>
      f !== null && isKnown(f.kind)
        ? [{ ...f, cause: f.cause === null ? null : (places.get(f.cause) ?? null) }]
        : [],
    ),
    counts: trace.counts.filter((c) => c.host === host),
  };
}

/** What the network does to a segment is told of its sender, who does not know. */
function isKnown(kind: string): boolean {
  return kind !== 'lost' && kind !== 'impaired';
}

function seen(s: TraceSegment, host: string): TraceSegment[] {
  if (s.from === host) {
    return [{ ...s, arrivedAt: null, copiesAt: [], lostAt: null, fate: 'in-flight' }];
  }
  const { arrivedAt, copiesAt } = s;
  if (s.to !== host || arrivedAt === null) return [];
  const fate = s.fate === 'corrupt' || s.fate === 'duplicate' ? s.fate : 'delivered';
  return [{ ...s, sentAt: arrivedAt, arrivedAt, copiesAt, lostAt: null, fate }];
}
