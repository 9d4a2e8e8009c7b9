import { NEVER } from '../../base/timer-queue.ts';
import { uint } from '../../wire/seq.ts';
import type { Connection } from '../connection.ts';
import type { TcpErrorCode } from '../errors.ts';
import { STATE_NAMES } from '../state.ts';
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
  /** Options in use. */
  readonly timestamps: boolean;
  readonly sack: boolean;
  readonly windowScaling: boolean;
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
    timestamps: c.ts.on,
    sack: c.sackOk,
    windowScaling: c.windowScaling,
    timers: runningTimers(c),
    error: c.error,
    softError: c.softError,
  };
}

function runningTimers(c: Connection): Record<string, number> {
  const { now } = c.tcp.env.clock;
  const running: Record<string, number> = {};
  for (const [name, at] of Object.entries(c.timers)) {
    if (at !== NEVER) running[name] = (at as number) - now;
  }
  return running;
}
