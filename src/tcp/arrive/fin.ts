import { lt } from '../../wire/seq.ts';
import { FIN, type Segment } from '../../wire/tcp.ts';
import { close } from '../calls/close.ts';
import { type Connection, ENDED } from '../connection.ts';
import { enterTimeWait } from '../ending.ts';
import { ownOutOfOrder } from '../out-of-order.ts';
import { sendFinAgain } from '../output.ts';
import { trimReceived } from '../queues.ts';
import { CLOSE_WAIT, CLOSING, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 } from '../state.ts';
import { rightEdge } from '../window.ts';

/**
 * Eighth: the FIN, once everything before it has been received. In SYN-RECEIVED the fifth step has led
 * to ESTABLISHED by now; in CLOSE-WAIT, CLOSING and LAST-ACK it was taken before.
 */
export function takeFin(c: Connection, seg: Segment): void {
  const { rcv, state } = c;
  if (state !== ESTABLISHED && state !== FIN_WAIT_1 && state !== FIN_WAIT_2) return;
  if ((seg.flags & FIN) !== 0) noteFin(c, (seg.seq + seg.len - 1) | 0);
  if (!rcv.finAhead || lt(rcv.nxt, rcv.fin)) return;
  rcv.finAhead = false;
  if (rcv.nxt !== rcv.fin) return; // text went past it: this peer contradicts itself, and it is void
  rcv.finKnown = true;
  rcv.nxt = (rcv.nxt + 1) | 0;
  if (c.outOfOrder.gaps.count > 0) ownOutOfOrder(c).gaps.clear();
  trimReceived(c);
  c.ack.now = true;
  c.tell(ENDED);
  switch (state) {
    case ESTABLISHED:
      c.enter(CLOSE_WAIT);
      if (c.profile.whatIf.forceThreeClose) close(c); // what if the application had no say?
      break;
    case FIN_WAIT_1:
      c.enter(CLOSING); // had this segment acknowledged our FIN, we would be in FIN-WAIT-2
      if (c.profile.simultaneousClose === 'resend-fin') sendFinAgain(c);
      break;
    default:
      enterTimeWait(c);
  }
}

/** Remembers where the stream ends, unless that is past, beyond the window, or known already. */
function noteFin(c: Connection, fin: number): void {
  const { rcv } = c;
  if (lt(fin, rcv.nxt)) return;
  c.ack.now = true; // also when it comes again and the gap before it is still there
  if (rcv.finAhead) return;
  if (lt(rightEdge(c), fin) && fin !== rcv.nxt) return; // it will come again
  rcv.fin = fin;
  rcv.finAhead = true;
}
