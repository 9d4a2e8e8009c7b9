import type { Micros } from '../../base/timer-queue.ts';
import type { Address } from '../../wire/address.ts';
import type { Connection } from '../connection.ts';
import { reset } from '../ending.ts';
import { FastOpenQueue } from '../fast-open/queue.ts';
import { type ConnectionOptions, optionsOf } from '../options.ts';
import type { Profile } from '../profile.ts';
import { CLOSED } from '../state.ts';
import type { Tcp } from '../tcp.ts';
import { AcceptQueue } from './accept-queue.ts';
import { HalfOpen } from './half-open.ts';
import { refuseSyn } from './syn-ack.ts';
import { checkDecision, type SynHook } from './syn-hook.ts';
import { SynQueue } from './syn-queue.ts';
import { SynTexts } from './syn-texts.ts';

/** A passive OPEN for many peers: a port, and the two queues in which connections come to be. */
export class Listener {
  readonly tcp: Tcp;
  /** How the connections behave whose SYNs are still to come. */
  profile: Profile;
  /** What its SYN-ACKs are sent with and its connections begin with; shared by them, and frozen. */
  options: Readonly<ConnectionOptions>;
  /** The address listened on; null for all of them. [MUST-43] */
  readonly local: Address | null;
  readonly localPort: number;
  readonly ipv6Only: boolean;
  backlog: number;
  /** How many half-open entries its user wants at most, or null for as many as the profile says. */
  readonly #synQueueLimit: number | null;
  /** Others that say so too may share address and port with it. */
  readonly reusePort: boolean;
  readonly synQueue: SynQueue;
  readonly acceptQueue: AcceptQueue;
  /** Text that came with SYNs, until their connections are established. */
  readonly synTexts: SynTexts;
  /** The connections that Fast Open has made of SYNs, or null when it does none. */
  fastOpen: FastOpenQueue | null = null;
  /**
   * Connections are there once text has come, not with the ACK of the SYN-ACK: for as many expiries of the
   * SYN-ACK timer; 0 does not wait. See `setDeferAccept`.
   */
  deferAccept = 0;
  /** Called at the end of a turn in which connections were established. */
  readonly onConnection: (listener: Listener) => void;
  /** Looks at every SYN before it is answered, or null. */
  readonly onSyn: SynHook | null;
  /** The entry that is being made. */
  readonly newHalfOpen: HalfOpen;
  /** When a SYN was last answered with a cookie. */
  cookieSentAt: Micros = Number.NEGATIVE_INFINITY;
  /** Its connections have a `Meter`. */
  metered = false;
  closed = false;
  touched = false;

  constructor(
    tcp: Tcp,
    profile: Profile,
    local: Address | null,
    localPort: number,
    backlog: number,
    ipv6Only: boolean,
    onConnection: (listener: Listener) => void,
    reusePort = false,
    options: { onSyn?: SynHook | undefined; synQueue?: number | undefined } = {},
  ) {
    this.tcp = tcp;
    this.profile = profile;
    this.options = optionsOf(profile);
    this.local = local;
    this.localPort = localPort;
    this.backlog = backlog;
    this.ipv6Only = ipv6Only;
    this.reusePort = reusePort;
    this.onSyn = options.onSyn ?? null;
    this.#synQueueLimit = options.synQueue ?? null;
    this.synQueue = new SynQueue(this, this.#halfOpen());
    this.newHalfOpen = new HalfOpen(this);
    this.synTexts = new SynTexts(this);
    this.acceptQueue = new AcceptQueue(this.#accepts(), profile.acceptsDead);
    if (profile.fastOpenServer && profile.fastOpenAllListeners) {
      this.fastOpen = new FastOpenQueue(backlog);
    }
    this.onConnection = onConnection;
  }

  get synQueueLength(): number {
    return this.synQueue.length;
  }

  get acceptQueueLength(): number {
    return this.acceptQueue.length;
  }

  /** Changes the backlog, as a second listen() does. What waits already goes on waiting. */
  setBacklog(backlog: number): void {
    this.backlog = backlog;
    this.acceptQueue.limit = this.#accepts();
    this.synQueue.limit = this.#halfOpen();
  }

  /** The most connections that wait to be accepted. */
  #accepts(): number {
    return Math.max(1, this.backlog + this.profile.backlogExtra);
  }

  /** The most half-open entries. */
  #halfOpen(): number {
    const { profile } = this;
    const most = profile.synQueueWithinBacklog ? this.#accepts() : Number.POSITIVE_INFINITY;
    return this.#synQueueLimit ?? Math.min(profile.synQueue, most);
  }

  /** The next established connection, or null; give it a `user` before the turn ends. */
  accept(): Connection | null {
    return this.acceptQueue.shift();
  }

  /**
   * What is to become of a SYN that `onSyn` deferred, by the number it was shown with: false when it is gone,
   * because it waited too long or its sender took it back. Throws a TypeError for no decision.
   */
  resume(id: number, decision: 'accept' | 'refuse' | 'drop'): boolean {
    checkDecision(decision, ['accept', 'refuse', 'drop']);
    const h = this.synQueue.findDeferred(id);
    if (h === null) return false;
    if (decision === 'accept') {
      this.synQueue.answer(h);
      return true;
    }
    if (decision === 'refuse') {
      this.tcp.counters.synsRefused++;
      refuseSyn(h);
    } else {
      this.tcp.counters.synsIgnored++;
    }
    this.synQueue.remove(h);
    return true;
  }

  /** Stops listening: half-open entries go in silence, connections not yet accepted are reset. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.tcp.demux.removeListener(this);
    for (const h of this.synQueue.values()) this.synQueue.remove(h);
    for (let c = this.accept(); c !== null; c = this.accept()) {
      if (c.state !== CLOSED) reset(c, 'ECONNABORTED');
    }
  }
}
