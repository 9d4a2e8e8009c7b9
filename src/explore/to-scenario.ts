import type { Micros } from '../base/timer-queue.ts';
import type { Words } from '../base/words.ts';
import { run } from '../sim/run.ts';
import type { Scenario, ScenarioFault, ScenarioHost, Step } from '../sim/scenario.ts';
import { ENGINE, type Task } from './expand.ts';
import type { ExploreHost } from './model.ts';
import type { Counterexample } from './search.ts';
import {
  difference,
  type NotInTime,
  runInTime,
  type TimedRun,
  type TimedSegment,
} from './timed.ts';

/** A counterexample as a scenario, or why there is none. */
export type Staged =
  | { readonly scenario: Scenario; readonly reason: null }
  | { readonly scenario: null; readonly reason: Words };

/** What it is called; by default after its world and what is broken. */
export interface StagedWords {
  readonly id?: string;
  readonly title?: Words;
}

/**
 * How long a delivery or a program's step takes, microseconds: the first with which a run can be followed. Short
 * ones leave the timers alone.
 */
const SPACINGS: readonly Micros[] = [10_000, 1000, 100, 10, 1];

/**
 * Makes a scenario of a counterexample: the search lets everything happen in no time and whenever it likes; a
 * scenario says at what time who does what, how long cables are, and by name what the network does to single
 * segments. Running it gives the same segments, octet for octet and time for time, as the search's own engine
 * when it takes that time; that is tried before a scenario is given.
 *
 * There is none where a run needs clocks that do not go alike, or more than two copies of a segment.
 */
export function toScenario(task: Task, c: Counterexample, words: StagedWords = {}): Staged {
  if (c.property === ENGINE) return none(WHY.engine(c.at));
  let furthest: NotInTime | null = null;
  for (const spacing of SPACINGS) {
    const timed = runInTime(task, c.path, c.property, spacing);
    if ('action' in timed) {
      if (furthest === null || timed.step >= furthest.step) furthest = timed;
      continue;
    }
    return staged(task, c, timed, words);
  }
  return none(WHY.notInTime(furthest?.action ?? ''));
}

function staged(task: Task, c: Counterexample, timed: TimedRun, words: StagedWords): Staged {
  const faults: ScenarioFault[] = [];
  for (const s of timed.segments) {
    const found = faultsOf(s, timed);
    if (found === null) return none(WHY.noFault(s.id));
    faults.push(...found);
  }
  const { world } = task.plan;
  const scenario: Scenario = {
    id: words.id ?? `explore/${world.id}/${c.property}`,
    title: words.title ?? titleOf(task, c),
    hosts: world.hosts.map(hostOf),
    cables: task.plan.cables.map(({ ends: [a, b] }) => ({
      between: [nameOf(task, a), nameOf(task, b)],
      delay: timed.spacing,
    })),
    steps: timed.steps.map(
      ({ host, at, do: action }): Step => ({ host, when: { at }, do: action }),
    ),
    ...(faults.length === 0 ? {} : { faults }),
    until: timed.end,
  };
  const other = difference(timed, run(scenario, { keepBytes: true }));
  return other === null ? { scenario, reason: null } : none(WHY.another(other));
}

/** What the network does to a segment; null when no fault can say it. */
function faultsOf({ id, flight, arrivals, underWay }: TimedSegment, run: TimedRun) {
  const faults: ScenarioFault[] = [];
  const [first, second, third] = arrivals;
  const due = flight.sentAt + run.spacing;
  if (first === undefined) {
    if (!underWay) faults.push({ segment: id, action: 'drop' });
    // It would come before the end, and must come after it.
    else if (due <= run.end)
      faults.push({ segment: id, action: 'delay', by: run.end - flight.sentAt });
    return faults;
  }
  if (third !== undefined || flight.facts === null) return null;
  if (second !== undefined && first.damaged !== second.damaged) return null;
  if (first.at > due) faults.push({ segment: id, action: 'delay', by: first.at - due });
  if (first.damaged) faults.push({ segment: id, action: 'corrupt', bit: 0 });
  if (second !== undefined) {
    faults.push({ segment: id, action: 'duplicate', by: second.at - first.at });
  }
  return faults;
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
  return { scenario: null, reason };
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
