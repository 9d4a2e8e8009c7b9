import type { Seq } from '../wire/seq.ts';
import { type Segment, SYN } from '../wire/tcp.ts';

/** What one direction of a connection has sent. */
class Sent {
  iss: Seq | null = null;
  /** The sequence number after the last one sent. */
  nxt: Seq = 0;
}

/** Tells which segments carry sequence numbers that were sent before. */
export class SentRanges {
  readonly #directions = new Map<string, Sent>();

  /** Notes `seg` and says whether it is a retransmission; `direction` names its flow and sender. */
  sent(direction: string, seg: Segment): boolean {
    const nxt = (seg.seq + seg.len) | 0;
    let d = this.#directions.get(direction);
    const isSyn = (seg.flags & SYN) !== 0;
    // A SYN with another number begins a new connection between the same ends.
    if (d === undefined || (isSyn && d.iss !== seg.seq)) {
      d = new Sent();
      d.iss = isSyn ? seg.seq : null;
      d.nxt = nxt;
      this.#directions.set(direction, d);
      return false;
    }
    if (seg.len === 0) return false;
    const again = ((seg.seq - d.nxt) | 0) < 0;
    if (((nxt - d.nxt) | 0) > 0) d.nxt = nxt;
    return again;
  }
}
