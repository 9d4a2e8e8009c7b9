import { type Micros, NEVER } from '../base/timer-queue.ts';
import type { Trace, TraceSegment } from '../observe/trace.ts';
import type { Action } from '../sim/scenario.ts';
import { actionText, pack, unpack } from './action.ts';
import { Arena } from './arena.ts';
import { ENGINE, type Task, whatBreaks } from './expand.ts';
import type { Flight } from './flight.ts';
import type { Counterexample } from './search.ts';

/** A copy of a segment that came to the end of its cable. */
export interface Arrival {
  readonly at: Micros;
  readonly octets: Uint8Array;
  readonly damaged: boolean;
  /** A host was there; not one that was switched off. */
  readonly reached: boolean;
}

/** A segment of a run, and what became of it. */
export interface TimedSegment {
  /** `A3`: who sent it, and which of its TCP segments it was. */
  readonly id: string;
  readonly flight: Flight;
  readonly arrivals: Arrival[];
  /** A copy of it is still on its way when the run is over. */
  underWay: boolean;
  /** In which step it was sent, from 0. */
  readonly step: number;
}

/** What a host did at a time. */
export interface TimedStep {
  readonly host: string;
  readonly at: Micros;
  readonly do: Action;
}

/** A run of the search in which everything takes its time. */
export interface TimedRun {
  readonly path: readonly number[];
  /** What arrives in the last instant all the same, once it is over. */
  readonly after: readonly number[];
  readonly layout: Layout;
  /** In the order in which they were sent. */
  readonly segments: readonly TimedSegment[];
  readonly steps: readonly TimedStep[];
  readonly end: Micros;
}

/** Where a run could not be followed in time: what could not be done then, and how far it had come. */
export interface NotInTime {
  readonly action: string;
  /** How many steps were done. */
  readonly step: number;
  /** How much later a timer would have to expire; 0 where that would not help. */
  readonly short: Micros;
  readonly path: readonly number[];
  readonly layout: Layout;
  /** So far. */
  readonly segments: readonly TimedSegment[];
}

/** How a run is laid out in time. */
export interface Layout {
  /** How long cables are. */
  readonly spacing: Micros;
  /** By how much each step comes later than it might. */
  readonly lingers?: readonly Micros[];
}

/**
 * Runs `path` once more in time; see {@link Arena}. Gives what could not be done when something comes in between,
 * such as a timer, or when it is not at the end, and only there, that what is `wanted` to break is broken.
 */
export function runInTime(
  task: Task,
  path: readonly number[],
  wanted: Pick<Counterexample, 'property' | 'at'>,
  layout: Layout,
): TimedRun | NotInTime {
  const { spacing, lingers = [] } = layout;
  // A timer that is late has no place where all clocks go alike.
  const many = Number.POSITIVE_INFINITY;
  // What arrives by the way is not of the run that the bounds were for.
  const bounds = {
    ...task.bounds,
    lateness: 0,
    timers: many,
    early: many,
    late: many,
    expired: many,
  };
  const arena = new Arena(task.plan, bounds, spacing);
  const log = new Log(arena);
  for (const [step, action] of path.entries()) {
    arena.linger = lingers[step] ?? 0;
    log.step = step;
    const short = shortOf(arena, action);
    const no = (): NotInTime => ({
      ...{ action: actionText(action, arena.hosts), step, short },
      ...{ path, layout, segments: log.finish() },
    });
    if (short > 0 || !arena.actions().includes(action)) return no();
    const isLast = step === path.length - 1;
    const broken = whatBreaks(task, arena, () => log.perform(action));
    const isWanted = broken?.property === wanted.property && broken.at === wanted.at;
    if (isLast ? !isWanted : broken !== null) return no();
  }
  const after = [...arrivesAsWell(task, arena, log)];
  return { path, after, layout, segments: log.finish(), steps: log.steps, end: arena.now };
}

/** Lets those arrive that left together with the last that did: nothing holds them up. */
function* arrivesAsWell(task: Task, arena: Arena, log: Log): Iterable<number> {
  arena.linger = 0;
  for (let found = true; found; ) {
    found = false;
    for (const f of arena.flights) {
      if (arena.arrivalOf(f) !== arena.now) continue;
      const action = pack({ kind: 'deliver', host: f.from, n: f.n });
      if (!arena.actions().includes(action)) return;
      if (whatBreaks(task, arena, () => log.perform(action))?.property === ENGINE) return;
      yield action;
      found = true;
      break;
    }
  }
}

/** By how much a timer comes too early for what is to be done. */
function shortOf(arena: Arena, code: number): Micros {
  const { kind, host, n } = unpack(code);
  const first = Math.min(...arena.hosts.map((h) => arena.deadline(h)));
  const own = arena.hosts[host];
  if (own === undefined || first === NEVER) return 0;
  let then = arena.nextStepAt;
  if (kind === 'fire') {
    then = arena.deadline(own);
    // Of those that expire together any may be first.
    if (then === first) return 0;
  }
  if (kind !== 'do' && kind !== 'fire') {
    const f = arena.flights.find((g) => g.from === host && g.n === n);
    if (f === undefined) return 0;
    then = arena.arrivalOf(f);
  }
  return then === NEVER || then < first ? 0 : then - first + arena.moment;
}

