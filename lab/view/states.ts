import { type PathStep, pathOf } from '../../src/ladder/path.ts';
import type { HostChange, Trace } from '../../src/observe/trace.ts';
import { countUpTo, frameAt, framesOf } from './history.ts';

/** A transition that a host made, and the frame that tells of it. */
export interface Step extends PathStep {
  readonly frame: number;
}

const pathsBy = new WeakMap<Trace, Map<string, readonly Step[]>>();

/** All transitions of a host in a flow, also those that lie ahead. */
export function stepsOf(trace: Trace, host: string, flow: number): readonly Step[] {
  let paths = pathsBy.get(trace);
  if (paths === undefined) {
    paths = new Map();
    pathsBy.set(trace, paths);
  }
  const key = `${flow} ${host}`;
  const known = paths.get(key);
  if (known !== undefined) return known;
  const places = framesOf(trace, 'state', host, flow);
  const steps = pathOf(trace, host, flow).map((s, i) => ({ ...s, frame: places[i] as number }));
  paths.set(key, steps);
  return steps;
}

/** The transitions that have been made once everything up to `frame` has happened. */
export function pathAt(trace: Trace, frame: number, host: string, flow: number): readonly Step[] {
  const made = countUpTo(framesOf(trace, 'state', host, flow), frame);
  return stepsOf(trace, host, flow).slice(0, made);
}

/** The state of a host in a flow once everything up to `frame` has happened; null when it has none. */
export function stateAt(trace: Trace, frame: number, host: string, flow: number): string | null {
  const places = framesOf(trace, 'state', host, flow);
  const made = countUpTo(places, frame);
  if (made > 0) return frameAt<'state'>(trace, places[made - 1] as number).to;
  const first = places[0];
  return first === undefined ? null : frameAt<'state'>(trace, first).from;
}

/** The same as it is shown: a host without power is in no state, and knows of nothing when it is started again. */
export function stateSeen(trace: Trace, frame: number, host: string, flow: number): string | null {
  const places = framesOf(trace, 'state', host, flow);
  const last = places[countUpTo(places, frame) - 1] ?? -1;
  const power = framesOf(trace, 'host', host, null).findLast(
    (place) => place <= frame && POWER.includes(frameAt<'host'>(trace, place).what),
  );
  if (power === undefined || power < last) return stateAt(trace, frame, host, flow);
  return frameAt<'host'>(trace, power).what === 'boot' && last >= 0 ? 'CLOSED' : null;
}

const POWER: readonly HostChange[] = ['power-off', 'boot'];
