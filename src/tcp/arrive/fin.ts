import { lt } from '../../wire/seq.ts';
import { FIN, type Segment } from '../../wire/tcp.ts';
import { type Connection, ENDED } from '../connection.ts';
import { enterTimeWait } from '../ending.ts';
import {
  CLOSE_WAIT,
  CLOSED,
  CLOSING,
  ESTABLISHED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  SYN_RECEIVED,
} from '../state.ts';

/** Eighth: the FIN, once everything before it has been received. */
export function takeFin(c: Connection, seg: Segment): void {
  const { rcv, state } = c;
  if (state === CLOSED) return;
  if ((seg.flags & FIN) !== 0 && !rcv.finKnown) {
    rcv.fin = (seg.seq + seg.len - 1) | 0;
    if (lt(rcv.fin, rcv.nxt)) return; // text past it was taken: this peer contradicts itself
    if (lt(rcv.edge, rcv.fin) && rcv.fin !== rcv.nxt) return; // beyond the window: it will come again
    rcv.finKnown = true;
    c.ack.now = true;
  }
  if (!rcv.finKnown || rcv.nxt !== rcv.fin) return;
  switch (state) {
    case SYN_RECEIVED:
    case ESTABLISHED:
      c.enter(CLOSE_WAIT);
      break;
    case FIN_WAIT_1:
      c.enter(CLOSING); // had this segment acknowledged our FIN, we would be in FIN-WAIT-2
      break;
    case FIN_WAIT_2:
      break;
    default:
      return; // the FIN was taken before
  }
  rcv.nxt = (rcv.nxt + 1) | 0;
  c.gaps.clear();
  c.receiveQueue.trim();
  c.ack.now = true;
  c.tell(ENDED);
  if (state === FIN_WAIT_2) enterTimeWait(c);
}
