import { type Micros, NEVER, Timed, type TimerQueue } from '../base/timer-queue.ts';

/** Things to do at given times; those of one instant in the order they were asked for. */
export class Agenda extends Timed {
  readonly #timers: TimerQueue;
  readonly #entries: { readonly at: Micros; readonly act: () => void }[] = [];

  constructor(timers: TimerQueue) {
    super();
    this.#timers = timers;
  }

  add(at: Micros, act: () => void): void {
    const entries = this.#entries;
    let i = entries.length;
    while (i > 0 && (entries[i - 1] as { at: Micros }).at > at) i--;
    entries.splice(i, 0, { at, act });
    this.#arm();
  }

  override expire(now: Micros): void {
    for (let first = this.#entries[0]; first !== undefined && first.at <= now; ) {
      this.#entries.shift();
      first.act();
      first = this.#entries[0];
    }
    this.#arm();
  }

  #arm(): void {
    this.#timers.arm(this, this.#entries[0]?.at ?? NEVER);
  }
}
