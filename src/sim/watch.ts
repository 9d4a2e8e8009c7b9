import type { Micros } from '../base/timer-queue.ts';
import type { Host } from '../net/host.ts';
import type { Recorder, TablesDetail } from '../observe/recorder.ts';
import type { TraceHalfOpen, TraceTables, TraceTimer, TraceVars } from '../observe/trace.ts';
import { type FlowStatus, statusOf } from '../tcp/calls/flow-status.ts';
import type { ConnectionStatus } from '../tcp/calls/status.ts';
import type { Flow } from '../tcp/observer.ts';
import { CLOSED, LISTEN, STATE_NAMES, type State, SYN_RECEIVED, TIME_WAIT } from '../tcp/state.ts';
import type { World } from './world.ts';

/** More flows than this on one host are not looked into: what its tables hold is all there is to see. */
const MOST_FLOWS = 64;
/** In a large world, how often a host is looked at: its tables, and its flows while no segment passes. */
const PACE: Micros = 100_000;

/** In a large world, the most half-open entries that are told one by one. */
const MOST_HALF_OPEN = 16;

/** What was last told about a flow. */
interface Told {
  vars: Partial<TraceVars>;
  timers: string;
}

/** What was last told about a host. */
interface Seen {
  readonly flows: Map<string, Told>;
  tables: string;
  lookedAt: Micros;
  /** Segments it had received and sent when its flows were looked at. */
  segments: number;
  /** There was a turn after its tables were looked at. */
  stale: boolean;
}

/**
 * Has the recorder told, after each turn, what every connection's variables and timers and every host's
 * tables have become: only what differs from the turn before.
 *
 * @param paced whether hosts are looked at only now and then, as in a flood; then what lasts no longer
 *   than {@link PACE} may go untold
 * @returns what takes the last look, when the run is over
 */
export function watch(world: World, recorder: Recorder, paced: boolean): () => void {
  const seen = new Map<Host, Seen>();
  const look = (pace: Micros): void => {
    const { now } = world;
    for (const host of world.hosts) {
      let s = seen.get(host);
      if (s === undefined) {
        s = newlySeen();
        seen.set(host, s);
      }
      const { segmentsIn, segmentsOut } = host.tcp.counters;
      const due = now >= s.lookedAt + pace;
      s.stale = !due;
      if (!due && s.segments === segmentsIn + segmentsOut) continue;
      s.segments = segmentsIn + segmentsOut;
      lookAtFlows(host, recorder, s);
      if (!due) continue;
      s.lookedAt = now;
      lookAtTables(host, recorder, s, paced);
    }
  };
  world.afterTurn = () => look(paced ? PACE : 0);
  if (paced) {
    // What lasts is told: before nothing happens for a while.
    world.beforeTurn = (at) => {
      for (const [host, s] of seen) {
        if (!s.stale || at < s.lookedAt + PACE) continue;
        s.stale = false;
        s.lookedAt = world.now;
        lookAtTables(host, recorder, s, paced);
      }
    };
  }
  return () => look(0);
}

function newlySeen(): Seen {
  const lookedAt = Number.NEGATIVE_INFINITY;
  return { flows: new Map(), tables: '', lookedAt, segments: 0, stale: false };
}

function lookAtFlows(host: Host, recorder: Recorder, seen: Seen): void {
  const { tcp } = host;
  if (flowsOf(host) > MOST_FLOWS) return;
  let looked = 0;
  for (const f of tcp.flows()) {
    if (++looked > MOST_FLOWS) return;
    if (!recorder.keeps(f)) continue;
    const key = `${f.local} ${f.localPort} ${f.remote} ${f.remotePort}`;
    const told = seen.flows.get(key) ?? { vars: {}, timers: '[]' };
    seen.flows.set(key, told);
    const status = statusOf(tcp, f);
    if (status.connection !== null) tellVars(host, recorder, f, told, status.connection);
    tellTimers(host, recorder, f, told, timersOf(status, host.clock.now));
  }
}

function flowsOf({ tcp }: Host): number {
  let n = tcp.demux.connections.size + tcp.timeWait.size;
  for (const l of tcp.demux.listeners()) n += l.synQueueLength;
  return n;
}

