import { isAcceptable } from '../tcp/arrive/check-sequence.ts';
import { Connection } from '../tcp/connection.ts';
import type { Flow, Observer } from '../tcp/observer.ts';
import {
  CLOSED,
  ESTABLISHED,
  FIN_WAIT_1,
  LAST_ACK,
  LISTEN,
  type State,
  SYN_RECEIVED,
  SYN_SENT,
  TIME_WAIT,
} from '../tcp/state.ts';
import type { Tcp } from '../tcp/tcp.ts';
import { TimeWait } from '../tcp/time-wait-entry.ts';
import type { TimerName } from '../tcp/timers.ts';
import { receiveWindow } from '../tcp/window.ts';
import type { Seq } from '../wire/seq.ts';
import { ACK, RST, type Segment, SYN } from '../wire/tcp.ts';
import { End } from './end.ts';
import type { Flight, Origin } from './flight.ts';

/** What one step was seen to do, for properties of steps. */
export interface StepSeen {
  /** The segment that was delivered, or null. */
  delivered: Flight | null;
  /** A reset was answered with a reset. */
  resetAnswered: boolean;
  /** Timers that expired. */
  readonly timers: TimerName[];
  /** Ends that were over with it. */
  readonly over: End[];
  /** Nothing was on its way before it. */
  wasEmpty: boolean;
  /** The segment that was delivered told its connection nothing: its state and variables are what they were. */
  saysNothing: boolean;
}

/** Writes down what a host's TCP does, as {@link End}s. One for each host, for all of its lives. */
export class Witness implements Observer {
  readonly ends: End[] = [];
  readonly #host: number;
  readonly #step: StepSeen;
  /** Ends by the engine's number of their flow, in this life of the host. */
  #live = new Map<number, End>();
  #boot = 1;
  /** Who is sending, from when TCP says so until the packet comes by. */
  #speaking: Origin | null = null;
  /** The connection that a segment has come for, and what it knew before. */
  #asked: Connection | null = null;
  #knew: readonly number[] = [];

  constructor(host: number, step: StepSeen) {
    this.#host = host;
    this.#step = step;
  }

  /** The end that the flow with that number is, or null. */
  endOf(flow: number): End | null {
    return this.#live.get(flow) ?? null;
  }

