import { type State, SYN_RECEIVED, SYN_SENT } from '../tcp/state.ts';
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

  /** A host went from one state to another: when a connection begins, what an older one sent is forgotten. */
  changed(direction: string, from: State, to: State): void {
    if (to === SYN_SENT || (to === SYN_RECEIVED && from !== SYN_SENT)) {
      this.#directions.delete(direction);
    }
  }

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

/** The name of what a host sends from a port in a flow. */
export function directionOf(flow: number, port: number, host: string | null): string {
  return `${flow}:${port}:${host ?? ''}`;
}
