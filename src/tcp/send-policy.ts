import type { Connection } from './connection.ts';

/** cwnd is what holds back the sender: it grows, and what else he lacks is not missed. */
export function isCwndLimited(c: Connection): boolean {
  return c.cwndLimited || isHalfUsed(c);
}

/** Slow start, and cwnd is below twice what was in flight at most in this round: tcp_is_cwnd_limited(). */
function isHalfUsed(c: Connection): boolean {
  const { cwnd, ssthresh } = c.congestion;
  return c.profile.growsHalfUsed && cwnd < ssthresh && cwnd < 2 * c.recovery.mostOut;
}

/** Nothing goes now. */
export const WAIT = -1;
/** Nothing goes now, and nothing in flight will change that: the override timer must. */
export const WAIT_OVERRIDE = -2;

/**
 * How many octets of new text the next segment carries: WAIT, WAIT_OVERRIDE, or a number above 0.
 *
 * RFC 9293 section 3.8.6.2.1 (the sender's silly window avoidance [MUST-38], with every SEND taken
 * as pushed) and section 3.7.4 (Nagle [SHLD-7, MUST-17]).
 *
 * @param unsent  octets queued and never sent: D; above 0
 * @param usable  what the peer's window still takes, U; negative when it shrank [MUST-34, SHLD-15]
 * @param room    what the congestion window still takes
 * @param idle    nothing is in flight: SND.NXT = SND.UNA
 * @param fresh   all that is in flight has just gone, and Nagle's rule does not look at that
 */
export function nextLength(
  c: Connection,
  unsent: number,
  usable: number,
  room: number,
  mss: number,
  idle: boolean,
  fresh = false,
): number {
  if (usable <= 0) return WAIT;
  let n = Math.min(unsent, mss, usable);
  if (n > room) {
    if (!idle) return WAIT; // part of a segment now would only be a small segment
    if (room > 0) n = room;
  }
  if (n === mss) return n; // (1) a full segment [SHLD-28]
  if (c.options.cork && !c.snd.finQueued) return WAIT_OVERRIDE; // until the user takes the cork out
  if (n === unsent && (idle || fresh || c.noDelay || c.snd.finQueued)) return n; // (2) all there is
  if (n < unsent && n * 2 >= c.snd.maxWnd && (idle || c.noDelay)) return n; // (3) half the window
  return idle ? WAIT_OVERRIDE : WAIT;
}
