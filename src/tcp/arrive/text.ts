import { AFTER_CLOSE } from '../../wire/drop.ts';
import { earlier, later, lt, type Seq } from '../../wire/seq.ts';
import { FIN, PSH, type Segment, URG } from '../../wire/tcp.ts';
import { owesAck } from '../ack-policy.ts';
import { type Connection, READABLE } from '../connection.ts';
import { finish } from '../ending.ts';
import type { Meter } from '../meter.ts';
import { type OutOfOrder, ownOutOfOrder } from '../out-of-order.ts';
import { ownReceiveQueue } from '../queues.ts';
import { ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 } from '../state.ts';
import { growWindow, receiveWindow } from '../window.ts';
import { noteDuplicate } from './check-sequence.ts';

/** Seventh: the text. What lies in the window goes to its place in the receive queue. */
export function takeText(c: Connection, seg: Segment): void {
  const length = seg.textTo - seg.textFrom;
  if (length === 0) return;
  const { state, rcv } = c;
  // After the peer's FIN there can be no text: ignore it.
  if (state !== ESTABLISHED && state !== FIN_WAIT_1 && state !== FIN_WAIT_2) return;
  if (c.orphan && lt(rcv.nxt, (seg.seq + length) | 0)) {
    // Nobody will ever read it: tell the sender. RFC 9293 section 3.6.1 [SHLD-3, MAY-1]. It is told as by a
    // host that knows of no connection, at SEG.ACK, which is where it expects us; so do Linux and FreeBSD.
    c.tcp.drop(c, AFTER_CLOSE);
    c.tcp.resetReply(c, seg);
    finish(c, 'ECONNABORTED');
    return;
  }
  noteDuplicate(c, seg.seq, length);
  // Trim to the window: offset 0 is RCV.NXT.
  let offset = (seg.seq - rcv.nxt) | 0;
  let from = seg.textFrom;
  if (offset < 0) {
    from -= offset;
    offset = 0;
    if (c.sackOk) c.ack.now = true; // what came twice is reported by the next ACK, or not at all
  }
  const to = Math.min(seg.textTo, from + receiveWindow(c) - offset);
  if (to < seg.textTo) c.ack.now = true; // the sender takes the window for larger than it is
  if (from >= to) {
    c.ack.now = true;
    return;
  }
  if (offset > 0) keepForLater(c, seg, offset, from, to);
  else deliver(c, seg, from, to);
}

/** The common case: it begins at RCV.NXT. */
function deliver(c: Connection, seg: Segment, from: number, to: number): void {
  const { rcv } = c;
  const receiveQueue = ownReceiveQueue(c);
  receiveQueue.put(receiveQueue.length, seg.bytes, from, to);
  let n = to - from;
  if (c.outOfOrder.gaps.count > 0) {
    noteHeld(c, rcv.nxt, (rcv.nxt + n) | 0);
    n += joined(c, (rcv.nxt + n) | 0);
    c.ack.now = true; // a gap was filled, in part or whole: RFC 5681 section 4.2
  }
  receiveQueue.commit(n);
  rcv.nxt = (rcv.nxt + n) | 0;
  if (lt(rcv.edge, rcv.nxt)) rcv.edge = rcv.nxt; // by less than a unit: see receiveWindow()
  c.tcp.counters.octetsIn += n;
  c.octetsReceived += n;
  owesAck(c, n);
  if (c.profile.firstWindow > 0) growWindow(c, seg.textTo - seg.textFrom);
  if (c.meter !== null) noteText(c, c.meter, seg);
  // It will be answered with a new number.
  if (c.outOfOrder.duplicates > 0) ownOutOfOrder(c).duplicates = 0;
  c.tell(READABLE);
}

/** For TCP_INFO: when it came, and how large its sender's segments seem to be. */
function noteText(c: Connection, m: Meter, seg: Segment): void {
  const header = c.ts.on ? 32 : 20;
  const ends = (seg.flags & (PSH | FIN | URG)) !== 0;
  m.takes(c, seg.textTo - seg.textFrom, header, ends, c.tcp.env.clock.now);
}

/** Octets beyond `next` that were waiting and now follow on; they leave the gaps. */
function joined(c: Connection, next: Seq): number {
  const { gaps } = c.outOfOrder;
  const i = gaps.indexOf(next);
  const n = i >= 0 ? (gaps.to(i) - next) | 0 : 0;
  gaps.removeBelow((next + n) | 0);
  return n;
}

/** Out of order: it waits where it belongs, and the sender is told at once. [SHLD-31, MAY-13] */
function keepForLater(c: Connection, seg: Segment, offset: number, from: number, to: number): void {
  const late = ownOutOfOrder(c);
  const { gaps } = late;
  const seq = (c.rcv.nxt + offset) | 0;
  const end = (seq + to - from) | 0;
  c.ack.now = true;
  c.tcp.counters.outOfOrderIn++;
  if (c.meter !== null) c.meter.outOfOrder++;
  if (!c.sackOk) late.duplicates++;
  if (gaps.count > 0) noteHeld(c, seq, end);
  if (gaps.covers(seq, end)) {
    // Nothing new.
  } else if (gaps.count < MAX_GAPS || gaps.contains(seq) || gaps.contains((seq - 1) | 0)) {
    const receiveQueue = ownReceiveQueue(c);
    receiveQueue.put(receiveQueue.length + offset, seg.bytes, from, to);
    gaps.add(seq, end);
  }
  reportFirst(late, seq);
}

/** The block `seq` is in is the next to be reported first, and those before it move back. */
function reportFirst(late: OutOfOrder, seq: Seq): void {
  const { gaps } = late;
  const block = gaps.indexOf(seq);
  if (gaps.indexOf(late.latest) !== block) {
    if (gaps.indexOf(late.second) !== block) late.third = late.second;
    late.second = late.latest;
  }
  late.latest = seq;
}

/**
 * Of text in [from, to) that already waits beyond a gap, remembers the first part as having come twice:
 * RFC 2883 section 4.2.
 */
function noteHeld(c: Connection, from: Seq, to: Seq): void {
  const late = ownOutOfOrder(c);
  const { gaps } = late;
  const i = gaps.firstAbove(from);
  if (i >= gaps.count || !lt(gaps.from(i), to)) return;
  c.tcp.counters.duplicateTextIn++;
  if (!c.sackOk || late.dsackFrom !== late.dsackTo) return;
  late.dsackFrom = later(from, gaps.from(i));
  late.dsackTo = earlier(to, gaps.to(i));
}

/** Separate ranges kept for later at most: a peer that sends every second octet gains nothing. */
const MAX_GAPS = 1024;
