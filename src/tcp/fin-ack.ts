import { leq, type Seq } from '../wire/seq.ts';
import type { Connection } from './connection.ts';
import type { Profile } from './profile.ts';
import { CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT } from './state.ts';

/*
 * The acknowledgment of the peer's FIN, which RFC 9293 section 3.10.7.4 sends at once (eighth step), and two
 * what-ifs about it.
 */

/** SEG.ACK of what is sent now: RCV.NXT, unless a what-if leaves the peer's FIN out. */
export function ackNumber(c: Connection): Seq {
  const { rcv } = c;
  return rcv.finKnown && leavesFinOut(c) ? rcv.fin : rcv.nxt;
}

/** A what-if leaves the peer's FIN out, and there is nothing else to acknowledge: no ACK goes by itself. */
export function isAckWithheld(c: Connection): boolean {
  const { rcv } = c;
  return rcv.finKnown && rcv.acked === rcv.fin && leavesFinOut(c);
}

/** What if the fourth segment of a close never went? */
export function neverAcksFin(p: Profile): boolean {
  return p.whatIf.noFourth;
}

function leavesFinOut(c: Connection): boolean {
  const { state, profile, snd } = c;
  switch (state) {
    case CLOSE_WAIT:
      return profile.whatIf.mergedClose; // what if the ACK waited for the application, too?
    case LAST_ACK:
      return profile.whatIf.mergedClose && leq(snd.nxt, snd.fin); // our FIN has not gone yet
    case CLOSING:
    case TIME_WAIT:
      return neverAcksFin(profile);
    default:
      return false;
  }
}
