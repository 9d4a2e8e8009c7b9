import { type Micros, NEVER, Timed } from '../base/timer-queue.ts';
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

/** A connection's deadlines. They are in the host's queue under the earliest of them. */
export class ConnectionTimers extends Timed {
  readonly #connection: Connection | null;
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

  constructor(c: Connection | null) {
    super();
    this.#connection = c;
  }

  override expire(now: Micros): void {
    const c = this.#connection;
    if (c !== null) c.tcp.expire(c, now);
  }

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

/** The deadlines among the fields of {@link ConnectionTimers}. */
export const SLOTS = [
  'retransmission',
  'persist',
  'delayedAck',
  'override',
  'finWait2',
  'keepAlive',
  'userTimeout',
  'linger',
] as const;
export type Slot = (typeof SLOTS)[number];

/** The timers of every connection at rest: none runs, and cancelling one changes nothing. */
export const IDLE_TIMERS = new ConnectionTimers(null);

/** Sets one of the connection's deadlines; NEVER cancels it. */
export function arm(c: Connection, slot: Slot, at: Micros): void {
  if (c.timers === IDLE_TIMERS) {
    if (at === NEVER) return;
    c.timers = new ConnectionTimers(c);
  }
  const { timers } = c;
  timers[slot] = at;
  if (at < timers.due) c.tcp.env.clock.timers.arm(timers, at);
}

/** Cancels all of them. */
export function stopTimers(c: Connection): void {
  c.tcp.env.clock.timers.remove(c.timers);
  c.timers = IDLE_TIMERS;
}

/** After one has expired: the connection is due again when the next one is, or has none any more. */
export function awaitNext(c: Connection): void {
  const { timers } = c;
  const next = timers.earliest();
  if (next < timers.due) c.tcp.env.clock.timers.arm(timers, next);
  else if (next === NEVER) stopTimers(c);
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
  arm(c, 'retransmission', Math.min(at, c.handshake.openedAt + profile.synTimeout));
}
