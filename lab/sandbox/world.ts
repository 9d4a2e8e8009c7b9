import { SeededRandom } from '../../src/base/random.ts';
import type { RuleAction } from '../../src/link/impairments.ts';
import type { Scenario, ScenarioFault } from '../../src/sim/scenario.ts';

/** Which segments of a host something happens to: one by its place, every n-th, or some by chance. */
export type Which =
  | { readonly segment: number }
  | { readonly every: number }
  /** Of a hundred. */
  | { readonly percent: number };

/** What the network does to what a host sends. */
export interface LineRule {
  readonly host: string;
  readonly action: RuleAction;
  readonly which: Which;
  /** How long, microseconds: for `delay`, and for `reorder` if it is to be another time than usual. */
  readonly by?: number;
}

/**
 * A world of one's own: a scenario with the rules that its faults are made from, and its seed. It is kept and
 * passed on without `faults`; {@link withFaults} makes them where it is run.
 */
export interface World extends Scenario {
  readonly rules: readonly LineRule[];
  readonly seed: number;
}

/** Rules speak about as many of a host's first segments; what it sends later passes unharmed. */
export const FAULTED = 300;

/** `world` with the faults that its rules and its seed make. Of two for one segment the first counts. */
export function withFaults(world: World): World {
  const faults = new Map<string, ScenarioFault>();
  world.rules.forEach((rule, i) => {
    const random = new SeededRandom(world.seed * 31 + i);
    for (let n = 1; n <= FAULTED; n++) {
      const segment = `${rule.host}${n}`;
      // Chance is drawn for each segment, so that one rule leaves another's luck alone.
      const isHit = hits(rule.which, n, random);
      if (isHit && !faults.has(segment)) faults.set(segment, faultOf(rule, segment));
    }
  });
  return { ...world, faults: [...faults.values()] };
}

function hits(which: Which, n: number, random: SeededRandom): boolean {
  if ('segment' in which) return which.segment === n;
  if ('every' in which) return n % which.every === 0;
  return random.u32() < (which.percent / 100) * 2 ** 32;
}

function faultOf({ action, by }: LineRule, segment: string): ScenarioFault {
  return by === undefined ? { segment, action } : { segment, action, by };
}
