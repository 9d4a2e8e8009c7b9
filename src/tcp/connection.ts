import { NO_OCTETS, type Ring } from '../base/ring.ts';
import { type Micros, NEVER } from '../base/timer-queue.ts';
import type { Tupled } from '../base/tuple-table.ts';
import type { Address } from '../wire/address.ts';
import type { Seq } from '../wire/seq.ts';
import type { CongestionControl } from './congestion/index.ts';
import { createCongestionControl } from './congestion/index.ts';
import type { Ecn } from './ecn.ts';
import type { Route } from './environment.ts';
import type { TcpErrorCode } from './errors.ts';
import { Handshake } from './handshake.ts';
import type { Meter } from './meter.ts';
import type { Flow } from './observer.ts';
import { type ConnectionOptions, optionsOf } from './options.ts';
import { IN_ORDER, type OutOfOrder } from './out-of-order.ts';
import type { Profile } from './profile.ts';
import { AT_REST } from './recovery/at-rest.ts';
import type { LossRecovery } from './recovery/index.ts';
import { RttEstimator } from './rtt.ts';
import { CLOSED, mustFollow, type State } from './state.ts';
import type { Tcp } from './tcp.ts';
import { type ConnectionTimers, IDLE_TIMERS } from './timers.ts';
import { TimestampVars } from './timestamps.ts';

/** Send sequence variables, RFC 9293 section 3.3.1. */
export class SendVars {
  una: Seq = 0;
  nxt: Seq = 0;
  /** The peer's window, octets, already scaled; all 32 bits of it. [REC-1] */
  wnd = 0;
  wl1: Seq = 0;
  wl2: Seq = 0;
  iss: Seq = 0;
  /** The largest window the peer ever offered. */
  maxWnd = 0;
  /** Shift for the windows the peer sends, RFC 7323. */
  scale = 0;
  /** Effective send MSS: octets of text in a full segment, options allowed for. [MUST-16] */
  mss = 536;
  /** The largest text the peer's SYN said it takes in a segment. */
  peerMss = 536;
  /** The sequence number our FIN has, once the user has closed. */
  fin: Seq = 0;
  finQueued = false;
  /** SND.UP: just past the last urgent octet, while {@link urgent} holds. */
  up: Seq = 0;
  /** Urgent octets are not all acknowledged yet. */
  urgent = false;
}

/** Receive sequence variables, RFC 9293 section 3.3.1. */
export class ReceiveVars {
  nxt: Seq = 0;
  irs: Seq = 0;
  /** The right edge offered to the peer: RCV.NXT + RCV.WND. It never moves left. [SHLD-14] */
  edge: Seq = 0;
  /** Shift for the windows we send, RFC 7323. */
  scale = 0;
  /** SEG.ACK of the last segment we sent, Last.ACK.sent of RFC 7323. */
  acked: Seq = 0;
  /** The sequence number of the peer's FIN, while {@link finAhead} holds. */
  fin: Seq = 0;
  /** The peer's FIN came ahead of text still missing. */
  finAhead = false;
  /** The peer's FIN was received, and all before it: RCV.NXT is past it. */
  finKnown = false;
  /** RCV.UP: just past the last urgent octet, while {@link urgent} holds. */
  up: Seq = 0;
  /** Urgent octets are not all read yet. */
  urgent = false;
  /** RCV.BUFF: the most that is kept until the user reads it, octets. */
  buff: number;

  constructor(buff: number) {
    this.buff = buff;
  }
}

/** Bits of {@link Connection.agreed}. */
export const SACK_OK = 1;
export const WINDOW_SCALING = 2;

/** What is owed to the peer, and how urgently. */
export class AckVars {
  /** An ACK goes at the end of this turn. */
  now = false;
  /** In-order octets received since the last ACK we sent. */
  pending = 0;
  /** In-order segments received since then. */
  segments = 0;
  /** The user has read since the window was last looked at: it may have opened. */
  hasRead = false;
  /** Segments still to be acknowledged at once, at the start of a connection; see `expectAnswers` for below 0. */
  quick = 0;
}

/** Bits of {@link Connection.events}: what the user is to be told at the end of the turn. */
export const CONNECTED = 1;
export const READABLE = 2;
export const WRITABLE = 4;
export const ENDED = 8;
export const GONE = 16;
export const URGENT = 32;
export const TROUBLED = 64;

/** Who uses a connection: told at the end of a turn, may call anything from there. */
export interface ConnectionUser {
  /** ESTABLISHED is reached. */
  onConnected(c: Connection): void;
  /** There is more to read than before. */
  onReadable(c: Connection): void;
  /** There is room to write again, after a SEND took less than it was given. */
  onWritable(c: Connection): void;
  /** The peer has closed: what is queued is the last there will be. */
  onEnded(c: Connection): void;
  /** The connection is over: CLOSED, or left to TIME-WAIT. `error` is null after a proper close. */
  onClosed(c: Connection, error: TcpErrorCode | null): void;
  /** There are urgent octets to read, or more of them than was known. [MUST-32] */
  onUrgent?(c: Connection): void;
  /** Something went wrong that did not end it: {@link Connection.softError}. [MUST-47, SHLD-9, SHLD-25] */
  onSoftError?(c: Connection, error: TcpErrorCode): void;
}

