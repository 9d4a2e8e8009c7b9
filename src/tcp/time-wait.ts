import type { Clock } from '../base/clock.ts';
import { Fifo } from '../base/fifo.ts';
import { type Micros, NEVER, Timed } from '../base/timer-queue.ts';
import { type Tupled, TupleTable } from '../base/tuple-table.ts';
import type { Address } from '../wire/address.ts';
import { BAD_RESET } from '../wire/drop.ts';
import { lt, type Seq } from '../wire/seq.ts';
import { ACK, FIN, HAS_TS, RST, type Segment, SYN } from '../wire/tcp.ts';
import { isAcceptable } from './arrive/check-sequence.ts';
import { openHalf } from './arrive/listen.ts';
import type { Connection } from './connection.ts';
import type { Route } from './environment.ts';
import type { Flow } from './observer.ts';
import type { Profile } from './profile.ts';
import { CLOSED, type State, TIME_WAIT } from './state.ts';
import type { Arrival, Tcp } from './tcp.ts';
import type { TimestampVars } from './timestamps.ts';
import { receiveWindow } from './window.ts';

/** What is left of a connection while old segments of it may be about. */
export class TimeWait implements Flow, Tupled {
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
  /** Under which deadline it stands in line; a restart moves `until` only. */
  queued: Micros;

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
    this.queued = until;
  }
}

/** Entries that wait equally long: the first to come is the first to go. */
class Line extends Timed {
  readonly #table: TimeWaitTable;
  readonly #clock: Clock;
  readonly #entries = new Fifo<TimeWait>();

  constructor(table: TimeWaitTable, clock: Clock) {
    super();
    this.#table = table;
    this.#clock = clock;
  }

  push(e: TimeWait): void {
    this.#entries.push(e);
    if (e.queued < this.due) this.#clock.timers.arm(this, e.queued);
  }

  /** The oldest entry still waiting, or undefined. */
  shift(): TimeWait | undefined {
    let e = this.#entries.shift();
    while (e !== undefined && e.state !== TIME_WAIT) e = this.#entries.shift();
    return e;
  }

  override expire(now: Micros): void {
    const entries = this.#entries;
    for (let e = entries.peek(); e !== undefined && e.queued <= now; e = entries.peek()) {
      entries.shift();
      if (e.state !== TIME_WAIT) continue;
      if (e.until > now) {
        e.queued = e.until; // it was restarted: to the end of the line
        entries.push(e);
      } else {
        this.#table.expired(e);
      }
    }
    const first = entries.peek();
    this.#clock.timers.arm(this, first === undefined ? NEVER : first.queued);
  }
}

/** All connections of a host in TIME-WAIT. */
export class TimeWaitTable {
  readonly #tcp: Tcp;
  readonly #entries: TupleTable<TimeWait>;
  /** A line for each length of 2 MSL in use; nearly always one. */
  readonly #lines = new Map<Micros, Line>();

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
    const { clock } = this.#tcp.env;
    const { timeWait, timeWaitLimit } = c.profile;
    let line = this.#lines.get(timeWait);
    if (line === undefined) {
      line = new Line(this, clock);
      this.#lines.set(timeWait, line);
    }
    while (this.#entries.size >= timeWaitLimit && this.#dropOldest(line));
    const e = new TimeWait(c, clock.now + timeWait);
    this.#entries.add(e);
    line.push(e);
  }

  /** The 2 MSL of `e` are over. */
  expired(e: TimeWait): void {
    const { observer } = this.#tcp.env;
    if (observer !== null) observer.timer(e, 'time-wait');
    this.#remove(e);
  }

  /** A segment for an entry: the part of RFC 9293 section 3.10.7.4 that concerns TIME-WAIT. */
  arrives(e: TimeWait, seg: Segment, at: Arrival): void {
    const tcp = this.#tcp;
    const { flags, seq, len } = seg;
    if ((flags & (SYN | ACK | RST)) === SYN && this.#reopens(e, seg, at)) return;
    if ((flags & RST) !== 0) {
      if (seq !== e.rcvNxt || e.profile.timeWaitReset === 'ignore') tcp.drop(e, BAD_RESET);
      else this.#remove(e);
      return;
    }
    // The FIN again: our last ACK was lost. RFC 9293 section 3.10.7.4 puts it after the sequence
    // check, which it never passes; appendix A.2 admits the gap.
    if ((flags & FIN) !== 0 && ((seq + len) | 0) === e.rcvNxt) {
      e.until = tcp.env.clock.now + e.profile.timeWait;
      this.#sendAck(e, seg);
      return;
    }
    const sane = isAcceptable(seq, len, e.rcvNxt, e.rcvWnd) && (flags & (SYN | ACK)) === ACK;
    if (!sane || len > 0 || seg.ack !== e.sndNxt) this.#sendAck(e, seg);
  }

  /**
   * A SYN that is certainly newer than all this connection received may begin the next one:
   * RFC 9293 section 3.6.1 [MAY-2], and RFC 6191 where timestamps decide [SHLD-4].
   */
  #reopens(e: TimeWait, seg: Segment, at: Arrival): boolean {
    const tcp = this.#tcp;
    const listener = tcp.demux.listener(at.local, seg.dport);
    if (listener === null) return false;
    const stamped = e.ts.on && (seg.options & HAS_TS) !== 0;
    const age = stamped ? (seg.tsVal - e.ts.recent) | 0 : 0;
    if (age < 0 || (age === 0 && !lt(e.rcvNxt, seg.seq))) return false;
    if (listener.acceptQueue.isFull || listener.synQueue.isFull) return false;
    const half = openHalf(listener, seg, at, e.sndNxt);
    if (half === null) return false;
    half.state = TIME_WAIT;
    e.state = CLOSED;
    this.#entries.delete(e);
    listener.synQueue.add(half);
    return true;
  }

  #sendAck(e: TimeWait, seg: Segment): void {
    const { env, out } = this.#tcp;
    if (e.ts.on && (seg.options & HAS_TS) !== 0 && ((seg.tsVal - e.ts.recent) | 0) > 0) {
      e.ts.recent = seg.tsVal;
    }
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

  #dropOldest(line: Line): boolean {
    const e = line.shift();
    if (e !== undefined) this.#remove(e);
    return e !== undefined;
  }

  #remove(e: TimeWait): void {
    this.#entries.delete(e);
    const { observer } = this.#tcp.env;
    e.state = CLOSED;
    if (observer !== null) observer.transition(e, TIME_WAIT, CLOSED);
  }
}