/** Writes down what an arena does, seen from outside. */
class Log {
  readonly steps: TimedStep[] = [];
  readonly #arena: Arena;
  readonly #segments = new Map<Flight, TimedSegment>();
  /** TCP segments by host. */
  readonly #sent: number[];
  /** The step that is done. */
  step = 0;

  constructor(arena: Arena) {
    this.#arena = arena;
    this.#sent = arena.hosts.map(() => 0);
    for (const h of arena.hosts) this.#ready(h);
    this.#look();
  }

  perform(code: number): void {
    const { kind, host, n } = unpack(code);
    const arena = this.#arena;
    const f = kind === 'deliver' ? arena.flight(host, n) : null;
    const reached = f !== null && f.to.receiver !== null;
    try {
      arena.perform(code);
    } finally {
      if (f !== null) {
        const { damaged } = f;
        const arrival = { at: arena.now, octets: f.arriving(), damaged, reached };
        this.#segments.get(f)?.arrivals.push(arrival);
      }
      if (kind === 'do') this.#did(host, n);
      this.#look();
    }
  }

  finish(): readonly TimedSegment[] {
    for (const f of this.#arena.flights) {
      const s = this.#segments.get(f);
      if (s !== undefined) s.underWay = true;
    }
    return [...this.#segments.values()];
  }

  #did(host: number, n: number): void {
    const h = this.#arena.hosts[host];
    const step = h?.planned.host.program?.[n >> 6]?.[n & 63];
    if (h === undefined || step === undefined) return;
    this.steps.push({ host: h.name, at: this.#arena.now, do: step.do });
    if (step.do.call === 'boot') this.#ready(h);
  }

  #ready({ name, planned }: Arena['hosts'][number]): void {
    const at = this.#arena.now;
    for (const action of planned.host.ready ?? []) this.steps.push({ host: name, at, do: action });
  }

  /** Segments that were not on their way before. */
  #look(): void {
    for (const flight of this.#arena.flights) {
      if (this.#segments.has(flight)) continue;
      const { from } = flight;
      const isTcp = flight.facts !== null;
      const n = isTcp ? ++(this.#sent[from] as number) : 0;
      const id = `${this.#arena.hosts[from]?.name}${isTcp ? n : '?'}`;
      const { step } = this;
      this.#segments.set(flight, { id, flight, arrivals: [], underWay: false, step });
    }
  }
}

/**
 * Where a trace, kept with its octets, is another run than `timed`: the first segment that was not sent, did not
 * arrive, or arrived otherwise, with what it was to be and what it is. Null when both are the same to the octet.
 */
export function difference(timed: TimedRun, trace: Trace): string | null {
  const hosts = new Set(timed.segments.map((s) => hostOf(s.id)));
  for (const s of trace.segments) hosts.add(hostOf(s.id));
  for (const host of hosts) {
    const wanted = timed.segments.filter((s) => hostOf(s.id) === host);
    const found = trace.segments.filter((s) => hostOf(s.id) === host);
    for (let i = 0; i < Math.max(wanted.length, found.length); i++) {
      const a = textOf(wanted[i]);
      const b = traceText(found[i]);
      if (a !== b) return `wanted ${a}, found ${b}`;
    }
  }
  return null;
}

/** Whether both are the same run: the same segments with the same octets, sent and arriving at the same times. */
export function sameRun(timed: TimedRun, trace: Trace): boolean {
  return difference(timed, trace) === null;
}

function hostOf(id: string): string {
  return id.replace(/\d+$/, '');
}

function textOf(s: TimedSegment | undefined): string {
  if (s === undefined) return 'nothing';
  const { flight, arrivals } = s;
  const sent = hexOf(flight.octets);
  const came = arrivals.filter((a) => a.reached);
  const arrived = came.map((a) => hexOf(a.octets)).find((octets) => octets !== sent);
  return line(s.id, flight.sentAt, sent, [came.map((a) => a.at), arrived]);
}

function traceText(s: TraceSegment | undefined): string {
  if (s === undefined) return 'nothing';
  const times = s.arrivedAt === null ? [] : [s.arrivedAt, ...s.copiesAt];
  return line(s.id, s.sentAt, s.bytes ?? '', [times, s.arrivedBytes]);
}

function line(
  id: string,
  sentAt: Micros,
  octets: string,
  [times, arrived]: readonly [readonly Micros[], string | undefined],
): string {
  const otherwise = arrived === undefined || times.length === 0 ? '' : ` as ${arrived}`;
  return `${id} at ${sentAt}: ${octets}, arriving at [${times.join(', ')}]${otherwise}`;
}

function hexOf(octets: Uint8Array): string {
  let text = '';
  for (const o of octets) text += o.toString(16).padStart(2, '0');
  return text;
}
