import { type Micros, NEVER, Timed } from '../../base/timer-queue.ts';
import { type Tupled, TupleTable } from '../../base/tuple-table.ts';
import type { Address } from '../../wire/address.ts';
import { BAD_RESET, NO_ACK, OUTSIDE_WINDOW, PAWS, UNACCEPTABLE_ACK } from '../../wire/drop.ts';
import type { Seq } from '../../wire/seq.ts';
import {
  ACK,
  HAS_MSS,
  HAS_SACK_OK,
  HAS_TS,
  HAS_WSCALE,
  RST,
  type Segment,
  SYN,
} from '../../wire/tcp.ts';
import { isAcceptable } from '../arrive/check-sequence.ts';
import { type Challenger, mayChallenge, mustBeAnswered } from '../challenge.ts';
import type { Route } from '../environment.ts';
import { mssToAnnounce } from '../mss.ts';
import { Offer } from '../negotiate.ts';
import type { Flow } from '../observer.ts';
import type { Profile } from '../profile.ts';
import { CLOSED, LISTEN, mustFollow, type State, SYN_RECEIVED, TIME_WAIT } from '../state.ts';
import type { Tcp } from '../tcp.ts';
import type { TimeWait } from '../time-wait.ts';
import { TimestampVars } from '../timestamps.ts';
import { scaleToOffer, synWindow } from '../window.ts';
import type { Listener } from './listener.ts';

/** A SYN received, answered and not yet acknowledged: SYN-RECEIVED without a TCB. */
export class HalfOpen extends Timed implements Flow, Tupled, Challenger {
  readonly tcp: Tcp;
  readonly listener: Listener;
  /** The connection in TIME-WAIT that its SYN reopened, or null. */
  readonly before: TimeWait | null;
  readonly id: number;
  state: State;
  readonly local: Address;
  readonly localPort: number;
  readonly remote: Address;
  readonly remotePort: number;
  readonly route: Route;
  readonly pseudo: number;
  readonly iss: Seq;
  readonly irs: Seq;
  readonly offer = new Offer();
  readonly ts = new TimestampVars();
  /** When the SYN came. */
  readonly openedAt: Micros;
  /** SYN-ACKs sent again. */
  retries = 0;
  challengedAt: Micros = Number.NEGATIVE_INFINITY;

  constructor(
    listener: Listener,
    before: TimeWait | null,
    id: number,
    route: Route,
    local: Address,
    remote: Address,
    syn: Segment,
    iss: Seq,
    pseudo: number,
  ) {
    super();
    this.tcp = listener.tcp;
    this.listener = listener;
    this.before = before;
    this.id = id;
    this.state = before === null ? LISTEN : TIME_WAIT;
    this.route = route;
    this.local = local;
    this.localPort = syn.dport;
    this.remote = remote;
    this.remotePort = syn.sport;
    this.iss = iss;
    this.irs = syn.seq;
    this.pseudo = pseudo;
    this.openedAt = listener.tcp.env.clock.now;
  }

  get profile(): Profile {
    return this.listener.profile;
  }

  enter(next: State): void {
    const from = this.state;
    mustFollow(from, next);
    this.state = next;
    const { observer } = this.tcp.env;
    if (observer !== null) observer.transition(this, from, next);
  }

  /** The SYN-ACK was not answered in time: once more, or never again. */
  override expire(now: Micros): void {
    const { profile } = this;
    const { observer, clock } = this.tcp.env;
    if (observer !== null) observer.timer(this, 'syn-ack');
    if (this.retries >= profile.synAckRetries) {
      this.listener.synQueue.remove(this);
      return;
    }
    this.retries++;
    this.tcp.counters.synAckRetransmissions++;
    clock.timers.arm(this, now + profile.synAckRto * (1 << this.retries));
    sendSynAck(this);
  }
}

/** The half-open connections of one listener: 半连接队列. */
export class SynQueue {
  readonly #entries: TupleTable<HalfOpen>;
  readonly limit: number;

  constructor(tcp: Tcp, limit: number) {
    this.#entries = new TupleTable<HalfOpen>(tcp.env.random);
    this.limit = limit;
  }

  get length(): number {
    return this.#entries.size;
  }

  get isFull(): boolean {
    return this.#entries.size >= this.limit;
  }

  find(local: Address, remote: Address, localPort: number, remotePort: number): HalfOpen | null {
    return this.#entries.find(local, remote, localPort, remotePort);
  }

  add(h: HalfOpen): void {
    this.#entries.add(h);
    h.enter(SYN_RECEIVED);
    const { clock } = h.tcp.env;
    clock.timers.arm(h, clock.now + h.profile.synAckRto);
    sendSynAck(h);
  }

