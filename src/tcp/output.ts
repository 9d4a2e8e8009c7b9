import type { Packet } from '../base/packet.ts';
import { NEVER } from '../base/timer-queue.ts';
import { leq, lt, type Seq } from '../wire/seq.ts';
import { ACK, FIN, PSH } from '../wire/tcp.ts';
import { ackIsDue, acknowledged } from './ack-policy.ts';
import type { Connection } from './connection.ts';
import { tellCongestion } from './ecn.ts';
import { mayTalkEarly } from './fast-open/status.ts';
import { sentTo } from './fill-buffers.ts';
import { ackNumber, isAckWithheld } from './fin-ack.ts';
import { measureLimits } from './meter.ts';
import { IN_ORDER, type OutOfOrder, ownOutOfOrder, settleOrder } from './out-of-order.ts';
import { takePathMtu } from './path-mtu.ts';
import { isRefused, needsProbe, persistWait } from './probing.ts';
import { buffersOf } from './queues.ts';
import { ownRecovery } from './recovery/at-rest.ts';
import { FAST } from './recovery/index.ts';
import { sendsAgain } from './resend.ts';
import { fillSacks, sacksOwed, textBesideSacks } from './sack-blocks.ts';
import { awaitOverride, sendBuffered, tellRoom } from './send-buffered.ts';
import { nextLength, WAIT_OVERRIDE } from './send-policy.ts';
import { CLOSED, LISTEN, SYN_SENT } from './state.ts';
import { armProbe, nextProbe, putOffProbe } from './tail-probe.ts';
import { arm } from './timers.ts';
import { markUrgent } from './urgent-pointer.ts';
import { startUserTimeout, withinPatience } from './user-timeout.ts';
import { windowField } from './window.ts';

/** Sends all the connection may send now, and an ACK if one is due and nothing carried it. */
export function output(c: Connection): void {
  switch (c.state) {
    case CLOSED:
    case LISTEN:
    case SYN_SENT:
      return;
    default:
      // Text, and a FIN, wait for our SYN to be acknowledged: RFC 9293 section 3.10.2. With Fast Open they do not.
      if (!c.synAcked && !mayTalkEarly(c)) break;
      if (c.snd.una !== c.snd.nxt || c.sendQueue.length > 0 || c.snd.finQueued) sendText(c);
      if (c.wantsWritable) tellRoom(c);
  }
  sendAcks(c);
}

/** An ACK when one is due; and duplicates of it that a peer without SACK counts, RFC 5681 section 4.2. */
export function sendAcks(c: Connection): void {
  if (c.outOfOrder === IN_ORDER) {
    if (!isAckWithheld(c) && ackIsDue(c)) transmit(c, acceptableSeq(c), 0, false);
    return;
  }
  const late = ownOutOfOrder(c);
  if (isAckWithheld(c)) late.duplicates = 0;
  else sendDuplicates(c, late);
  settleOrder(c);
}

function sendDuplicates(c: Connection, late: OutOfOrder): void {
  const { rcv } = c;
  const seq = acceptableSeq(c);
  if (ackIsDue(c)) {
    if (rcv.acked === rcv.nxt && late.duplicates > 0) late.duplicates--;
    transmit(c, seq, 0, false);
  }
  for (; late.duplicates > 0; late.duplicates--) transmit(c, seq, 0, false);
}

/**
 * A sequence number for an ACK without text that the peer will take: SND.NXT, unless the peer's window
 * has shrunk, or a probe of one octet has put SND.NXT beyond it. Linux: tcp_acceptable_seq().
 */
function acceptableSeq(c: Connection): Seq {
  const { snd } = c;
  if (c.probeOut) return snd.una;
  const edge = (snd.una + snd.wnd) | 0;
  return lt((edge + (1 << snd.scale) - 1) | 0, snd.nxt) ? edge : snd.nxt;
}

/** What was lost, then what is new, then what might have been lost: RFC 6675 NextSeg(). */
function sendText(c: Connection): void {
  const { congestion } = c;
  const recovery = ownRecovery(c);
  const { env } = c.tcp;
  if (env.clock.now >= c.pathMtuUntil) takePathMtu(c); // RFC 1191 section 6.3: larger ones again
  if (isRefused(c)) {
    keepWatch(c);
    return;
  }
  const idle = c.snd.una === c.snd.nxt && env.clock.now - c.lastSent > c.rtt.rto;
  if (idle && c.profile.idleRestart && c.snd.wnd > 0) {
    congestion.onIdle(c);
  }
  if (recovery.urgent && recovery.next(c) && fitsWindow(c)) sendAgain(c);
  let room = congestion.cwnd + recovery.bonus(c) - recovery.pipe(c);
  while (room >= c.snd.mss && recovery.next(c) && fitsWindow(c)) room -= sendAgain(c);
  const sent = sendNew(c, room);
  room -= sent;
  if (sent > 0) putOffProbe(c);
  while (room >= c.snd.mss && recovery.lastResort(c) && fitsWindow(c)) room -= sendAgain(c);
  if (c.meter !== null) measureLimits(c, c.meter, room, sent);
  keepWatch(c);
}

