import type { Micros } from '../base/timer-queue.ts';
import type {
  CallDetail,
  Trace,
  TraceCounts,
  TraceFrame,
  TraceSegment,
  TraceTables,
  TraceVars,
} from '../observe/trace.ts';

/** A call, or what an application was told. */
export interface CallFact extends CallDetail {
  readonly at: Micros;
  readonly host: string;
  readonly call: string;
}

/** A run, as one asks about it. */
export class Facts {
  readonly trace: Trace;

  constructor(trace: Trace) {
    this.trace = trace;
  }

  /** Segments kept, in the order they were sent; of one flow when given. */
  segments(flow?: number): readonly TraceSegment[] {
    const { segments } = this.trace;
    return flow === undefined ? segments : segments.filter((s) => s.flow === flow);
  }

  /** A segment by name; null when there was none. */
  segment(id: string): TraceSegment | null {
    return this.trace.segments.find((s) => s.id === id) ?? null;
  }

  /** What `host` sent, of these flags when given. */
  sent(host: string, flags?: string): readonly TraceSegment[] {
    return this.trace.segments.filter(
      (s) => s.from === host && (flags === undefined || s.flags === flags),
    );
  }

  /** The states that `host` went through in a flow, from the first change on. */
  states(host: string, flow = 1): string[] {
    return this.#changes(host, flow).map((f) => f.to);
  }

  /** The state of `host` in a flow once all that happens at `at` has happened; null before anything did. */
  stateAt(host: string, at: Micros, flow = 1): string | null {
    let state: string | null = null;
    for (const f of this.#changes(host, flow)) {
      if (f.at > at) return state ?? f.from;
      state = f.to;
    }
    return state;
  }

  /** The last state of `host` in a flow; null when it was in none. */
  endState(host: string, flow = 1): string | null {
    return this.stateAt(host, Number.POSITIVE_INFINITY, flow);
  }

  /** When `host` entered a state of a flow, each time. */
  entered(host: string, state: string, flow = 1): Micros[] {
    return this.#changes(host, flow)
      .filter((f) => f.to === state)
      .map((f) => f.at);
  }

  /** How long `host` was in a state of a flow, the first time; to the end of the run if it stayed. */
  dwelt(host: string, state: string, flow = 1): Micros {
    const changes = this.#changes(host, flow);
    const i = changes.findIndex((f) => f.to === state);
    if (i < 0) return 0;
    return (changes[i + 1]?.at ?? this.trace.end) - (changes[i] as { at: Micros }).at;
  }

  /** Calls of a host's applications and what they were told; of one sort when given. */
  calls(host: string, call?: string, socket?: string): CallFact[] {
    return this.trace.frames.flatMap((f) =>
      f.kind === 'call' &&
      f.host === host &&
      (call === undefined || f.call === call) &&
      (socket === undefined || f.detail.socket === socket)
        ? [{ at: f.at, host, call: f.call, ...f.detail }]
        : [],
    );
  }

  /** All that a socket's application read, as text; octets that are no text as `<n>`. */
  read(host: string, socket = 'main'): string {
    return this.calls(host, 'read', socket)
      .map((c) => c.text ?? `<${c.octets ?? 0}>`)
      .join('');
  }

  /** How many octets a host's applications read; of one socket when given. */
  octetsRead(host: string, socket?: string): number {
    return this.calls(host, 'read', socket).reduce((n, c) => n + (c.octets ?? 0), 0);
  }

  /** How a socket's connection ended: null after a proper close, undefined when it did not end. */
  ended(host: string, socket = 'main'): string | null | undefined {
    return this.calls(host, 'closed', socket)[0]?.error;
  }

  /** Frames of one kind, of one host when given. */
  frames<K extends TraceFrame['kind']>(
    kind: K,
    host?: string,
  ): readonly Extract<TraceFrame, { kind: K }>[] {
    return this.trace.frames.filter(
      (f): f is Extract<TraceFrame, { kind: K }> =>
        f.kind === kind && (host === undefined || f.host === host),
    );
  }

  /** How often a timer expired at a host, and when. */
  expiries(host: string, timer: string): Micros[] {
    return this.frames('timer', host)
      .filter((f) => f.timer === timer)
      .map((f) => f.at);
  }

  /** Exact counts, also where only some flows were kept. */
  counts(host: string): TraceCounts {
    const found = this.trace.counts.find((c) => c.host === host);
    if (found === undefined) throw new RangeError(`no host '${host}' in this trace`);
    return found;
  }

  /** What the tables of a host held once all that happens at `at` had happened. */
  tablesAt(host: string, at: Micros): TraceTables {
    let tables = NO_TABLES;
    for (const f of this.frames('tables', host)) {
      if (f.at > at) break;
      tables = f.tables;
    }
    return tables;
  }

  /** The most that one of the tables of a host ever held. */
  most(host: string, table: keyof TraceTables): number {
    return Math.max(0, ...this.frames('tables', host).map((f) => f.tables[table]));
  }

  /** A connection's variables once all that happens at `at` had happened; those told so far. */
  varsAt(host: string, at: Micros, flow = 1): Partial<TraceVars> {
    const vars: Record<string, number> = {};
    for (const f of this.frames('vars', host)) {
      if (f.at > at) break;
      if (f.flow === flow) Object.assign(vars, f.vars);
    }
    return vars;
  }

  #changes(host: string, flow: number) {
    return this.frames('state', host).filter((f) => f.flow === flow);
  }
}

/** The tables of a host that has done nothing. */
export const NO_TABLES: TraceTables = {
  synQueue: 0,
  synQueueLimit: 0,
  acceptQueue: 0,
  acceptQueueLimit: 0,
  connections: 0,
  timeWait: 0,
  synText: 0,
};

/** How often something was counted, such as segments of some flags; 0 when never. */
export function tally(counts: Readonly<Record<string, number>>, what: string): number {
  return counts[what] ?? 0;
}
