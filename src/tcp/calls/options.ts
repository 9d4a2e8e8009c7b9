import { type Micros, NEVER } from '../../base/timer-queue.ts';
import type { Connection } from '../connection.ts';
import { watchPeer } from '../keepalive.ts';
import { ownOptions } from '../options.ts';
import { CLOSED, LISTEN, TIME_WAIT } from '../state.ts';
import { arm } from '../timers.ts';

/** How a peer is watched; what is absent stays as it is. Times are microseconds. */
export interface KeepAliveOptions {
  /** How long nothing comes before the first probe. */
  readonly idle?: Micros | undefined;
  /** Between probes that are not answered. */
  readonly interval?: Micros | undefined;
  /** Probes that are not answered before the peer is taken for dead: 1 to 255. */
  readonly count?: number | undefined;
}

/** The longest time any of them may be. */
const YEAR: Micros = 365 * 86_400 * 1_000_000;

/**
 * Watches the peer with keep-alive probes, or stops: RFC 9293 section 3.8.4 [MUST-24, MUST-27]. The
 * connection ends with ETIMEDOUT after idle + count × interval without a segment. Throws a RangeError
 * for a time or a count that makes no sense.
 */
export function setKeepAlive(c: Connection, on: boolean, o: KeepAliveOptions = {}): void {
  const options = ownOptions(c);
  const idle = o.idle ?? options.keepAliveIdle;
  const interval = o.interval ?? options.keepAliveInterval;
  const count = o.count ?? options.keepAliveCount;
  mustBeTime('idle', idle);
  mustBeTime('interval', interval);
  mustBeWhole('count', count, 1, 255);
  options.keepAlive = on;
  options.keepAliveIdle = idle;
  options.keepAliveInterval = interval;
  options.keepAliveCount = count;
  watchPeer(c);
}

/**
 * How long what is sent or queued may stay unacknowledged before the connection ends with ETIMEDOUT;
 * NEVER leaves that to R2. It bounds an opening too. RFC 9293 sections 3.8.3 and 3.10.8. [MUST-21]
 */
export function setUserTimeout(c: Connection, timeout: Micros): void {
  if (timeout !== NEVER) mustBeTime('the user timeout', timeout);
  ownOptions(c).userTimeout = timeout;
  arm(c, 'userTimeout', NEVER);
  const { state } = c;
  if (timeout === NEVER || state === CLOSED || state === LISTEN || state === TIME_WAIT) return;
  if (!c.synAcked) arm(c, 'userTimeout', c.tcp.env.clock.now + timeout);
  else c.tcp.touch(c);
}

/**
 * What letting go of the connection does: null sends the rest for as long as it takes, 0 resets at
 * once, a longer time resets when the peer has not acknowledged everything by then.
 */
export function setLinger(c: Connection, linger: Micros | null): void {
  if (linger !== null && linger !== 0) mustBeTime('linger', linger);
  ownOptions(c).linger = linger;
}

/** The Differentiated Services field of what is sent from now on, 0 to 63. [MUST-48, SHLD-21] */
export function setDscp(c: Connection, dscp: number): void {
  mustBeWhole('a DSCP', dscp, 0, 63);
  ownOptions(c).tos = dscp << 2;
}

/** The IP time to live, or hop limit, of what is sent from now on, 1 to 255. [MUST-49] */
export function setTtl(c: Connection, ttl: number): void {
  mustBeWhole('a time to live', ttl, 1, 255);
  ownOptions(c).ttl = ttl;
}

function mustBeTime(what: string, t: Micros): void {
  if (t > 0 && t <= YEAR) return;
  throw new RangeError(`${what} is a time above 0 and at most a year, not ${t} microseconds`);
}

function mustBeWhole(what: string, n: number, least: number, most: number): void {
  if (Number.isInteger(n) && n >= least && n <= most) return;
  throw new RangeError(`${what} is a whole number from ${least} to ${most}, not ${n}`);
}
