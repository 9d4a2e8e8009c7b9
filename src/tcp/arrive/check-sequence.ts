import { OUTSIDE_WINDOW, PAWS } from '../../wire/drop.ts';
import { earlier, lt, type Seq, within } from '../../wire/seq.ts';
import { ACK, FIN, HAS_TS, RST, type Segment, SYN } from '../../wire/tcp.ts';
import { mayChallenge, mustBeAnswered } from '../challenge.ts';
import type { Connection } from '../connection.ts';
import { ownOutOfOrder } from '../out-of-order.ts';
import { receiveWindow } from '../window.ts';
import { isBehindFin } from './check-reset.ts';

/** The four cases of RFC 9293 section 3.4: does any part of [seq, seq + len) fall in the window? */
export function isAcceptable(seq: Seq, len: number, nxt: Seq, wnd: number): boolean {
  if (len === 0) return wnd === 0 ? seq === nxt : within(seq, nxt, wnd);
  if (wnd === 0) return false;
  return within(seq, nxt, wnd) || within((seq + len - 1) | 0, nxt, wnd);
}

/** First: is any of it in the window, and is it not older than what we have? */
export function checkSequence(c: Connection, seg: Segment): boolean {
  if (c.ts.on && (seg.flags & RST) === 0 && !checkTimestamps(c, seg)) return false;
  const { rcv } = c;
  const { seq, len } = seg;
  const wnd = receiveWindow(c);
  if (isAcceptable(seq, len, rcv.nxt, wnd)) return true;
  if (wnd === 0 && passesClosedWindow(c, seg)) return true;
  if ((seg.flags & RST) !== 0 && isBehindFin(c, seg)) return true;
  if (c.profile.oldSegmentAck === 'take' && leavesItsAck(c, seg)) return true;
  c.tcp.drop(c, OUTSIDE_WINDOW);
  if ((seg.flags & RST) !== 0) return false;
  // What is reported as having come twice is text [RFC 2883 4]: a SYN gets a plain ACK [RFC 5961 4.2].
  if ((seg.flags & SYN) === 0) noteDuplicate(c, seq, len);
  answer(c, seg);
  return false;
}

/**
 * A closed window still lets ACK, RST and URG through; the text is trimmed to nothing. [MUST-66] So
 * does it a FIN with nothing before it, which needs no room. It stays closed for as long as nobody
 * reads, and a peer that probes it with an octet is answered every time. [MAY-8]
 * The ACKs of a peer that is probing stand one beyond RCV.NXT, behind the octet we refused; were they
 * dropped, two ends with closed windows would never acknowledge each other again.
 */
function passesClosedWindow(c: Connection, seg: Segment): boolean {
  const { nxt } = c.rcv;
  if (seg.seq === nxt) {
    c.ack.now = true;
    return true;
  }
  return seg.seq === ((nxt + 1) | 0) && seg.len === 0 && (seg.flags & RST) === 0;
}

/**
 * Of a segment wholly before RCV.NXT the BSDs drop text and FIN, answer it, and take its ACK all the same:
 * the peer may have sent it just before what we have received. True when that is left of it.
 */
function leavesItsAck(c: Connection, seg: Segment): boolean {
  const { nxt } = c.rcv;
  if ((seg.flags & (SYN | RST | ACK)) !== ACK || !lt(seg.seq, nxt) || !c.synAcked) return false;
  noteDuplicate(c, seg.seq, seg.len);
  answer(c, seg);
  seg.flags &= ~FIN;
  seg.textFrom = seg.textTo;
  seg.seq = nxt;
  return true;
}

/** Says where we are to whoever sent what cannot be used. */
function answer(c: Connection, seg: Segment): void {
  if (mustBeAnswered(seg) || mayChallenge(c, c.tcp.env.clock.now)) c.ack.now = true;
}

/** RFC 7323 sections 3.2 and 5.3 R1: no timestamps, or old ones. */
function checkTimestamps(c: Connection, seg: Segment): boolean {
  if ((seg.options & HAS_TS) === 0) {
    if (!c.profile.requireTimestamps) return true;
    c.tcp.drop(c, PAWS);
    return false;
  }
  if (!c.ts.isOld(seg, c.tcp.env.clock.now)) return true;
  c.tcp.drop(c, PAWS);
  answer(c, seg);
  return false;
}

/** Remembers text that came twice, for the next ACK's first SACK block: RFC 2883. */
export function noteDuplicate(c: Connection, from: Seq, len: number): void {
  if (!c.sackOk || len === 0 || !lt(from, c.rcv.nxt)) return;
  c.tcp.counters.duplicateTextIn++;
  const late = ownOutOfOrder(c);
  late.dsackFrom = from;
  late.dsackTo = earlier((from + len) | 0, c.rcv.nxt);
}
