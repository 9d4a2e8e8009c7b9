import type { Connection } from './connection.ts';

/** Answers something suspicious with an ACK that tells a true peer where we are: RFC 5961 section 3.2. */
export function challenge(c: Connection): void {
  c.tcp.counters.challengeAcksOut++;
  c.ack.now = true;
}
