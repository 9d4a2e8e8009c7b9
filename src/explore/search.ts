import {
  type Child,
  type Expansion,
  expand,
  type Node,
  outcomeOf,
  replay,
  type Task,
} from './expand.ts';
import { hashOf } from './state/world-state.ts';
import { Visited } from './visited.ts';

/** A broken property, and the shortest run that breaks it. */
export interface Counterexample {
  readonly property: string;
  /** The host it is broken at; of the engine's own errors, what it says. */
  readonly at: string;
  readonly path: readonly number[];
}

/** How far a search has come; at its end, what it found. The same for every run of the same task. */
export interface SearchReport {
  /** Distinct states, and steps between them that were tried. */
  readonly states: number;
  readonly transitions: number;
  /** Steps not tried because independent ones were tried in another order. */
  readonly spared: number;
  /** Steps of the longest run that led to a new state, or to the counterexample. */
  readonly depth: number;
  /** States in which nothing more can happen. */
  readonly ends: number;
  /**
   * `running`; `exhausted`: every run within the bounds was looked at; `found`: the shortest counterexample;
   * `states`, `stopped`: it ended before.
   */
  readonly outcome: 'running' | 'exhausted' | 'found' | 'states' | 'stopped';
  /** Runs that were cut because they took more steps, or sent more segments, than the bounds allow. */
  readonly cutBySteps: number;
  readonly cutBySegments: number;
  readonly counterexample: Counterexample | null;
  /** Documented hazards that were met, and in how many states; what comes after them was looked at too. */
  readonly hazards: Readonly<Record<string, number>>;
  /** Octets of the tables of states. */
  readonly octets: number;
}

/** A piece of work for {@link expand}: states of one depth. */
export interface Batch {
  readonly nodes: readonly Node[];
  /** Its place in the order in which batches must be taken in. */
  readonly number: number;
}

/** A state to be handed out, with what sleeps there. */
interface Entry {
  readonly state: number;
  readonly only: readonly number[] | null;
  readonly asleep: readonly number[];
}

/** States in a batch. */
const BATCH = 64;

/**
 * Breadth-first search, without the expanding: hands out batches and takes in what became of them, in their
 * order, so that it does not matter how many work on them. The first counterexample it meets is one of the
 * shortest there are; of those of the same length, the one that comes first in the order of actions.
 */
export class Search {
  readonly task: Task;
  readonly visited = new Visited();
  #transitions = 0;
  #spared = 0;
  #ends = 0;
  #cutBySteps = 0;
  #cutBySegments = 0;
  /** Steps to the states that are gone on from now. */
  #depth = 0;
  #longest = 0;
  #outcome: SearchReport['outcome'] = 'running';
  #counterexample: Counterexample | null = null;
  readonly #hazards = new Map<string, number>();
  /** States of this depth that are still to be handed out, of the next one, and those handed out. */
  #level: readonly Entry[] = [];
  #nextLevel: { readonly state: number; readonly only: readonly number[] | null }[] = [];
  #at = 0;
  #handedOut = 0;
  #takenIn = 0;
  readonly #out = new Map<number, readonly Entry[]>();
  /** Results that came before their turn. */
  readonly #early = new Map<number, readonly Expansion[]>();

  constructor(task: Task) {
    this.task = task;
    const arena = replay(task, []);
    const { broken, hazard } = outcomeOf(task, arena, () => {});
    const state = this.visited.add(hashOf(arena), -1, 0, []);
    if (broken !== null && hazard === null) this.#find({ ...broken, path: [] });
    else this.#level = [{ state, only: null, asleep: [] }];
  }