function tellVars(
  host: Host,
  recorder: Recorder,
  f: Flow,
  told: Told,
  status: ConnectionStatus,
): void {
  const vars = varsOf(status);
  const changed = Object.entries(vars).filter(
    ([name, value]) => told.vars[name as keyof TraceVars] !== value,
  );
  if (changed.length === 0) return;
  told.vars = vars;
  recorder.vars(host.name, f, Object.fromEntries(changed));
}

function varsOf({ snd, rcv, ...s }: ConnectionStatus): TraceVars {
  return {
    iss: snd.iss,
    irs: rcv.irs,
    una: snd.una,
    nxt: snd.nxt,
    sndWnd: snd.wnd,
    rcvNxt: rcv.nxt,
    rcvWnd: rcv.wnd,
    cwnd: s.cwnd,
    // JSON has no Infinity.
    ssthresh: Math.min(s.ssthresh, 0xffff_ffff),
    srtt: s.srtt,
    rto: s.rto,
    sendQueue: s.sendQueue,
    receiveQueue: s.receiveQueue,
  };
}

function timersOf(status: FlowStatus, now: Micros): TraceTimer[] {
  if (status.connection === null) {
    const { timer } = status;
    return timer === null ? [] : [{ name: timer.name, due: now + timer.remaining }];
  }
  return Object.entries(status.connection.timers).map(([name, left]) => ({
    name,
    due: now + left,
  }));
}

function tellTimers(
  host: Host,
  recorder: Recorder,
  f: Flow,
  told: Told,
  timers: readonly TraceTimer[],
): void {
  const text = JSON.stringify(timers);
  if (text === told.timers) return;
  told.timers = text;
  recorder.timers(host.name, f, timers);
}

function lookAtTables(host: Host, recorder: Recorder, seen: Seen, paced: boolean): void {
  const tables = tablesOf(host);
  const more = paced ? detailOf(host, tables) : {};
  const text = JSON.stringify([tables, more]);
  if (text === seen.tables) return;
  seen.tables = text;
  recorder.tables(host.name, tables, more);
}

function detailOf(host: Host, tables: TraceTables): TablesDetail {
  const states = statesOf(host, tables);
  const isFew = tables.synQueue > 0 && tables.synQueue <= MOST_HALF_OPEN;
  return isFew ? { halfOpen: halfOpenOf(host), states } : { states };
}

/** How many there are in each state, in the order of states; none of which there is none. */
function statesOf({ tcp }: Host, { synQueue, timeWait }: TraceTables): Record<string, number> {
  const counts = STATE_NAMES.map(() => 0);
  const add = (state: State, n: number): void => {
    counts[state] = (counts[state] as number) + n;
  };
  tcp.demux.connections.forEach((c) => {
    add(c.state, 1);
  });
  for (const _ of tcp.demux.listeners()) add(LISTEN, 1);
  add(SYN_RECEIVED, synQueue);
  add(TIME_WAIT, timeWait);
  const states: Record<string, number> = {};
  counts.forEach((n, state) => {
    if (n > 0 && state !== CLOSED) states[STATE_NAMES[state] as string] = n;
  });
  return states;
}

function halfOpenOf({ tcp }: Host): TraceHalfOpen[] {
  const entries: TraceHalfOpen[] = [];
  for (const l of tcp.demux.listeners()) {
    for (const { remote, remotePort, retries, until } of l.synQueue.values()) {
      entries.push({ address: remote.toString(), port: remotePort, retries, due: until });
    }
  }
  return entries;
}

function tablesOf(host: Host): TraceTables {
  const { tcp } = host;
  const t = {
    synQueue: 0,
    synQueueLimit: 0,
    acceptQueue: 0,
    acceptQueueLimit: 0,
    connections: tcp.demux.connections.size,
    timeWait: tcp.timeWait.size,
    synText: 0,
  };
  for (const l of tcp.demux.listeners()) {
    t.synQueue += l.synQueueLength;
    t.synQueueLimit += l.synQueue.limit;
    t.acceptQueue += l.acceptQueueLength;
    t.acceptQueueLimit += l.acceptQueue.limit;
    t.synText += l.synTexts.octets;
  }
  return t;
}
