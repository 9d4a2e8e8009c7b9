import type { Clock } from '../base/clock.ts';
import { type Micros, NEVER, Timed } from '../base/timer-queue.ts';

/** Something that stands in at most one line. */
export interface Standing<T> {
  /** When its wait is over. */
  readonly until: Micros;
  line: unknown;
  previous: T | null;
  next: T | null;
}

/**
 * Those who wait equally long: who begins last is last in line, so one timer, for the first, serves
 * all. Beginning again and leaving take a few stores, whatever the length.
 */
export class WaitingLine<T extends Standing<T>> extends Timed {
  readonly #clock: Clock;
  /** The wait of one is over: he is to be taken out. */
  readonly #over: (e: T) => void;
  #first: T | null = null;
  #last: T | null = null;

  constructor(clock: Clock, over: (e: T) => void) {
    super();
    this.#clock = clock;
    this.#over = over;
  }

  /** Who has waited longest, or null. */
  get oldest(): T | null {
    return this.#first;
  }

  /** Puts `e` at the end, from wherever it stands; nobody there may wait longer than it. */
  push(e: T): void {
    this.remove(e);
    e.line = this;
    e.previous = this.#last;
    if (this.#last === null) this.#first = e;
    else this.#last.next = e;
    this.#last = e;
    if (e.until < this.due) this.#clock.timers.arm(this, e.until);
  }

  remove(e: T): void {
    if (e.line !== this) return;
    if (e.previous === null) this.#first = e.next;
    else e.previous.next = e.next;
    if (e.next === null) this.#last = e.previous;
    else e.next.previous = e.previous;
    e.line = null;
    e.previous = null;
    e.next = null;
    if (this.#first === null) this.#clock.timers.arm(this, NEVER);
  }

  override expire(now: Micros): void {
    for (let e = this.#first; e !== null && e.until <= now; e = this.#first) {
      this.remove(e);
      this.#over(e);
    }
    this.#clock.timers.arm(this, this.#first?.until ?? NEVER);
  }
}
