import { type Micros, NEVER } from '../base/timer-queue.ts';
import type { Connection } from './connection.ts';
import { reset } from './ending.ts';
import { sendKeepAlive } from './output.ts';
import { CLOSED, TIME_WAIT } from './state.ts';
import { arm } from './timers.ts';

/*
 * Keep-alive, RFC 9293 section 3.8.4 [MAY-5]: a peer of whom nothing has been heard for long is asked
 * whether it still lives. Its timer is not moved by what arrives; it looks, when it expires, at when
 * something last did.
 */

/** Begins to watch the peer, or stops: at ESTABLISHED, and when the user has changed something. */
export function watchPeer(c: Connection): void {
  c.keepAliveProbes = 0;
  // Off unless asked for. [MUST-24, MUST-25]
  const on = c.options.keepAlive && c.synAcked && c.state !== CLOSED && c.state !== TIME_WAIT;
  arm(c, 'keepAlive', on ? Math.max(c.heardAt + c.options.keepAliveIdle, now(c)) : NEVER);
}

/** A segment has come: the peer lives. Probes that were under way are answered. */
export function heard(c: Connection, at: Micros): void {
  c.heardAt = at;
  if (c.keepAliveProbes === 0) return;
  c.keepAliveProbes = 0;
  arm(c, 'keepAlive', at + c.options.keepAliveIdle);
}

/** The keep-alive timer has expired. */
export function keepAliveExpires(c: Connection, at: Micros): void {
  const { options } = c;
  if (!options.keepAlive) return;
  // While something is unacknowledged, retransmissions and zero-window probes do the asking. [MUST-26]
  if (c.snd.una !== c.snd.nxt || c.sendQueue.length > 0) {
    c.keepAliveProbes = 0;
    arm(c, 'keepAlive', at + options.keepAliveIdle);
    return;
  }
  const due = c.heardAt + options.keepAliveIdle;
  if (c.keepAliveProbes === 0 && due > at) {
    arm(c, 'keepAlive', due);
    return;
  }
  // One answer that is missing proves nothing; so many do. [MUST-29]
  if (c.keepAliveProbes >= options.keepAliveCount) {
    reset(c, 'ETIMEDOUT');
    return;
  }
  c.keepAliveProbes++;
  c.tcp.counters.keepAlivesOut++;
  arm(c, 'keepAlive', at + options.keepAliveInterval); // [MUST-27]
  sendKeepAlive(c);
}

function now(c: Connection): Micros {
  return c.tcp.env.clock.now;
}
