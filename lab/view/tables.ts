import type { Micros } from '../../src/base/timer-queue.ts';
import { NO_TABLES } from '../../src/gallery/facts.ts';
import type { Trace, TraceEnd, TraceFrame, TraceTables } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';
import { type History, historiesOf, isNobody, since } from './ends.ts';
import { listedIn } from './listed.ts';

/** Who stands in a table of a host, from when to when. */
export interface Tenure {
  readonly host: string;
  readonly flow: number;
  readonly local: TraceEnd;
  readonly peer: TraceEnd;
  /** The peer is nobody: it never hears what is sent to it. */
  readonly isSpoofed: boolean;
  readonly from: number;
  readonly at: Micros;
  /** The frame that ended it; Infinity when none did. */
  to: number;
  /** How it began, and ended: the codes of those frames. */
  readonly because: string;
  ended: string | null;
  /** Its retries and its timer, by frame, where the trace lists entries instead of following their flows. */
  readonly told?: History<{ readonly retries: number; readonly due: Micros }>;
}

/** One of {@link Tenure} as it is at a cursor. */
export interface Row extends Tenure {
  readonly age: Micros;
  /** SYN+ACKs sent again. */
  readonly retries: number;
  /** What is left of its timer; null when the trace does not say. */
  readonly left: Micros | null;
}

/** A SYN or an ACK that found no room. */
export interface Overflow {
  readonly frame: number;
  readonly at: Micros;
  readonly host: string;
  readonly segment: string | null;
  readonly flow: number | null;
  readonly what: 'syn-no-slot' | 'syn-no-accept' | 'ack-no-accept';
}

/** All tables of a run. */
interface Tables {
  /** Half-open entries as tables list them, by host; a host that is not there has only {@link halfOpen}. */
  readonly listed: ReadonlyMap<string, Tenure[]>;
  readonly halfOpen: Tenure[];
  readonly accept: Tenure[];
  readonly timeWait: Tenure[];
  readonly overflows: Overflow[];
  /** Frames of SYN+ACKs that are cookies. */
  readonly cookies: { readonly host: string; readonly frame: number }[];
}

const known = new WeakMap<Trace, Tables>();

function tablesOf(trace: Trace): Tables {
  let t = known.get(trace);
  if (t === undefined) {
    t = new Clerk(trace).write();
    known.set(trace, t);
  }
  return t;
}

/** Follows who enters and leaves the tables of every host. */
class Clerk implements Tables {
  readonly listed: ReadonlyMap<string, Tenure[]>;
  readonly halfOpen: Tenure[] = [];
  readonly accept: Tenure[] = [];
  readonly timeWait: Tenure[] = [];
  readonly overflows: Overflow[] = [];
  readonly cookies: { host: string; frame: number }[] = [];
  readonly #trace: Trace;
  /** Ends whose connection came by a listener. */
  readonly #passive = new Set<string>();
  readonly #open = new Map<string, Tenure>();

  constructor(trace: Trace) {
    this.#trace = trace;
    this.listed = listedIn(trace);
  }

