import { type Micros, NEVER } from '../base/timer-queue.ts';
import { expectNoAnswers } from './ack-policy.ts';
import { adviseAgainstRoute } from './advice.ts';
import { lingerExpires } from './calls/linger.ts';
import { type Connection, TROUBLED } from './connection.ts';
import { finish } from './ending.ts';
import { SUSPICIOUS, suspectBlackhole } from './fast-open/client.ts';
import { keepAliveExpires } from './keepalive.ts';
import { orphanGivesUp, orphanStopsProbing } from './orphans.ts';
import { armPersist, sendProbe, sendTailProbe } from './output.ts';
import { checkPath, suspectBlackHole } from './path-mtu.ts';
import { isRefused, needsProbe } from './probing.ts';
import { settleRecovery } from './recovery/at-rest.ts';
import { sendsAgain } from './resend.ts';
import { FIN_WAIT_2, SYN_RECEIVED, SYN_SENT } from './state.ts';
import { sendSyn, sendSynAck } from './syn-output.ts';
import {
  arm,
  armSyn,
  awaitNext,
  type ConnectionTimers,
  type Slot,
  type TimerName,
} from './timers.ts';
import { countsFrom, patience, withinPatience } from './user-timeout.ts';

/** USER, RETRANSMISSION and other timeouts of a connection: RFC 9293 section 3.10.8. */
export function connectionExpires(c: Connection, now: Micros): void {
  const { timers } = c;
  // A deadline that was put off leaves its place in the host's queue. Woken for such a one nothing has happened, and
  // what waits goes on waiting: with MSG_MORE any other turn would let it go.
  const isDue = timers.earliest() <= now;
  if (due(c, timers, 'delayedAck', now)) {
    tell(c, 'delayed-ack');
    c.ack.now = true;
    expectNoAnswers(c);
    c.tcp.counters.delayedAcksOut++;
  }
  if (due(c, timers, 'override', now)) {
    tell(c, 'override');
    c.overridden = true;
  }
  if (due(c, timers, 'persist', now)) {
    tell(c, 'persist');
    persistExpires(c);
  }
  if (due(c, timers, 'finWait2', now)) {
    tell(c, 'fin-wait-2');
    if (c.state === FIN_WAIT_2) finish(c, 'ETIMEDOUT');
  }
  if (due(c, timers, 'userTimeout', now)) {
    tell(c, 'user-timeout');
    finish(c, 'ETIMEDOUT'); // RFC 9293 section 3.10.8 [MUST-21]
  }
  if (due(c, timers, 'linger', now)) {
    tell(c, 'linger');
    lingerExpires(c);
  }
  if (due(c, timers, 'keepAlive', now)) {
    tell(c, 'keep-alive');
    keepAliveExpires(c, now);
  }
  if (due(c, timers, 'retransmission', now)) {
    tell(c, 'retransmission');
    retransmissionExpires(c, now);
  }
  settleRecovery(c);
  awaitNext(c);
  if (isDue) c.tcp.touch(c);
}

function due(c: Connection, timers: ConnectionTimers, slot: Slot, now: Micros): boolean {
  if (timers[slot] > now) return false;
  timers[slot] = NEVER;
  return c.state !== 0;
}

function tell(c: Connection, name: TimerName): void {
  const { observer } = c.tcp.env;
  if (observer !== null) observer.timer(c, name);
}

function retransmissionExpires(c: Connection, now: Micros): void {
  if (c.recovery.probeNext) {
    sendTailProbe(c);
    return;
  }
  c.retries++;
  if (c.retries === 1) c.retryingSince = countsFrom(c, now);
  c.tcp.counters.timeouts++;
  if (c.retries === c.profile.r1) {
    c.softError ??= 'ETIMEDOUT'; // R1: the user may ask why nothing moves. [MUST-20, SHLD-9]
    c.tell(TROUBLED);
    adviseAgainstRoute(c);
  }
  if (c.retries === SUSPICIOUS) suspectBlackhole(c);
  if (!c.synAcked) {
    handshakeExpires(c, now);
    return;
  }
  if (now - c.retryingSince >= patience(c) || orphanGivesUp(c, c.retries)) {
    finish(c, c.softError ?? 'ETIMEDOUT'); // R2: RFC 9293 section 3.8.3 (c) [MUST-20]
    return;
  }
  checkPath(c);
  suspectBlackHole(c);
  c.rtt.backOff(now); // RFC 6298 (5.5)
  c.rtt.sentAgain(c.snd.una);
  c.recovery.onTimeout(c);
}

/** The SYN or SYN-ACK was not answered. [MUST-22] */
function handshakeExpires(c: Connection, now: Micros): void {
  const { profile } = c;
  const synSent = c.state === SYN_SENT;
  const limit = synSent ? c.options.synRetries : profile.synAckRetries;
  if (c.retries > limit || (synSent && now - c.handshake.openedAt >= profile.synTimeout)) {
    finish(c, c.softError ?? 'ETIMEDOUT'); // what ICMP said of the way: RFC 1122 section 4.2.3.9
    return;
  }
  c.handshake.synLost = true;
  c.rtt.sentAgain(c.snd.iss);
  const again = sendsAgain(profile);
  if (again) c.retransmissions++;
  if (synSent) {
    armSyn(c);
    if (again) sendSyn(c);
  } else {
    arm(c, 'retransmission', now + profile.synAckRto * (1 << c.retries));
    if (again && (c.state === SYN_RECEIVED || c.snd.finQueued)) sendSynAck(c);
  }
}

/** RFC 9293 section 3.8.6.1: probes go on for as long as they are answered. [MUST-36, MUST-37] */
function persistExpires(c: Connection): void {
  if (!needsProbe(c)) return; // the last probe's octet, or FIN, was the last there was
  const now = c.tcp.env.clock.now;
  if (c.probes === 0 && beginsToProbe(c)) c.probesSince = now;
  else if (now - c.probesSince >= patience(c)) {
    finish(c, 'ETIMEDOUT'); // unanswered for R2: check-ack restarts the count at each answer
    return;
  }
  if (orphanStopsProbing(c)) {
    finish(c, 'ETIMEDOUT');
    return;
  }
  c.probes++;
  if (isRefused(c)) {
    // Linux: tcp_send_probe0, "let senders fight for local resources conservatively"
    arm(c, 'persist', now + withinPatience(c, c.probesSince, c.profile.localDropInterval));
    return;
  }
  c.tcp.counters.windowProbesOut++;
  sendProbe(c);
  armPersist(c);
}

/** R2 counts from the last answer; Linux counts the user timeout from the first probe, answered or not. */
function beginsToProbe(c: Connection): boolean {
  const fromFirst = c.options.hasUserTimeout && c.profile.userTimeoutFrom === 'retransmission';
  return !fromFirst || c.probeBackoff <= 1;
}