/**
 * The window has shrunk: of the range that recovery found only what is inside goes, but for the first
 * segment, which then is the probe. [SHLD-16, MAY-7] A scaled window may shrink by less than a unit
 * and mean nothing by it: RFC 7323 section 2.4.
 */
function fitsWindow(c: Connection): boolean {
  const { recovery, snd } = c;
  const edge = (snd.una + snd.wnd + (1 << snd.scale) - 1) | 0;
  if (recovery.from === snd.una || leq(recovery.to, edge)) return true;
  if (leq(edge, recovery.from)) return false;
  recovery.to = edge;
  return true;
}

/** Sends the range that recovery found once more; returns its length. */
function sendAgain(c: Connection): number {
  const { recovery, snd } = c;
  const { from, to } = recovery;
  const n = (to - from) | 0;
  const fin = snd.finQueued && to === ((snd.fin + 1) | 0);
  c.rtt.sentAgain(from);
  buffersOf(c)?.sendsAgain((from - snd.una) | 0, n);
  // RFC 6675 section 6: or the timer expires while acknowledgments tell that recovery goes well.
  if (recovery.phase === FAST) restartRetransmission(c);
  if (sendsAgain(c.profile)) {
    c.tcp.counters.retransmissions++;
    c.retransmissions++;
    if (c.meter !== null) c.meter.octetsAgain += fin ? n - 1 : n;
    transmit(c, from, fin ? n - 1 : n, fin);
  }
  recovery.sentAgain();
  return n;
}

/** Sends new text, and the FIN after it, as far as the windows allow; returns how much. */
function sendNew(c: Connection, room: number): number {
  const { snd, sendQueue } = c;
  const mss = sacksOwed(c) ? textBesideSacks(c) : snd.mss;
  // FreeBSD asks once whether anything is unacknowledged, and not of what it sends meanwhile.
  const fresh = c.profile.nagleRule === 'each-output' && snd.una === snd.nxt;
  const buffers = buffersOf(c);
  if (buffers !== null) return sendBuffered(c, buffers, room, mss, transmit);
  let sent = 0;
  c.cwndLimited = false;
  for (;;) {
    const inFlight = (snd.nxt - snd.una) | 0;
    const finSent = snd.finQueued && lt(snd.fin, snd.nxt);
    if (finSent) break;
    const unsent = sendQueue.length - inFlight;
    const usable = snd.wnd - inFlight;
    let n = 0;
    if (unsent > 0) {
      n = nextLength(c, unsent, usable, room - sent, mss, inFlight === 0, fresh);
      if (n <= 0 && c.overridden && usable > 0) n = Math.min(unsent, usable, mss);
      if (n <= 0) {
        if (n === WAIT_OVERRIDE) awaitOverride(c);
        c.cwndLimited = room - sent < mss && usable > room - sent;
        break;
      }
      c.overridden = false;
      c.timers.override = NEVER;
    }
    const fin = snd.finQueued && n === unsent && n < usable;
    if (n === 0 && !fin) break;
    const from = snd.nxt;
    snd.nxt = (from + n + (fin ? 1 : 0)) | 0;
    if (c.ecn !== null) c.ecn.isNew = n > 0;
    c.rtt.sent(snd.nxt, c.tcp.env.clock.now);
    transmit(c, from, n, fin);
    sent += n + (fin ? 1 : 0);
  }
  return sent;
}

/** Something is unacknowledged: a timer must run. RFC 6298 (5.1), RFC 9293 section 3.8.6.1. */
function keepWatch(c: Connection): void {
  const { snd, timers } = c;
  if (snd.una !== snd.nxt || c.sendQueue.length > 0) startUserTimeout(c);
  if (snd.una !== snd.nxt && !c.probeOut) {
    if (timers.retransmission === NEVER) restartRetransmission(c);
  } else if (timers.persist === NEVER && needsProbe(c)) {
    armPersist(c);
  }
}

/** Restarts the retransmission timer, RFC 6298 (5.1) and (5.3). */
export function restartRetransmission(c: Connection): void {
  const { rto } = c.rtt;
  if (c.profile.tailLossProbe && c.retries === 0 && armProbe(c, rto)) return;
  const wait = c.retries > 0 ? withinPatience(c, c.retryingSince, rto) : rto;
  arm(c, 'retransmission', c.tcp.env.clock.now + wait);
}

