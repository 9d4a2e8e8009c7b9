import type { Clock } from './clock.ts';
import { type Micros, NEVER, Timed } from './timer-queue.ts';
import type { TupleSlab } from './tuple-slab.ts';

/**
 * Entries of a slab that wait equally long: who begins last is last in line, so one timer, for the first,
 * serves all. The line is kept in the entries' own words; an entry stands in one line at most.
 *
 * An entry holds the lower 32 bits of its deadline: only the first one's is known in full, and the others'
 * differences to it. Waits beyond 35 minutes are counted in coarser units, rounded up.
 */
export class SlabLine extends Timed {
  readonly #clock: Clock;
  readonly #slab: TupleSlab;
  readonly #wait: Micros;
  /** The wait of an entry is over: it has left the line, and whoever is told may push or delete it. */
  readonly #over: (slot: number, now: Micros) => void;
  readonly #unit: number;
  #first = -1;
  #last = -1;
  /** The deadline of the first, in units. */
  #firstDue = 0;

  constructor(
    clock: Clock,
    slab: TupleSlab,
    wait: Micros,
    over: (slot: number, now: Micros) => void,
  ) {
    super();
    this.#clock = clock;
    this.#slab = slab;
    this.#wait = wait;
    this.#over = over;
    let unit = 1;
    while (wait / unit >= 0x8000_0000) unit *= 2;
    this.#unit = unit;
  }

  /** The slot that has waited longest, or -1. */
  get oldest(): number {
    return this.#first;
  }

  /** When the oldest has waited long enough; NEVER when there is none. */
  get oldestDue(): Micros {
    return this.#first < 0 ? NEVER : this.#firstDue * this.#unit;
  }

  /** When an entry of the line has waited long enough, microseconds. */
  dueOf(slot: number): Micros {
    const after = (this.#slab.time(slot) - (this.#firstDue | 0)) >>> 0;
    return (this.#firstDue + after) * this.#unit;
  }

  /** Puts an entry, which stands in no line, at the end: its wait begins. */
  push(slot: number): void {
    const { now } = this.#clock;
    // The machine slept: differences to those long overdue would not fit in 32 bits.
    if (now - this.oldestDue > 0x4000_0000 * this.#unit) this.expire(now);
    const due = Math.ceil((now + this.#wait) / this.#unit);
    const slab = this.#slab;
    slab.setTime(slot, due | 0);
    slab.setNext(slot, -1);
    slab.setPrevious(slot, this.#last);
    if (this.#last >= 0) slab.setNext(this.#last, slot);
    this.#last = slot;
    if (this.#first >= 0) return;
    this.#first = slot;
    this.#firstDue = due;
    this.#arm();
  }

  /** Takes an entry of this line out of it. */
  remove(slot: number): void {
    const slab = this.#slab;
    const next = slab.next(slot);
    const previous = slab.previous(slot);
    if (next < 0) this.#last = previous;
    else slab.setPrevious(next, previous);
    if (previous >= 0) {
      slab.setNext(previous, next);
      return;
    }
    if (next >= 0) this.#firstDue += (slab.time(next) - slab.time(slot)) >>> 0;
    this.#first = next;
    this.#arm();
  }

  override expire(now: Micros): void {
    while (this.oldestDue <= now) {
      const slot = this.#first;
      this.remove(slot);
      this.#over(slot, now);
    }
    this.#arm();
  }

  #arm(): void {
    this.#clock.timers.arm(this, this.oldestDue);
  }
}
