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
  /** Of `corrupt`: which bit; drawn unless given. */
  readonly bit?: number;
}

/**
 * A world of one's own: a scenario with the rules that its faults are made from, and its seed. It is kept and
 * passed on without `faults`; {@link withFaults} makes them where it is run.
 */
export interface World extends Scenario {
  readonly rules: readonly LineRule[];
  readonly seed: number;
  /** The question that a search answered with this world, such as `why-not-two`. */
  readonly why?: string;
}

/** Rules speak about as many of a host's first segments; what it sends later passes unharmed. */
export const FAULTED = 300;

/** What may happen to one and the same segment: it is late, comes twice, is damaged. */
const TOGETHER: readonly RuleAction[] = ['delay', 'duplicate', 'corrupt'];

/**
 * `world` with the faults that its rules and its seed make. Of two for one segment the first counts, unless both
 * are about that segment alone and can both be.
 */
export function withFaults(world: World): World {
  const faults = new Map<string, ScenarioFault[]>();
  world.rules.forEach((rule, i) => {
    const random = new SeededRandom(world.seed * 31 + i);
    for (let n = 1; n <= FAULTED; n++) {
      const segment = `${rule.host}${n}`;
      // Chance is drawn for each segment, so that one rule leaves another's luck alone.
      if (!hits(rule.which, n, random)) continue;
      const before = faults.get(segment) ?? [];
      if (before.length === 0 || ('segment' in rule.which && fits(rule.action, before))) {
        faults.set(segment, [...before, faultOf(rule, segment)]);
      }
    }
  });
  return { ...world, faults: [...faults.values()].flat() };
}

function fits(action: RuleAction, before: readonly ScenarioFault[]): boolean {
  const others = before.map((f) => f.action);
  return !others.includes(action) && [action, ...others].every((a) => TOGETHER.includes(a));
}

/** Faults of a scenario, each as a rule about that segment alone. */
export function rulesOf(faults: readonly ScenarioFault[]): LineRule[] {
  return faults.map(({ segment, ...rest }) => {
    const [, host = '', n = ''] = /^(.*?)(\d*)$/.exec(segment) ?? [];
    return { host, which: { segment: Number(n) }, ...rest };
  });
}

/** A scenario as a world of one's own, which is run, changed and passed on as such. */
export function worldFrom({ faults = [], ...scenario }: Scenario, why?: string): World {
  return {
    ...scenario,
    id: 'sandbox',
    rules: rulesOf(faults),
    seed: 1,
    ...(why === undefined ? {} : { why }),
  };
}

function hits(which: Which, n: number, random: SeededRandom): boolean {
  if ('segment' in which) return which.segment === n;
  if ('every' in which) return n % which.every === 0;
  return random.u32() < (which.percent / 100) * 2 ** 32;
}

function faultOf({ action, by, bit }: LineRule, segment: string): ScenarioFault {
  return {
    ...{ segment, action },
    ...(by === undefined ? {} : { by }),
    ...(bit === undefined ? {} : { bit }),
  };
}
