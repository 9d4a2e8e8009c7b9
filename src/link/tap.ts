import type { Packet } from '../base/packet.ts';
import type { Link } from './link.ts';
import { Wrapper } from './wrapper.ts';

/** Which way a packet goes, seen from the host at the link. */
export type Direction = 'in' | 'out';

/** Sees a packet in passing: it reads, copies what it keeps, and neither changes nor releases it. */
export type See = (p: Packet, direction: Direction) => void;

/** A link that shows what passes through the link inside it. */
export class Tap extends Wrapper {
  readonly #see: See;

  constructor(inner: Link, see: See) {
    super(inner);
    this.#see = see;
  }

  override send(p: Packet): void {
    this.#see(p, 'out');
    super.send(p);
  }

  override deliver(p: Packet): void {
    this.#see(p, 'in');
    super.deliver(p);
  }
}
