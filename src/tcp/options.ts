import { type Micros, NEVER } from '../base/timer-queue.ts';
import type { Profile } from './profile.ts';

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

  constructor(profile: Profile) {
    this.ttl = profile.ttl;
    this.keepAlive = profile.keepAlive;
    this.keepAliveIdle = profile.keepAliveIdle;
    this.keepAliveInterval = profile.keepAliveInterval;
    this.keepAliveCount = profile.keepAliveCount;
    this.userTimeout = profile.userTimeout;
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

/** The connection's options, as an object of its own that may be changed. */
export function ownOptions(c: {
  readonly profile: Profile;
  options: Readonly<ConnectionOptions>;
}): ConnectionOptions {
  if (c.options === unchanged.get(c.profile)) c.options = new ConnectionOptions(c.profile);
  return c.options as ConnectionOptions;
}
