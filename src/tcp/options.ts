import { type Micros, NEVER } from '../base/timer-queue.ts';
import type { Profile } from './profile.ts';
import type { Md5Keys } from './signatures.ts';

/** The largest window there is, octets: RFC 7323 section 2.3. */
export const MOST_WINDOW = 65_535 << 14;

/** In the place of a time for FIN-WAIT-2: without a user there is none, and a reset ends the connection. */
export const NO_FIN_WAIT_2: Micros = -1;

/**
 * What the user may set of one connection while it lives; it begins as its profile says. Changed by
 * the calls of `calls/options.ts`, which check what they are given.
 */
export class ConnectionOptions {
  /** IP time to live, or hop limit. [MUST-49] */
  ttl: number;
  /** The octet that carries the Differentiated Services field: DSCP in its six upper bits. [MUST-48] */
  tos = 0;
  /** Probes the peer when nothing has come from it for long. [MUST-24] */
  keepAlive: boolean;
  keepAliveIdle: Micros;
  keepAliveInterval: Micros;
  /** Probes without an answer after which the peer is taken for dead. */
  keepAliveCount: number;
  /** How long what is sent or queued may stay unacknowledged; NEVER leaves it to R2. [MUST-21] */
  userTimeout: Micros;
  /** What letting go does: null sends on, 0 resets, more resets after that time. */
  linger: Micros | null = null;
  /** The most octets written and not yet acknowledged. */
  sendBuffer: number;
  /** What {@link sendBuffer} has grown to by itself; 0 while it has not. */
  grownBuffer = 0;
  /** How much that is not sent yet may wait in it before the user is not told to write; NEVER is all. */
  notSent: number;
  /** The largest text to announce and to send in a segment, octets, timestamps off; 0 leaves it to the MTUs. */
  maxSegment = 0;
  /** Holds what fills no segment until it is taken back, or the FIN is queued: TCP_CORK, TCP_NOPUSH. */
  cork = false;
  /** SYNs sent again before an opening fails: TCP_SYNCNT. */
  synRetries: number;
  /** How long FIN-WAIT-2 lasts without a user, or {@link NO_FIN_WAIT_2}: TCP_LINGER2. */
  finWait2: Micros;
  /** The largest window to offer, octets: TCP_WINDOW_CLAMP. */
  windowClamp = MOST_WINDOW;
  /** By how much text has opened the window beyond the profile's `firstWindow`. */
  grownWindow = 0;
  /** Signs segments, RFC 2385, and takes signed ones only, where there is a key for the peer. */
  md5: Md5Keys | null = null;
  /** Packets no larger than every IPv6 link carries: IPV6_USE_MIN_MTU, RFC 3542 section 11.1. */
  minMtu = false;

  constructor(profile: Profile) {
    this.ttl = profile.ttl;
    this.keepAlive = profile.keepAlive;
    this.keepAliveIdle = profile.keepAliveIdle;
    this.keepAliveInterval = profile.keepAliveInterval;
    this.keepAliveCount = profile.keepAliveCount;
    this.userTimeout = profile.userTimeout;
    this.sendBuffer = profile.sendBuffer;
    this.synRetries = profile.synRetries;
    this.finWait2 = profile.finWait2;
    this.notSent = profile.notSent;
  }

  /** Whether the user has set a limit of his own, which then stands in the place of R2. */
  get hasUserTimeout(): boolean {
    return this.userTimeout !== NEVER;
  }
}

/** What connections that never changed anything have in common, by profile: an idle one costs nothing more. */
const unchanged = new WeakMap<Profile, ConnectionOptions>();

/** The options a profile begins with, shared: change a connection's through {@link ownOptions}. */
export function optionsOf(profile: Profile): Readonly<ConnectionOptions> {
  let options = unchanged.get(profile);
  if (options === undefined) {
    options = Object.freeze(new ConnectionOptions(profile));
    unchanged.set(profile, options);
  }
  return options;
}

/** The options a profile begins with, some changed; frozen, and those of {@link optionsOf} when none is. */
export function optionsWith(
  profile: Profile,
  changes: Partial<ConnectionOptions>,
): Readonly<ConnectionOptions> {
  if (Object.keys(changes).length === 0) return optionsOf(profile);
  return Object.freeze(Object.assign(new ConnectionOptions(profile), changes));
}

/** What has options: a connection, or a listener whose connections begin with them. */
interface Optioned {
  readonly profile: Profile;
  options: Readonly<ConnectionOptions>;
}

/** The connection's options, as an object of its own that may be changed. */
export function ownOptions(c: Optioned): ConnectionOptions {
  if (Object.isFrozen(c.options)) c.options = copyOf(c.profile, c.options);
  return c.options as ConnectionOptions;
}

/** Replaces the options of `c`, which others may share, by a frozen copy with some changed. */
export function shareOptions(c: Optioned, changes: Partial<ConnectionOptions>): void {
  c.options = Object.freeze(Object.assign(copyOf(c.profile, c.options), changes));
}

function copyOf(profile: Profile, o: Readonly<ConnectionOptions>): ConnectionOptions {
  return Object.assign(new ConnectionOptions(profile), o);
}
