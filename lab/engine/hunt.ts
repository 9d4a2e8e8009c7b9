import { programStep } from '../../src/explore/action.ts';
import {
  actionText,
  type Counterexample,
  type ExploreHost,
  type ExploreWorld,
  expand,
  fullBounds,
  HAZARDS,
  laidSteps,
  planFor,
  propertyNamed,
  QUESTIONS,
  type Question,
  Search,
  type Task,
  type TimedRun,
  unpack,
} from '../../src/explore/index.ts';
import { toScenario } from '../../src/explore/to-scenario.ts';
import { worldFrom } from '../sandbox/world.ts';
import type { Found, FoundStep, HuntReply, Progress, Searched, Side } from './hunt-protocol.ts';
import { REFUSED } from './refusal.ts';

/** What is told of the search, as it goes on. */
type Tell = (reply: HuntReply) => void;

/** How often it is told how far a search has come, milliseconds. */
const OFTEN = 200;

/** Answers the question of that name; see {@link huntFor}. */
export function hunt(id: string, tell: Tell, now: () => number): void {
  const question = QUESTIONS.find((q) => q.id === id);
  if (question !== undefined) huntFor(question, tell, now);
  else tell({ hunt: 'refused', why: unknownQuestion(id) });
}

function unknownQuestion(id: string) {
  return { zh: `没有叫“${id}”的问题。`, en: `There is no question called “${id}”.` };
}

/**
 * Searches the world of a question without the mechanism, then by the book, as the command line does: the same
 * bounds, the same properties, and so the same run. Does not return before it is over; whoever has enough of it ends
 * the worker it goes on in. `now` tells milliseconds.
 */
export function huntFor(question: Question, tell: Tell, now: () => number): void {
  try {
    const worlds = worldsOf(question);
    const { world, answer } = question;
    const sides = worlds.map(([side]) => side);
    tell({ hunt: 'begins', sides, bounds: world.bounds, answer });
    for (const [place, [, searchedWorld]] of worlds.entries()) {
      const onProgress = (progress: Progress): void => tell({ hunt: 'progress', place, progress });
      const searched = searchIn(question, searchedWorld, onProgress, now);
      tell({ hunt: 'searched', place, searched });
    }
    tell({ hunt: 'over' });
  } catch (error) {
    // What it says is for programs; whoever tests the page reads it here.
    console.info(error);
    tell({ hunt: 'refused', why: REFUSED });
  }
}

function worldsOf({ world, standard, beside, apart }: Question): (readonly [Side, ExploreWorld])[] {
  return [
    ['taken', world],
    [beside === 'book' ? 'standard' : beside, standard],
    ...apart.map((less): readonly [Side, ExploreWorld] => ['apart', less.world]),
  ];
}

/** The task that a question is, in one of its worlds; the bounds are those of the world without the mechanism. */
export function taskOf(question: Question, world: ExploreWorld): Task {
  return {
    plan: planFor(world),
    bounds: fullBounds(question.world.bounds),
    properties: question.properties.map(propertyNamed),
    hazards: HAZARDS,
  };
}

function searchIn(
  question: Question,
  world: ExploreWorld,
  onProgress: (p: Progress) => void,
  now: () => number,
): Searched {
  const began = now();
  const task = taskOf(question, world);
  const search = new Search(task);
  const soFar = (): Progress => {
    const { states, transitions, depth } = search.report;
    return { states, transitions, depth, ms: now() - began };
  };
  onProgress(soFar());
  let told = began;
  for (let batch = search.next(); batch !== null; batch = search.next()) {
    search.takeIn(
      batch.number,
      batch.nodes.map((node) => expand(task, node)),
    );
    if (now() - told < OFTEN) continue;
    told = now();
    onProgress(soFar());
  }
  const { outcome, counterexample, hazards } = search.report;
  return {
    ...soFar(),
    outcome,
    found: counterexample === null ? null : foundOf(question, task, counterexample),
    hazards: HAZARDS.flatMap(({ id, title, clause }) => {
      const times = hazards[id] ?? 0;
      return times === 0 ? [] : [{ title, clause, times }];
    }),
  };
}

/** A counterexample in words, and as a world to be opened. */
function foundOf(question: Question, task: Task, c: Counterexample): Found {
  const { hosts } = task.plan.world;
  const property = task.properties.find((p) => p.id === c.property);
  const { scenario, run, reason } = toScenario(task, c, { title: task.plan.world.title });
  const path = run === null ? c.path : laidPath(c, run);
  return {
    property: c.property,
    title: property?.title ?? ENGINE_BROKE,
    clause: property?.clause ?? '',
    at: c.at,
    steps: path.map((code) => stepOf(code, hosts)),
    world: scenario === null ? null : worldFrom(scenario, question.id),
    reason,
  };
}

/** Its steps in the order of the run that is drawn. */
function laidPath(c: Counterexample, run: TimedRun): readonly number[] {
  return laidSteps(c, run).flatMap(({ action, isFound }) => (isFound ? [action] : []));
}

function stepOf(code: number, hosts: readonly ExploreHost[]): FoundStep {
  const { kind, host, n } = unpack(code);
  const action = actionText(code, hosts);
  const [, name = ''] = action.split(' ');
  if (kind !== 'do') return { action, kind, name, call: null };
  const { list, step } = programStep(n);
  return { action, kind, name, call: hosts[host]?.program?.[list]?.[step]?.do.call ?? null };
}

const ENGINE_BROKE = { zh: '引擎自相矛盾', en: 'the engine contradicts itself' };
