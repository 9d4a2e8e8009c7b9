import { type Micros, NEVER } from '../../base/timer-queue.ts';
import { NO_ACK, UNACCEPTABLE_ACK } from '../../wire/drop.ts';
import { leq, lt } from '../../wire/seq.ts';
import { ACK, ECE, HAS_TS, type Segment } from '../../wire/tcp.ts';
import { UNSENT } from '../buffer.ts';
import { challenge } from '../challenge.ts';
import { CONNECTED, type Connection, WRITABLE } from '../connection.ts';
import { type Ecn, takeEcho } from '../ecn.ts';
import { enterTimeWait, finish } from '../ending.ts';
import { mayTalkEarly } from '../fast-open/status.ts';
import { isWritable } from '../fill-buffers.ts';
import { watchPeer } from '../keepalive.ts';
import type { Meter } from '../meter.ts';
import { NO_FIN_WAIT_2 } from '../options.ts';
import { restartRetransmission } from '../output.ts';
import { buffersOf, dropSent } from '../queues.ts';
import { ownRecovery } from '../recovery/at-rest.ts';
import { FAST, LOSS, OPEN } from '../recovery/index.ts';
import { NO_SAMPLE } from '../rtt.ts';
import { isCwndLimited } from '../send-policy.ts';
import {
  CLOSED,
  CLOSING,
  ESTABLISHED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  LAST_ACK,
  SYN_RECEIVED,
  TIME_WAIT,
} from '../state.ts';
import { noteProbeAck } from '../tail-probe.ts';
import { arm } from '../timers.ts';
import { restartUserTimeout } from '../user-timeout.ts';
import { takeSynText } from './syn-text.ts';

/** Fifth: the ACK field. */
export function checkAck(c: Connection, seg: Segment): boolean {
  if ((seg.flags & ACK) === 0) {
    c.tcp.drop(c, NO_ACK);
    return false;
  }
  const { snd } = c;
  if (!c.synAcked) {
    if (!isOurSynAcked(c, seg)) return false;
  } else if (
    lt(snd.nxt, seg.ack) ||
    lt(seg.ack, (snd.una - snd.maxWnd) | 0) // RFC 5961 section 5.2 [MAY-12]
  ) {
    c.tcp.drop(c, UNACCEPTABLE_ACK);
    // Linux answers only once a side has closed: tcp_ack() fails, tcp_rcv_established() drops.
    if (c.state !== ESTABLISHED || c.profile.unsentAck === 'answer' || !lt(snd.nxt, seg.ack)) {
      challenge(c);
    }
    return false;
  }
  // Not before: the timestamp of a segment that is refused would have what follows taken for old.
  c.ts.update(seg, c.rcv.acked, c.tcp.env.clock.now);
  takeAck(c, seg);
  return c.state !== CLOSED && c.state !== TIME_WAIT;
}

/** SYN-RECEIVED (or FIN-WAIT-1 entered from it): the ACK must be for our SYN. */
function isOurSynAcked(c: Connection, seg: Segment): boolean {
  const { snd } = c;
  if (!lt(snd.iss, seg.ack) || lt(snd.nxt, seg.ack)) {
    c.tcp.drop(c, UNACCEPTABLE_ACK);
    c.tcp.resetReply(c, seg);
    return false;
  }
  if (mayTalkEarly(c)) proven(c);
  else establish(c, seg);
  if (c.state === SYN_RECEIVED) c.enter(ESTABLISHED);
  takeSynText(c);
  c.tell(CONNECTED);
  c.tcp.established(c);
  return true;
}

/** The handshake is a round trip too. */
function noteSynAcked(c: Connection, r: Micros): void {
  const { meter } = c;
  if (meter === null) return;
  const { now } = c.tcp.env.clock;
  if (r >= 0) meter.sampled(r, now);
  meter.ackAt = now;
}

