import type { Words } from '../base/words.ts';
import { run } from '../sim/run.ts';
import type { Scenario, ScenarioHost, Step } from '../sim/scenario.ts';
import { ENGINE, type Task } from './expand.ts';
import type { ExploreHost } from './model.ts';
import type { Counterexample } from './search.ts';
import { faultsOf, fitted, smoothed } from './smooth.ts';
import { difference, type Layout, type NotInTime, type TimedRun } from './timed.ts';

/** A counterexample as a scenario with the run that it shows, or why there is none. */
export type Staged =
  | { readonly scenario: Scenario; readonly run: TimedRun; readonly reason: null }
  | { readonly scenario: null; readonly run: null; readonly reason: Words };

/** What it is called; by default after its world and what is broken. */
export interface StagedWords {
  readonly id?: string;
  readonly title?: Words;
}

/** How a run is laid out: the first with which it can be followed. Short cables leave timers alone. */
const LAYOUTS: readonly Layout[] = [10_000, 1000, 100, 10, 1].map((spacing) => ({ spacing }));

/**
 * Makes a scenario of a counterexample: the search lets everything happen in no time and whenever it likes; a
 * scenario says at what time who does what, how long cables are, and by name what the network does to single
 * segments. Running it gives the same segments, octet for octet and time for time, as the search's own engine
 * when it takes that time; that is tried before a scenario is given. What the search left on its way for no
 * reason arrives there, when the same breaks all the same: see {@link smoothed}.
 *
 * There is none where a run needs clocks that do not go alike, or more than two copies of a segment.
 */
export function toScenario(task: Task, c: Counterexample, words: StagedWords = {}): Staged {
  if (c.property === ENGINE) return none(WHY.engine(c.at));
  let furthest: NotInTime | null = null;
  for (const layout of LAYOUTS) {
    const timed = fitted(task, c, layout);
    if ('action' in timed) {
      if (furthest === null || timed.step >= furthest.step) furthest = timed;
      continue;
    }
    return staged(task, c, smoothed(task, c, timed), words);
  }
  return none(WHY.notInTime(furthest?.action ?? ''));
}

/** A step of a run that is laid out. */
export interface LaidStep {
  readonly action: number;
  /** It is one of those that were found; otherwise a segment that arrives by the way, and need not. */
  readonly isFound: boolean;
}

/** The steps of a counterexample in the order in which they come when it is laid out in time. */
export function laidSteps(c: Counterexample, run: TimedRun): readonly LaidStep[] {
  const left = [...c.path];
  return [...run.path, ...run.after].map((action) => {
    const at = left.indexOf(action);
    if (at >= 0) left.splice(at, 1);
    return { action, isFound: at >= 0 };
  });
}

function staged(task: Task, c: Counterexample, timed: TimedRun, words: StagedWords): Staged {
  const faults = faultsOf(timed);
  if (typeof faults === 'string') return none(WHY.noFault(faults));
  const { world } = task.plan;
  const scenario: Scenario = {
    id: words.id ?? `explore/${world.id}/${c.property}`,
    title: words.title ?? titleOf(task, c),
    hosts: world.hosts.map(hostOf),
    cables: task.plan.cables.map(({ ends: [a, b] }) => ({
      between: [nameOf(task, a), nameOf(task, b)],
      delay: timed.layout.spacing,
    })),
    steps: timed.steps.map(
      ({ host, at, do: action }): Step => ({ host, when: { at }, do: action }),
    ),
    ...(faults.length === 0 ? {} : { faults }),
    until: timed.end,
  };
  const other = difference(timed, run(scenario, { keepBytes: true }));
  return other === null ? { scenario, run: timed, reason: null } : none(WHY.another(other));
}

function hostOf({ ready: _ready, program: _program, ...host }: ExploreHost): ScenarioHost {
  return host;
}

function nameOf(task: Task, host: number): string {
  return task.plan.hosts[host]?.host.name ?? '';
}

function titleOf(task: Task, c: Counterexample): Words {
  const broken = task.properties.find((p) => p.id === c.property)?.title;
  const { title } = task.plan.world;
  return {
    zh: `${title.zh}：${broken?.zh ?? c.property}`,
    en: `${title.en}: ${broken?.en ?? c.property}`,
  };
}

function none(reason: Words): Staged {
  return { scenario: null, run: null, reason };
}

const WHY = {
  engine: (error: string): Words => ({
    zh: `引擎自己出了错，没有可以重放的结果：${error}`,
    en: `the engine itself failed, so there is nothing to replay: ${error}`,
  }),
  /** The search lets any of several timers that are due together be first, and nothing take time. */
  notInTime: (action: string): Words => ({
    zh: `各主机的时钟走得一样快时，做不到“${action}”这一步：会有定时器先到期`,
    en: `where all clocks go alike, '${action}' cannot come then: a timer expires first`,
  }),
  noFault: (segment: string): Words => ({
    zh: `${segment} 的遭遇没法写成场景里的故障：它来了两次以上，或者只有一份损坏`,
    en: `no fault of a scenario says what becomes of ${segment}: it comes more than twice, or only one copy is damaged`,
  }),
  another: (other: string): Words => ({
    zh: `照场景运行，结果和搜索时不一样：${other}`,
    en: `the scenario runs otherwise than the search did: ${other}`,
  }),
} as const;
