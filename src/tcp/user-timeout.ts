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
  arm(c, 'userTimeout', c.tcp.env.clock.now + c.options.userTimeout);
}

/** Something was acknowledged: the time runs anew for the rest, if there is any. */
export function restartUserTimeout(c: Connection): void {
  if (c.timers.userTimeout === NEVER) return;
  c.timers.userTimeout = NEVER;
  if (c.sendQueue.length > 0 || c.snd.una !== c.snd.nxt) startUserTimeout(c);
}

/** How long data may be sent again before the connection is given up: R2, unless the timer above decides. */
export function patience(c: Connection): Micros {
  return c.options.hasUserTimeout ? NEVER : c.profile.r2;
}
