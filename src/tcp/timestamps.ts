import type { Micros } from '../base/timer-queue.ts';
import { leq, type Seq } from '../wire/seq.ts';
import { HAS_TS, type Segment } from '../wire/tcp.ts';

/** One tick of the timestamp clock, microseconds: RFC 7323 section 5.4 allows 1 ms to 1 s. */
export const TICK = 1000;
/** After this long without a segment TS.Recent means nothing: RFC 7323 section 5.5, 24 days. */
const STALE: Micros = 24 * 24 * 3600 * 1_000_000;

/** The timestamp clock, before a connection's offset is added. */
export function ticks(now: Micros): number {
  return Math.floor(now / TICK) | 0;
}

/** Timestamps and what protects against wrapped sequence numbers, RFC 7323. */
export class TimestampVars {
  on = false;
  /** TS.Recent */
  recent = 0;
  /** When TS.Recent was last changed. */
  recentAt: Micros = 0;
  /** Added to the clock so that one connection's values tell nothing of another's or of the uptime. */
  offset = 0;

  /** TSval for a segment sent now. */
  value(now: Micros): number {
    return (Math.floor(now / TICK) + this.offset) | 0;
  }

  /** Puts our timestamp into `seg`, which is sent now, and the peer's back: section 3. */
  stamp(seg: Segment, now: Micros): void {
    seg.options |= HAS_TS;
    seg.tsVal = this.value(now);
    seg.tsEcr = this.recent;
  }

  /** The round trip that `ecr`, a TSecr received now, stands for; microseconds, in steps of a tick. */
  elapsed(ecr: number, now: Micros): Micros {
    return ((this.value(now) - ecr) | 0) * TICK;
  }

  /** PAWS, RFC 7323 section 5.3 R1: the segment is older than what was already received. */
  isOld(seg: Segment, now: Micros): boolean {
    return ((seg.tsVal - this.recent) | 0) < 0 && now - this.recentAt <= STALE;
  }

  /** RFC 7323 section 4.3 (2): remembers TSval of a segment that covers the last ACK sent. */
  update(seg: Segment, lastAckSent: Seq, now: Micros): void {
    if ((seg.options & HAS_TS) === 0) return;
    if (leq(seg.seq, lastAckSent) && !this.isOld(seg, now)) {
      this.recent = seg.tsVal;
      this.recentAt = now;
    }
  }
}
