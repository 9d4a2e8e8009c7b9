import type { Micros } from '../base/timer-queue.ts';
import { FIN, type Segment, SYN } from '../wire/tcp.ts';
import type { Connection } from './connection.ts';
import type { Profile } from './profile.ts';

/** Who answers segments that cannot be right: a connection, a half-open entry, one in TIME-WAIT. */
export interface Challenger {
  readonly profile: Profile;
  /** When what it answered will be made up for: each answer sets it a share of the interval later. */
  challengedAt: Micros;
}

/**
 * Whether such an answer may go now. Without a limit two ends that disagree about their numbers, as
 * an injected segment can make them, would acknowledge each other's ACKs for ever: RFC 5961 section 7.
 */
export function mayChallenge(c: Challenger, now: Micros): boolean {
  const { challengeInterval, challengeBurst } = c.profile;
  const each = challengeInterval / challengeBurst;
  if (c.challengedAt - now > challengeInterval - each) return false;
  c.challengedAt = Math.max(c.challengedAt, now) + each;
  return true;
}

/** Answers something suspicious with an ACK that tells a true peer where we are: RFC 5961 section 3.2. */
export function challenge(c: Connection): void {
  if (!mayChallenge(c, c.tcp.env.clock.now)) return;
  c.tcp.counters.challengeAcksOut++;
  c.ack.now = true;
}

/** Whether `seg` is answered at once however often it comes: text and FIN are no part of a loop of ACKs. */
export function mustBeAnswered(seg: Segment): boolean {
  if ((seg.flags & SYN) !== 0) return false;
  return seg.textTo > seg.textFrom || (seg.flags & FIN) !== 0;
}