  /** The entry becomes a connection, or its peer changed its mind: no one else need know. */
  take(h: HalfOpen): void {
    this.#entries.delete(h);
    h.tcp.env.clock.timers.arm(h, NEVER);
  }

  /** The entry goes, and with it the connection that would have been; what was before it comes back. */
  remove(h: HalfOpen): void {
    this.take(h);
    if (h.before === null) {
      h.enter(CLOSED);
      return;
    }
    h.enter(TIME_WAIT);
    h.tcp.timeWait.resume(h.before);
  }

  values(): Iterable<HalfOpen> {
    return this.#entries.values();
  }
}

/**
 * What a segment means to a half-open entry: the first five steps of RFC 9293 section 3.10.7.4, for
 * a TCB that is not there yet. True when its ACK completes the opening.
 */
export function completesOpening(h: HalfOpen, seg: Segment): boolean {
  const { tcp } = h;
  const nxt = (h.irs + 1) | 0;
  if ((seg.flags & (SYN | ACK | RST)) === SYN && seg.seq === h.irs) {
    // The same SYN again: our SYN-ACK was lost, or is late. RFC 9293 would send an ACK, which tells a
    // peer in SYN-SENT nothing; every real stack repeats the SYN-ACK.
    sendSynAck(h);
    return false;
  }
  if (!isAcceptable(seg.seq, seg.len, nxt, synWindow(h.profile))) {
    tcp.drop(h, OUTSIDE_WINDOW);
    if ((seg.flags & RST) === 0) answer(h, seg);
    return false;
  }
  if ((seg.flags & RST) !== 0) {
    if (seg.seq === nxt) {
      tcp.counters.resetsIn++;
      h.listener.synQueue.remove(h);
    } else {
      tcp.drop(h, BAD_RESET);
      answer(h, seg); // RFC 5961 section 3.2
    }
    return false;
  }
  if (isOld(h, seg)) {
    tcp.drop(h, PAWS);
    if ((seg.options & HAS_TS) !== 0) answer(h, seg);
    return false;
  }
  if ((seg.flags & SYN) !== 0) {
    h.listener.synQueue.remove(h); // a passive OPEN returns to LISTEN
    return false;
  }
  if ((seg.flags & ACK) === 0) {
    tcp.drop(h, NO_ACK);
    return false;
  }
  if (seg.ack !== ((h.iss + 1) | 0)) {
    tcp.drop(h, UNACCEPTABLE_ACK);
    tcp.resetReply(h, seg);
    return false;
  }
  return true;
}

/** Timestamps were agreed on, and this segment has none or an older one: RFC 7323 sections 3.2 and 5.3. */
function isOld(h: HalfOpen, seg: Segment): boolean {
  const { offer, profile } = h;
  if (!profile.timestamps || !offer.ts) return false;
  if ((seg.options & HAS_TS) === 0) return profile.requireTimestamps;
  return ((seg.tsVal - offer.tsVal) | 0) < 0;
}

/** Says where we are to whoever sent what cannot be used. */
function answer(h: HalfOpen, seg: Segment): void {
  if (mustBeAnswered(seg) || mayChallenge(h, h.tcp.env.clock.now)) sendAck(h);
}

function sendSynAck(h: HalfOpen): void {
  const seg = h.tcp.out;
  const { offer, profile } = h;
  seg.seq = h.iss;
  seg.flags = SYN | ACK;
  seg.options = HAS_MSS;
  seg.mss = mssToAnnounce(h.route.mtu, h.remote);
  if (profile.windowScaling && offer.wscale >= 0) {
    seg.options |= HAS_WSCALE;
    seg.wscale = scaleToOffer(profile);
  }
  if (profile.sack && offer.sackOk) seg.options |= HAS_SACK_OK;
  emit(h, seg);
}

function sendAck(h: HalfOpen): void {
  const seg = h.tcp.out;
  seg.seq = (h.iss + 1) | 0;
  seg.flags = ACK;
  seg.options = 0;
  emit(h, seg);
}

function emit(h: HalfOpen, seg: Segment): void {
  const { profile, ts } = h;
  const { env } = h.tcp;
  seg.ack = (h.irs + 1) | 0;
  seg.wnd = synWindow(profile);
  if (profile.timestamps && h.offer.ts) {
    seg.options |= HAS_TS;
    seg.tsVal = ts.value(env.clock.now);
    seg.tsEcr = h.offer.tsVal;
  }
  h.tcp.emit(h, h.route, h.pseudo, seg, env.packet(0), profile);
}