  get report(): SearchReport {
    return {
      states: this.visited.size,
      transitions: this.#transitions,
      spared: this.#spared,
      depth: this.#longest,
      ends: this.#ends,
      outcome: this.#outcome,
      cutBySteps: this.#cutBySteps,
      cutBySegments: this.#cutBySegments,
      counterexample: this.#counterexample,
      hazards: Object.fromEntries([...this.#hazards].sort(([a], [b]) => (a < b ? -1 : 1))),
      octets: this.visited.octets,
    };
  }

  get isOver(): boolean {
    return this.#outcome !== 'running';
  }

  /** Ends it before its time. */
  stop(): void {
    if (!this.isOver) this.#outcome = 'stopped';
  }

  /** The next batch, or null: when it is over, or when batches that are out must come back first. */
  next(): Batch | null {
    if (this.isOver || this.#at >= this.#level.length) return null;
    const entries = this.#level.slice(this.#at, this.#at + BATCH);
    this.#at += entries.length;
    const number = this.#handedOut++;
    this.#out.set(number, entries);
    const nodes = entries.map(({ state, only, asleep }) => ({
      path: this.visited.path(state),
      asleep,
      only,
    }));
    return { nodes, number };
  }

  /** Takes in what became of a batch; of one that came before its turn, when that comes. */
  takeIn(number: number, results: readonly Expansion[]): void {
    this.#early.set(number, results);
    for (;;) {
      const now = this.#early.get(this.#takenIn);
      if (now === undefined) break;
      this.#early.delete(this.#takenIn);
      const entries = this.#out.get(this.#takenIn) ?? [];
      this.#out.delete(this.#takenIn++);
      for (const [i, e] of now.entries()) {
        if (!this.isOver) this.#take((entries[i] as Entry).state, e);
      }
    }
    if (this.#takenIn === this.#handedOut && this.#at >= this.#level.length) this.#descend();
  }

  /** All of this depth is done. */
  #descend(): void {
    if (this.isOver) return;
    // What sleeps where is settled now, so that it does not matter when a batch is handed out.
    this.#level = this.#nextLevel.map(({ state, only }) => ({
      state,
      only,
      asleep: this.visited.asleep[state] ?? [],
    }));
    this.#nextLevel = [];
    this.#at = 0;
    if (this.#level.length === 0) {
      this.#outcome = 'exhausted';
      return;
    }
    this.#depth++;
  }

  #take(state: number, e: Expansion): void {
    this.#spared += e.spared;
    this.#cutBySegments += e.beyond;
    if (e.isEnd) this.#ends++;
    for (const child of e.children) {
      this.#transitions++;
      this.#takeChild(state, child);
      if (this.isOver) return;
    }
  }

  #takeChild(parent: number, child: Child): void {
    if (child.broken !== null && child.hazard === null) {
      this.#find({ ...child.broken, path: [...this.visited.path(parent), child.action] });
      return;
    }
    const known = this.visited.find(child.hash);
    if (known >= 0) {
      this.#meetAgain(known, child.asleep);
      return;
    }
    // Gone on with as any other: what sleeps elsewhere because it was tried here counts on what comes after.
    if (child.hazard !== null) this.#count(child.hazard);
    const { bounds } = this.task;
    const state = this.visited.add(child.hash, parent, child.action, child.asleep);
    this.#longest = Math.max(this.#longest, this.visited.depth(state));
    if (this.visited.depth(state) >= bounds.steps) this.#cutBySteps++;
    else this.#later(state, null);
    if (this.visited.size >= bounds.states) this.#outcome = 'states';
  }

  #count(hazard: string): void {
    this.#hazards.set(hazard, (this.#hazards.get(hazard) ?? 0) + 1);
  }

  /** A state was reached another way: what that way has not tried elsewhere must be tried here. */
  #meetAgain(state: number, asleep: readonly number[]): void {
    const before = this.visited.asleep[state] as readonly number[];
    if (before.length === 0) return;
    const awake = before.filter((key) => !asleep.includes(key));
    if (awake.length === 0) return;
    this.visited.asleep[state] = before.filter((key) => asleep.includes(key));
    if (this.visited.depth(state) >= this.task.bounds.steps) return;
    // One of the next depth is still to be looked at, with what is asleep then.
    if (this.visited.depth(state) <= this.#depth) this.#later(state, awake);
  }

  #later(state: number, only: readonly number[] | null): void {
    this.#nextLevel.push({ state, only });
  }

  #find(c: Counterexample): void {
    this.#counterexample = c;
    this.#longest = c.path.length;
    this.#outcome = 'found';
  }
}

/** Searches here and now, to the end. `onBatch` is called now and then; it may stop the search. */
export function search(task: Task, onBatch: ((s: Search) => void) | null = null): SearchReport {
  const s = new Search(task);
  for (let batch = s.next(); batch !== null; batch = s.next()) {
    s.takeIn(
      batch.number,
      batch.nodes.map((node) => expand(task, node)),
    );
    onBatch?.(s);
  }
  return s.report;
}
