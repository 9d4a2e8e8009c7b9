import type { Clock } from '../../base/clock.ts';
import { SlabLine } from '../../base/slab-line.ts';
import type { Micros } from '../../base/timer-queue.ts';
import type { TupleHash } from '../../base/tuple-hash.ts';
import { TupleSlab } from '../../base/tuple-slab.ts';
import type { Profile } from '../profile.ts';
import { synAckWait } from './defer-accept.ts';
import { HALF_OPEN_WORDS, type HalfOpen, type HalfOpenNote } from './half-open.ts';

/**
 * The half-open entries of a listener that have one IP version, 46 octets each for IPv4. Entries whose
 * SYN-ACK was sent equally often wait equally long, so a line for each number of retries tells them when
 * to send it again.
 */
export class HalfOpenTable {
  readonly slab: TupleSlab;
  readonly notes = new Map<number, HalfOpenNote>();
  readonly #clock: Clock;
  readonly #profile: Profile;
  readonly #expired: (slot: number, now: Micros) => void;
  /** By retries; made when first needed. */
  readonly #lines: SlabLine[] = [];
  #deferred: SlabLine | null = null;

  constructor(
    clock: Clock,
    profile: Profile,
    hash: TupleHash,
    version: 4 | 6,
    expired: (slot: number, now: Micros) => void,
  ) {
    this.slab = new TupleSlab(hash, version, HALF_OPEN_WORDS);
    this.#clock = clock;
    this.#profile = profile;
    this.#expired = expired;
  }

  /** Puts `h` in, and its wait begins. */
  add(h: HalfOpen): void {
    const slot = this.slab.add(h.local, h.remote, h.localPort, h.remotePort);
    h.write(this.slab, this.notes, slot);
    this.#lineOf(h).push(slot);
  }

  /** Its wait is over, or cut short: another begins, by its retries as they are now. */
  renew(h: HalfOpen): void {
    h.rewrite(this.slab);
    this.#lineOf(h).push(h.slot);
  }

  /** Takes it out of its line; `h` must be as it was read. */
  stopWaiting(h: HalfOpen): void {
    this.#lineOf(h).remove(h.slot);
  }

  delete(h: HalfOpen): void {
    this.slab.delete(h.slot);
    h.gone();
  }

  /** When the SYN-ACK of `h` was sent, while it has been sent once and its answer is still to come. */
  answeredAt(h: HalfOpen): Micros {
    if (h.retries > 0 || h.deferred || h.acked) return Number.NaN;
    return this.#lineOf(h).dueOf(h.slot) - this.#profile.synAckRto;
  }

  /** When the wait of `h` is over. */
  dueOf(h: HalfOpen): Micros {
    return this.#lineOf(h).dueOf(h.slot);
  }

  /** The line of the oldest entry that was answered, or of the oldest deferred one; null when empty. */
  oldestLine(): SlabLine | null {
    for (let i = this.#lines.length - 1; i >= 0; i--) {
      const line = this.#lines[i] as SlabLine;
      if (line.oldest >= 0) return line;
    }
    return this.#deferred !== null && this.#deferred.oldest >= 0 ? this.#deferred : null;
  }

  /** How often the entries of a line were answered again; -1 for the deferred. */
  retriesOf(line: SlabLine): number {
    return this.#lines.indexOf(line);
  }

  #lineOf(h: HalfOpen): SlabLine {
    if (h.deferred) {
      this.#deferred ??= this.#newLine(this.#profile.synDeferral);
      return this.#deferred;
    }
    for (let i = this.#lines.length; i <= h.retries; i++) {
      this.#lines.push(this.#newLine(synAckWait(this.#profile, i)));
    }
    return this.#lines[h.retries] as SlabLine;
  }

  #newLine(wait: Micros): SlabLine {
    return new SlabLine(this.#clock, this.slab, wait, this.#expired);
  }
}
