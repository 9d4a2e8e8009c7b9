import { ACK, RST } from '../wire/tcp.ts';
import { type Connection, GONE } from './connection.ts';
import type { TcpErrorCode } from './errors.ts';
import { learnFromFailure } from './fast-open/client.ts';
import { fastOpenFails } from './fast-open/server.ts';
import { orphanIsOver } from './orphans.ts';

import { IN_ORDER } from './out-of-order.ts';
import { sendAcks } from './output.ts';
import { clearReceiveQueue, clearSendQueue } from './queues.ts';
import { CLOSED, isSynchronized, SYN_SENT, TIME_WAIT } from './state.ts';
import { stopTimers } from './timers.ts';
import { timeWaitOf } from './what-if.ts';

/** The connection is over: CLOSED, its TCB deleted. `error` is null after a proper close. */
export function finish(c: Connection, error: TcpErrorCode | null): void {
  if (c.state === CLOSED) return;
  if (error !== null) {
    c.error = error;
    if (c.state === SYN_SENT && c.handshake.fastOpen !== null) learnFromFailure(c, error);
    if (isSynchronized(c.state)) c.tcp.counters.establishedResets++;
    else c.tcp.counters.failedOpens++;
  }
  const { fastOpen } = c.handshake;
  if (fastOpen !== null) fastOpenFails(c, fastOpen, error);
  c.enter(CLOSED);
  leave(c);
}

/** TIME-WAIT: what is left to do fits in a small entry of its own. [MUST-13] With none, it is over. */
export function enterTimeWait(c: Connection): void {
  c.enter(TIME_WAIT);
  if (timeWaitOf(c.profile) === 0) {
    sendAcks(c);
    finish(c, null);
    return;
  }
  leave(c);
  c.tcp.timeWait.add(c);
}

/** Out of the tables, timers off, nothing more to send but an ACK; the user is told. */
function leave(c: Connection): void {
  stopTimers(c);
  orphanIsOver(c);
  c.tcp.demux.connections.delete(c);
  clearSendQueue(c);
  c.meter?.ends(c.tcp.env.clock.now);
  c.outOfOrder = IN_ORDER;
  if (c.orphan) clearReceiveQueue(c);
  c.tell(GONE);
}

/** Resets a synchronized or half-open connection: RST at SND.NXT, RFC 9293 section 3.10.5, then CLOSED. */
export function reset(c: Connection, error: TcpErrorCode | null): void {
  sendReset(c);
  finish(c, error);
}

function sendReset(c: Connection): void {
  const seg = c.tcp.out;
  // Behind a zero-window probe SND.NXT is outside the peer's window, where a reset means nothing.
  seg.seq = c.probeOut ? c.snd.una : c.snd.nxt;
  seg.ack = c.rcv.nxt;
  seg.flags = RST | ACK;
  seg.wnd = 0;
  seg.options = 0;
  if (c.ts.on) c.ts.stamp(seg, c.tcp.env.clock.now); // RFC 7323 section 3.2: it SHOULD
  c.tcp.counters.resetsOut++;
  c.tcp.emit(c, c.route, c.pseudo, seg, c.tcp.env.packet(0), c.profile);
}
