import type { Packet } from '../base/packet.ts';
import type { Fate, TraceSegment } from './trace.ts';

/** A segment while it is being recorded. */
export type Draft = { -readonly [K in keyof TraceSegment]: TraceSegment[K] } & {
  /** A hash of the packet as sent: tells a corrupted one, and finds one that came without its mark. */
  hash: number;
  corrupt: boolean;
  late: boolean;
  /** The frame of its leaving, by place. */
  sentFrame: number | null;
};

/** The segment as a trace has it. */
export function finished(d: Draft): TraceSegment {
  const { hash: _hash, corrupt: _corrupt, late: _late, sentFrame: _frame, ...s } = d;
  return { ...s, fate: fateOf(d) };
}

function fateOf(d: Draft): Fate {
  if (d.arrivedAt === null) return d.lostAt === null ? 'in-flight' : 'lost';
  if (d.corrupt) return 'corrupt';
  if (d.copiesAt.length > 0) return 'duplicate';
  return d.late ? 'delayed' : 'delivered';
}

/** FNV-1a over the packet's octets. */
export function hashOf(p: Packet): number {
  let h = 0x811c9dc5;
  for (let i = p.from; i < p.to; i++) h = Math.imul(h ^ (p.bytes[i] as number), 0x01000193);
  return h;
}
