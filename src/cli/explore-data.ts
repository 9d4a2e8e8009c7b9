import type { Words } from '../base/words.ts';
import {
  ASKED,
  type Counterexample,
  ENGINE,
  type ExploreWorld,
  fullBounds,
  PROPERTIES,
  programStep,
  propertyNamed,
  QUESTIONS,
  unpack,
  WORLD_PROFILES,
  WORLDS,
  worldNamed,
} from '../explore/index.ts';
import { run } from '../sim/index.ts';
import { narrate } from '../story/index.ts';
import type { Searched } from './explore-crew.ts';
import type { SearchJob } from './explore-job.ts';
import type { AskedQuestion, AskedWorld } from './explore-options.ts';
import { octetsPerState, stepText } from './explore-report.ts';
import type { Shown } from './explore-run-text.ts';
import { changesOf } from './explore-settings.ts';

/** A question that was answered, as far as it was: what was not begun is null, or is not there. */
export interface Answered {
  readonly asked: AskedQuestion;
  readonly broken: Searched;
  readonly standard: Searched | null;
  readonly apart: readonly Searched[];
  readonly run: Shown | null;
}

/** A question with its searches, as plain data; docs/explore.md says what everything is. */
export function questionData({ asked, broken, standard, apart, run: found }: Answered) {
  const { question } = asked;
  const { id, asks, takenAway, answer, breaks, beside } = question;
  return {
    ...{ id, asks, takenAway, breaks, beside },
    answer: found === null ? null : answer,
    broken: {
      ...searchData(broken, asked.broken, found),
      changes: changesOf(question.world, question.standard),
    },
    standard: standard === null ? null : searchData(standard, asked.standard, null),
    apart: apart.map((s, i) => {
      const job = asked.apart[i] as SearchJob;
      const changes = changesOf(job.world, question.standard);
      return { takenAway: question.apart[i]?.takenAway, changes, ...searchData(s, job, null) };
    }),
  };
}

/** A world with its search, as plain data. */
export function worldData({ profile, job }: AskedWorld, s: Searched, found: Shown | null) {
  return { profile, ...searchData(s, job, found) };
}

function searchData({ report, ms, resident }: Searched, job: SearchJob, found: Shown | null) {
  const { world, bounds, properties } = job;
  const { counterexample: c, ...rest } = report;
  return {
    world: world.id,
    msl: world.msl,
    hosts: world.hosts,
    // JSON has no number for what is not bounded: null.
    bounds: Object.fromEntries(
      Object.entries(fullBounds(bounds)).map(([name, n]) => [name, Number.isFinite(n) ? n : null]),
    ),
    properties,
    ...rest,
    counterexample: c === null ? null : { ...counterexampleData(c, world), ...playedData(found) },
    milliseconds: Math.round(ms),
    statesPerSecond: Math.round((report.states * 1000) / Math.max(1, ms)),
    octetsPerState: Math.round(octetsPerState(report)),
    resident,
  };
}

function counterexampleData({ property, at, path }: Counterexample, world: ExploreWorld) {
  const known = property === ENGINE ? null : propertyNamed(property);
  return {
    property,
    at,
    title: known?.title ?? null,
    clause: known?.clause ?? null,
    steps: path.map((code) => stepData(code, world)),
    path,
  };
}

/** A step of a run: what happens to which segment, or what a host does; and in words. */
function stepData(code: number, world: ExploreWorld) {
  const { kind, host, n } = unpack(code);
  const h = world.hosts[host];
  const says: Words = { en: stepText(code, world, 'en'), zh: stepText(code, world, 'zh') };
  const name = h?.name ?? '';
  if (kind === 'fire') return { kind, host: name, says };
  if (kind !== 'do') return { kind, segment: `${name}${n}`, says };
  const { list, step } = programStep(n);
  return { kind, host: name, list, step, do: h?.program?.[list]?.[step]?.do ?? null, says };
}

/** The run as a scenario, and what is told of it; or why there is no scenario. */
function playedData(found: Shown | null) {
  if (found === null) return {};
  const { scenario, reason } = found.staged;
  if (scenario === null) return { scenario, reason, told: [] };
  const trace = run(scenario);
  const [en, zh] = (['en', 'zh'] as const).map((lang) => narrate(trace, { lang, numbers: 'xy' }));
  const told = en?.map((line, i) => ({
    at: line.at,
    says: { en: line.one, zh: zh?.[i]?.one ?? '' },
  }));
  return { scenario, reason: null, told };
}

/** What there is to ask, and where. */
export function listData() {
  return {
    questions: QUESTIONS.map(
      ({ id, asks, takenAway, answer, breaks, beside, properties, exhibits, items }) => ({
        ...{ id, asks, takenAway, answer, breaks, beside, properties, exhibits, items },
      }),
    ),
    worlds: Object.keys(WORLDS).map((id) => {
      const { title, about, bounds, nightly = bounds } = worldNamed(id, 'rfc');
      return { id, title, about, bounds, nightly };
    }),
    profiles: WORLD_PROFILES,
    properties: [...PROPERTIES, ...ASKED].map((p) => {
      const { id, title, clause } = p;
      return { id, title, clause, asked: ASKED.includes(p) };
    }),
  };
}
