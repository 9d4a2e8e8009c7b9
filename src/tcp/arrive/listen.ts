import { ACCEPT_QUEUE_FULL, SYN_QUEUE_FULL } from '../../wire/drop.ts';
import { lt } from '../../wire/seq.ts';
import { ACK, RST, type Segment, SYN } from '../../wire/tcp.ts';
import type { Connection } from '../connection.ts';
import { initialSequence } from '../isn.ts';
import { defaultMss } from '../mss.ts';
import { takeSyn } from '../negotiate.ts';
import { sendSynAck } from '../output.ts';
import type { Listener } from '../passive/listener.ts';
import { bindPeer } from '../passive/single.ts';
import { HalfOpen } from '../passive/syn-queue.ts';
import { SYN_RECEIVED } from '../state.ts';
import type { Arrival, Tcp } from '../tcp.ts';
import type { TimeWait } from '../time-wait.ts';
import { arm } from '../timers.ts';

/**
 * LISTEN, RFC 9293 section 3.10.7.2: true when the segment is a SYN to be taken up. Resets are
 * ignored, an ACK is answered with a reset, anything else is dropped.
 */
function isNewSyn(tcp: Tcp, seg: Segment, at: Arrival): boolean {
  if ((seg.flags & RST) !== 0) return false; // first
  if ((seg.flags & ACK) !== 0) {
    tcp.resetStranger(seg, at); // second
    return false;
  }
  return (seg.flags & SYN) !== 0; // third; fourth, anything else, is dropped
}

/**
 * A segment for a listener: a SYN becomes an entry of its SYN queue and is answered. Text that comes
 * with it is not kept, as RFC 9293 would have it, but comes again once the source is known to be true.
 */
export function listen(l: Listener, seg: Segment, at: Arrival): void {
  const { tcp } = l;
  if (!isNewSyn(tcp, seg, at)) return;
  // A SYN that could not be accepted later need not be answered now: the peer will try again.
  if (l.acceptQueue.isFull) {
    tcp.drop(null, ACCEPT_QUEUE_FULL);
    return;
  }
  if (l.synQueue.isFull) {
    tcp.drop(null, SYN_QUEUE_FULL);
    return;
  }
  const half = openHalf(l, seg, at, null);
  if (half !== null) l.synQueue.add(half);
}

/** A half-open entry for a SYN; `before` is the connection in TIME-WAIT that it reopens, or null. */
export function openHalf(
  l: Listener,
  seg: Segment,
  at: Arrival,
  before: TimeWait | null,
): HalfOpen | null {
  const { tcp } = l;
  const { local, remote } = at;
  const route = tcp.routeBack(at);
  if (route === null) return null;
  const secret = tcp.secrets.tuple(local, seg.dport, remote, seg.sport);
  let iss = initialSequence(secret.iss, tcp.env.clock.now);
  // Beyond anything the old connection sent, as if 64 KiB more had been: RFC 1122 section 4.2.2.13.
  const least = before === null ? iss : (before.sndNxt + 65_537) | 0;
  if (lt(iss, least)) iss = least;
  const here = local.clone();
  const there = remote.clone();
  const half = new HalfOpen(
    l,
    before,
    before?.id ?? tcp.newId(),
    route,
    here,
    there,
    seg,
    iss,
    tcp.pseudoFor(route, here, there),
  );
  half.offer.read(seg, defaultMss(there));
  half.ts.offset = secret.tsOffset;
  return half;
}

/** A segment for a single passive OPEN: the connection itself goes to SYN-RECEIVED. */
export function listenSingle(c: Connection, seg: Segment, at: Arrival): void {
  const { tcp } = c;
  if (!isNewSyn(tcp, seg, at)) return;
  const route = tcp.routeBack(at);
  if (route === null) return;
  bindPeer(c, route, at.local.clone(), at.remote.clone(), seg.sport);
  takeSyn(c, seg);
  c.passive = true;
  c.retries = 0;
  c.enter(SYN_RECEIVED);
  arm(c, 'retransmission', tcp.env.clock.now + c.profile.synAckRto);
  sendSynAck(c);
}