  transition(f: Flow, from: State, to: State): void {
    const begins = from === CLOSED || from === LISTEN || from === TIME_WAIT;
    if (begins && (to === SYN_SENT || to === SYN_RECEIVED)) this.#begin(f, to);
    const e = this.#live.get(f.id);
    if (e === undefined) return;
    // A SYN that was not taken, such as one with a wrong acknowledgment, makes nobody a peer.
    if (from === SYN_SENT && to !== CLOSED) e.peer = this.#step.delivered?.origin.end ?? null;
    e.state = to;
    if (to === ESTABLISHED) e.established = true;
    if ((to === FIN_WAIT_1 || to === LAST_ACK) && !e.closed) e.closedUnasked = true;
    if (to !== CLOSED && to !== LISTEN) return;
    this.#over(e);
    if (from === TIME_WAIT && isReset(this.#step.delivered)) e.waitCut = true;
  }

  arrived(f: Flow | null, seg: Segment): void {
    const { delivered } = this.#step;
    if (f === null || delivered === null) return;
    const e = this.#live.get(f.id);
    if (e === undefined) return;
    const { end, edge } = delivered.origin;
    const isPeer = end === e.peer || (e.peer === null && (seg.flags & SYN) !== 0);
    if (edge !== null && isPeer) e.isOffered(edge);
    if (mayTake(f, e, seg)) meet(e, delivered.origin);
    if (!(f instanceof Connection)) return;
    this.#asked = f;
    this.#knew = knowledgeOf(f);
  }

  sent(f: Flow | null, seg: Segment): void {
    const { delivered } = this.#step;
    if ((seg.flags & RST) !== 0 && isReset(delivered)) this.#step.resetAnswered = true;
    const end = f === null ? null : (this.#live.get(f.id) ?? null);
    const answers = end === null ? (delivered?.origin.end ?? null) : null;
    this.#speaking = { end, answers, forged: false, edge: f === null ? null : edgeOf(f, seg) };
    if (end !== null && (seg.flags & SYN) !== 0) end.iss = seg.seq;
    const n = seg.textTo - seg.textFrom;
    // A probe of a window that is shut is the one octet behind all that was acknowledged.
    const isProbe = n === 1 && f instanceof Connection && seg.seq === f.snd.una;
    if (end !== null && n > 0 && !isProbe) end.sends((seg.seq + n) | 0);
  }

  dropped(): void {}

  timer(_f: Flow, name: TimerName): void {
    this.#step.timers.push(name);
  }

  recovery(): void {}

  /** Where the packet that goes out now came from; what nobody announced was made by hand. */
  originOf(): Origin {
    const origin = this.#speaking;
    this.#speaking = null;
    return origin ?? { end: null, answers: null, forged: true, edge: null };
  }

  /** After a step: what became of each end. */
  refresh(tcp: Tcp): void {
    for (const c of tcp.demux.connections.values()) {
      const e = this.#live.get(c.id);
      if (e !== undefined) look(e, c);
    }
    if (this.#asked === null) return;
    const knows = knowledgeOf(this.#asked);
    this.#step.saysNothing = this.#knew.every((value, i) => value === knows[i]);
    this.#asked = null;
  }

  /** The host lost its power. */
  crash(): void {
    for (const e of this.#live.values()) {
      if (e.gone) continue;
      e.crashed = true;
      e.gone = true;
    }
    this.#live = new Map();
    this.#boot++;
  }

  #begin(f: Flow, to: State): void {
    const delivered = to === SYN_RECEIVED ? this.#step.delivered : null;
    const e = new End({
      host: this.#host,
      boot: this.#boot,
      n: this.ends.length + 1,
      flow: f.id,
      opener: to === SYN_SENT,
      localPort: f.localPort,
      remotePort: f.remotePort,
    });
    const before = this.#live.get(f.id);
    if (before !== undefined) before.gone = true;
    e.peer = delivered?.origin.end ?? null;
    if (delivered !== null) e.irs = delivered.facts?.seq ?? null;
    if (delivered !== null) meet(e, delivered.origin); // a listener takes a SYN of any number
    this.ends.push(e);
    this.#live.set(f.id, e);
  }

  #over(e: End): void {
    e.gone = true;
    const { delivered, over } = this.#step;
    over.push(e);
    if (delivered === null || !isReset(delivered)) return;
    const { end, answers, forged } = delivered.origin;
    e.resetBy = forged ? 'forged' : (end ?? answers);
  }
}

function look(e: End, c: Connection): void {
  const { snd, rcv } = c;
  e.iss = snd.iss;
  e.stampOffset = c.ts.offset;
  if (c.state === SYN_SENT) return;
  e.irs = rcv.irs;
  agree(e);
  const text = (snd.una - snd.iss - 1) | 0;
  const finAcked = snd.finQueued && ((snd.una - snd.fin) | 0) > 0;
  e.acked = Math.max(0, finAcked ? text - 1 : text);
  e.received = Math.max(e.received, e.read.length + c.receiveQueue.length);
}

/** What a segment can tell a connection. */
function knowledgeOf({ state, snd, rcv, outOfOrder }: Connection): readonly number[] {
  return [state, snd.una, snd.wnd, rcv.nxt, outOfOrder.gaps.total, outOfOrder.duplicates];
}

/** Who had a SYN cookie for an answer learns only now who its peer is: nobody was there when it was sent. */
function agree(e: End): void {
  const { peer } = e;
  if (peer === null || peer.peer !== null) return;
  if (peer.iss === e.irs && peer.irs === e.iss) peer.peer = e;
}

function isReset(f: Flight | null): boolean {
  return ((f?.facts?.flags ?? 0) & RST) !== 0;
}

/** The numbers of a segment are such that `f` has no reason to turn it down. */
function mayTake(f: Flow, e: End, seg: Segment): boolean {
  const isConnection = f instanceof Connection;
  if (isConnection && f.state === SYN_SENT) {
    return (seg.flags & ACK) !== 0 && seg.ack === f.snd.nxt;
  }
  if (isConnection) return isAcceptable(seg.seq, seg.len, f.rcv.nxt, receiveWindow(f));
  return e.irs !== null && isAcceptable(seg.seq, seg.len, (e.irs + 1) | 0, 65535);
}

/**
 * A segment reaches `e` that `origin` sent. Whether it is an old one that its end ought never to have met is asked
 * later: what has become of others meanwhile, at another host, depends on the order of steps that are independent.
 */
function meet(e: End, { end, answers }: Origin): void {
  const from = end ?? answers;
  if (from !== null && from !== e && !e.met.includes(from)) e.met.push(from);
}

/** The right edge that a segment offers, or null: its window is scaled except on a SYN. */
function edgeOf(f: Flow, seg: Segment): Seq | null {
  if ((seg.flags & ACK) === 0) return null;
  const scaled = (seg.flags & SYN) === 0;
  const scale = f instanceof Connection ? f.rcv.scale : f instanceof TimeWait ? f.scale : 0;
  return (seg.ack + (scaled ? seg.wnd << scale : seg.wnd)) | 0;
}