/** A connection: the transmission control block of RFC 9293 section 3.3.1. */
export class Connection implements Flow, Tupled {
  readonly tcp: Tcp;
  #id: number;
  readonly profile: Profile;
  state: State = CLOSED;
  local: Address;
  remote: Address;
  localPort: number;
  remotePort: number;
  route: Route;
  /** The sum of the pseudo-header's addresses and protocol; below 0 where checksums are not needed. */
  pseudo = 0;
  /** How it came about; once it is established OPENED, which all share. */
  handshake = new Handshake();
  user: ConnectionUser | null = null;
  /** Events to tell, and whether it stands in the list of the turn. */
  events = 0;
  touched = false;
  /** The user has let go of it: what else arrives has no reader. */
  orphan = false;
  error: TcpErrorCode | null = null;
  /** The last error that did not end it, such as R1 passed. [MUST-47, SHLD-9] */
  softError: TcpErrorCode | null = null;

  readonly snd = new SendVars();
  readonly rcv: ReceiveVars;
  readonly ack = new AckVars();
  readonly ts = new TimestampVars();
  readonly rtt: RttEstimator;
  timers: ConnectionTimers = IDLE_TIMERS;
  /** What the user may set of it. */
  options: Readonly<ConnectionOptions>;
  readonly congestion: CongestionControl;
  /** Shared while nothing is in flight; there is one of its own through `ownRecovery`. */
  recovery: LossRecovery = AT_REST;
  /** Text to be sent, from SND.UNA on, and text to be read: put in and taken out by `queues.ts`. */
  sendQueue: Ring = NO_OCTETS;
  receiveQueue: Ring = NO_OCTETS;
  /** Shared while text comes in order; changed through `ownOutOfOrder`. */
  outOfOrder: Readonly<OutOfOrder> = IN_ORDER;

  /** Explicit congestion notification, or null unless both sides want it. */
  ecn: Ecn | null = null;
  /** Counts and times for TCP_INFO, or null unless somebody asked for them. */
  meter: Meter | null = null;
  /** What the SYNs of both sides have: bits, to spare an idle connection their room. */
  agreed = 0;
  noDelay = false;
  /** A SEND took less than it was given: tell when there is room. */
  wantsWritable = false;
  /** Retransmissions of what is at SND.UNA since it last moved. */
  retries = 0;
  /** When the oldest unacknowledged segment was first sent again; for R2. */
  retryingSince: Micros = NEVER;
  /** Zero-window probes sent and not answered, and since when. */
  probes = 0;
  probesSince: Micros = 0;
  /** Times the interval between probes was doubled. */
  probeBackoff = 0;
  /** The octet at SND.UNA is a zero-window probe: the persist timer, not the RTO, sends it again. */
  probeOut = false;
  /** The override timer expired: the next segment goes however small. */
  overridden = false;
  /** Our SYN has been acknowledged. */
  synAcked = false;
  /** The largest IP packet the path carries as far as is known, and until when that is believed. */
  pathMtu = 0;
  pathMtuUntil: Micros = NEVER;
  /** The largest text we announced to take in a segment. */
  rcvMss = 536;
  /** The sender was held back by cwnd, not by the user or the peer, when it last sent. */
  cwndLimited = false;
  /** When anything last came from the peer, and the keep-alive probes sent since. */
  heardAt: Micros = 0;
  keepAliveProbes = 0;
  /** For STATUS: segments sent again; octets the peer has acknowledged; octets received in order. */
  retransmissions = 0;
  octetsAcked = 0;
  octetsReceived = 0;
  /** When text was last sent. */
  lastSent: Micros = 0;
  /** When its answers to segments that could not be right are made up for. */
  challengedAt: Micros = Number.NEGATIVE_INFINITY;

  constructor(
    tcp: Tcp,
    profile: Profile,
    id: number,
    route: Route,
    local: Address,
    localPort: number,
    remote: Address,
    remotePort: number,
  ) {
    this.tcp = tcp;
    this.#id = id;
    this.profile = profile;
    this.route = route;
    this.local = local;
    this.localPort = localPort;
    this.remote = remote;
    this.remotePort = remotePort;
    this.rtt = new RttEstimator(profile);
    this.options = optionsOf(profile);
    this.congestion = createCongestionControl(profile);
    this.rcv = new ReceiveVars(profile.receiveBuffer);
    this.noDelay = !profile.nagle;
  }

  /** Unique in its host, and that of its half-open and TIME-WAIT entries; drawn when it is first asked for. */
  get id(): number {
    if (this.#id === 0) this.#id = this.tcp.newId();
    return this.#id;
  }

  /** The number if it has one already, or 0. */
  get knownId(): number {
    return this.#id;
  }

  /** The peer's UDP port, when its segments come inside UDP datagrams; 0 otherwise. */
  get udpPort(): number {
    return this.route.udpPort;
  }

  /** SACK permitted by both sides. */
  get sackOk(): boolean {
    return (this.agreed & SACK_OK) !== 0;
  }

  /** Window scaling offered by both sides. */
  get windowScaling(): boolean {
    return (this.agreed & WINDOW_SCALING) !== 0;
  }

  /** Enters `next`, which the diagram must allow. */
  enter(next: State): void {
    const from = this.state;
    mustFollow(from, next);
    this.state = next;
    const { observer } = this.tcp.env;
    if (observer !== null) observer.transition(this, from, next);
  }

  /** Has `event` told, and output looked at, when the turn ends. */
  tell(event: number): void {
    this.events |= event;
    this.tcp.touch(this);
  }
}
