import type { Micros } from '../../src/base/timer-queue.ts';
import type { Trace, TraceFrame } from '../../src/observe/trace.ts';
import { frameAt, framesOf, lastUpTo } from './history.ts';

/** What becomes of a timer that runs; `restarted` and `cancelled` with the frame that tells of it. */
export interface Ending {
  readonly kind: 'expires' | 'restarted' | 'cancelled' | 'open';
  /** The frame in which it happens; -1 when the run is over before. */
  readonly frame: number;
  readonly at: Micros;
}

/** A timer that runs, at one place in a run. */
export interface Running {
  readonly host: string;
  readonly flow: number;
  /** As traces name it: `retransmission`, `time-wait`. */
  readonly name: string;
  /** When it was set to what it is set to now, and how often it had been set before. */
  readonly since: Micros;
  readonly set: number;
  readonly due: Micros;
  readonly ending: Ending;
}

/** Traces have names of fields where they mean timers: `finWait2`. */
export function timerName(name: string): string {
  return name.replace(/[A-Z]|(?<=\D)\d/g, (c) => `-${c.toLowerCase()}`).replace(/--/g, '-');
}

/** The timers of a connection that run once everything up to `frame` has happened. */
export function timersAt(trace: Trace, frame: number, host: string, flow: number): Running[] {
  const places = framesOf(trace, 'timers', host, flow);
  const told = lastUpTo(places, frame);
  if (told < 0 || clearedBetween(trace, told, frame, host, flow) >= 0) return [];
  return frameAt<'timers'>(trace, told).timers.map(({ name, due }) => ({
    ...{ host, flow, name: timerName(name), due },
    ...setSince(trace, places, told, name, due),
    ending: endingOf(trace, told, host, flow, name, due),
  }));
}

/** The frame after `from`, up to `to`, that ends a connection with all its timers; -1 when none does. */
function clearedBetween(
  trace: Trace,
  from: number,
  to: number,
  host: string,
  flow: number,
): number {
  const isEnd = (f: TraceFrame): boolean =>
    (f.kind === 'state' && (f.to === 'CLOSED' || f.to === 'LISTEN')) ||
    (f.kind === 'host' && f.what === 'power-off');
  const found = [
    ...framesOf(trace, 'state', host, flow),
    ...framesOf(trace, 'host', host, null),
  ].filter((i) => i > from && i <= to && isEnd(trace.frames[i] as TraceFrame));
  return found.length === 0 ? -1 : Math.min(...found);
}

function dueIn(trace: Trace, place: number, name: string): Micros | null {
  return frameAt<'timers'>(trace, place).timers.find((x) => x.name === name)?.due ?? null;
}

function setSince(
  trace: Trace,
  places: readonly number[],
  told: number,
  name: string,
  due: Micros,
): { readonly since: Micros; readonly set: number } {
  let at = places.indexOf(told);
  while (at > 0 && dueIn(trace, places[at - 1] as number, name) === due) at--;
  const since = (trace.frames[places[at] as number] as TraceFrame).at;
  // Set again and again without having been stopped: a countdown that began anew.
  let set = 0;
  let then: Micros | null = due;
  for (let i = at - 1; i >= 0 && then !== null; i--) {
    const before = dueIn(trace, places[i] as number, name);
    if (before !== null && before !== then) set++;
    then = before;
  }
  return { since, set };
}

function endingOf(
  trace: Trace,
  told: number,
  host: string,
  flow: number,
  name: string,
  due: Micros,
): Ending {
  const places = framesOf(trace, 'timers', host, flow);
  const isOwn = (i: number): boolean => {
    const f = trace.frames[i] as TraceFrame;
    return f.kind === 'timer' && timerName(f.timer) === timerName(name) && f.at >= due;
  };
  const expiry = framesOf(trace, 'timer', host, flow).find((i) => i > told && isOwn(i)) ?? -1;
  const change = places.find((i) => i > told && dueIn(trace, i, name) !== due) ?? -1;
  const cleared = clearedBetween(trace, told, trace.frames.length, host, flow);
  const first = Math.min(...[expiry, change, cleared].filter((i) => i >= 0));
  if (!Number.isFinite(first)) return { kind: 'open', frame: -1, at: due };
  const at = (trace.frames[first] as TraceFrame).at;
  if (first === expiry) return { kind: 'expires', frame: first, at };
  const isAgain = first === change && dueIn(trace, change, name) !== null;
  return { kind: isAgain ? 'restarted' : 'cancelled', frame: first, at };
}
