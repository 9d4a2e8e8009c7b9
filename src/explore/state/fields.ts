import type { RenoCongestion } from '../../tcp/congestion/reno.ts';
import type { Connection } from '../../tcp/connection.ts';
import type { Ecn } from '../../tcp/ecn.ts';
import type { Handshake } from '../../tcp/handshake.ts';
import type { Offer } from '../../tcp/negotiate.ts';
import type { OutOfOrder } from '../../tcp/out-of-order.ts';
import type { RenoRecovery } from '../../tcp/recovery/reno.ts';
import type { SackRecovery } from '../../tcp/recovery/sack.ts';
import type { RttEstimator } from '../../tcp/rtt.ts';
import type { ConnectionTimers } from '../../tcp/timers.ts';
import type { TimestampVars } from '../../tcp/timestamps.ts';

/**
 * How each field of the engine's state counts when two states are compared:
 *
 * `value` as it is; `ours` and `theirs` as sequence numbers, counted from the first SYN of the host and of its
 * peer; `until` as a deadline, from now; `since` as a moment of the past, from now; `credit` as a deadline that
 * means nothing once it is over; `stamp` as a timestamp of the peer's; `part` is written by a table or a
 * function of its own; `same` need not be compared, for the reason beside it.
 */
export type Counts =
  | 'value'
  | 'ours'
  | 'theirs'
  | 'until'
  | 'since'
  | 'credit'
  | 'stamp'
  | 'part'
  | 'same';

/** A {@link Counts} for every field that a class has: a field without one does not compile. */
export type Fields<T> = Readonly<
  Record<
    // biome-ignore lint/complexity/noBannedTypes: any method
    { [K in keyof T]: T[K] extends Function ? never : K }[keyof T],
    Counts
  >
>;

export const SEND: Fields<Connection['snd']> = {
  una: 'ours',
  nxt: 'ours',
  wnd: 'value',
  wl1: 'part', // from ESTABLISHED on
  wl2: 'part',
  iss: 'ours',
  maxWnd: 'value',
  scale: 'value',
  mss: 'value',
  peerMss: 'value',
  fin: 'part', // while finQueued
  finQueued: 'value',
  up: 'part', // while urgent
  urgent: 'value',
};

export const RECEIVE: Fields<Connection['rcv']> = {
  nxt: 'theirs',
  irs: 'theirs',
  edge: 'theirs',
  scale: 'value',
  acked: 'theirs',
  fin: 'part', // while finAhead or finKnown
  finAhead: 'value',
  finKnown: 'value',
  up: 'part', // while urgent
  urgent: 'value',
  buff: 'value',
};

export const ACKS: Fields<Connection['ack']> = {
  now: 'value',
  pending: 'value',
  segments: 'value',
  hasRead: 'value',
  quick: 'value',
};

export const STAMPS: Fields<TimestampVars> = {
  on: 'value',
  recent: 'part', // while on
  recentAt: 'part', // while on; matters after 24 days
  offset: 'same', // a secret of the host's life and the four-tuple
};

export const RTT: Fields<RttEstimator> = {
  srtt: 'value',
  rttvar: 'value',
  hasSample: 'value',
  backoffs: 'value',
  base: 'value',
  rto: 'same', // made of base and backoffs
  timing: 'value',
  timedEnd: 'part', // while timing
  timedAt: 'part', // while timing
  expiredAt: 'part', // while backoffs are counted
};

export const TIMERS: Fields<ConnectionTimers> = {
  due: 'same', // the earliest of those below
  queued: 'same', // where it stands in the heap
  slot: 'same',
  retransmission: 'until',
  persist: 'until',
  delayedAck: 'until',
  override: 'until',
  finWait2: 'until',
  keepAlive: 'until',
  userTimeout: 'until',
  linger: 'until',
};

export const CONGESTION: Fields<RenoCongestion> = {
  cwnd: 'value',
  ssthresh: 'value',
  towards: 'value',
};

const RECOVERY: Fields<RenoRecovery> = {
  phase: 'value',
  point: 'ours',
  resent: 'ours',
  duplicates: 'value',
  delivered: 'same', // of the last ACK, read while it is processed
  from: 'same', // what next() found, read at once
  to: 'same',
  urgent: 'value',
  mostOut: 'value',
  countedTo: 'ours',
  wasLimited: 'value',
  probeNext: 'value',
  probed: 'value',
  probedTo: 'ours',
  inflation: 'value',
};

export const RENO: Fields<RenoRecovery> = RECOVERY;

const { inflation: _, ...COMMON } = RECOVERY;

export const SACK: Fields<SackRecovery> = {
  ...COMMON,
  scoreboard: 'part',
  lostTo: 'part', // while something is recovered: before, it is worked out anew before it is read
  heldAbove: 'value',
  doubtful: 'value',
  rescuing: 'value',
  rescued: 'value',
};

export const DISORDER: Fields<OutOfOrder> = {
  gaps: 'part',
  dsackFrom: 'part', // while there is text to report
  dsackTo: 'part',
  latest: 'part', // while there are gaps
  second: 'part',
  third: 'part',
  duplicates: 'value',
};

export const HANDSHAKE: Fields<Handshake> = {
  passive: 'value',
  listener: 'part',
  wantedPeer: 'same', // given by the world's program
  wantedPort: 'same',
  wantedLocal: 'same',
  synLost: 'value',
  openedAt: 'part', // until it is established
  synText: 'part',
  fastOpen: 'part',
};

export const ECN: Fields<Ecn> = {
  echo: 'value',
  reduced: 'value',
  point: 'ours',
  isNew: 'value',
};

export const OFFER: Fields<Offer> = {
  mss: 'value',
  wscale: 'value',
  sackOk: 'value',
  ts: 'value',
  tsVal: 'part', // while ts
  wnd: 'same', // the ACK brings the window that counts
  ecn: 'value',
};

export const CONNECTION: Fields<Connection> = {
  tcp: 'same',
  id: 'same', // a name
  knownId: 'same',
  profile: 'same', // the world's
  state: 'value',
  local: 'same', // one address a host
  remote: 'same',
  localPort: 'value',
  remotePort: 'value',
  udpPort: 'same', // no tunnels here
  route: 'same',
  pseudo: 'same', // made of the addresses
  handshake: 'part',
  user: 'part',
  events: 'value',
  touched: 'value',
  orphan: 'value',
  error: 'part',
  softError: 'part',
  snd: 'part',
  rcv: 'part',
  ack: 'part',
  ts: 'part',
  rtt: 'part',
  timers: 'part',
  options: 'part',
  congestion: 'part',
  recovery: 'part',
  sendQueue: 'part',
  receiveQueue: 'part',
  outOfOrder: 'part',
  ecn: 'part',
  agreed: 'value',
  sackOk: 'same', // bits of agreed
  windowScaling: 'same',
  noDelay: 'value',
  wantsWritable: 'value',
  retries: 'value',
  retryingSince: 'since',
  probes: 'value',
  probesSince: 'part', // while probes are counted
  probeBackoff: 'value',
  probeOut: 'value',
  overridden: 'value',
  synAcked: 'value',
  pathMtu: 'value',
  pathMtuUntil: 'until',
  rcvMss: 'value',
  cwndLimited: 'value',
  meter: 'same', // counts and times for TCP_INFO: nothing goes by them
  heardAt: 'part', // where keep-alive is on, or may be turned on
  keepAliveProbes: 'value',
  retransmissions: 'same', // for STATUS
  octetsAcked: 'same',
  octetsReceived: 'same',
  lastSent: 'part', // until it is longer ago than the RTO
  challengedAt: 'credit',
};
