import type { StateHash } from './state/sink.ts';

const SMALLEST = 1 << 10;

/**
 * The states that were seen, by hash: what was the path to each, as a parent and an action, and which actions
 * need not be tried there. About 40 octets a state.
 */
export class Visited {
  /** By state: who it was reached from (-1 for the first), by which action, at which depth. */
  #parents = new Int32Array(SMALLEST);
  #actions = new Int32Array(SMALLEST);
  #depths = new Uint16Array(SMALLEST);
  #high = new Uint32Array(SMALLEST);
  #low = new Uint32Array(SMALLEST);
  /** What is asleep at each state; states at which nothing is share one list. */
  readonly asleep: (readonly number[])[] = [];
  /** The index: state + 1 by hash, 0 where there is none; at most half full. */
  #index = new Int32Array(2 * SMALLEST);
  size = 0;

  /** Octets of the tables; what is asleep is not counted. */
  get octets(): number {
    return this.#high.length * 18 + this.#index.length * 4;
  }

  /** The state with that hash, or -1. */
  find({ high, low }: StateHash): number {
    const mask = this.#index.length - 1;
    for (let i = low & mask; ; i = (i + 1) & mask) {
      const state = (this.#index[i] as number) - 1;
      if (state < 0) return -1;
      if (this.#low[state] === low && this.#high[state] === high) return state;
    }
  }

  /** Adds one that is not there, and gives its number. */
  add(hash: StateHash, parent: number, action: number, asleep: readonly number[]): number {
    if (this.size === this.#high.length) this.#grow();
    const state = this.size++;
    this.#high[state] = hash.high;
    this.#low[state] = hash.low;
    this.#parents[state] = parent;
    this.#actions[state] = action;
    this.#depths[state] = parent < 0 ? 0 : (this.#depths[parent] as number) + 1;
    this.asleep.push(asleep);
    this.#enter(state);
    return state;
  }

  hash(state: number): StateHash {
    return { high: this.#high[state] as number, low: this.#low[state] as number };
  }

  depth(state: number): number {
    return this.#depths[state] as number;
  }

  /** The actions that lead to it, from the beginning. */
  path(state: number): number[] {
    const path: number[] = [];
    for (let s = state; (this.#parents[s] as number) >= 0; s = this.#parents[s] as number) {
      path.push(this.#actions[s] as number);
    }
    return path.reverse();
  }

  #enter(state: number): void {
    const mask = this.#index.length - 1;
    let i = (this.#low[state] as number) & mask;
    while (this.#index[i] !== 0) i = (i + 1) & mask;
    this.#index[i] = state + 1;
  }

  #grow(): void {
    const n = 2 * this.#high.length;
    this.#parents = copied(this.#parents, new Int32Array(n));
    this.#actions = copied(this.#actions, new Int32Array(n));
    this.#depths = copied(this.#depths, new Uint16Array(n));
    this.#high = copied(this.#high, new Uint32Array(n));
    this.#low = copied(this.#low, new Uint32Array(n));
    this.#index = new Int32Array(2 * n);
    for (let s = 0; s < this.size; s++) this.#enter(s);
  }
}

function copied<T extends Int32Array | Uint32Array | Uint16Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
