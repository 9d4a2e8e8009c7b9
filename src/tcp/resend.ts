import type { Profile } from './profile.ts';

/**
 * Whether what may be lost is sent again, as RFC 9293 section 3.8.1 wants. What if it were not? The timers run
 * on as if every retransmission were lost, and end the connection when they would have.
 */
export function sendsAgain(p: Profile): boolean {
  return !p.whatIf.noRetransmit;
}
