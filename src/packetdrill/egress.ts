import type { Packet } from '../base/packet.ts';
import type { Link, Receiver } from '../link/link.ts';

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
export class Egress implements Link, Receiver {
  readonly #inner: Link;
  receiver: Receiver | null = null;
  qdisc: Qdisc | null = null;

  constructor(inner: Link) {
    this.#inner = inner;
    inner.receiver = this;
  }

  get mtu(): number {
    return this.#inner.mtu;
  }

  get medium(): 'ip' | 'ethernet' {
    return this.#inner.medium;
  }

  get checksums(): boolean {
    return this.#inner.checksums;
  }

  get isFull(): boolean {
    return this.qdisc?.limit === 0;
  }

  send(p: Packet): void {
    if (this.isFull) p.release();
    else this.#inner.send(p);
  }

  deliver(p: Packet): void {
    if (this.receiver === null) p.release();
    else this.receiver.deliver(p);
  }
}
