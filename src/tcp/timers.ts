import { type Micros, NEVER } from '../base/timer-queue.ts';
import type { Connection } from './connection.ts';
import type { Profile } from './profile.ts';

/** The timers a connection can have running. */
export type TimerName =
  | 'syn-ack'
  | 'retransmission'
  | 'persist'
  | 'delayed-ack'
  | 'override'
  | 'fin-wait-2'
  | 'keep-alive'
  | 'user-timeout'
  | 'linger'
  | 'time-wait';

/** A connection's deadlines. The connection is in the host's queue under the earliest of them. */
export class ConnectionTimers {
  /** Retransmission of data, SYN or FIN: RFC 6298. */
  retransmission: Micros = NEVER;
  /** Zero-window probe: RFC 9293 section 3.8.6.1. */
  persist: Micros = NEVER;
  /** Delayed ACK: RFC 9293 section 3.8.6.3. */
  delayedAck: Micros = NEVER;
  /** Sender's silly window avoidance gives up waiting: RFC 9293 section 3.8.6.2.1. */
  override: Micros = NEVER;
  /** How long FIN-WAIT-2 lasts when nobody will read any more. */
  finWait2: Micros = NEVER;
  /** When it is looked whether the peer still lives: RFC 9293 section 3.8.4. */
  keepAlive: Micros = NEVER;
  /** How long data may stay unacknowledged: RFC 9293 section 3.10.8. */
  userTimeout: Micros = NEVER;
  /** How long a connection that its user has let go of may take to deliver the rest. */
  linger: Micros = NEVER;

  earliest(): Micros {
    return Math.min(
      this.retransmission,
      this.persist,
      this.delayedAck,
      this.override,
      this.finWait2,
      this.keepAlive,
      this.userTimeout,
      this.linger,
    );
  }
}

/** A field of {@link ConnectionTimers}. */
export type Slot =
  | 'retransmission'
  | 'persist'
  | 'delayedAck'
  | 'override'
  | 'finWait2'
  | 'keepAlive'
  | 'userTimeout'
  | 'linger';

/** The timers of every connection at rest: none runs, and cancelling one changes nothing. */
export const IDLE_TIMERS = new ConnectionTimers();

/** Sets one of the connection's deadlines; NEVER cancels it. */
export function arm(c: Connection, slot: Slot, at: Micros): void {
  if (c.timers === IDLE_TIMERS) {
    if (at === NEVER) return;
    c.timers = new ConnectionTimers();
  }
  c.timers[slot] = at;
  if (at < c.due) c.tcp.env.clock.timers.arm(c, at);
}

/** How long to wait after the SYN has been sent again `n` times. */
export function synWait(profile: Profile, n: number): Micros {
  let wait = profile.synRto;
  for (let i = profile.synLinearTimeouts; i < n && wait < profile.maxRto; i++) wait *= 2;
  if (n > 0) wait += profile.synSlop;
  return Math.min(wait, profile.maxRto);
}

/** Has the SYN sent again after its wait, or given up when the time for an active OPEN ends before. */
export function armSyn(c: Connection): void {
  const { profile } = c;
  const at = c.tcp.env.clock.now + synWait(profile, c.retries);
  arm(c, 'retransmission', Math.min(at, c.openedAt + profile.synTimeout));
}
