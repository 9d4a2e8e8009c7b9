import { HAS_TFO, type Segment } from '../../wire/tcp.ts';
import type { FastOpenQueue } from './queue.ts';

/** No octets: a cookie that asks for one. */
export const ASKS: Uint8Array = new Uint8Array(0);

/** What an opening has to do with Fast Open, RFC 7413; part of its Handshake. */
export class FastOpening {
  /**
   * What goes in the option of our first SYN or SYN-ACK: a cookie, no octets to ask for one, or null for no
   * option. What is sent again has none: it may be the option that gets lost. RFC 7413 section 4.2.1
   */
  cookie: Uint8Array | null = null;
  /** The option is the experimental one. */
  experimental = false;
  /** Octets of text on the SYN, ours or the peer's. */
  text = 0;
  /** The text of our SYN was taken, all of it. */
  taken = false;
  /** The SYN with its text was too big for the path. */
  tooBig = false;
  /** Where its place is among those of its listener that have not been proven yet; null for an active OPEN. */
  queue: FastOpenQueue | null = null;

  /** Puts the option, if there is one, into the segment that is being made. */
  write(seg: Segment): void {
    if (this.cookie !== null) writeCookie(seg, this.cookie, this.experimental);
  }
}

/** Puts a Fast Open option into the segment that is being made. */
export function writeCookie(seg: Segment, cookie: Uint8Array, experimental: boolean): void {
  seg.options |= HAS_TFO;
  seg.bytes = cookie;
  seg.tfoFrom = 0;
  seg.tfoTo = cookie.length;
  seg.tfoExperimental = experimental;
}
