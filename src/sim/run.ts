import type { Micros } from '../base/timer-queue.ts';
import {
  goTogether,
  type Impairments,
  type Rule,
  type SegmentCounter,
} from '../link/impairments.ts';
import type { Trace, TraceViolation } from '../observe/trace.ts';
import type { Profile } from '../tcp/profile.ts';
import { violations } from '../tcp/what-if.ts';
import { type Intervention, interventionText, whyNoIntervention } from './intervention.ts';
import { Play } from './play.ts';
import { profileOf } from './profile-of.ts';
import type { Scenario, ScenarioFault, Step } from './scenario.ts';
import { watch } from './watch.ts';
import { World } from './world.ts';

/** How to run a scenario. */
export interface RunOptions {
  /** 1 by default. */
  readonly seed?: number;
  readonly interventions?: readonly Intervention[];
  /** Keeps every packet's octets in the trace. */
  readonly keepBytes?: boolean;
  /** Profiles by host name, instead of those of the scenario. */
  readonly profiles?: Readonly<Record<string, Profile>>;
}

/**
 * Runs `scenario` in a world of its own and returns what happened. The same arguments give the same
 * trace. Throws a RangeError for a scenario or an intervention that makes no sense.
 */
export function run(scenario: Scenario, o: RunOptions = {}): Trace {
  const seed = o.seed ?? 1;
  const interventions = o.interventions ?? [];
  checkHosts(scenario, interventions);
  const { sample } = scenario;
  const world = new World({
    seed,
    record: { keepBytes: o.keepBytes ?? false, ...(sample === undefined ? {} : { sample }) },
  });
  const { recorder } = world;
  if (recorder === null) throw new Error('the world of a scenario records');
  const nonStandard: TraceViolation[] = [];
  for (const h of scenario.hosts) {
    const profile = profileOf(scenario.id, h, interventions, o.profiles?.[h.name]);
    for (const { id, clause } of violations(profile)) {
      nonStandard.push({ host: h.name, whatIf: id, clause });
    }
    world.host(h.name, { profile, ...(h.iss === undefined ? {} : { iss: h.iss }) });
  }
  const rules = rulesByHost(scenario, interventions);
  layCables(world, scenario, rules);
  leadOutside(world, scenario, rules);
  const lastLook = watch(world, recorder, sample !== undefined);
  new Play(world, [...scenario.steps, ...stepsOf(interventions)]).begin();
  runToRest(world, scenario.until ?? DAY);
  lastLook();
  return recorder.trace({
    scenario: scenario.id,
    seed,
    nonStandard,
    interventions: interventions.map((i) => ({
      text: interventionText(i),
      segment: i.kind === 'fault' ? i.segment : null,
    })),
  });
}

/** A run that does not come to rest, such as one of connections kept alive, is over after a day. */
const DAY = 86_400_000_000;
/** Or after so many turns, whatever its timers were set to. */
const MOST_TURNS = 5_000_000;

/** Runs until nothing happens any more, or through everything up to and at `until`. */
function runToRest(world: World, until: Micros): void {
  for (let turns = 0; turns < MOST_TURNS && world.next() <= until; turns++) world.step();
  if (until !== DAY && world.next() > until) world.run(until);
}

function layCables(
  world: World,
  scenario: Scenario,
  rules: ReadonlyMap<string, Impairments>,
): void {
  for (const { between, ...cable } of scenario.cables) {
    const [a, b] = between;
    const ab = rules.get(a);
    const ba = rules.get(b);
    world.cable(world.hostNamed(a), world.hostNamed(b), {
      ...cable,
      ...(ab === undefined ? {} : { impairAB: ab }),
      ...(ba === undefined ? {} : { impairBA: ba }),
    });
  }
}

/** Hosts that get forged segments have somewhere to send their answers: to nobody. */
function leadOutside(
  world: World,
  scenario: Scenario,
  rules: ReadonlyMap<string, Impairments>,
): void {
  for (const { do: action } of scenario.steps) {
    if (action.call !== 'flood' && action.call !== 'inject') continue;
    if (!scenario.hosts.some((h) => h.name === action.to)) continue;
    const impair = rules.get(action.to);
    world.outside(world.hostNamed(action.to), {
      ...(impair === undefined ? {} : { impair }),
    });
  }
}

/** Every intervention must be one, and every host that it names be there. */
function checkHosts(scenario: Scenario, interventions: readonly Intervention[]): void {
  const names = scenario.hosts.map((h) => h.name);
  for (const i of interventions) {
    const wrong = whyNoIntervention(i);
    if (wrong !== null) throw new RangeError(wrong);
    if (i.kind === 'fault' || i.host === undefined || names.includes(i.host)) continue;
    throw new RangeError(
      `'${interventionText(i)}': there is no host '${i.host}' here; there are ${names.join(', ')}`,
    );
  }
}

/** The rules for what each host sends, on whichever of its cables: they share a count. */
function rulesByHost(
  scenario: Scenario,
  interventions: readonly Intervention[],
): Map<string, Impairments> {
  const asked = interventions.flatMap((i) => (i.kind === 'fault' ? [i] : []));
  const named = new Set(asked.map((f) => f.segment));
  // What is asked for about a segment stands in the place of what the scenario does to it.
  const own = (scenario.faults ?? []).filter((f) => !named.has(f.segment));
  const rules = new Map<string, Rule[]>();
  for (const f of [...own, ...asked]) {
    const { host, rule } = ruleOf(f, scenario);
    const before = rules.get(host) ?? [];
    const others = before.filter((r) => r.segment === rule.segment);
    if (!others.every((r) => goTogether(r.action, rule.action))) {
      throw new RangeError(`two things are to happen to segment ${f.segment}: one will do`);
    }
    rules.set(host, [...before, rule]);
  }
  const impairments = new Map<string, Impairments>();
  for (const [host, own] of rules) {
    const counter: SegmentCounter = { segments: 0 };
    impairments.set(host, { rules: own, counter });
  }
  return impairments;
}

function ruleOf(f: ScenarioFault, scenario: Scenario): { host: string; rule: Rule } {
  const found = /^(.*?)([1-9]\d*)$/.exec(f.segment);
  const host = scenario.hosts.find((h) => h.name === found?.[1]);
  if (found === null || host === undefined) {
    const names = scenario.hosts.map((h) => `${h.name}1`).join(' or ');
    throw new RangeError(`no segment can be called '${f.segment}': try ${names}`);
  }
  const { action, by, bit } = f;
  const rule = { segment: Number(found[2]), action };
  const how = { ...(by === undefined ? {} : { by }), ...(bit === undefined ? {} : { bit }) };
  return { host: host.name, rule: { ...rule, ...how } };
}

function stepsOf(interventions: readonly Intervention[]): Step[] {
  return interventions.flatMap((i) =>
    i.kind === 'host' ? [{ host: i.host, when: { at: i.at }, do: { call: i.what } }] : [],
  );
}
