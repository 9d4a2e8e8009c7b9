import { STATE_NAMES, type State } from '../tcp/state.ts';
import type { TraceCounts } from './trace.ts';

/** Transitions by their states: to make these texts anew is what a large world spends most on. */
const ARROWS: string[][] = STATE_NAMES.map((from) => STATE_NAMES.map((to) => `${from}>${to}`));

type Tally = Record<string, number>;

function add(to: Tally, what: string): void {
  to[what] = (to[what] ?? 0) + 1;
}

/** Counts what one host does: exact however little of it is kept. */
export class Counts {
  readonly #sent: Tally = {};
  readonly #arrived: Tally = {};
  readonly #transitions: Tally = {};
  readonly #dropped: Tally = {};
  readonly #timers: Tally = {};
  readonly #calls: Tally = {};

  send(flags: string): void {
    add(this.#sent, flags);
  }

  arrive(flags: string): void {
    add(this.#arrived, flags);
  }

  transition(from: State, to: State): void {
    add(this.#transitions, (ARROWS[from] as string[])[to] as string);
  }

  drop(reason: string): void {
    add(this.#dropped, reason);
  }

  timer(name: string): void {
    add(this.#timers, name);
  }

  call(what: string): void {
    add(this.#calls, what);
  }

  /** What was counted so far, as plain data. */
  of(host: string): TraceCounts {
    return {
      host,
      sent: { ...this.#sent },
      arrived: { ...this.#arrived },
      transitions: { ...this.#transitions },
      dropped: { ...this.#dropped },
      timers: { ...this.#timers },
      calls: { ...this.#calls },
    };
  }
}
