import type { Micros } from '../base/timer-queue.ts';
import { type Tupled, TupleTable } from '../base/tuple-table.ts';
import type { Address } from '../wire/address.ts';
import { ACCEPT_QUEUE_FULL, BAD_RESET, SYN_QUEUE_FULL } from '../wire/drop.ts';
import { lt, type Seq, within } from '../wire/seq.ts';
import { ACK, FIN, HAS_TS, RST, type Segment, SYN } from '../wire/tcp.ts';
import { isAcceptable } from './arrive/check-sequence.ts';
import { openHalf } from './arrive/listen.ts';
import { type Challenger, mayChallenge, mustBeAnswered } from './challenge.ts';
import type { Connection } from './connection.ts';
import type { Route } from './environment.ts';
import type { Flow } from './observer.ts';
import type { Listener } from './passive/listener.ts';
import type { Profile } from './profile.ts';
import { CLOSED, type State, TIME_WAIT } from './state.ts';
import type { Arrival, Tcp } from './tcp.ts';
import { type Standing, WaitingLine } from './time-wait-line.ts';
import type { TimestampVars } from './timestamps.ts';
import { receiveWindow } from './window.ts';

/** What is left of a connection while old segments of it may be about. */
export class TimeWait implements Flow, Tupled, Challenger, Standing<TimeWait> {
  readonly id: number;
  state: State = TIME_WAIT;
  readonly local: Address;
  readonly localPort: number;
  readonly remote: Address;
  readonly remotePort: number;
  readonly route: Route;
  readonly pseudo: number;
  readonly profile: Profile;
  readonly sndNxt: Seq;
  readonly rcvNxt: Seq;
  readonly rcvWnd: number;
  readonly scale: number;
  readonly ts: TimestampVars;
  /** When its 2 MSL end. */
  until: Micros;
  challengedAt: Micros = Number.NEGATIVE_INFINITY;
  line: WaitingLine<TimeWait> | null = null;
  previous: TimeWait | null = null;
  next: TimeWait | null = null;

  constructor(c: Connection, until: Micros) {
    this.id = c.id;
    this.local = c.local;
    this.localPort = c.localPort;
    this.remote = c.remote;
    this.remotePort = c.remotePort;
    this.route = c.route;
    this.pseudo = c.pseudo;
    this.profile = c.profile;
    this.sndNxt = c.snd.nxt;
    this.rcvNxt = c.rcv.nxt;
    this.rcvWnd = receiveWindow(c);
    this.scale = c.rcv.scale;
    this.ts = c.ts;
    this.until = until;
  }
}

/** All connections of a host in TIME-WAIT. */
export class TimeWaitTable {
  readonly #tcp: Tcp;
  readonly #entries: TupleTable<TimeWait>;
  /** A line for each length of 2 MSL in use; nearly always one. */
  readonly #lines = new Map<Micros, WaitingLine<TimeWait>>();

  constructor(tcp: Tcp) {
    this.#tcp = tcp;
    this.#entries = new TupleTable<TimeWait>(tcp.env.random);
  }

  get size(): number {
    return this.#entries.size;
  }

  values(): Iterable<TimeWait> {
    return this.#entries.values();
  }

  find(local: Address, remote: Address, localPort: number, remotePort: number): TimeWait | null {
    return this.#entries.find(local, remote, localPort, remotePort);
  }

