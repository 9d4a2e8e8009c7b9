import type { Packet } from '../base/packet.ts';
import type { Link, Receiver } from './link.ts';

/** Which way a packet goes, seen from the host at the link. */
export type Direction = 'in' | 'out';

/** Sees a packet in passing: it reads, copies what it keeps, and neither changes nor releases it. */
export type See = (p: Packet, direction: Direction) => void;

/** A link that shows what passes through the link inside it. */
export class Tap implements Link, Receiver {
  readonly inner: Link;
  readonly #see: See;
  receiver: Receiver | null = null;

  constructor(inner: Link, see: See) {
    this.inner = inner;
    this.#see = see;
    inner.receiver = this;
  }

  get mtu(): number {
    return this.inner.mtu;
  }

  get medium(): 'ip' | 'ethernet' {
    return this.inner.medium;
  }

  get checksums(): boolean {
    return this.inner.checksums;
  }

  send(p: Packet): void {
    this.#see(p, 'out');
    this.inner.send(p);
  }

  deliver(p: Packet): void {
    this.#see(p, 'in');
    if (this.receiver !== null) this.receiver.deliver(p);
    else p.release();
  }
}