/** What {@link establish} does, where all else was done when the SYN came. */
function proven(c: Connection): void {
  const { snd } = c;
  const { now } = c.tcp.env.clock;
  c.synAcked = true;
  c.softError = null;
  noteSynAcked(c, c.rtt.acked((snd.iss + 1) | 0, now));
  if (c.handshake.synLost) c.rtt.synWasLost();
  c.retries = 0;
  c.retryingSince = NEVER;
  c.timers.retransmission = NEVER;
  if (snd.una !== snd.nxt) restartRetransmission(c);
  else c.timers.userTimeout = NEVER;
  watchPeer(c);
}

/** Our SYN is acknowledged: the octets of the stream begin at ISS + 1. */
export function establish(c: Connection, seg: Segment): void {
  const { snd } = c;
  const { clock } = c.tcp.env;
  c.synAcked = true;
  c.softError = null;
  noteSynAcked(c, c.rtt.acked((snd.iss + 1) | 0, clock.now));
  if (c.handshake.synLost) c.rtt.synWasLost();
  c.retries = 0;
  c.retryingSince = NEVER;
  c.timers.retransmission = NEVER;
  c.timers.userTimeout = NEVER;
  c.heardAt = clock.now;
  if (c.meter !== null) c.meter.textAt = clock.now; // since then there was none: tcp_finish_connect()
  watchPeer(c);
  snd.una = (snd.iss + 1) | 0;
  snd.wnd = seg.wnd << snd.scale;
  snd.maxWnd = snd.wnd;
  snd.wl1 = seg.seq;
  snd.wl2 = seg.ack;
  c.ack.quick = c.profile.quickAcks;
  c.lastSent = clock.now;
  c.congestion.start(c, c.handshake.synLost);
  // Text went with our SYN: what the peer has not acknowledged with it goes again.
  if (snd.una !== snd.nxt) ownRecovery(c).rewind(c);
}

/** What the ACK acknowledges, what it tells of losses and of the window. */
export function takeAck(c: Connection, seg: Segment): void {
  const { snd } = c;
  const acked = lt(snd.una, seg.ack) ? (seg.ack - snd.una) | 0 : 0;
  const duplicate = acked === 0 && isDuplicate(c, seg);
  if (duplicate) c.tcp.counters.duplicateAcksIn++;
  if (c.meter !== null && leq(snd.una, seg.ack)) c.meter.ackAt = c.tcp.env.clock.now;
  if (acked > 0) advance(c, seg, acked);
  const { recovery } = c;
  if (recovery.probed) noteProbeAck(c);
  const { phase } = recovery;
  recovery.onAck(c, seg, acked, duplicate);
  const echoed = c.ecn !== null && (seg.flags & ECE) !== 0;
  if (echoed && recovery.phase === OPEN) takeEcho(c, c.ecn as Ecn);
  // cwnd grows only while it is what holds us back: RFC 7661 section 4.3. The ACK that ends fast
  // recovery covers text which cwnd was already opened for.
  if (acked > 0 && !echoed && phase !== FAST && recovery.phase !== FAST) {
    if (phase === LOSS) c.congestion.onAck(c, recovery.delivered, true);
    else if (isCwndLimited(c)) {
      c.congestion.onAck(c, c.profile.growsByDelivered ? recovery.delivered : acked, false);
    }
  }
  updateWindow(c, seg);
  if (c.wantsWritable) {
    const q = buffersOf(c);
    if (q !== null) q.heard = true;
  }
  if (acked > 0 && snd.finQueued && seg.ack === ((snd.fin + 1) | 0)) ourFinIsAcked(c, seg);
}

/** RFC 5681 section 2: the five marks of a duplicate ACK. The answer to a zero-window probe has them too. */
function isDuplicate(c: Connection, seg: Segment): boolean {
  const { snd } = c;
  return (
    seg.ack === snd.una &&
    snd.una !== snd.nxt &&
    seg.len === 0 &&
    seg.wnd << snd.scale === snd.wnd &&
    !c.probeOut
  );
}

/** Linux times every buffer, and takes a sample from the first that an ACK covers: tcp_clean_rtx_queue(). */
function timedByBuffer(c: Connection, now: Micros): Micros {
  const sentAt = buffersOf(c)?.frontSentAt ?? UNSENT;
  if (!(sentAt > UNSENT)) return NO_SAMPLE; // or it was sent again
  c.rtt.sentAgain(c.snd.una); // nothing else is timed
  c.rtt.sample(now - sentAt);
  return now - sentAt;
}