  /** Takes over a connection that entered TIME-WAIT; the oldest entry makes room if need be. */
  add(c: Connection): void {
    const { timeWait, timeWaitLimit } = c.profile;
    const line = this.#lineFor(timeWait);
    while (this.#entries.size >= timeWaitLimit) {
      const { oldest } = line;
      if (oldest === null) break;
      this.#remove(oldest);
    }
    const e = new TimeWait(c, this.#tcp.env.clock.now + timeWait);
    this.#entries.add(e);
    line.push(e);
  }

  /** A segment for an entry: the part of RFC 9293 section 3.10.7.4 that concerns TIME-WAIT. */
  arrives(e: TimeWait, seg: Segment, at: Arrival): void {
    const { flags, seq, len } = seg;
    if ((flags & (SYN | ACK | RST)) === SYN && this.#reopens(e, seg, at)) return;
    if ((flags & RST) !== 0) {
      this.#reset(e, seg);
      return;
    }
    // The FIN again: our last ACK was lost. RFC 9293 section 3.10.7.4 puts it after the sequence
    // check, which it never passes; appendix A.2 admits the gap. [MUST-13]
    if ((flags & FIN) !== 0 && ((seq + len) | 0) === e.rcvNxt) {
      this.#restart(e, seg);
      this.#sendAck(e);
      return;
    }
    const expected = isAcceptable(seq, len, e.rcvNxt, e.rcvWnd) && (flags & (SYN | ACK)) === ACK;
    if (expected && len === 0 && seg.ack === e.sndNxt) return;
    if (mustBeAnswered(seg) || mayChallenge(e, this.#tcp.env.clock.now)) this.#sendAck(e);
  }

  /**
   * The SYN that reopened `e` was an old duplicate: back to TIME-WAIT, whose 2 MSL begin again.
   * RFC 9293 section 3.6.1 (2). [MAY-2]
   */
  resume(e: TimeWait): void {
    e.state = TIME_WAIT;
    e.until = this.#tcp.env.clock.now + e.profile.timeWait;
    this.#entries.add(e);
    this.#lineFor(e.profile.timeWait).push(e);
  }

  /** Only a reset exactly at RCV.NXT counts, RFC 5961 section 3.2; and RFC 1337 would have none count. */
  #reset(e: TimeWait, seg: Segment): void {
    if (e.profile.timeWaitReset === 'close' && seg.seq === e.rcvNxt) {
      this.#tcp.counters.resetsIn++;
      this.#remove(e);
      return;
    }
    this.#tcp.drop(e, BAD_RESET);
    if (!within(seg.seq, e.rcvNxt, e.rcvWnd) || e.profile.timeWaitReset === 'ignore') return;
    if (mayChallenge(e, this.#tcp.env.clock.now)) this.#sendAck(e);
  }

  /** 2 MSL begin again. */
  #restart(e: TimeWait, seg: Segment): void {
    const { clock } = this.#tcp.env;
    e.until = clock.now + e.profile.timeWait;
    e.line?.push(e);
    if (e.ts.on) e.ts.update(seg, e.rcvNxt, clock.now);
  }

  /**
   * A SYN that is certainly newer than all this connection received may begin the next one:
   * RFC 9293 section 3.6.1 [MAY-2], and RFC 6191 where timestamps decide [SHLD-4].
   */
  #reopens(e: TimeWait, seg: Segment, at: Arrival): boolean {
    const tcp = this.#tcp;
    const listener = tcp.demux.listener(at.local, seg.dport);
    if (listener === null || !isNewer(e, seg)) return false;
    if (isFull(listener)) {
      tcp.drop(e, listener.acceptQueue.isFull ? ACCEPT_QUEUE_FULL : SYN_QUEUE_FULL);
      return true; // in silence: an ACK would make the peer reset what it is to reopen later
    }
    const half = openHalf(listener, seg, at, e);
    if (half === null) return false;
    this.#takeOut(e);
    e.state = CLOSED;
    listener.synQueue.add(half);
    return true;
  }

  #sendAck(e: TimeWait): void {
    const { env, out } = this.#tcp;
    out.seq = e.sndNxt;
    out.ack = e.rcvNxt;
    out.flags = ACK;
    out.wnd = Math.min(65535, e.rcvWnd >> e.scale);
    out.options = 0;
    if (e.ts.on) {
      out.options = HAS_TS;
      out.tsVal = e.ts.value(env.clock.now);
      out.tsEcr = e.ts.recent;
    }
    this.#tcp.emit(e, e.route, e.pseudo, out, env.packet(0), e.profile);
  }

  #lineFor(length: Micros): WaitingLine<TimeWait> {
    let line = this.#lines.get(length);
    if (line === undefined) {
      line = new WaitingLine<TimeWait>(this.#tcp.env.clock, (e) => this.#expired(e));
      this.#lines.set(length, line);
    }
    return line;
  }

  /** The 2 MSL of `e` are over. */
  #expired(e: TimeWait): void {
    const { observer } = this.#tcp.env;
    if (observer !== null) observer.timer(e, 'time-wait');
    this.#remove(e);
  }

  #remove(e: TimeWait): void {
    this.#takeOut(e);
    e.state = CLOSED;
    const { observer } = this.#tcp.env;
    if (observer !== null) observer.transition(e, TIME_WAIT, CLOSED);
  }

  #takeOut(e: TimeWait): void {
    this.#entries.delete(e);
    e.line?.remove(e);
  }
}

/** RFC 6191 section 2: by timestamp where both have one, and by sequence number. */
function isNewer(e: TimeWait, seg: Segment): boolean {
  if (e.ts.on && (seg.options & HAS_TS) !== 0) {
    const age = (seg.tsVal - e.ts.recent) | 0;
    if (age !== 0) return age > 0;
  }
  return lt(e.rcvNxt, seg.seq);
}

function isFull(l: Listener): boolean {
  return l.acceptQueue.isFull || l.synQueue.isFull;
}
