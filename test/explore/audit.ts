import { actionText } from '../../src/explore/action.ts';
import { actionKey, expand, replay, type Task } from '../../src/explore/expand.ts';
import type { Bounds, ExploreWorld } from '../../src/explore/index.ts';
import { fullBounds } from '../../src/explore/model.ts';
import { planFor } from '../../src/explore/plan.ts';
import { describe as lines } from '../../src/explore/state/world-state.ts';

/** What an audit has seen. */
export interface Audit {
  readonly states: number;
  /** States that were reached a second time another way, and how many of them were compared. */
  readonly met: number;
  readonly compared: number;
  /** What goes on differently though it counts as the same, in words; empty when all is well. */
  readonly differences: readonly string[];
}

/** A world as a task without properties: what is searched is only whether equal states are equal. */
export function bareTask(world: ExploreWorld, bounds: Bounds, reduce = true): Task {
  return {
    plan: planFor(world),
    bounds: fullBounds(bounds),
    properties: [],
    hazards: [],
    reduce,
  };
}

/** A run of `steps` steps, another for each `seed`, faults left out: somewhere deep in the world to begin at. */
export function somewhere(
  world: ExploreWorld,
  bounds: Bounds,
  steps: number,
  seed: number,
): number[] {
  const task = bareTask(world, { ...bounds, faults: 0 });
  const path: number[] = [];
  for (let i = 0; i < steps; i++) {
    const actions = replay(task, path).actions();
    const next = actions[(i * seed + (seed >> 1)) % Math.max(1, actions.length)];
    if (next === undefined) break;
    path.push(next);
  }
  return path;
}

/**
 * Goes through a world breadth first, every order of steps, until `most` states are known. Whenever two paths lead
 * to one hash, every `every`-th time, it tries all that can happen after either: the same actions must be possible
 * and lead to the same hashes, or the hash leaves out something that matters. It begins after `from`.
 */
export function audit(
  world: ExploreWorld,
  bounds: Bounds,
  every: number,
  most: number,
  from: readonly number[] = [],
): Audit {
  const task = bareTask(world, bounds, false);
  const first = new Map<string, readonly number[]>();
  const queue: (readonly number[])[] = [from];
  const differences: string[] = [];
  let met = 0;
  let compared = 0;
  for (let path = queue.shift(); path !== undefined && first.size < most; path = queue.shift()) {
    for (const { action, hash } of expand(task, { path, asleep: [], only: null }).children) {
      const key = `${hash.high}.${hash.low}`;
      const here = [...path, action];
      const there = first.get(key);
      if (there === undefined) {
        first.set(key, here);
        queue.push(here);
      } else if (met++ % every === 0) {
        compared++;
        const difference = compare(task, there, here);
        if (difference !== null) differences.push(difference);
      }
    }
  }
  return { states: first.size, met, compared, differences };
}

/** What goes on differently after two paths, or null. */
function compare(task: Task, x: readonly number[], y: readonly number[]): string | null {
  const after = [successors(task, x), successors(task, y)] as const;
  if (after[0].join() === after[1].join()) return null;
  const named = (path: readonly number[]): string =>
    path.map((a) => actionText(a, task.plan.world.hosts)).join(', ');
  return `${named(x)}\n${named(y)}\n${firstDifference(task, x, y)}`;
}

/** What can happen after a path, and where each leads; in a symmetric world the hosts' names mean nothing. */
function successors(task: Task, path: readonly number[]): string[] {
  const arena = replay(task, path);
  const { children } = expand(task, { path, asleep: [], only: null });
  const named = task.plan.world.symmetric !== true;
  return children
    .map(({ action, hash }) => {
      const to = `${hash.high}.${hash.low}`;
      return named ? `${actionKey(arena, action)} ${to}` : to;
    })
    .sort();
}

/** The first action that leads to two different states, and in what these differ. */
function firstDifference(task: Task, x: readonly number[], y: readonly number[]): string {
  const [a, b] = [replay(task, x), replay(task, y)];
  const others = new Map(b.actions().map((code) => [actionKey(b, code), code]));
  for (const code of a.actions()) {
    const other = others.get(actionKey(a, code));
    const text = actionText(code, task.plan.world.hosts);
    if (other === undefined) return `only after the first: ${text}`;
    const [p, q] = [replay(task, [...x, code]), replay(task, [...y, other])].map((a) => lines(a));
    const at = (p ?? []).findIndex((line, i) => line !== q?.[i]);
    if (at >= 0) return `${text}: ${p?.slice(Math.max(0, at - 1), at + 2)} is not ${q?.[at]}`;
  }
  return 'the second has more';
}
