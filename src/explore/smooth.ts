import type { Micros } from '../base/timer-queue.ts';
import type { ScenarioFault } from '../sim/scenario.ts';
import { pack } from './action.ts';
import type { Task } from './expand.ts';
import type { Counterexample } from './search.ts';
import {
  type Layout,
  type NotInTime,
  runInTime,
  type TimedRun,
  type TimedSegment,
} from './timed.ts';

/** The most runs that are tried. */
const MOST_TRIES = 1000;

/**
 * The same counterexample with less that the network does. The shortest run of all leaves a segment on its way
 * when nothing comes of its arrival, and has steps in whatever order; told in time, each of these is a segment that
 * is late. So steps change places with their neighbours, and segments that are left, or grew too old on their way, arrive, as long as that makes
 * fewer faults, and the same is broken at the end and nothing before.
 */
export function smoothed(task: Task, c: Counterexample, timed: TimedRun): TimedRun {
  let best = timed;
  let tries = 0;
  for (let found = true; found; ) {
    found = false;
    for (const [path, lingers] of neighbours(best)) {
      if (++tries > MOST_TRIES) return best;
      const other = runInTime(task, path, c, { ...timed.layout, lingers });
      if ('action' in other || costOf(other) >= costOf(best)) continue;
      best = other;
      found = true;
      break;
    }
  }
  return best;
}

/** A run that may be tried: its steps, and by how much each of them comes later than it might. */
type Draft = readonly [path: readonly number[], lingers: readonly Micros[]];

/** Runs that differ in one place. */
function* neighbours(run: TimedRun): Iterable<Draft> {
  const [path, lingers] = draftOf(run);
  for (const [i, linger] of lingers.entries()) {
    if (linger > 0) yield [path, lingers.map((time, k) => (k === i ? 0 : time))];
  }
  for (let i = 0; i + 1 < path.length; i++) yield [swapped(path, i), swapped(lingers, i)];
  yield* withArrivals(run, path.length);
}

function draftOf({ path, layout }: Pick<TimedRun, 'path' | 'layout'>): Draft {
  return [path, path.map((_, i) => layout.lingers?.[i] ?? 0)];
}

function swapped<T>(list: readonly T[], i: number): readonly T[] {
  return [...list.slice(0, i), ...list.slice(i, i + 2).reverse(), ...list.slice(i + 2)];
}

/** Runs in which one segment more arrives, before the step `until`. */
function* withArrivals(run: TimedRun | NotInTime, until: number): Iterable<Draft> {
  const [path, lingers] = draftOf(run);
  for (const { flight, arrivals, underWay, step } of run.segments) {
    // What grew too old on its way was left as well; of what was lost on purpose no arrival can be tried.
    if (!underWay && arrivals.length > 0) continue;
    const deliver = pack({ kind: 'deliver', host: flight.from, n: flight.n });
    for (let i = step + 1; i <= Math.min(until, path.length - 1); i++) {
      const put = <T>(list: readonly T[], one: T) => [...list.slice(0, i), one, ...list.slice(i)];
      yield [put(path, deliver), put(lingers, 0)];
    }
  }
}

/**
 * Runs a counterexample in time. Where a timer comes too early, one of the steps before comes later, if that lets
 * the timer begin later: of two that run equally long the one begun first expires first, and what is to be done
 * between must find room there. Or something arrives that was left on its way, and stops the timer.
 */
export function fitted(task: Task, c: Counterexample, layout: Layout): TimedRun | NotInTime {
  let best = runInTime(task, c.path, c, layout);
  let tries = 0;
  for (let found = true; found && 'action' in best && best.short > 0; ) {
    found = false;
    const left = best.path.length - best.step;
    for (const [path, lingers] of withMoreTime(best)) {
      if (++tries > MOST_TRIES) return best;
      const other = runInTime(task, path, c, { ...layout, lingers });
      if ('action' in other && other.path.length - other.step >= left) continue;
      best = other;
      found = true;
      break;
    }
  }
  return best;
}

function* withMoreTime(no: NotInTime): Iterable<Draft> {
  const [path, lingers] = draftOf(no);
  for (let step = no.step - 1; step >= 0; step--) {
    yield [path, lingers.map((time, i) => (i === step ? time + no.short : time))];
  }
  yield* withArrivals(no, no.step);
}

/** Fewer faults are better than short delays. */
function costOf(run: TimedRun): number {
  const faults = faultsOf(run);
  if (typeof faults === 'string') return Number.POSITIVE_INFINITY;
  const late = faults.reduce((sum, f) => sum + (f.by ?? 0), 0);
  return faults.length + late / (late + 1_000_000);
}

/** What the network does in a run; where no faults can say it, the name of the segment. */
export function faultsOf(run: TimedRun): readonly ScenarioFault[] | string {
  const faults: ScenarioFault[] = [];
  for (const s of run.segments) {
    const found = faultsOfSegment(s, run);
    if (found === null) return s.id;
    faults.push(...found);
  }
  return faults;
}

function faultsOfSegment(s: TimedSegment, run: TimedRun): readonly ScenarioFault[] | null {
  const { id: segment, flight, arrivals, underWay } = s;
  const [first, second, third] = arrivals;
  const due = flight.sentAt + run.layout.spacing;
  if (flight.facts === null) return first?.at === due || (underWay && due > run.end) ? [] : null;
  if (first === undefined) {
    if (!underWay) return [{ segment, action: 'drop' }];
    // It would come before the end, and must come after it.
    return due > run.end ? [] : [{ segment, action: 'delay', by: run.end - flight.sentAt }];
  }
  if (third !== undefined || (second !== undefined && first.damaged !== second.damaged))
    return null;
  const faults: ScenarioFault[] = [];
  if (first.at > due) faults.push({ segment, action: 'delay', by: first.at - due });
  if (first.damaged) faults.push({ segment, action: 'corrupt', bit: 0 });
  if (second !== undefined) {
    faults.push({ segment, action: 'duplicate', by: second.at - first.at });
  }
  return faults;
}
