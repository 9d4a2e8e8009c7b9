import type { Packet } from '../base/packet.ts';
import { Wrapper } from '../link/wrapper.ts';

/** A queue before a link, as tc(8) sets one up. */
export interface Qdisc {
  readonly kind: 'pfifo' | 'fq';
  /** Packets it holds at most, or null. */
  readonly limit: number | null;
}

/**
 * A link behind a queue. The link takes no time, so the queue is never longer than a packet: one that
 * may hold none loses everything, and all others are as if they were not there.
 */
export class Egress extends Wrapper {
  qdisc: Qdisc | null = null;

  get isFull(): boolean {
    return this.qdisc?.limit === 0;
  }

  override send(p: Packet): void {
    if (this.isFull) p.release();
    else super.send(p);
  }
}
