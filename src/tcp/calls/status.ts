import { NEVER } from '../../base/timer-queue.ts';
import { uint } from '../../wire/seq.ts';
import { urgentRemaining } from '../arrive/urgent.ts';
import type { Connection } from '../connection.ts';
import type { TcpErrorCode } from '../errors.ts';
import { STATE_NAMES } from '../state.ts';
import { SLOTS } from '../timers.ts';
import { receiveWindow } from '../window.ts';

/** STATUS, RFC 9293 section 3.10.6: a picture of a connection, in numbers a person can read. */
export interface ConnectionStatus {
  readonly state: string;
  readonly local: string;
  readonly localPort: number;
  readonly remote: string;
  readonly remotePort: number;
  readonly snd: { una: number; nxt: number; wnd: number; iss: number; mss: number; scale: number };
  readonly rcv: { nxt: number; wnd: number; irs: number; scale: number };
  /** Octets: written and not acknowledged; received and not read. */
  readonly sendQueue: number;
  readonly receiveQueue: number;
  /** Octets. */
  readonly cwnd: number;
  readonly ssthresh: number;
  /** Microseconds. */
  readonly srtt: number;
  readonly rttvar: number;
  readonly rto: number;
  /** Retransmissions of the oldest octet since it was last acknowledged. */
  readonly retries: number;
  /** Segments sent again since the connection began. */
  readonly retransmissions: number;
  /** Octets the peer has acknowledged; octets received in order. */
  readonly octetsAcked: number;
  readonly octetsReceived: number;
  /** Urgent octets still to be read, those not yet received among them. [MUST-33] */
  readonly urgent: number;
  /** Microseconds since anything came from the peer. */
  readonly sinceHeard: number;
  /** Options in use. */
  readonly timestamps: boolean;
  readonly sack: boolean;
  readonly windowScaling: boolean;
  /** What the user has set; times are microseconds, null is never or not set. */
  readonly options: {
    readonly noDelay: boolean;
    readonly keepAlive: boolean;
    readonly keepAliveIdle: number;
    readonly keepAliveInterval: number;
    readonly keepAliveCount: number;
    readonly userTimeout: number | null;
    readonly linger: number | null;
    readonly dscp: number;
    readonly ttl: number;
  };
  /** Timers running, and the microseconds until each is due. */
  readonly timers: Readonly<Record<string, number>>;
  readonly error: TcpErrorCode | null;
  readonly softError: TcpErrorCode | null;
}

/** STATUS of a connection, now. */
export function status(c: Connection): ConnectionStatus {
  const { snd, rcv, congestion, rtt } = c;
  return {
    state: STATE_NAMES[c.state] as string,
    local: c.local.toString(),
    localPort: c.localPort,
    remote: c.remote.toString(),
    remotePort: c.remotePort,
    snd: {
      una: uint(snd.una),
      nxt: uint(snd.nxt),
      wnd: snd.wnd,
      iss: uint(snd.iss),
      mss: snd.mss,
      scale: snd.scale,
    },
    rcv: { nxt: uint(rcv.nxt), wnd: receiveWindow(c), irs: uint(rcv.irs), scale: rcv.scale },
    sendQueue: c.sendQueue.length,
    receiveQueue: c.receiveQueue.length,
    cwnd: congestion.cwnd,
    ssthresh: congestion.ssthresh,
    srtt: rtt.srtt,
    rttvar: rtt.rttvar,
    rto: rtt.rto,
    retries: c.retries,
    retransmissions: c.retransmissions,
    octetsAcked: c.octetsAcked,
    octetsReceived: c.octetsReceived,
    urgent: urgentRemaining(c),
    sinceHeard: c.tcp.env.clock.now - c.heardAt,
    options: optionsOf(c),
    timestamps: c.ts.on,
    sack: c.sackOk,
    windowScaling: c.windowScaling,
    timers: runningTimers(c),
    error: c.error,
    softError: c.softError,
  };
}

function optionsOf(c: Connection): ConnectionStatus['options'] {
  const { options } = c;
  return {
    noDelay: c.noDelay,
    keepAlive: options.keepAlive,
    keepAliveIdle: options.keepAliveIdle,
    keepAliveInterval: options.keepAliveInterval,
    keepAliveCount: options.keepAliveCount,
    userTimeout: options.hasUserTimeout ? options.userTimeout : null,
    linger: options.linger,
    dscp: options.tos >> 2,
    ttl: options.ttl,
  };
}

function runningTimers(c: Connection): Record<string, number> {
  const { now } = c.tcp.env.clock;
  const running: Record<string, number> = {};
  for (const slot of SLOTS) {
    const at = c.timers[slot];
    if (at !== NEVER) running[slot] = at - now;
  }
  return running;
}
