import { leq, type Seq } from '../wire/seq.ts';
import { CWR, ECE, type Segment } from '../wire/tcp.ts';
import type { Connection } from './connection.ts';

/*
 * Explicit congestion notification, RFC 3168: a router marks a packet where it would drop one, the receiver
 * echoes that to the sender until he says that he heard, and the sender sends less.
 */

/** The ECN field of an IP header: the sender's transport understands it, and congestion was met. RFC 3168 section 5. */
const ECT_0 = 0b10;
const CE = 0b11;

/** What a connection knows on which both sides agreed to ECN. */
export class Ecn {
  /** A mark has come, and not yet the word that the peer slowed down: every ACK tells of it. */
  echo = false;
  /** The window was reduced: the next new text says so. */
  reduced = false;
  /** SND.NXT when it was; until that is acknowledged an echo is of the same congestion. */
  point: Seq;
  /** The segment about to go has new text: only that may be marked, RFC 3168 sections 6.1.4 to 6.1.6. */
  isNew = false;

  constructor(iss: Seq) {
    this.point = iss;
  }
}

/** The flags by which a SYN asks for ECN, RFC 3168 section 6.1.1; none once it was sent again too often. */
export function ecnRequest(c: Connection): number {
  const { ecn, ecnSynRetries } = c.profile;
  return ecn === 'request' && c.retries <= ecnSynRetries ? ECE | CWR : 0;
}

/**
 * Fills in what a segment to be sent tells of congestion, and returns the ECN field of its IP header. Text
 * sent again, ACKs and probes are not to be marked.
 */
export function tellCongestion(ecn: Ecn, seg: Segment): number {
  if (ecn.echo) seg.flags |= ECE;
  if (!ecn.isNew) return 0;
  ecn.isNew = false;
  if (ecn.reduced) {
    ecn.reduced = false;
    seg.flags |= CWR;
  }
  return ECT_0;
}

/** A segment in the window has come: what it tells of the way from the peer, RFC 3168 section 6.1.3. */
export function noteMark(ecn: Ecn, seg: Segment): void {
  if (seg.textFrom === seg.textTo) return;
  if ((seg.flags & CWR) !== 0) ecn.echo = false;
  if (seg.ecn === CE) ecn.echo = true;
}

/**
 * The peer echoes that a packet of ours was marked: as after a loss, but nothing is sent again. Once for each
 * window of text. RFC 3168 section 6.1.2.
 */
export function takeEcho(c: Connection, ecn: Ecn): void {
  const { congestion, snd } = c;
  if (!leq(ecn.point, snd.una)) return;
  const before = congestion.cwnd;
  congestion.onLoss(c, (snd.nxt - snd.una) | 0);
  congestion.cwnd = Math.min(congestion.cwnd, before);
  windowReduced(c);
}

/** The congestion window was reduced, for whatever reason: the peer is told. RFC 3168 section 6.1.2. */
export function windowReduced(c: Connection): void {
  const { ecn } = c;
  if (ecn === null) return;
  ecn.reduced = true;
  ecn.point = c.snd.nxt;
}
