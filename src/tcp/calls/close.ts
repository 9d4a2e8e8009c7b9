import { lt } from '../../wire/seq.ts';
import { type Connection, GONE } from '../connection.ts';
import { finish, reset } from '../ending.ts';
import { NO_FIN_WAIT_2 } from '../options.ts';
import { orphan } from '../orphans.ts';
import { clearReceiveQueue } from '../queues.ts';
import {
  CLOSE_WAIT,
  CLOSED,
  CLOSING,
  ESTABLISHED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  isSynchronized,
  LAST_ACK,
  LISTEN,
  type State,
  SYN_RECEIVED,
  SYN_SENT,
  TIME_WAIT,
} from '../state.ts';
import { arm } from '../timers.ts';
import { startLinger } from './linger.ts';

/**
 * CLOSE, RFC 9293 section 3.10.4: no more will be sent than is queued; receiving goes on. The FIN
 * follows the last octet. Closing twice is nothing new.
 */
export function close(c: Connection): void {
  switch (c.state) {
    case LISTEN:
      c.tcp.demux.removeSingle(c);
      finish(c, null);
      break;
    case SYN_SENT:
      finish(c, null);
      break;
    case SYN_RECEIVED:
      // With text queued this waits for ESTABLISHED. The RFC sends the FIN now, we with the first
      // segment after our SYN is acknowledged: before that, a peer in SYN-SENT could only drop it.
      if (c.sendQueue.length === 0) c.enter(FIN_WAIT_1);
      queueFin(c);
      break;
    case ESTABLISHED:
      queueFin(c);
      c.enter(FIN_WAIT_1);
      break;
    case CLOSE_WAIT:
      queueFin(c);
      c.enter(LAST_ACK);
      break;
  }
}

/** The FIN stands behind everything queued. */
function queueFin(c: Connection): void {
  const { snd } = c;
  if (snd.finQueued) return;
  snd.finQueued = true;
  c.meter?.begins(c.tcp.env.clock.now);
  snd.fin = ((c.synAcked ? snd.una : snd.iss + 1) + c.sendQueue.length) | 0;
  c.tcp.touch(c);
}

/** ABORT, RFC 9293 section 3.10.5: a reset, and nothing queued is sent. TIME-WAIT ends in silence. */
export function abort(c: Connection): void {
  const { state } = c;
  if (state === CLOSED) return;
  if (state === TIME_WAIT) {
    c.tcp.timeWait.abort(c);
    return;
  }
  if (state === LISTEN) c.tcp.demux.removeSingle(c);
  c.events = 0; // he will hear that it is over, and nothing else
  if (peerMustKnow(c)) reset(c, 'ECONNABORTED');
  else finish(c, 'ECONNABORTED');
}

/**
 * In CLOSING and LAST-ACK the RFC sends nothing, for its FIN is under way when it enters them. Ours
 * may still stand behind text: then only a reset tells the peer that the rest will not come.
 */
function peerMustKnow(c: Connection): boolean {
  const { state, snd } = c;
  if (state === CLOSING || state === LAST_ACK) return !lt(snd.fin, snd.nxt);
  return isSynchronized(state) || state === SYN_RECEIVED;
}

/**
 * What close(2) does: the user lets go. Queued octets are still sent, then the FIN; but when he leaves
 * octets unread, or more arrive, they are lost, and the peer learns it by a reset.
 * RFC 9293 section 3.6.1. [SHLD-3, MAY-1]
 */
export function release(c: Connection): void {
  if (c.orphan) return;
  const isOneTooMany = !orphan(c);
  c.user = null;
  c.events &= ~GONE;
  const unread = c.receiveQueue.length > 0;
  if (c.options.linger === 0 && c.state !== TIME_WAIT) {
    abort(c);
  } else if (unread && mayHaveText(c.state)) {
    reset(c, 'ECONNABORTED'); // RFC 2525 section 2.17
  } else {
    close(c);
    if (isOneTooMany) resetOrphan(c);
    else if (c.state === FIN_WAIT_2) leaveInFinWait2(c);
    else startLinger(c);
  }
  if (unread && (c.state === CLOSED || c.state === TIME_WAIT)) clearReceiveQueue(c);
}

/** Nobody will read what the peer still sends: it has a while to finish. Linux: tcp_close(), linger2. */
function leaveInFinWait2(c: Connection): void {
  const { finWait2 } = c.options;
  if (finWait2 === NO_FIN_WAIT_2) reset(c, 'ECONNABORTED');
  else arm(c, 'finWait2', c.tcp.env.clock.now + finWait2);
}

/** In SYN-RECEIVED there is some to read with Fast Open. */
function mayHaveText(s: State): boolean {
  return s === SYN_RECEIVED || (isSynchronized(s) && s !== TIME_WAIT);
}

/** There are as many orphans as there may be: this one cannot finish in peace. Linux: tcp_max_orphans. */
function resetOrphan(c: Connection): void {
  if (c.state === CLOSED || c.state === TIME_WAIT) return;
  c.tcp.counters.orphansReset++;
  reset(c, 'ECONNABORTED');
}
