import { checkInvariants } from '../tcp/invariants.ts';
import { type Kind, unpack } from './action.ts';
import { Arena, type ArenaHost } from './arena.ts';
import type { FullBounds } from './model.ts';
import { MOST_HOSTS, type Plan } from './plan.ts';
import type { Hazard, Property } from './property.ts';
import type { StateHash } from './state/sink.ts';
import { flightWord, hashOf } from './state/world-state.ts';

/** A state to go on from: how it is reached, and what need not be tried there. */
export interface Node {
  readonly path: readonly number[];
  /** Actions that were tried before in an order that leads to the same; see {@link actionKey}. */
  readonly asleep: readonly number[];
  /** Only these are to be tried, when it was looked at before; null for all. */
  readonly only: readonly number[] | null;
}

/** What one action leads to. */
export interface Child {
  readonly action: number;
  readonly hash: StateHash;
  readonly asleep: readonly number[];
  /** The property that is broken there and the host it is broken at, or null. */
  readonly broken: { readonly property: string; readonly at: string } | null;
  /** The hazard that this is, or null. */
  readonly hazard: string | null;
}

/** What became of a state. */
export interface Expansion {
  readonly children: readonly Child[];
  /** Actions that led beyond the bound of segments. */
  readonly beyond: number;
  /** Actions left out because another order of independent steps was tried. */
  readonly spared: number;
  /** Nothing can happen here any more. */
  readonly isEnd: boolean;
}

/** What a search looks for, and how far. */
export interface Task {
  readonly plan: Plan;
  readonly bounds: FullBounds;
  readonly properties: readonly Property[];
  readonly hazards: readonly Hazard[];
  /** False tries independent steps in every order: to see that this finds nothing more. */
  readonly reduce?: boolean;
}

/** The name under which the engine's own invariants, and what it throws, are reported. */
export const ENGINE = 'engine';

/** Runs `path` from the beginning. */
export function replay(task: Task, path: readonly number[], spacing = 0): Arena {
  const arena = new Arena(task.plan, task.bounds, spacing);
  for (const action of path) arena.perform(action);
  return arena;
}

/**
 * Tries everything that can happen in a state. An engine cannot be copied, so each action begins with a new
 * world that is brought there along the path: about 10 us a step and 30 us for the world.
 */
export function expand(task: Task, node: Node): Expansion {
  const first = replay(task, node.path);
  const actions = first.actions();
  const keys = actions.map((a) => actionKey(first, a));
  const children: Child[] = [];
  const tried: number[] = [];
  let beyond = 0;
  let spared = 0;
  let arena: Arena | null = first;
  const seen = new Set<number>();
  // What sleeps is known by the names of hosts, and in a symmetric state these have no meaning.
  const reduces = task.reduce !== false && task.plan.world.symmetric !== true;
  for (const [i, action] of actions.entries()) {
    const key = keys[i] as number;
    if (seen.has(key)) continue; // two segments that are one like the other
    seen.add(key);
    if (node.asleep.includes(key) || (node.only !== null && !node.only.includes(key))) {
      spared++;
      continue;
    }
    arena ??= replay(task, node.path);
    const child = tryAction(task, arena, action);
    arena.dispose();
    arena = null;
    if (child === null) beyond++;
    else {
      const asleep = reduces
        ? [...node.asleep, ...tried].filter((k) => areIndependent(k, key))
        : [];
      children.push({ ...child, asleep });
    }
    tried.push(key);
  }
  return { children, beyond, spared, isEnd: actions.length === 0 };
}

function tryAction(task: Task, arena: Arena, action: number): Omit<Child, 'asleep'> | null {
  const { broken, hazard } = outcomeOf(task, arena, () => arena.perform(action));
  if (arena.isBeyond) return null;
  return { action, hash: hashOf(arena), broken, hazard };
}

/** What is broken, and the hazard that covers it. */
type Outcome = Pick<Child, 'broken' | 'hazard'>;

/** Does `act` and says what is broken after it, a hazard or not. */
export function whatBreaks(task: Task, arena: Arena, act: () => void): Child['broken'] {
  return outcomeOf(task, arena, act).broken;
}

/** The engine first, then the properties in their order; what a hazard covers comes after all else that is broken. */
export function outcomeOf(task: Task, arena: Arena, act: () => void): Outcome {
  try {
    act();
    for (const h of arena.hosts) check(h);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { broken: { property: ENGINE, at: error.message }, hazard: null };
  }
  let covered: Outcome | null = null;
  for (const p of task.properties) {
    const at = p.broken(arena);
    if (at === null) continue;
    const broken = { property: p.id, at };
    const hazard = task.hazards.find((h) => h.covers(arena, p));
    if (hazard === undefined) return { broken, hazard: null };
    covered ??= { broken, hazard: hazard.id };
  }
  return covered ?? { broken: null, hazard: null };
}

function check(h: ArenaHost): void {
  for (const c of h.host.tcp.demux.connections.values()) checkInvariants(c);
}

const KINDS: readonly Kind[] = ['deliver', 'lose', 'duplicate', 'damage', 'fire', 'do'];
/** Of a key, what is below: of a segment, what it is like; the kind and one of four hosts are above. */
const TWO_48 = 0x1_0000_0000_0000;

/** An action as it is called in whichever run it comes up: kind, host it concerns, what it is about. */
export function actionKey(arena: Arena, code: number): number {
  const { kind, host, n } = unpack(code);
  const k = KINDS.indexOf(kind);
  if (kind === 'fire' || kind === 'do') return (k * MOST_HOSTS + host) * TWO_48 + n;
  const f = arena.flight(host, n);
  return (k * MOST_HOSTS + f.to.host) * TWO_48 + flightWord(f, arena, arena.hosts);
}

/**
 * Whether two actions lead to the same in either order, and neither makes the other impossible. What happens at
 * one host does not concern another; a timer is nobody's alone, for the clock goes on; faults share a budget.
 */
export function areIndependent(x: number, y: number): boolean {
  const [kx, hx] = partsOf(x);
  const [ky, hy] = partsOf(y);
  if (kx === 'fire' || ky === 'fire') return false;
  const isFault = (k: Kind): boolean => k === 'lose' || k === 'duplicate' || k === 'damage';
  if (isFault(kx) && isFault(ky)) return false;
  if (isFault(kx) || isFault(ky)) return x % TWO_48 !== y % TWO_48;
  return hx !== hy;
}

function partsOf(key: number): readonly [Kind, number] {
  const head = Math.floor(key / TWO_48);
  return [KINDS[Math.floor(head / MOST_HOSTS)] as Kind, head % MOST_HOSTS];
}
