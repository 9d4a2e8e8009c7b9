import type { Micros } from '../../base/timer-queue.ts';
import type { Profile } from '../profile.ts';
import type { Listener } from './listener.ts';

/*
 * TCP_DEFER_ACCEPT: a listener wants no connection before there is something to read. The bare ACK that would
 * complete an opening is noted and dropped, and its entry stays in the SYN queue, which bounds them; text or a
 * FIN completes it. When the wait is over a SYN-ACK goes again, and whatever answers it completes the opening,
 * so that a peer who waits for us to speak first gets in late. Without an answer the entry goes in silence, and
 * the peer, who believes in a connection, learns it by the reset of what it sends.
 *
 * What SYN cookies and Fast Open have opened does not wait: nothing is kept of it, or it has text already.
 */

/** The most times Linux counts: rskq_defer_accept has eight bits. */
const MOST_WAITS = 255;

/** How long to wait for an answer after the SYN-ACK has been sent again `n` times. */
export function synAckWait(profile: Profile, n: number): Micros {
  const { synAckRto, maxRto } = profile;
  return Math.min(synAckRto * 2 ** n, Math.max(synAckRto, maxRto));
}

/** Waits that are at least as long as `time` together: 0 for no time. Linux: secs_to_retrans(). */
export function waitsFor(profile: Profile, time: Micros): number {
  let n = 0;
  for (let all = 0; all < time && n < MOST_WAITS; n++) all += synAckWait(profile, n);
  return n;
}

/** How long `n` waits are together. Linux: retrans_to_secs(). */
export function waitedIn(profile: Profile, n: number): Micros {
  let all = 0;
  for (let i = 0; i < n; i++) all += synAckWait(profile, i);
  return all;
}

/**
 * Has connections come to be with the first text of the peer, for at least `time` after its SYN; 0 takes it back.
 * The time is rounded up to the whole waits of the SYN-ACK's timer. Entries that are there go by it too.
 */
export function setDeferAccept(l: Listener, time: Micros): void {
  if (!(time >= 0))
    throw new RangeError(`a listener waits for text for a time from 0, not ${time}`);
  l.deferAccept = waitsFor(l.profile, time);
}
