import type { Connection } from '../connection.ts';
import { reset } from '../ending.ts';
import { CLOSED, FIN_WAIT_2, TIME_WAIT } from '../state.ts';
import { arm } from '../timers.ts';

/**
 * The user has let go of `c` and gives it `c.options.linger` to deliver the rest. The time runs until
 * the peer has acknowledged all of it, our FIN included.
 */
export function startLinger(c: Connection): void {
  const { linger } = c.options;
  if (linger === null || c.profile.lingerOver === 'continue' || hasDelivered(c)) return;
  arm(c, 'linger', c.tcp.env.clock.now + linger);
}

/** The time is over: what is not delivered never will be, and the peer learns it by a reset. */
export function lingerExpires(c: Connection): void {
  if (!hasDelivered(c)) reset(c, 'ETIMEDOUT');
}

/** The peer has everything, and knows that there is no more. */
export function hasDelivered(c: Connection): boolean {
  const { state } = c;
  return state === CLOSED || state === FIN_WAIT_2 || state === TIME_WAIT;
}
