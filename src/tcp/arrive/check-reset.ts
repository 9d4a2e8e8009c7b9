import { BAD_RESET } from '../../wire/drop.ts';
import { RST, type Segment } from '../../wire/tcp.ts';
import { challenge } from '../challenge.ts';
import type { Connection } from '../connection.ts';
import { finish } from '../ending.ts';
import { relisten } from '../passive/single.ts';

import type { Profile } from '../profile.ts';
import { CLOSE_WAIT, CLOSING, LAST_ACK, LISTEN, SYN_RECEIVED, SYN_SENT } from '../state.ts';
import { stopTimers } from '../timers.ts';

/**
 * Second: the RST bit. Only a reset exactly at RCV.NXT counts; RFC 5961 section 3.2. [SHLD-2] Before it any
 * in the window did, and FreeBSD can be told to go on so: net.inet.tcp.insecure_rst.
 */
export function checkReset(c: Connection, seg: Segment): boolean {
  if ((seg.flags & RST) === 0) return true;
  if (seg.seq !== c.rcv.nxt && c.profile.resetInWindow === 'challenge' && !isBehindFin(c, seg)) {
    c.tcp.drop(c, BAD_RESET);
    challenge(c);
    return false;
  }
  takeReset(c);
  return false;
}

/** What if a reset counted wherever its sequence number lies? Anybody could end what he sees no part of. */
export function takesAnyReset(p: Profile, seg: Segment): boolean {
  return (seg.flags & RST) !== 0 && p.whatIf.acceptAnyRst;
}

/** The reset counts. */
export function takeReset(c: Connection): void {
  c.tcp.counters.resetsIn++;
  switch (c.state) {
    case SYN_SENT:
      finish(c, 'ECONNREFUSED');
      break;
    case SYN_RECEIVED:
      if (c.handshake.passive) backToListen(c);
      else finish(c, c.profile.synReceivedReset);
      break;
    case CLOSE_WAIT:
      finish(c, c.profile.closeWaitReset);
      break;
    case CLOSING:
    case LAST_ACK:
      // RFC 9293 enters CLOSED in silence here; a user who still waits must learn that the peer
      // never acknowledged his last octets. FreeBSD tells in any case.
      finish(c, c.snd.una === c.snd.fin && tellsNothing(c.profile) ? null : 'ECONNRESET');
      break;
    default:
      finish(c, 'ECONNRESET'); // [MUST-12]
  }
}

function tellsNothing(p: Profile): boolean {
  return p.closingReset === 'nothing';
}

/**
 * Linux takes a reset at RCV.NXT - 1 too once the peer's FIN has been received: some peers send one at
 * the sequence number of their FIN. RFC 5961 section 3.2 would have it dropped.
 */
export function isBehindFin(c: Connection, seg: Segment): boolean {
  const { rcv, profile } = c;
  return profile.rstAfterFinMinusOne && rcv.finKnown && seg.seq === ((rcv.nxt - 1) | 0);
}

/**
 * A single passive OPEN waits for the next peer: the user need not be told. [MUST-11] One who has
 * closed meanwhile waits for nobody, and a connection that a listener's user has accepted already is lost.
 */
export function backToListen(c: Connection): void {
  if (c.snd.finQueued || c.handshake.wantedLocal === null) {
    finish(c, 'ECONNRESET');
    return;
  }
  c.enter(LISTEN);
  stopTimers(c);
  relisten(c);
}
