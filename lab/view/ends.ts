import type { Micros } from '../../src/base/timer-queue.ts';
import type {
  Trace,
  TraceEnd,
  TraceFrame,
  TraceTables,
  TraceTimer,
  TraceVars,
} from '../../src/observe/trace.ts';

/** What something was from which frame on. Frames are set in order. */
export class History<T> {
  readonly frames: number[] = [];
  readonly values: T[] = [];

  set(frame: number, value: T): void {
    if (this.frames.at(-1) === frame) {
      this.values[this.values.length - 1] = value;
      return;
    }
    this.frames.push(frame);
    this.values.push(value);
  }

  /** What it is once everything up to and including `frame` has happened; undefined before it was anything. */
  at(frame: number): T | undefined {
    return this.values[this.placeAt(frame)];
  }

  /** The place of that value, -1 before there is one. */
  placeAt(frame: number): number {
    let low = 0;
    let high = this.frames.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.frames[middle] as number) <= frame) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  get last(): T | undefined {
    return this.values.at(-1);
  }
}

/** One end of a flow, through the whole run. */
export interface EndHistory {
  readonly host: string;
  readonly flow: number;
  readonly local: TraceEnd;
  readonly peer: TraceEnd;
  /** A passive OPEN for one peer, which has no queues. */
  isSingle: boolean;
  readonly state: History<string>;
  readonly vars: History<Partial<TraceVars>>;
  readonly timers: History<readonly TraceTimer[]>;
  /** Expiries since something came of them: retransmissions, SYN+ACKs sent again, probes. */
  readonly retries: History<number>;
}

/** A passive OPEN for many peers. */
export interface ListenerHistory {
  readonly host: string;
  readonly port: number;
  readonly socket: string;
  /** Null in a trace that does not say. */
  readonly backlog: number | null;
  /** Frames: from, and where it was over. */
  readonly from: number;
  to: number;
}

/** A run by host and end. */
export interface Histories {
  readonly ends: readonly EndHistory[];
  readonly listeners: readonly ListenerHistory[];
  readonly tables: ReadonlyMap<string, History<TraceTables>>;
  /** How many flows are in each state, by host: where the trace follows some flows only. */
  readonly states: ReadonlyMap<string, History<Readonly<Record<string, number>>>>;
  end(host: string, flow: number): EndHistory | undefined;
}

const known = new WeakMap<Trace, Histories>();

/** Everything about a run that panels ask for at a cursor; made once for each trace. */
export function historiesOf(trace: Trace): Histories {
  let h = known.get(trace);
  if (h === undefined) {
    h = new Writer(trace).write();
    known.set(trace, h);
  }
  return h;
}

class Writer implements Histories {
  readonly #trace: Trace;
  readonly #ends = new Map<string, EndHistory>();
  readonly listeners: ListenerHistory[] = [];
  readonly tables = new Map<string, History<TraceTables>>();
  readonly states = new Map<string, History<Readonly<Record<string, number>>>>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  get ends(): readonly EndHistory[] {
    return [...this.#ends.values()];
  }

  end(host: string, flow: number): EndHistory | undefined {
    return this.#ends.get(`${host} ${flow}`);
  }

  write(): Histories {
    this.#trace.frames.forEach((f, i) => {
      if (f.kind === 'tables') {
        historyOf(this.tables, f.host).set(i, f.tables);
        if (f.states !== undefined) historyOf(this.states, f.host).set(i, f.states);
      } else if (f.kind === 'host') this.#changed(f, i);
      else if (f.kind === 'call') this.#called(f, i);
      const e = this.#endOf(f);
      if (e !== null) take(e, f, i);
    });
    return this;
  }

  #called(f: Extract<TraceFrame, { kind: 'call' }>, i: number): void {
    const { socket = 'main', port, to, backlog, error } = f.detail;
    if (f.call === 'listen' && typeof error !== 'string') {
      const e = this.#endOf(f);
      if (e !== null) e.isSingle = true;
      if (to !== undefined || port === undefined) return;
      const about = { host: f.host, port, socket, backlog: backlog ?? null };
      this.listeners.push({ ...about, from: i, to: Number.POSITIVE_INFINITY });
    } else if (f.call === 'unlisten') {
      for (const l of this.listeners) {
        if (l.host === f.host && l.socket === socket && l.to > i) l.to = i;
      }
    }
  }

  /** A host that is switched off, or on again, knows nothing. */
  #changed(f: Extract<TraceFrame, { kind: 'host' }>, i: number): void {
    if (f.what !== 'power-off' && f.what !== 'boot') return;
    for (const l of this.listeners) if (l.host === f.host && l.to > i) l.to = i;
    for (const e of this.#ends.values()) {
      if (e.host !== f.host || e.state.last === undefined) continue;
      e.state.set(i, 'CLOSED');
      forget(e, i);
    }
  }

  #endOf(f: TraceFrame): EndHistory | null {
    if (f.flow === null) return null;
    const known = this.end(f.host, f.flow);
    if (known !== undefined) return known;
    const flow = this.#trace.flows[f.flow - 1];
    if (flow === undefined) return null;
    const mine = flow.ends.findIndex((e) => e.host === f.host);
    if (mine < 0) return null;
    const e: EndHistory = {
      host: f.host,
      flow: f.flow,
      local: flow.ends[mine] as TraceEnd,
      peer: flow.ends[1 - mine] as TraceEnd,
      isSingle: false,
      state: new History(),
      vars: new History(),
      timers: new History(),
      retries: new History(),
    };
    this.#ends.set(`${f.host} ${f.flow}`, e);
    return e;
  }
}

function historyOf<T>(all: Map<string, History<T>>, host: string): History<T> {
  const known = all.get(host) ?? new History<T>();
  all.set(host, known);
  return known;
}

/** Timers whose expiries count as tries in vain. */
const TRIES = ['syn-ack', 'retransmission', 'persist', 'keep-alive'];

function take(e: EndHistory, f: TraceFrame, i: number): void {
  switch (f.kind) {
    case 'state':
      e.state.set(i, f.to);
      if (f.to === 'CLOSED' || f.from === 'CLOSED' || f.from === 'LISTEN') forget(e, i);
      if (f.to !== 'SYN-RECEIVED' && (e.retries.last ?? 0) > 0) e.retries.set(i, 0);
      return;
    case 'vars': {
      const before = e.vars.last ?? {};
      const progress = f.vars.una !== undefined && before.una !== undefined;
      if (progress && (e.retries.last ?? 0) > 0) e.retries.set(i, 0);
      e.vars.set(i, { ...before, ...f.vars });
      return;
    }
    case 'timers':
      e.timers.set(i, f.timers);
      return;
    case 'timer':
      if (!TRIES.includes(f.timer) || f.code === 'timer/keep-alive-rest') return;
      e.retries.set(i, (e.retries.last ?? 0) + 1);
      return;
    case 'arrived':
      // Whatever comes from the peer shows that it lives.
      if ((e.retries.last ?? 0) > 0 && e.timers.last?.[0]?.name === 'keepAlive') {
        e.retries.set(i, 0);
      }
  }
}

/** Variables stay: of the next connection with these ends the trace tells those that differ. */
function forget(e: EndHistory, i: number): void {
  e.timers.set(i, []);
  e.retries.set(i, 0);
}

/** A time, and never a fraction of a microsecond less than nothing. */
export function since(from: Micros, at: Micros): Micros {
  return Math.max(0, at - from);
}

/** Addresses for tests of networks, 198.18.0.0/15, or of nobody in this world. */
export function isNobody(e: TraceEnd): boolean {
  return e.host === null || /^198\.1[89]\./.test(e.address);
}
