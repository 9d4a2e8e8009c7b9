import { performance } from 'node:perf_hooks';
import { Clock } from '../base/clock.ts';
import { PacketPool } from '../base/packet.ts';
import type { Random } from '../base/random.ts';
import { type Micros, NEVER } from '../base/timer-queue.ts';
import { SystemRandom } from './random.ts';

/** Longest time turns follow one another before the event loop gets its share. */
const BUDGET: Micros = 2000;
/** Work due sooner than this is waited for in the event loop: platform timers count in milliseconds. */
const SOON: Micros = 200;
/** The longest delay setTimeout takes, milliseconds. */
const LONGEST = 2 ** 31 - 1;

/**
 * Someone with news for code that is not the engine's: told after the turn, never in it.
 *
 * Each is told in a callback of its own, after which the platform runs ticks and promises: between
 * two events a program that awaits the first gets to ask for the second. What such code throws
 * reaches the process, and neither the engine nor anyone else's news.
 */
export interface Notice {
  /** Stands in the driver's list; only the driver writes it. */
  noticed: boolean;
  notify(): void;
}

/**
 * Real time for the hosts and links of one process: it owns their clock and makes its turns.
 *
 * Between turns, call {@link enter} before calling the engine.
 */
export class Driver {
  readonly clock: Clock = new Clock();
  readonly pool: PacketPool = new PacketPool();
  readonly random: Random = new SystemRandom();
  /** Microseconds from 1970 to the clock's zero: add it to a time of the clock for captures. */
  readonly epoch: Micros;
  readonly #zero: number;
  #timer: NodeJS.Timeout | null = null;
  /** When the platform's timer will fire; it is not moved when the next deadline moves later. */
  #armed: Micros = NEVER;
  #scheduled = false;
  #refs = 0;
  #alive: NodeJS.Timeout | null = null;
  #closed = false;

  /** @param start what the clock shows at first, microseconds */
  constructor(start: Micros = 0) {
    this.#zero = performance.now() - start / 1000;
    this.epoch = Math.round((performance.timeOrigin + this.#zero) * 1000);
    this.clock.now = start;
    this.clock.wake = () => this.#schedule();
  }

  /** The time, microseconds of the clock; the clock itself stands still within a turn. */
  now(): Micros {
    return (performance.now() - this.#zero) * 1000;
  }

  /** Makes the clock show the time and a turn follow soon; nothing within a turn. */
  enter(): void {
    const { clock } = this;
    if (clock.inTurn) return;
    const now = this.now();
    if (now > clock.now) clock.now = now;
    this.#schedule(); // not everything the engine does touches a host: a SYN goes at once
  }

  /** Runs a turn now, with `input` in it, and what that makes due at once. Within a turn, just `input`. */
  turn(input: (() => void) | null = null): void {
    if (this.clock.inTurn) {
      if (input !== null) input();
      return;
    }
    try {
      this.#turns(input);
    } finally {
      this.#settle();
    }
  }

  /** Has `n` notified once, soon after this turn. */
  later(n: Notice): void {
    if (n.noticed) return;
    n.noticed = true;
    setImmediate(tell, n);
  }

  /** One more reason for the process to stay alive: a socket, a listener. */
  ref(): void {
    if (++this.#refs === 1 && !this.#closed) this.#alive = setInterval(() => {}, LONGEST);
  }

  /** One reason less. With none, neither a deadline nor TIME-WAIT keeps the process. */
  unref(): void {
    if (this.#refs === 0) throw new Error('driver: unref without ref');
    if (--this.#refs === 0) this.#release();
  }

  /** Stops: no turn is made any more except by calling {@link turn}. */
  close(): void {
    this.#closed = true;
    this.clock.wake = null;
    this.#release();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#armed = NEVER;
  }

  #release(): void {
    if (this.#alive !== null) clearInterval(this.#alive);
    this.#alive = null;
  }

  /**
   * Turns until nothing is due, or the budget is spent: a packet on a cable without delay is due in
   * the turn after the one that sent it.
   */
  #turns(input: (() => void) | null): void {
    const { clock } = this;
    let now = this.now();
    const stop = now + BUDGET;
    clock.turn(now, input);
    for (now = this.now(); clock.timers.next() <= now && now < stop; now = this.now()) {
      clock.turn(now);
    }
  }

  /** Sees to it that the next turn comes when it is needed. */
  #settle(): void {
    if (this.#closed) return;
    const next = this.clock.timers.next();
    const now = this.now();
    if (next <= now + SOON) this.#schedule();
    else if (next < this.#armed) this.#arm(next, now);
  }

  /**
   * A turn in the event loop's next round.
   *
   * Measured with streams over a cable, process.nextTick moves as many octets and opens a third more
   * connections a second; but then the promises of a program wait until all sockets are quiet.
   */
  #schedule(): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    setImmediate(this.#work); // never unrefed: the event loop would sleep over it
  }

  readonly #work = (): void => {
    this.#scheduled = false;
    if (!this.#closed) this.turn();
  };

  #arm(next: Micros, now: Micros): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const delay = Math.min(Math.ceil((next - now) / 1000), LONGEST);
    this.#armed = now + delay * 1000;
    this.#timer = setTimeout(this.#expired, delay);
    this.#timer.unref();
  }

  readonly #expired = (): void => {
    this.#timer = null;
    this.#armed = NEVER;
    this.#work();
  };
}

function tell(n: Notice): void {
  n.noticed = false;
  n.notify();
}
