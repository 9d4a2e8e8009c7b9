import {
  ACCEPT_QUEUE_FULL,
  AWAITS_TEXT,
  BAD_RESET,
  NO_ACK,
  OUTSIDE_WINDOW,
  PAWS,
  UNACCEPTABLE_ACK,
} from '../../wire/drop.ts';
import { ACK, HAS_TS, RST, type Segment, SYN } from '../../wire/tcp.ts';
import { takesAnyReset } from '../arrive/check-reset.ts';
import { isAcceptable } from '../arrive/check-sequence.ts';
import { answersUnexpected } from '../arrive/closed.ts';
import { synchronized } from '../arrive/synchronized.ts';
import { mayChallenge, mustBeAnswered } from '../challenge.ts';
import { sendsAgain } from '../resend.ts';
import { SYN_RECEIVED } from '../state.ts';
import { synWindow } from '../window.ts';
import type { HalfOpen } from './half-open.ts';
import { connectionOf } from './opening.ts';
import { takeAnswer } from './split-syn-ack.ts';
import { sendHalfOpenAck, sendSynAck } from './syn-ack.ts';

/** A segment for a half-open entry; when it completes the opening, the entry becomes a connection. */
export function admit(h: HalfOpen, seg: Segment): void {
  if (takesAnyReset(h.profile, seg)) {
    h.tcp.counters.resetsIn++;
    h.listener.synQueue.remove(h);
    return;
  }
  if (h.deferred) {
    arrivesDeferred(h, seg);
    return;
  }
  const answersSplit = takeAnswer(h, seg);
  if (!completesOpening(h, seg)) return;
  const { listener, tcp } = h;
  if (h.retries < listener.deferAccept && ((seg.seq + seg.len) | 0) === ((h.irs + 1) | 0)) {
    // Nothing but an ACK. Linux: tcp_check_req(), TCPDeferAcceptDrop.
    listener.synQueue.awaitText(h);
    tcp.drop(h, AWAITS_TEXT);
    return;
  }
  if (listener.acceptQueue.isFull) {
    tcp.drop(h, ACCEPT_QUEUE_FULL);
    if (h.profile.acceptOverflow === 'reset') {
      tcp.resetReply(h, seg);
      listener.synQueue.remove(h);
    }
    return;
  }
  const route = tcp.routeBack(h);
  if (route === null) return;
  const { synTexts } = listener;
  const c = connectionOf(h, route);
  c.handshake.synText = synTexts.octets > 0 ? synTexts.of(h.id) : null;
  c.state = SYN_RECEIVED;
  listener.synQueue.take(h);
  tcp.demux.connections.add(c);
  if (answersSplit) c.ack.now = true;
  c.meter?.arrives(seg.textTo - seg.textFrom);
  synchronized(c, seg); // the same segment again, now with a TCB: its text and FIN count
  tcp.touch(c);
}

/**
 * What a segment means to a half-open entry: the first five steps of RFC 9293 section 3.10.7.4, for
 * a TCB that is not there yet. True when its ACK completes the opening.
 */
function completesOpening(h: HalfOpen, seg: Segment): boolean {
  const { tcp } = h;
  const nxt = (h.irs + 1) | 0;
  if ((seg.flags & (SYN | ACK | RST)) === SYN && seg.seq === h.irs) {
    // The same SYN again: our SYN-ACK was lost, or is late. RFC 9293 would send an ACK, which tells a
    // peer in SYN-SENT nothing; every real stack repeats the SYN-ACK.
    refresh(h, seg);
    if (!sendsAgain(h.profile)) return false;
    sendSynAck(h);
    if (h.profile.synAckTimer === 'restart') h.listener.synQueue.restart(h);
    return false;
  }
  if (!isAcceptable(seg.seq, seg.len, nxt, synWindow(h))) {
    tcp.drop(h, OUTSIDE_WINDOW);
    if ((seg.flags & RST) === 0) answer(h, seg);
    return false;
  }
  if ((seg.flags & RST) !== 0) {
    if (seg.seq === nxt || h.profile.resetInWindow === 'take') {
      tcp.counters.resetsIn++;
      h.listener.synQueue.relisten(h);
    } else {
      tcp.drop(h, BAD_RESET);
      answer(h, seg); // [RFC 5961 3.2]
    }
    return false;
  }
  if (isOld(h, seg)) {
    tcp.drop(h, PAWS);
    if ((seg.options & HAS_TS) !== 0) answer(h, seg);
    return false;
  }
  if ((seg.flags & SYN) !== 0) {
    h.listener.synQueue.relisten(h);
    return false;
  }
  if ((seg.flags & ACK) === 0) {
    tcp.drop(h, NO_ACK);
    return false;
  }
  if (seg.ack !== ((h.iss + 1) | 0)) {
    tcp.drop(h, UNACCEPTABLE_ACK);
    if (answersUnexpected(h.profile)) tcp.resetReply(h, seg);
    return false;
  }
  return true;
}

/**
 * A segment for an entry that was not answered yet: as in LISTEN [RFC 9293 3.10.7.2], but its sender may
 * take back the SYN, by a reset exactly after it [RFC 5961 3.2].
 */
function arrivesDeferred(h: HalfOpen, seg: Segment): void {
  const { tcp } = h;
  const { flags } = seg;
  if ((flags & RST) !== 0) {
    if (seg.seq === ((h.irs + 1) | 0)) {
      tcp.counters.resetsIn++;
      h.listener.synQueue.remove(h);
    } else {
      tcp.drop(h, BAD_RESET);
    }
  } else if ((flags & ACK) !== 0) {
    tcp.drop(h, UNACCEPTABLE_ACK); // nothing of ours was sent that it could acknowledge
    if (answersUnexpected(h.profile)) tcp.resetReply(h, seg);
  } else if ((flags & SYN) !== 0 && seg.seq === h.irs) {
    refresh(h, seg);
  } else {
    tcp.drop(h, OUTSIDE_WINDOW); // another SYN: the answer to the first will make its sender reset it
  }
}

/** The same SYN again: its timestamp is what our answer echoes. */
function refresh(h: HalfOpen, seg: Segment): void {
  if ((seg.options & HAS_TS) !== 0 && h.offer.ts && !isOld(h, seg)) {
    h.listener.synQueue.refresh(h, seg.tsVal);
  }
}

/** Timestamps were agreed on, and this segment has none or an older one: RFC 7323 sections 3.2 and 5.3. */
function isOld(h: HalfOpen, seg: Segment): boolean {
  const { offer, profile } = h;
  if (!profile.timestamps || !offer.ts) return false;
  if ((seg.options & HAS_TS) === 0) return profile.requireTimestamps;
  return ((seg.tsVal - offer.tsVal) | 0) < 0;
}

/** Says where we are to whoever sent what cannot be used, seldom enough. [RFC 5961 7] */
function answer(h: HalfOpen, seg: Segment): void {
  if (mustBeAnswered(seg) || mayChallenge(h, h.tcp.env.clock.now)) sendHalfOpenAck(h);
}
