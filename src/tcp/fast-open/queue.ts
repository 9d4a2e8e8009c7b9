import type { Micros } from '../../base/timer-queue.ts';
import type { FastOpenKeys } from './keys.ts';

/** How long the place of a connection stays taken that was reset before its handshake was complete. Linux: 60 s. */
const RESET_STAYS: Micros = 60_000_000;

/**
 * The connections of a listener that a cookie has opened and no ACK has proven yet: no more than `limit`, for
 * a cookie can be stolen. One that is reset keeps its place for a minute, or resets with forged addresses
 * would make room: RFC 7413 section 5.1. Linux: struct fastopen_queue.
 */
export class FastOpenQueue {
  /** The most there may be; 0 opens none. */
  limit: number;
  /** The keys of its cookies, or null for those of the host. */
  keys: FastOpenKeys | null = null;
  #length = 0;
  /** When the places of those that were reset become free, first to last. */
  readonly #resets: Micros[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  get length(): number {
    return this.#length + this.#resets.length;
  }

  hasRoom(now: Micros): boolean {
    while (this.#resets.length > 0 && (this.#resets[0] as Micros) <= now) this.#resets.shift();
    return this.length < this.limit;
  }

  enter(): void {
    this.#length++;
  }

  /** One of them is proven, or over. */
  leave(wasReset: boolean, now: Micros): void {
    this.#length--;
    if (wasReset) this.#resets.push(now + RESET_STAYS);
  }
}
