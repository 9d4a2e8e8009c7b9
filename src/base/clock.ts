import { type Micros, TimerQueue } from './timer-queue.ts';

/** Someone with work to finish before a turn ends: a host. */
export abstract class Party {
  touched = false;
  /** Tells its users what happened, then sends what may be sent. */
  abstract endTurn(): void;
}

/**
 * The time that hosts and links share, and the turns in which everything happens.
 *
 * A driver (virtual time in `sim/`, real time in `node/`) calls {@link turn}; time stands still
 * within it. Packets and timers are handled first, and only then does each touched party speak, so
 * that a burst is answered once.
 */
export class Clock {
  now: Micros = 0;
  readonly timers = new TimerQueue();
  /** Called when a party is touched outside a turn: the driver should make one soon. */
  wake: (() => void) | null = null;
  inTurn = false;
  #touched: Party[] = [];
  #spare: Party[] = [];

  touch(p: Party): void {
    if (p.touched) return;
    p.touched = true;
    this.#touched.push(p);
    if (!this.inTurn && this.wake !== null) this.wake();
  }

  /** Runs one turn at `now`: `input`, then the timers due, then every party touched. */
  turn(now: Micros, input: (() => void) | null = null): void {
    if (this.inTurn) throw new Error('a turn began inside a turn');
    this.inTurn = true;
    try {
      if (now > this.now) this.now = now;
      if (input !== null) input();
      this.timers.advance(this.now);
      while (this.#touched.length > 0) {
        const parties = this.#touched;
        this.#touched = this.#spare;
        for (const p of parties) {
          p.touched = false;
          p.endTurn();
        }
        parties.length = 0;
        this.#spare = parties;
      }
    } finally {
      this.inTurn = false;
    }
  }
}
