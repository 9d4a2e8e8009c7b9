/** Microseconds of a clock, as a double: exact for 285 years. */
export type Micros = number;

/** No deadline. */
export const NEVER: number = Number.POSITIVE_INFINITY;

/** Something with one deadline. A connection's timers are one together. */
export abstract class Timed {
  /** When {@link expire} is due, in microseconds; set through {@link TimerQueue.arm}. */
  due = NEVER;
  /** The key this entry has in the heap; at or before `due`, or NEVER when not in the heap. */
  queued = NEVER;
  slot = -1;

  abstract expire(now: number): void;
}

/**
 * The deadlines of everything in one host, earliest first.
 *
 * Nearly every acknowledgment moves a retransmission timer later and almost none expires, so moving
 * later is a single store: the entry stays where it is in the heap and is put right when it surfaces.
 */
export class TimerQueue {
  readonly #heap: Timed[] = [];

  /** Sets the deadline of `t`; NEVER cancels it. */
  arm(t: Timed, due: number): void {
    t.due = due;
    if (due >= t.queued) return;
    t.queued = due;
    if (t.slot < 0) {
      t.slot = this.#heap.length;
      this.#heap.push(t);
    }
    this.#up(t);
  }

  /**
   * Cancels `t` and forgets it at once, where `arm(t, NEVER)` would keep it until its old deadline: for
   * what is over for good. Worth 5 to 20 % more short connections a second.
   */
  remove(t: Timed): void {
    t.due = NEVER;
    const i = t.slot;
    if (i < 0) return;
    t.slot = -1;
    t.queued = NEVER;
    const last = this.#heap.pop() as Timed;
    if (last === t) return;
    last.slot = i;
    this.#heap[i] = last;
    this.#up(last);
    this.#down(last);
  }

  /** The earliest deadline, or NEVER. */
  next(): number {
    for (let t = this.#heap[0]; t !== undefined; t = this.#heap[0]) {
      if (t.due === t.queued) return t.due;
      this.#settle(t);
    }
    return NEVER;
  }

  /** Expires everything due at `now`, in order of deadline. */
  advance(now: number): void {
    while (this.next() <= now) {
      const t = this.#heap[0] as Timed;
      t.due = NEVER;
      this.#settle(t);
      t.expire(now);
    }
  }

  /** Gives the root its true key, or takes it out when it has no deadline. */
  #settle(t: Timed): void {
    t.queued = t.due;
    if (t.due !== NEVER) {
      this.#down(t);
      return;
    }
    t.slot = -1;
    const last = this.#heap.pop() as Timed;
    if (last !== t) {
      last.slot = 0;
      this.#heap[0] = last;
      this.#down(last);
    }
  }

  #up(t: Timed): void {
    const heap = this.#heap;
    let i = t.slot;
    while (i > 0) {
      const parent = heap[(i - 1) >> 1] as Timed;
      if (parent.queued <= t.queued) break;
      heap[i] = parent;
      parent.slot = i;
      i = (i - 1) >> 1;
    }
    heap[i] = t;
    t.slot = i;
  }

  #down(t: Timed): void {
    const heap = this.#heap;
    let i = t.slot;
    for (let c = 2 * i + 1; c < heap.length; c = 2 * i + 1) {
      let child = heap[c] as Timed;
      const right = heap[c + 1];
      if (right !== undefined && right.queued < child.queued) child = right;
      if (child.queued >= t.queued) break;
      const at = child.slot;
      heap[i] = child;
      child.slot = i;
      i = at;
    }
    heap[i] = t;
    t.slot = i;
  }
}
