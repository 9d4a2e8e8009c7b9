import type { Packet } from '../base/packet.ts';
import type { Micros } from '../base/timer-queue.ts';
import { hex } from './options.ts';
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

/** A packet of the segment arrived; `hash` is that of its octets. */
export function arrive(d: Draft, p: Packet, hash: number, now: Micros): void {
  if (d.hash !== hash) {
    d.corrupt = true;
    if (d.bytes !== undefined) d.arrivedBytes ??= hex(p.bytes, p.from, p.to);
  }
  if (d.arrivedAt === null) d.arrivedAt = now;
  else d.copiesAt = [...d.copiesAt, now];
}

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
