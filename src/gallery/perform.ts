import type { Trace } from '../observe/trace.ts';
import type { Intervention } from '../sim/intervention.ts';
import { profileOf } from '../sim/profile-of.ts';
import { run } from '../sim/run.ts';
import type { Scenario } from '../sim/scenario.ts';
import type { Profile } from '../tcp/profile.ts';
import { judge, type Verdict } from './checks.ts';
import type { Exhibit, Values } from './exhibit.ts';
import { Facts } from './facts.ts';

/** How to perform an exhibit. */
export interface PerformOptions {
  /** 1 by default. */
  readonly seed?: number;
  readonly interventions?: readonly Intervention[];
  /** Parameters of the exhibit; those not given stand as they are. */
  readonly values?: Values;
  /** Without the what-ifs that the exhibit itself has on, and with what it restores: how it would be by the book. */
  readonly standard?: boolean;
  readonly keepBytes?: boolean;
}

/** What came of it. */
export interface Performance {
  readonly trace: Trace;
  readonly facts: Facts;
  /** The checks of the exhibit, or those for the standard; they speak about a run nobody interferes with. */
  readonly verdicts: readonly Verdict[];
  /** What each host's TCP was, by its name. */
  readonly profiles: Readonly<Record<string, Profile>>;
}

/** The scenario of an exhibit. Throws a RangeError for a value that there is not, or out of bounds. */
export function scenarioOf(e: Exhibit, values: Values = {}): Scenario {
  const all: Record<string, number> = {};
  for (const [name, p] of Object.entries(e.parameters ?? {})) all[name] = p.value;
  for (const [name, value] of Object.entries(values)) {
    const p = e.parameters?.[name];
    if (p === undefined) {
      const names = Object.keys(all).join(', ') || 'none';
      throw new RangeError(`'${e.id}' has no parameter '${name}'; it has: ${names}`);
    }
    if (!(value >= p.least && value <= p.most)) {
      throw new RangeError(`${name} is from ${p.least} to ${p.most}, not ${value}`);
    }
    all[name] = value;
  }
  return { id: e.id, title: e.title, ...e.build(all) };
}

/**
 * Interventions that switch off every what-if the scenario has on, and put back the values that its exhibit
 * restores; none where there is nothing to take back.
 */
export function byTheBook(
  scenario: Scenario,
  { restores = [] }: Pick<Exhibit, 'restores'> = {},
): Intervention[] {
  const off = scenario.hosts.flatMap((h) =>
    (h.whatIfs ?? []).map((id) => ({ kind: 'what-if', id, host: h.name, off: true }) as const),
  );
  const set = restores.flatMap(({ host, set }) =>
    Object.entries(set).map(([field, value]) => ({ kind: 'set', host, field, value }) as const),
  );
  return [...off, ...set];
}

/** A run that a search found ends where something breaks; where nothing does, it goes on until all is quiet. */
function asPlayed(e: Exhibit, { values, standard }: PerformOptions): Scenario {
  const scenario = scenarioOf(e, values);
  if (standard !== true || e.breaks === undefined) return scenario;
  const { until: _until, ...toRest } = scenario;
  return toRest;
}

/** Runs an exhibit and tries its checks. */
export function perform(e: Exhibit, o: PerformOptions = {}): Performance {
  const scenario = asPlayed(e, o);
  const book = o.standard === true ? byTheBook(scenario, e) : [];
  const interventions = [...book, ...(o.interventions ?? [])];
  const trace = run(scenario, {
    seed: o.seed ?? 1,
    interventions,
    keepBytes: o.keepBytes ?? false,
  });
  const facts = new Facts(trace);
  const checks = o.standard === true ? (e.standardChecks ?? []) : e.checks;
  const profiles = scenario.hosts.map((h) => [h.name, profileOf(e.id, h, interventions)]);
  return { trace, facts, verdicts: judge(checks, facts), profiles: Object.fromEntries(profiles) };
}
