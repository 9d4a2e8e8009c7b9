import type { Micros } from '../../base/timer-queue.ts';
import type { Address } from '../../wire/address.ts';
import type { Profile } from '../profile.ts';
import { Lru } from './lru.ts';

/** What a host remembers of a server: RFC 7413 section 4.1.3. */
export interface Server {
  /** The cookie to show, 4 to 16 octets; null while there is none. */
  readonly cookie: Uint8Array | null;
  /** It came in the experimental option, and goes back in one. */
  readonly experimental: boolean;
  /** The MSS that its last SYN-ACK announced; bounds the text on the next SYN. */
  readonly mss: number;
  /**
   * How often asking has failed: after the first time the experimental option asks, once, and then the standard
   * one again. Linux: try_exp of tcp_fastopen_metrics.
   */
  readonly failed: 0 | 1 | 2;
}

/**
 * What a host knows about the servers it opened connections to with Fast Open, RFC 7413 section 4.1.3: their
 * cookies by the pair of addresses, and where Fast Open failed, by address and port too. It outlives the
 * connections, and is bounded by the host's `fastOpenCache`.
 */
export class FastOpenMemory {
  readonly #servers: Lru<Server>;
  /** Until when Fast Open is not tried, by path. */
  readonly #refused: Lru<Micros>;
  /** Times Fast Open was paused for the whole host since it last worked, and when the last pause began. */
  #pauses = 0;
  #pausedAt: Micros = 0;

  constructor(profile: Profile) {
    this.#servers = new Lru(profile.fastOpenCache);
    this.#refused = new Lru(profile.fastOpenCache);
  }

  /** Servers it remembers. */
  get size(): number {
    return this.#servers.size;
  }

  find(local: Address, remote: Address): Server | null {
    return this.#servers.get(pairOf(local, remote)) ?? null;
  }

  remember(local: Address, remote: Address, s: Server): void {
    this.#servers.set(pairOf(local, remote), s);
  }

  /** Forgets all of it: cookies, failures and pauses. */
  clear(): void {
    this.#servers.clear();
    this.#refused.clear();
    this.#pauses = 0;
  }

  /** Fast Open failed on this path: it is not tried before `until`. RFC 7413 section 4.1.3.1 */
  refuse(local: Address, remote: Address, port: number, until: Micros): void {
    this.#refused.set(pathOf(local, remote, port), until);
  }

  isRefused(local: Address, remote: Address, port: number, now: Micros): boolean {
    const key = pathOf(local, remote, port);
    const until = this.#refused.get(key);
    if (until === undefined) return false;
    if (now < until) return true;
    this.#refused.delete(key);
    return false;
  }

  /** Something on the way may swallow Fast Open: no connection of the host uses it for a while. */
  pause(now: Micros): void {
    this.#pauses++;
    this.#pausedAt = now;
  }

  /** It works. */
  resume(): void {
    this.#pauses = 0;
  }

  /** The pause is `fastOpenBlackhole` long, and twice as long each time again, up to 64 times. */
  isPaused({ fastOpenBlackhole }: Profile, now: Micros): boolean {
    if (this.#pauses === 0 || fastOpenBlackhole === 0) return false;
    return now < this.#pausedAt + fastOpenBlackhole * 2 ** Math.min(this.#pauses - 1, 6);
  }
}

function pairOf(local: Address, remote: Address): string {
  return `${local} ${remote}`;
}

function pathOf(local: Address, remote: Address, port: number): string {
  return `${local} ${remote} ${port}`;
}
