import { type Micros, NEVER } from '../base/timer-queue.ts';
import type { Connection } from './connection.ts';
import { arm } from './timers.ts';

/*
 * The user timeout, RFC 9293 sections 3.9.1 and 3.10.8: how long what the user gave may stay
 * unacknowledged, sent or queued, also in front of a closed window. It counts from the last
 * acknowledgment of something new. Where one is set it stands in the place of R2. [MUST-21]
 */

/** Something waits to be acknowledged: the time runs, if it does not yet. */
export function startUserTimeout(c: Connection): void {
  if (c.timers.userTimeout !== NEVER || !c.options.hasUserTimeout) return;
  if (c.synAcked && c.profile.userTimeoutFrom === 'retransmission') return;
  arm(c, 'userTimeout', c.tcp.env.clock.now + c.options.userTimeout);
}

/** Something was acknowledged: the time runs anew for the rest, if there is any. */
export function restartUserTimeout(c: Connection): void {
  if (c.timers.userTimeout === NEVER) return;
  c.timers.userTimeout = NEVER;
  if (c.sendQueue.length > 0 || c.snd.una !== c.snd.nxt) startUserTimeout(c);
}

/**
 * How long data may be sent again before the connection is given up: R2, unless the timer above decides. Where there
 * is none, it is the user timeout that counts from the first retransmission.
 */
export function patience(c: Connection): Micros {
  if (!c.options.hasUserTimeout) return c.profile.r2;
  return c.profile.userTimeoutFrom === 'retransmission' ? c.options.userTimeout : NEVER;
}

/** When R2, or the user timeout, began to count: `first` is when the timer first expired. */
export function countsFrom(c: Connection, first: Micros): Micros {
  const isOurs = c.options.hasUserTimeout && c.profile.userTimeoutFrom === 'retransmission';
  return isOurs ? first : first - c.rtt.rto;
}

/** The wait for the next retransmission or probe, cut short where the user timeout, counting from `since`, ends. */
export function withinPatience(c: Connection, since: Micros, wait: Micros): Micros {
  if (!c.options.hasUserTimeout || c.profile.userTimeoutFrom === 'queued') return wait;
  return Math.max(1, Math.min(wait, since + c.options.userTimeout - c.tcp.env.clock.now));
}
