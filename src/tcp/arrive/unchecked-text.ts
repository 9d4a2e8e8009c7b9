import { lt } from '../../wire/seq.ts';
import { ACK, FIN, RST, type Segment, SYN } from '../../wire/tcp.ts';
import { owesAck } from '../ack-policy.ts';
import { type Connection, READABLE } from '../connection.ts';
import { ownOutOfOrder } from '../out-of-order.ts';
import { ownReceiveQueue, receiveRoom, trimReceived } from '../queues.ts';
import { ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 } from '../state.ts';
import { receiveWindow } from '../window.ts';

/**
 * What if text were taken without a look at its sequence number? It is appended to the stream as it comes,
 * before the first step: text that comes twice is read twice, what comes late is read late, what is lost is
 * missed. What follows the text in the segment is then processed as always.
 *
 * RCV.NXT goes to the highest end that lies in the window, so that the peer is acknowledged and goes on.
 */
export function takeUnchecked(c: Connection, seg: Segment): void {
  if (!c.profile.whatIf.noSeqCheck || !carriesText(c, seg)) return;
  const { rcv } = c;
  if (c.outOfOrder.gaps.count > 0) {
    ownOutOfOrder(c).gaps.clear(); // what the segment that completed the opening had brought out of order: it comes again
    trimReceived(c);
  }
  const free = receiveRoom(c);
  const length = seg.textTo - seg.textFrom;
  const n = Math.min(length, free);
  c.ts.update(seg, rcv.acked, c.tcp.env.clock.now);
  const end = (seg.seq + n) | 0;
  const ahead = (end - rcv.nxt) | 0;
  if (n < length || ahead !== n) c.ack.now = true;
  const isInWindow = ahead > 0 && ahead <= Math.max(receiveWindow(c), free);
  if (n > 0) append(c, seg, n);
  if (isInWindow) rcv.nxt = end;
  if (lt(rcv.edge, rcv.nxt)) rcv.edge = rcv.nxt;
  if (n < length) seg.flags &= ~FIN; // what found no room comes again, and the FIN with it
  seg.textFrom = seg.textTo;
  seg.seq = end;
  seg.up -= n;
}

function carriesText(c: Connection, seg: Segment): boolean {
  const { state } = c;
  if (seg.textFrom === seg.textTo || (seg.flags & (SYN | ACK | RST)) !== ACK) return false;
  if (c.orphan || !c.synAcked) return false;
  return state === ESTABLISHED || state === FIN_WAIT_1 || state === FIN_WAIT_2;
}

function append(c: Connection, seg: Segment, n: number): void {
  const receiveQueue = ownReceiveQueue(c);
  receiveQueue.put(receiveQueue.length, seg.bytes, seg.textFrom, seg.textFrom + n);
  receiveQueue.commit(n);
  c.tcp.counters.octetsIn += n;
  c.octetsReceived += n;
  owesAck(c, n);
  c.tell(READABLE);
}