/** SND.UNA moves: octets leave the queue, the timers start over. */
function advance(c: Connection, seg: Segment, acked: number): void {
  const { snd } = c;
  const { now } = c.tcp.env.clock;
  const finAcked = snd.finQueued && seg.ack === ((snd.fin + 1) | 0);
  let r = timedByBuffer(c, now);
  if (r < 0) r = c.rtt.acked(seg.ack, now);
  if (r < 0 && c.ts.on && (seg.options & HAS_TS) !== 0) {
    r = c.rtt.echoed(c.ts.elapsed(seg.tsEcr, now), now);
  }
  dropSent(c, finAcked ? acked - 1 : acked);
  c.octetsAcked += finAcked ? acked - 1 : acked;
  snd.una = seg.ack;
  if (snd.urgent && leq(snd.up, snd.una)) snd.urgent = false;
  restartUserTimeout(c);
  c.retries = 0;
  c.retryingSince = NEVER;
  c.softError = null;
  c.probeOut = false;
  c.overridden = false;
  c.timers.override = NEVER;
  if (snd.una === snd.nxt)
    c.timers.retransmission = NEVER; // RFC 6298 (5.2)
  else restartRetransmission(c); // (5.3)
  if (c.meter !== null) noteAdvance(c, c.meter, r, now);
  // Buffers are looked at when what this ACK lets go has gone.
  if (c.wantsWritable && buffersOf(c) === null && isWritable(c)) {
    c.wantsWritable = false;
    c.meter?.heldByBuffer(false, now);
    c.tell(WRITABLE);
  }
}

function noteAdvance(c: Connection, m: Meter, r: Micros, now: Micros): void {
  const { snd } = c;
  if (r >= 0) m.sampled(r, now);
  const finWaits = snd.finQueued && leq(snd.una, snd.fin);
  if (snd.una === snd.nxt && c.sendQueue.length === 0 && !finWaits) m.ends(now);
}

/** The window is taken from the newest segment only, so that old ones cannot shrink it. */
function updateWindow(c: Connection, seg: Segment): void {
  const { snd } = c;
  c.probes = 0; // any acceptable ACK answers a probe [MUST-37]
  if (lt(seg.ack, snd.una)) return;
  if (!lt(snd.wl1, seg.seq) && !(snd.wl1 === seg.seq && leq(snd.wl2, seg.ack))) return;
  snd.wnd = seg.wnd << snd.scale;
  if (snd.wnd > snd.maxWnd) snd.maxWnd = snd.wnd;
  snd.wl1 = seg.seq;
  snd.wl2 = seg.ack;
  if (snd.wnd === 0) {
    // It shrank to nothing, and what we send again is the probe: the peer lives. [SHLD-17, MUST-37]
    if (c.retries > 0) c.retryingSince = c.tcp.env.clock.now;
    return;
  }
  c.timers.persist = NEVER;
  c.probeBackoff = 0;
  if (c.probeOut) {
    c.probeOut = false;
    c.recovery.rewind(c); // the probe's octet was refused: it goes again with what follows
  }
}

function ourFinIsAcked(c: Connection, seg: Segment): void {
  switch (c.state) {
    case FIN_WAIT_1:
      c.enter(FIN_WAIT_2);
      if (c.orphan) passFinWait2(c, seg);
      break;
    case CLOSING:
      enterTimeWait(c);
      break;
    case LAST_ACK:
      finish(c, null);
      break;
  }
}

/** FIN-WAIT-2 of an orphan lasts a while, or not at all: tcp_rcv_state_process() then resets whatever came. */
function passFinWait2(c: Connection, seg: Segment): void {
  const { finWait2 } = c.options;
  if (c.user !== null) c.tell(WRITABLE); // he waits in close(), until nothing is left to be acknowledged
  if (finWait2 !== NO_FIN_WAIT_2) {
    arm(c, 'finWait2', c.tcp.env.clock.now + finWait2);
    return;
  }
  c.tcp.resetReply(c, seg);
  finish(c, 'ECONNABORTED');
}
