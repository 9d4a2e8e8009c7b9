import type { Trace, TraceSegment } from './trace.ts';

/** A segment's numbers, counted from the initial sequence numbers of its connection. */
export interface Numbers {
  readonly seq: number;
  /** Null when the segment has no ACK. */
  readonly ack: number | null;
  /** SACK blocks, left and right edges. */
  readonly sacks: readonly (readonly [left: number, right: number])[];
}

/** True for a segment that opens: its number is the one the others are counted from. */
function isSyn(flags: string): boolean {
  return flags.includes('S');
}

/**
 * The numbers of every segment of `trace`, by segment id: relative to the latest SYN sent before it
 * in each direction, or raw. A direction without a SYN is counted from its first segment.
 */
export function numbersOf(trace: Trace, raw = false): Map<string, Numbers> {
  const bases = new Map<string, number>();
  const numbers = new Map<string, Numbers>();
  for (const s of trace.segments) {
    const own = `${s.flow}:${s.sport}:${s.from}`;
    const peer = `${s.flow}:${s.dport}:${s.to}`;
    if (isSyn(s.flags)) bases.set(own, s.seq);
    if (!bases.has(own)) bases.set(own, s.seq);
    const hasAck = s.flags.includes('.');
    if (hasAck && !bases.has(peer)) bases.set(peer, s.ack);
    const seqBase = raw ? 0 : (bases.get(own) ?? 0);
    const ackBase = raw ? 0 : (bases.get(peer) ?? 0);
    numbers.set(s.id, relative(s, hasAck, seqBase, ackBase));
  }
  return numbers;
}

function relative(s: TraceSegment, hasAck: boolean, seqBase: number, ackBase: number): Numbers {
  const sacks: (readonly [number, number])[] = [];
  for (const o of s.options) {
    if (o.name !== 'sack') continue;
    for (const [left, right] of o.blocks) {
      sacks.push([(left - ackBase) >>> 0, (right - ackBase) >>> 0]);
    }
  }
  return {
    seq: (s.seq - seqBase) >>> 0,
    ack: hasAck ? (s.ack - ackBase) >>> 0 : null,
    sacks,
  };
}
