import { leq, lt } from '../wire/seq.ts';
import type { Connection } from './connection.ts';
import { AT_REST } from './recovery/at-rest.ts';
import { CLOSED, LISTEN, STATE_NAMES, SYN_SENT, TIME_WAIT } from './state.ts';
import { IDLE_TIMERS } from './timers.ts';
import { rightEdge } from './window.ts';

/** Throws, naming it, when something that must hold of a connection between turns does not. */
export function checkInvariants(c: Connection): void {
  const { snd, rcv, state } = c;
  must(c, IDLE_TIMERS.earliest() === Number.POSITIVE_INFINITY, 'shared timers do not run');
  if (state === CLOSED || state === LISTEN || state === TIME_WAIT) {
    must(c, c.timers.earliest() === Number.POSITIVE_INFINITY, 'no timer runs');
    return;
  }
  must(c, leq(snd.una, snd.nxt), 'SND.UNA =< SND.NXT');
  if (state === SYN_SENT) {
    must(c, c.timers.retransmission < Number.POSITIVE_INFINITY, 'the SYN is being watched');
    return;
  }
  // The window field is rounded up to its unit: the peer may pass the edge by less than one.
  const unit = 1 << rcv.scale;
  must(c, lt(rcv.nxt, (rcv.edge + unit) | 0) || rcv.finKnown, 'RCV.NXT =< the right edge');
  // Buffers are filled when they are begun, and sent while they are.
  const room = c.profile.sendsBuffers || c.sendQueue.length <= c.options.sendBuffer;
  must(c, room, 'the send queue keeps to its buffer');
  const most = rcv.buff + unit;
  must(c, c.receiveQueue.length <= most, 'the receive queue keeps to its buffer');
  checkGaps(c);
  if (c.synAcked) checkSent(c);
  else must(c, c.timers.retransmission < Number.POSITIVE_INFINITY, 'the SYN-ACK is being watched');
}

function checkGaps(c: Connection): void {
  const { rcv } = c;
  const { gaps } = c.outOfOrder;
  if (gaps.count === 0) return;
  must(c, lt(rcv.nxt, gaps.from(0)), 'gaps begin beyond RCV.NXT');
  const top = gaps.to(gaps.count - 1);
  must(c, leq(top, (rightEdge(c) + (1 << rcv.scale)) | 0), 'nothing is kept beyond the right edge');
}

function checkSent(c: Connection): void {
  const { snd, timers } = c;
  const inFlight = (snd.nxt - snd.una) | 0;
  const finSent = snd.finQueued && lt(snd.fin, snd.nxt);
  must(c, inFlight <= c.sendQueue.length + (finSent ? 1 : 0), 'what is in flight is still queued');
  must(c, inFlight === 0 || c.recovery !== AT_REST, 'what is in flight may be lost');
  must(c, c.recovery.held() <= inFlight, 'the peer holds no more than is in flight');
  must(c, c.congestion.cwnd >= snd.mss, 'cwnd is at least a segment');
  must(c, c.recovery.pipe(c) >= 0, 'pipe is not negative');
  const watched = Math.min(timers.retransmission, timers.persist, timers.override);
  const waits = inFlight > 0 || c.sendQueue.length > 0 || (snd.finQueued && !finSent);
  must(c, !waits || watched < Number.POSITIVE_INFINITY, 'what is unacknowledged is being watched');
}

function must(c: Connection, holds: boolean, what: string): void {
  if (holds) return;
  throw new Error(
    `invariant broken in ${STATE_NAMES[c.state]}, port ${c.localPort} to ${c.remotePort}: ${what}`,
  );
}
