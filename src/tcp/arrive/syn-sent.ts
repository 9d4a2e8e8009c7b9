import { NO_ACK, PAWS, UNACCEPTABLE_ACK } from '../../wire/drop.ts';
import { leq, lt } from '../../wire/seq.ts';
import { ACK, HAS_TS, RST, type Segment, SYN } from '../../wire/tcp.ts';
import { CONNECTED, type Connection } from '../connection.ts';
import { finish } from '../ending.ts';
import { learnFromSynAck } from '../fast-open/client.ts';
import { synTextTaken } from '../fast-open/status.ts';
import { OPENED } from '../handshake.ts';
import { takeSyn } from '../negotiate.ts';
import { ownOutOfOrder } from '../out-of-order.ts';
import { ESTABLISHED, SYN_RECEIVED } from '../state.ts';
import { sendSynAck } from '../syn-output.ts';
import { arm } from '../timers.ts';
import { establish, takeAck } from './check-ack.ts';
import { takeFin } from './fin.ts';
import { keepSynText } from './syn-text.ts';
import { takeText } from './text.ts';
import { checkUrgent } from './urgent.ts';

/** SYN-SENT, RFC 9293 section 3.10.7.3, in the order it gives. */
export function synSent(c: Connection, seg: Segment): void {
  const { snd } = c;
  const { flags } = seg;
  // First: an ACK that is not for our SYN is answered with a reset, unless it is one.
  if ((flags & ACK) !== 0 && (leq(seg.ack, snd.iss) || lt(snd.nxt, seg.ack))) {
    c.tcp.drop(c, UNACCEPTABLE_ACK);
    if ((flags & RST) !== 0) return;
    c.tcp.resetReply(c, seg);
    if (c.profile.synSentBadAck === 'retry') retrySoon(c);
    return;
  }
  if ((flags & ACK) !== 0 && c.profile.synAckEcho === 'reset' && echoesStranger(c, seg)) {
    c.tcp.drop(c, PAWS);
    if ((flags & RST) === 0) c.tcp.resetReply(c, seg);
    return;
  }
  // Second: a reset counts only if it acknowledges our SYN.
  if ((flags & RST) !== 0) {
    if ((flags & ACK) === 0) {
      c.tcp.drop(c, NO_ACK);
      return;
    }
    c.tcp.counters.resetsIn++;
    finish(c, 'ECONNREFUSED');
    return;
  }
  // Third is the IP security option. Fourth: the SYN.
  if ((flags & SYN) === 0) return; // fifth: neither SYN nor RST
  if ((flags & ACK) === 0 && c.profile.whatIf.noSimultaneousOpen) {
    c.tcp.drop(c, NO_ACK); // what if two that call each other did not meet?
    return;
  }
  takeSyn(c, seg);
  if ((flags & ACK) === 0) {
    meetSimultaneousOpen(c, seg);
    return;
  }
  establish(c, seg);
  if (lt(snd.una, seg.ack)) takeAck(c, seg); // of text that went with our SYN
  snd.wnd = seg.wnd; // not scaled in a SYN
  snd.maxWnd = seg.wnd;
  c.handshake = c.handshake.fastOpen === null ? OPENED : learnFromSynAck(c, seg);
  c.enter(ESTABLISHED);
  c.ack.now = true;
  const { extraAcks } = c.profile.whatIf; // what if more ACKs went?
  if (extraAcks > 0) ownOutOfOrder(c).duplicates = 1 + extraAcks;
  c.tell(CONNECTED);
  checkUrgent(c, seg);
  // Linux takes no text from a SYN-ACK, unless it has sent some itself: it comes again.
  if (c.profile.synAckText === 'ignore' && synTextTaken(c) === 0) return;
  // Text and FIN that came along are processed as in ESTABLISHED, from the sixth step on.
  seg.flags &= ~SYN;
  seg.seq = (seg.seq + 1) | 0;
  takeText(c, seg);
  takeFin(c, seg);
}

/** It echoes a timestamp that is older than our first SYN, or still to come: it answers another connection. */
function echoesStranger(c: Connection, seg: Segment): boolean {
  if (!c.profile.timestamps || (seg.options & HAS_TS) === 0 || seg.tsEcr === 0) return false;
  const first = c.ts.value(c.handshake.openedAt);
  return lt(seg.tsEcr, first) || lt(c.ts.value(c.tcp.env.clock.now), seg.tsEcr);
}

/**
 * The peer may still hold an older connection, which our reset ends: then the next SYN is welcome, as in
 * RFC 9293 figure 9. Linux sends it almost at once; only the first time, or anybody could make it send.
 */
function retrySoon(c: Connection): void {
  if (c.retries > 0) return;
  const soon = c.tcp.env.clock.now + SOON;
  if (soon < c.timers.retransmission) arm(c, 'retransmission', soon);
}

/** Two ticks of a millisecond. */
const SOON = 2000;

/** Both sides opened at once: RFC 9293 figure 7. [MUST-10] */
function meetSimultaneousOpen(c: Connection, seg: Segment): void {
  c.handshake.passive = false;
  keepSynText(c, seg);
  c.enter(SYN_RECEIVED);
  c.retries = 0;
  arm(c, 'retransmission', c.tcp.env.clock.now + c.profile.synAckRto);
  sendSynAck(c);
}
