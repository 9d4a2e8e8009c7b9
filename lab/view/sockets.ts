import type { Micros } from '../../src/base/timer-queue.ts';
import { place, timerText } from '../../src/observe/status-table.ts';
import type { Trace, TraceTimer, TraceVars } from '../../src/observe/trace.ts';
import type { TimerName } from '../../src/tcp/timers.ts';
import type { Cursor } from '../state/cursor.ts';
import { type EndHistory, historiesOf } from './ends.ts';
import { acceptQueueAt, countsAt, synQueueAt } from './tables.ts';

/** A row of `ss -tano`. */
export interface SocketRow {
  /** As the kernel calls it: `ESTAB`, `SYN-RECV`. */
  readonly state: string;
  /** As RFC 9293 calls it: `ESTABLISHED`. */
  readonly rfc: string;
  readonly receiveQueue: number;
  readonly sendQueue: number;
  readonly local: string;
  readonly peer: string;
  /** `timer:(keepalive,119min,0)`, or empty. */
  readonly timer: string;
  /** The flow whose ladder it leads to; null for a listener. */
  readonly flow: number | null;
}

/** The sockets of a host. */
export interface SocketsView {
  readonly rows: readonly SocketRow[];
  /** Connections and entries that the trace only counts. */
  readonly unseen: number;
  /** How many sockets there are in each state, seen or not, most first. */
  readonly states: readonly StateCount[];
  /** In which states those are that are only counted; empty when the trace does not say. */
  readonly unseenStates: readonly StateCount[];
}

/** How many sockets are in a state; both its names as in {@link SocketRow}. */
export interface StateCount {
  readonly state: string;
  readonly rfc: string;
  readonly count: number;
}

const KERNEL_NAMES: Readonly<Record<string, string>> = {
  ESTABLISHED: 'ESTAB',
  'SYN-RECEIVED': 'SYN-RECV',
  CLOSED: 'UNCONN',
};

/** The name that `ss` has for a state. */
export function kernelName(state: string): string {
  return KERNEL_NAMES[state] ?? state;
}

/** The sockets of a host at a cursor, listeners first, then in the order of their flows. */
export function socketsAt(trace: Trace, host: string, c: Cursor): SocketsView {
  const h = historiesOf(trace);
  const rows: SocketRow[] = [];
  for (const l of h.listeners) {
    if (l.host !== host || l.from > c.frame || l.to <= c.frame) continue;
    const waiting = acceptQueueAt(trace, host, c);
    const alone = h.listeners.filter((x) => x.host === host && x.to > c.frame).length === 1;
    rows.push({
      state: 'LISTEN',
      rfc: 'LISTEN',
      receiveQueue: alone
        ? waiting.count
        : waiting.rows.filter((r) => r.local.port === l.port).length,
      sendQueue: l.backlog ?? 0,
      local: place('*', l.port),
      peer: place('*', 0),
      timer: '',
      flow: null,
    });
  }
  let seen = 0;
  for (const e of h.ends) {
    if (e.host !== host) continue;
    const state = e.state.at(c.frame);
    if (state === undefined || state === 'CLOSED' || (state === 'LISTEN' && !e.isSingle)) continue;
    rows.push(rowOf(e, state, c));
    seen++;
  }
  const listed = trace.omitted > 0 ? strangersAt(trace, host, c) : [];
  rows.push(...listed);
  seen += listed.length;
  return { rows, ...countedAt(trace, host, c, rows, seen) };
}

/** What is known of all sockets by their number alone; `seen` of the rows are no listeners. */
function countedAt(
  trace: Trace,
  host: string,
  c: Cursor,
  rows: readonly SocketRow[],
  seen: number,
): Omit<SocketsView, 'rows'> {
  const shown: Record<string, number> = {};
  for (const { rfc } of rows) shown[rfc] = (shown[rfc] ?? 0) + 1;
  const told = historiesOf(trace).states.get(host)?.at(c.frame);
  if (trace.omitted === 0) return { unseen: 0, states: byState(shown), unseenStates: [] };
  const counts = countsAt(trace, host, c);
  const all = counts.connections + counts.synQueue + counts.timeWait;
  const unseen = Math.max(0, all - seen);
  if (told === undefined) return { unseen, states: byState(shown), unseenStates: [] };
  const rest = Object.entries(told).map(([s, n]) => [s, Math.max(0, n - (shown[s] ?? 0))] as const);
  return { unseen, states: byState(told), unseenStates: byState(Object.fromEntries(rest)) };
}

