import { lt, type Seq } from '../../wire/seq.ts';
import { type Segment, URG } from '../../wire/tcp.ts';
import { type Connection, URGENT } from '../connection.ts';
import { ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 } from '../state.ts';

/**
 * Sixth: the urgent pointer, RFC 9293 section 3.8.5. The urgent octets stay where they are in the
 * stream, as RFC 6093 wants; the user learns up to where they go. [MUST-30]
 */
export function checkUrgent(c: Connection, seg: Segment): void {
  if ((seg.flags & URG) === 0) return;
  const { state } = c;
  if (state === ESTABLISHED || state === FIN_WAIT_1 || state === FIN_WAIT_2) takeUrgent(c, seg);
}

/** The user is told when the pointer appears, and whenever it moves on. [MUST-32] */
function takeUrgent(c: Connection, seg: Segment): void {
  const { rcv } = c;
  const up = (seg.seq + seg.up) | 0; // just past the last urgent octet [MUST-62]
  if (!lt(consumed(c), up)) return; // read already
  if (rcv.urgent && !lt(rcv.up, up)) return; // known already
  rcv.urgent = true;
  rcv.up = up;
  if (!c.orphan) c.tell(URGENT);
}

/** Octets still to be read, and perhaps to arrive, up to the end of the urgent ones. [MUST-33] */
export function urgentRemaining(c: Connection): number {
  if (!c.rcv.urgent) return 0;
  return Math.max(0, (c.rcv.up - consumed(c)) | 0);
}

/** The user has read: was it the last urgent octet? */
export function noteUrgentRead(c: Connection): void {
  if (c.rcv.urgent && urgentRemaining(c) === 0) c.rcv.urgent = false;
}

/** The sequence number of the next octet that the user will read. */
function consumed(c: Connection): Seq {
  const { rcv } = c;
  const end = rcv.finKnown ? rcv.fin : rcv.nxt;
  return (end - c.receiveQueue.length) | 0;
}