  write(): Tables {
    this.#trace.frames.forEach((f, i) => {
      switch (f.kind) {
        case 'state':
          this.#moves(f, i);
          return;
        case 'call':
          if (f.call === 'accept') this.#accepted(f, i);
          if (f.call === 'unlisten') this.#clear(f.host, i, 'accept');
          return;
        case 'host':
          if (f.what === 'power-off' || f.what === 'boot') this.#clear(f.host, i);
          return;
        case 'dropped':
          this.#dropped(f, i);
          return;
        case 'sent':
          if (f.code === 'sent/syn-cookie') this.cookies.push({ host: f.host, frame: i });
      }
    });
    return this;
  }

  #moves(f: Extract<TraceFrame, { kind: 'state' }>, i: number): void {
    const { from, to } = f;
    const key = `${f.host} ${f.flow}`;
    const isSingle = historiesOf(this.#trace).end(f.host, f.flow ?? 0)?.isSingle === true;
    if (from === 'TIME-WAIT') this.#leave('timeWait', f, i);
    if (from === 'SYN-RECEIVED') this.#leave('halfOpen', f, i);
    if ((from === 'LISTEN' || from === 'TIME-WAIT') && !isSingle) {
      this.#passive.add(key);
      // With a cookie there is no entry: the ACK brings all of it at once.
      if (to === 'SYN-RECEIVED' && f.code !== 'state/cookie-returned') {
        this.#enter('halfOpen', f, i);
      }
    }
    if (to === 'ESTABLISHED' && this.#passive.has(key)) this.#enter('accept', f, i);
    if (to === 'ESTABLISHED' || to === 'CLOSED') this.#passive.delete(key);
    if (to === 'TIME-WAIT') this.#enter('timeWait', f, i);
  }

  #accepted(f: TraceFrame, i: number): void {
    this.#leave('accept', f, i);
    // A host that delivers the text of a SYN at once has connections accepted that are half-open.
    this.#leave('halfOpen', f, i);
    this.#passive.delete(`${f.host} ${f.flow}`);
  }

  #enter(table: Table, f: TraceFrame, i: number): void {
    const e = historiesOf(this.#trace).end(f.host, f.flow ?? 0);
    if (e === undefined) return;
    const tenure: Tenure = {
      host: f.host,
      flow: e.flow,
      local: e.local,
      peer: e.peer,
      isSpoofed: isNobody(e.peer),
      from: i,
      at: f.at,
      to: Number.POSITIVE_INFINITY,
      because: f.code,
      ended: null,
    };
    this[table].push(tenure);
    this.#open.set(`${table} ${f.host} ${f.flow}`, tenure);
  }

  #leave(table: Table, f: TraceFrame, i: number): void {
    const key = `${table} ${f.host} ${f.flow}`;
    const tenure = this.#open.get(key);
    if (tenure === undefined) return;
    tenure.to = i;
    tenure.ended = f.code;
    this.#open.delete(key);
  }

  #clear(host: string, i: number, only?: Table): void {
    for (const [key, tenure] of this.#open) {
      if (tenure.host !== host || (only !== undefined && !key.startsWith(only))) continue;
      tenure.to = i;
      tenure.ended = this.#trace.frames[i]?.code ?? null;
      this.#open.delete(key);
    }
  }

  #dropped(f: Extract<TraceFrame, { kind: 'dropped' }>, i: number): void {
    if (f.reason !== 'syn-queue-full' && f.reason !== 'accept-queue-full') return;
    const s = this.#trace.segments.find((x) => x.id === f.segment);
    const isAck = s !== undefined && !s.flags.includes('S');
    const noAccept = isAck ? 'ack-no-accept' : 'syn-no-accept';
    const what = f.reason === 'syn-queue-full' ? 'syn-no-slot' : noAccept;
    this.overflows.push({
      ...{ frame: i, at: f.at, host: f.host, segment: f.segment, flow: f.flow, what },
    });
  }
}

type Table = 'halfOpen' | 'accept' | 'timeWait';

/** What the tables of a host hold at a cursor, as the engine counted them. */
export function countsAt(trace: Trace, host: string, { frame }: Cursor): TraceTables {
  return historiesOf(trace).tables.get(host)?.at(frame) ?? NO_TABLES;
}

/** Hosts that listen at some time, in the order of the trace. */
export function listeningHosts(trace: Trace): string[] {
  const { listeners } = historiesOf(trace);
  return trace.hosts.map((h) => h.name).filter((n) => listeners.some((l) => l.host === n));
}

/** A queue as it is at a cursor. */
export interface QueueView {
  /** As the engine counts: those that are not followed in detail too. */
  readonly count: number;
  readonly limit: number;
  readonly rows: readonly Row[];
  /** How many of them the trace only counts. */
  readonly unseen: number;
}

/** Half-open entries of a host. */
export function synQueueAt(trace: Trace, host: string, c: Cursor): QueueView {
  const counts = countsAt(trace, host, c);
  const { halfOpen, listed } = tablesOf(trace);
  // What is listed may be too much to list at times: then those that are followed are known at least.
  const entries = rowsAt(trace, listed.get(host) ?? [], host, c, null);
  const isListed = entries.length > 0 && entries.length >= counts.synQueue;
  const rows = isListed ? entries : rowsAt(trace, halfOpen, host, c, 'syn-ack');
  return view(trace, rows, counts.synQueue, counts.synQueueLimit);
}

