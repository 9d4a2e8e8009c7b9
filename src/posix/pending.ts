import type { TimerQueue } from '../base/timer-queue.ts';
import { type Micros, NEVER, Timed } from '../base/timer-queue.ts';
import type { Call, Result } from './result.ts';

/** Tries to finish a call: its result, or null when it has to wait for the network. */
export type Attempt = () => Result | null;

/** A call that waits. */
export class Pending implements Call {
  result: Result | null = null;
  onresult: ((result: Result) => void) | null = null;
  readonly #attempt: Attempt;
  /** What is to be undone when it no longer waits. */
  onsettled: (() => void) | null = null;
  /** When it ends in any case, or null. */
  deadline: Deadline | null = null;

  constructor(attempt: Attempt) {
    this.#attempt = attempt;
  }

  /** Tries again; true when the call is over. */
  retry(): boolean {
    if (this.result !== null) return true;
    const result = this.#attempt();
    if (result === null) return false;
    this.settle(result);
    return true;
  }

  settle(result: Result): void {
    if (this.result !== null) return;
    this.result = result;
    this.deadline?.cancel();
    this.onsettled?.();
    this.onresult?.(result);
  }
}

/** A call that had its result at once. */
export function done(result: Result): Pending {
  const p = new Pending(() => result);
  p.settle(result);
  return p;
}

/** The end of a wait: SO_RCVTIMEO, SO_SNDTIMEO, SO_LINGER, or the timeout of poll. */
export class Deadline extends Timed {
  readonly #timers: TimerQueue;
  readonly #expired: () => void;

  constructor(timers: TimerQueue, at: Micros, expired: () => void) {
    super();
    this.#timers = timers;
    this.#expired = expired;
    if (at !== NEVER) timers.arm(this, at);
  }

  override expire(): void {
    this.#expired();
  }

  cancel(): void {
    this.#timers.remove(this);
  }
}