/** A tail loss probe is due: RFC 8985 section 7.3. The RTO counts from now. */
export function sendTailProbe(c: Connection): void {
  const { recovery, snd } = c;
  const { from, n, fin } = nextProbe(c);
  recovery.probed = true;
  recovery.probeNext = false;
  if (from === snd.nxt) {
    const q = buffersOf(c);
    if (q !== null) q.sends(sentTo(c, q), n, c.tcp.env.clock.now, false);
    snd.nxt = (snd.nxt + n) | 0;
  } else {
    c.rtt.sentAgain(from);
    c.tcp.counters.retransmissions++;
    c.retransmissions++;
    if (c.meter !== null) c.meter.octetsAgain += n;
  }
  recovery.probedTo = snd.nxt;
  if (sendsAgain(c.profile)) transmit(c, from, n, fin);
  arm(c, 'retransmission', c.tcp.env.clock.now + c.rtt.rto);
}

/** First after the RTO [SHLD-29], then at doubling intervals [SHLD-30]. */
export function armPersist(c: Connection): void {
  let wait = persistWait(c);
  if (c.probeBackoff > 0) wait = withinPatience(c, c.probesSince, wait);
  if (!isRefused(c)) c.probeBackoff++;
  arm(c, 'persist', c.tcp.env.clock.now + wait);
}

/** A zero-window probe, RFC 9293 section 3.8.6.1. [MUST-35] */
export function sendProbe(c: Connection): void {
  const { snd } = c;
  if (c.profile.probe === 'empty') {
    // Linux sends nothing at SND.UNA - 1: it is outside the window and must be answered.
    transmit(c, (snd.una - 1) | 0, 0, false);
    return;
  }
  const fin = c.sendQueue.length === 0;
  if (!c.probeOut) {
    c.probeOut = true;
    ownRecovery(c); // it may be lost like any other
    snd.nxt = (snd.nxt + 1) | 0;
  }
  transmit(c, snd.una, fin ? 0 : 1, fin);
}

/** Sends n octets of the send queue from sequence number `from`, with a FIN if `fin`; an ACK in any case. */
function transmit(c: Connection, from: Seq, n: number, fin: boolean): void {
  const { snd, tcp } = c;
  const { env } = tcp;
  const p = env.packet(n);
  let flags = fin ? ACK | FIN : ACK;
  if (n > 0) {
    c.sendQueue.peek((from - snd.una) | 0, n, p.bytes, p.from);
    p.to += n;
    tcp.counters.octetsOut += n;
    c.lastSent = env.clock.now;
    // [MUST-61, SHLD-27]: PSH on what ends the data the user has sent so far.
    // What Linux pushes is marked in its buffers.
    const buffers = buffersOf(c);
    const to = (from - snd.una + n) | 0;
    if (buffers === null ? to === c.sendQueue.length : buffers.isPushed(buffers.front + to)) {
      flags |= PSH;
    }
  }
  sendSegment(c, p, from, n, flags);
}

/** A keep-alive probe at SND.NXT - 1: empty [SHLD-12], or with one octet of garbage [MAY-6]. */
export function sendKeepAlive(c: Connection): void {
  const n = c.profile.keepAliveGarbage ? 1 : 0;
  const p = c.tcp.env.packet(n);
  if (n > 0) p.bytes[p.from] = 0;
  p.to += n;
  sendSegment(c, p, (c.snd.nxt - 1) | 0, n, ACK);
}

/** Sends the n octets in `p` at sequence number `from`, with all that every segment carries. */
function sendSegment(c: Connection, p: Packet, from: Seq, n: number, flags: number): void {
  const { snd, tcp } = c;
  const { out: seg } = tcp;
  seg.seq = from;
  seg.ack = ackNumber(c);
  seg.flags = flags;
  if (snd.urgent) markUrgent(c, seg);
  seg.wnd = windowField(c);
  if (c.meter !== null) c.meter.sends(n, seg.wnd);
  seg.options = 0;
  if (c.ts.on) c.ts.stamp(seg, tcp.env.clock.now);
  const toldAll = !sacksOwed(c) || fillSacks(c, seg, snd.mss - n);
  acknowledged(c, seg.ack, toldAll);
  const mark = c.ecn === null ? 0 : tellCongestion(c.ecn, seg);
  tcp.emit(c, c.route, c.pseudo, seg, p, c.profile, mark);
}

/**
 * The peer closed at the same time. FreeBSD answers its FIN with its own once more, where RFC 9293
 * figure 13 has an ACK; that FIN acknowledges too.
 */
export function sendFinAgain(c: Connection): void {
  const { snd } = c;
  if (!lt(snd.fin, snd.nxt)) return; // it stands behind text not yet sent
  if (!sendsAgain(c.profile)) return;
  c.tcp.counters.retransmissions++;
  c.rtt.sentAgain(snd.fin);
  transmit(c, snd.fin, 0, true);
}