/** Connections of a host that wait for `accept`. */
export function acceptQueueAt(trace: Trace, host: string, c: Cursor): QueueView {
  const counts = countsAt(trace, host, c);
  const rows = rowsAt(trace, tablesOf(trace).accept, host, c, null);
  return view(trace, rows, counts.acceptQueue, counts.acceptQueueLimit);
}

/** Connections of a host in TIME-WAIT. */
export function timeWaitAt(trace: Trace, host: string, c: Cursor): QueueView {
  const { timeWait } = countsAt(trace, host, c);
  return view(trace, rowsAt(trace, tablesOf(trace).timeWait, host, c, 'time-wait'), timeWait, 0);
}

/** Hosts that have a connection in TIME-WAIT at some time. */
export function waitingHosts(trace: Trace): string[] {
  const { tables } = historiesOf(trace);
  const waits = (n: string): boolean => tables.get(n)?.values.some((t) => t.timeWait > 0) === true;
  return trace.hosts.map((h) => h.name).filter(waits);
}

function view(trace: Trace, rows: readonly Row[], counted: number, limit: number): QueueView {
  // Where hosts are looked at only now and then, what is followed may be ahead of what was counted.
  const count = trace.omitted > 0 ? Math.max(counted, rows.length) : counted;
  return { count, limit, rows, unseen: Math.max(0, count - rows.length) };
}

function rowsAt(
  trace: Trace,
  tenures: readonly Tenure[],
  host: string,
  { frame, at }: Cursor,
  timer: string | null,
): Row[] {
  const h = historiesOf(trace);
  const rows: Row[] = [];
  const told = toldUpTo(trace, host, frame);
  for (const t of tenures) {
    if (t.host !== host || t.from > told || t.to <= told) continue;
    const e = h.end(host, t.flow);
    const entry = t.told?.at(frame);
    const due = entry?.due ?? e?.timers.at(frame)?.find((x) => x.name === timer)?.due;
    const retries = entry?.retries ?? (timer === 'syn-ack' ? (e?.retries.at(frame) ?? 0) : 0);
    rows.push({ ...t, age: since(t.at, at), retries, left: due === undefined ? null : due - at });
  }
  return rows;
}

/**
 * How far the tables of a host have been told about: within a turn that changes them they are as before it,
 * for the trace says at its end what they hold.
 */
function toldUpTo(trace: Trace, host: string, frame: number): number {
  const h = historiesOf(trace).tables.get(host);
  if (h === undefined) return frame;
  const place = h.placeAt(frame);
  const next = trace.frames[h.frames[place + 1] ?? -1];
  if (next === undefined || next.at !== trace.frames[frame]?.at) return frame;
  return h.frames[place] ?? -1;
}

/** What found no room at a host, up to a cursor; only those that the trace follows. */
export function overflowsAt(trace: Trace, host: string, { frame }: Cursor): Overflow[] {
  return tablesOf(trace).overflows.filter((o) => o.host === host && o.frame <= frame);
}

/** How many SYN+ACKs of a host were cookies, up to a cursor. */
export function cookiesAt(trace: Trace, host: string, { frame }: Cursor): number {
  return tablesOf(trace).cookies.filter((x) => x.host === host && x.frame <= frame).length;
}

/** How a table of a host fared up to a cursor: times and counts, oldest first. */
export function courseOf(
  trace: Trace,
  host: string,
  table: keyof TraceTables,
  { frame }: Cursor,
): { readonly at: Micros; readonly count: number }[] {
  const h = historiesOf(trace).tables.get(host);
  if (h === undefined) return [];
  const course: { at: Micros; count: number }[] = [];
  for (let i = 0; i <= h.placeAt(frame); i++) {
    const at = trace.frames[h.frames[i] as number]?.at ?? 0;
    course.push({ at, count: (h.values[i] as TraceTables)[table] });
  }
  return course;
}
