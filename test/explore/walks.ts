import { actionText } from '../../src/explore/action.ts';
import { Arena } from '../../src/explore/arena.ts';
import { actionKey, expand, type Task } from '../../src/explore/expand.ts';
import { hashOf, Search } from '../../src/explore/index.ts';

/** Searches to the end, handing batches back in whatever order `pick` says. */
export function searched(task: Task, pick: (waiting: number) => number = () => 0): Search {
  const s = new Search(task);
  const out: NonNullable<ReturnType<Search['next']>>[] = [];
  for (;;) {
    for (let b = s.next(); b !== null; b = s.next()) out.push(b);
    const [batch] = out.splice(pick(out.length), 1);
    if (batch === undefined) return s;
    s.takeIn(
      batch.number,
      batch.nodes.map((node) => expand(task, node)),
    );
  }
}

/** No run is longer: a step that fails at once, as a connection to a port in use, can be tried for ever. */
const LONGEST = 60;

/** What runs that chance leads came across. */
export interface Walked {
  readonly steps: number;
  /** Runs that came to a state which the search has not seen, or only after more steps than they took. */
  readonly unseen: readonly string[];
}

/**
 * Of segments that are alike only the first: where they must keep their order, to let the last go first does nothing
 * that they cannot do in their order, and takes more of the bound.
 */
function firstOfAlike(arena: Arena): number[] {
  const actions = arena.actions();
  const keys = actions.map((code) => actionKey(arena, code));
  return actions.filter((_, i) => keys.indexOf(keys[i] as number) === i);
}

/**
 * Runs a world again and again, each time as chance has it, and looks up every state in what was searched: no run
 * within the bounds leads to one that is not there.
 */
export function walk(task: Task, { visited }: Search, runs: number, seed: number): Walked {
  let random = seed;
  const below = (n: number): number => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((random / 0x1_0000_0000) * n);
  };
  const unseen: string[] = [];
  let steps = 0;
  for (let run = 0; run < runs; run++) {
    const arena = new Arena(task.plan, task.bounds);
    const path: number[] = [];
    while (path.length < Math.min(task.bounds.steps, LONGEST)) {
      const actions = firstOfAlike(arena);
      const action = actions[below(actions.length)];
      if (action === undefined) break;
      arena.perform(action);
      if (arena.isBeyond) break;
      path.push(action);
      steps++;
      const state = visited.find(hashOf(arena));
      if (state >= 0 && visited.depth(state) <= path.length) continue;
      unseen.push(path.map((code) => actionText(code, task.plan.world.hosts)).join(', '));
      break;
    }
    arena.dispose();
  }
  return { steps, unseen };
}
