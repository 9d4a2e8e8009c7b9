import { BAD_RESET } from '../../wire/drop.ts';
import { RST, type Segment } from '../../wire/tcp.ts';
import { challenge } from '../challenge.ts';
import type { Connection } from '../connection.ts';
import { finish } from '../ending.ts';
import { relisten } from '../passive/single.ts';
import { CLOSE_WAIT, CLOSING, LAST_ACK, LISTEN, SYN_RECEIVED } from '../state.ts';
import { stopTimers } from '../timers.ts';

/** Second: the RST bit. Only a reset exactly at RCV.NXT counts; RFC 5961 section 3.2. [SHLD-2] */
export function checkReset(c: Connection, seg: Segment): boolean {
  if ((seg.flags & RST) === 0) return true;
  if (seg.seq !== c.rcv.nxt && !isBehindFin(c, seg)) {
    c.tcp.drop(c, BAD_RESET);
    challenge(c);
    return false;
  }
  c.tcp.counters.resetsIn++;
  switch (c.state) {
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
      // never acknowledged his last octets.
      finish(c, c.snd.una === c.snd.fin ? null : 'ECONNRESET');
      break;
    default:
      finish(c, 'ECONNRESET'); // [MUST-12]
  }
  return false;
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
 * closed meanwhile waits for nobody.
 */
export function backToListen(c: Connection): void {
  if (c.snd.finQueued) {
    finish(c, 'ECONNRESET');
    return;
  }
  c.enter(LISTEN);
  stopTimers(c);
  relisten(c);
}