function byState(counts: Readonly<Record<string, number>>): StateCount[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([rfc, count]) => ({ state: kernelName(rfc), rfc, count }))
    .sort((a, b) => b.count - a.count);
}

/** Half-open entries that tables list, and whose flows the trace does not follow. */
function strangersAt(trace: Trace, host: string, c: Cursor): SocketRow[] {
  const ports = historiesOf(trace).listeners.filter((l) => l.host === host);
  const address = trace.hosts.find((h) => h.name === host)?.address ?? '';
  const local = place(address, ports.length === 1 ? (ports[0]?.port ?? 0) : 0);
  return synQueueAt(trace, host, c)
    .rows.filter((r) => r.flow === 0)
    .map(({ peer, left, retries }) => ({
      ...{
        state: 'SYN-RECV',
        rfc: 'SYN-RECEIVED',
        receiveQueue: 0,
        sendQueue: 0,
        local,
        flow: null,
      },
      peer: place(peer.address, peer.port),
      timer: `timer:${timerText({ name: 'syn-ack', remaining: Math.max(0, left ?? 0), retries })}`,
    }));
}

function rowOf(e: EndHistory, state: string, c: Cursor): SocketRow {
  const vars = e.vars.at(c.frame) ?? {};
  return {
    state: kernelName(state),
    rfc: state,
    receiveQueue: vars.receiveQueue ?? 0,
    sendQueue: state === 'TIME-WAIT' ? 0 : unacknowledged(vars, state),
    local: place(e.local.address, e.local.port),
    peer: place(e.peer.address, e.peer.port),
    timer: timerOf(e, c),
    flow: e.flow,
  };
}

/** Octets, and SYN and FIN as one each; an entry without a TCB has none. */
function unacknowledged(vars: Partial<TraceVars>, state: string): number {
  const { sendQueue = 0, una, iss } = vars;
  if (una === undefined || iss === undefined || state === 'LISTEN') return 0;
  const syn = una === iss ? 1 : 0;
  const fin = state === 'FIN-WAIT-1' || state === 'CLOSING' || state === 'LAST-ACK' ? 1 : 0;
  return sendQueue + syn + fin;
}

/** Those that tell most first, as the kernel has it. */
const LEADING: readonly string[] = [
  'syn-ack',
  'time-wait',
  'retransmission',
  'persist',
  'override',
  'fin-wait-2',
  'keep-alive',
  'linger',
  'user-timeout',
  'delayed-ack',
];
/** Names in timers of the trace, as slots of a connection. */
const SLOTS: Readonly<Record<string, string>> = {
  finWait2: 'fin-wait-2',
  keepAlive: 'keep-alive',
  userTimeout: 'user-timeout',
  delayedAck: 'delayed-ack',
};
const COUNTED = ['syn-ack', 'retransmission', 'persist', 'keep-alive'];

function timerOf(e: EndHistory, { frame, at }: Cursor): string {
  const timers = e.timers.at(frame) ?? [];
  const name = (t: TraceTimer): string => SLOTS[t.name] ?? t.name;
  for (const wanted of LEADING) {
    const t = timers.find((x) => name(x) === wanted);
    if (t === undefined) continue;
    const retries = COUNTED.includes(wanted) ? (e.retries.at(frame) ?? 0) : 0;
    return `timer:${timerText({ name: wanted as TimerName, remaining: left(t, at), retries })}`;
  }
  return '';
}

function left(t: TraceTimer, at: Micros): Micros {
  return Math.max(0, t.due - at);
}
