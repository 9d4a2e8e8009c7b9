import type { Micros } from '../base/timer-queue.ts';
import type { Address } from '../wire/address.ts';
import type { FastOpening } from './fast-open/opening.ts';
import type { Listener } from './passive/listener.ts';

/** What a connection knows of its opening, and needs no longer once it is established. */
export class Handshake {
  /** How SYN-RECEIVED came about: by a passive OPEN, or not. [MUST-11] */
  passive = false;
  /** The listener that waits for it to be established, or null. */
  listener: Listener | null = null;
  /** What a single passive OPEN waits for: any peer, any port, when null and 0. */
  wantedPeer: Address | null = null;
  wantedPort = 0;
  /** The address it was opened on, kept while it has a peer. */
  wantedLocal: Address | null = null;
  /** Our SYN or SYN-ACK had to be sent again. */
  synLost = false;
  /** When its first SYN went, or came. */
  openedAt: Micros = 0;
  /** Text that came with the peer's SYN and waits for ESTABLISHED; RFC 9293 section 3.10.7.2. */
  synText: Uint8Array | null = null;
  /** What it has to do with Fast Open, or null. */
  fastOpen: FastOpening | null = null;
}

/** That of all connections whose opening is over; frozen. */
export const OPENED = new Handshake();
Object.freeze(OPENED);

/** The same where Fast Open has worked, and the text of the peer's SYN was taken with it; frozen. */
export const OPENED_ON_TEXT = new Handshake();
Object.freeze(OPENED_ON_TEXT);
