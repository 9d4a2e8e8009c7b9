/**
 * What one host of an exhibit does and meets, as a plan that `replay-kernel.py` carries out with the
 * kernel in that host's place: the calls of its applications, and the segments that arrive, each at its
 * time.
 */
import type { Exhibit } from '../../src/gallery/exhibit.ts';
import { Facts } from '../../src/gallery/facts.ts';
import { scenarioOf } from '../../src/gallery/perform.ts';
import type { Trace, TraceFrame, TraceSegment } from '../../src/observe/trace.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import { run } from '../../src/sim/run.ts';
import type { Action, Listen, Scenario, SetOptions } from '../../src/sim/scenario.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { linux, withOverrides } from '../../src/tcp/profiles/index.ts';

/** An exhibit, the host whose place the kernel takes, and how. */
export interface Pair {
  readonly exhibit: string;
  readonly side: string;
  /** What differs from the exhibit as it stands: other profiles, shorter times, losses. */
  readonly interventions?: readonly Intervention[];
  readonly values?: Readonly<Record<string, number>>;
  /** A word for that, in the report. */
  readonly as?: string;
  /** When to stop, seconds; a moment after the last thing that happens to the host if not given. */
  readonly until?: number;
  /** The kernel may hold back an ACK for 40 ms, so that an application that is quick gets on it. */
  readonly delaysAcks?: boolean;
  /** A setting under `/proc/sys/net/ipv4` without which the kernel is too old. */
  readonly needs?: string;
  /** How late the kernel may be, of the time since the beginning, where 5 % is not enough. */
  readonly late?: number;
  /** Why the kernel does something else here, where that is known: it is not counted, but must still be so. */
  readonly departs?: string;
}

export interface Step {
  /** Seconds. */
  readonly at: number;
  readonly do: string;
  /** The states of connections by flow, where it is a look at them. */
  readonly states?: Readonly<Record<number, string>>;
  readonly [more: string]: unknown;
}

/** What `replay-kernel.py` reads. */
export interface Plan {
  readonly addresses: readonly string[];
  readonly sysctls: readonly (readonly [name: string, value: number])[];
  readonly nagle: boolean;
  readonly quickAcks: boolean;
  readonly delaysAcks: boolean;
  readonly until: number;
  /** Flows by the kernel's port and the other end. */
  readonly flows: Readonly<Record<string, number>>;
  readonly steps: readonly Step[];
}

/** The run of the exhibit, and what the kernel is to go through. */
export interface Prepared {
  readonly pair: Pair;
  readonly trace: Trace;
  readonly facts: Facts;
  readonly plan: Plan;
}

/** How far a look at the states stays away from what happens, seconds. */
const ASIDE = 0.03;
/** How long after the last thing that happens one still listens. */
const AFTERWARDS = 0.3;

/**
 * How late the kernel's timer wheel may make a wait, seconds: up to an eighth, and for none of those here by
 * more than 5.12 s, which is a step of the wheel from 41 s on at 100 Hz (kernel/time/timer.c).
 */
export function lateBy(wait: number): number {
  return Math.min(wait / 8, 5.12);
}

/** Runs the exhibit and makes the plan. Throws a RangeError for what no kernel can be told. */
export function prepare(exhibit: Exhibit, pair: Pair): Prepared {
  const scenario = scenarioOf(exhibit, pair.values);
  const interventions = pair.interventions ?? [];
  const trace = run(scenario, { interventions, keepBytes: true });
  const facts = new Facts(trace);
  const profile = profileOf(scenario, pair.side, interventions);
  const host = trace.hosts.find((h) => h.name === pair.side);
  if (host === undefined) throw new RangeError(`'${exhibit.id}' has no host '${pair.side}'`);
  if (trace.omitted > 0) throw new RangeError(`'${exhibit.id}' does not keep all that happens`);
  const mine = trace.frames.filter((f) => f.host === pair.side && isSeen(f));
  const last = (mine.at(-1)?.at ?? 0) / 1e6;
  // Where waits follow each other, each of which may end late, the last may be late by all of that.
  const chain = (at: number): number => (pair.late ?? 0) * at;
  const until = pair.until ?? last + Math.max(lateBy(last), chain(last)) + AFTERWARDS;
  const steps = [
    ...mine.flatMap((f) => stepOf(f, trace, scenario, pair)),
    ...looks(facts, mine, until, pair.side, chain),
  ].filter((step) => step.at < until);
  steps.sort((a, b) => a.at - b.at); // stable: what falls together keeps its order
  const addresses = host.addresses.filter((a) => !a.startsWith('127.') && a.includes('.'));
  const plan: Plan = {
    addresses,
    sysctls: sysctls(profile),
    nagle: profile.nagle,
    quickAcks: profile.quickAcks >= 1000 && pair.delaysAcks !== true,
    delaysAcks: pair.delaysAcks === true,
    until,
    flows: flowsOf(trace, pair.side),
    steps,
  };
  return { pair, trace, facts, plan };
}

/** What the host does, meets or is told; not what is noted beside it. */
function isSeen(f: TraceFrame): boolean {
  return ['sent', 'arrived', 'call', 'state', 'host'].includes(f.kind);
}

function stepOf(f: TraceFrame, trace: Trace, scenario: Scenario, pair: Pair): Step[] {
  const at = f.at / 1e6;
  switch (f.kind) {
    case 'arrived':
      return arrival(f, trace, pair.side);
    case 'call':
      return callOf(f, trace, scenario, pair.side, at);
    case 'host':
      if (f.what === 'kill') return [{ at, do: 'kill' }];
      throw new RangeError(`'${trace.scenario}': no kernel can be made to '${f.what}'`);
    default:
      return [];
  }
}

function arrival(f: TraceFrame, trace: Trace, side: string): Step[] {
  const s = trace.segments.find((x) => x.id === f.segment);
  const packet = s?.arrivedBytes ?? s?.bytes;
  if (s === undefined || packet === undefined) throw new Error('a segment without octets');
  const before = trace.segments.filter(
    (x) => x.from === side && x.flow === s.flow && x.sentAt < f.at,
  );
  const isns = isnsOf(before);
  const last = before.at(-1)?.sentAt ?? 0;
  const waited = (last - (before.at(-2)?.sentAt ?? 0)) / 1e6;
  return [
    {
      ...{ at: f.at / 1e6, do: 'arrive', flow: s.flow, packet },
      ...{ isn: isns.length - 1, iss: isns.at(-1) ?? 0 },
      ...{ after: before.length, patience: lateBy(waited) },
    },
  ];
}

/** The initial sequence numbers with which these open, each once. */
export function isnsOf(segments: readonly TraceSegment[]): number[] {
  const isns: number[] = [];
  for (const s of segments) {
    if (s.flags.includes('S') && !isns.includes(s.seq)) isns.push(s.seq);
  }
  return isns;
}

/** What an application calls; nothing for what it is told. */
function callOf(
  f: Extract<TraceFrame, { kind: 'call' }>,
  trace: Trace,
  scenario: Scenario,
  side: string,
  at: number,
): Step[] {
  const socket = f.detail.socket ?? 'main';
  const step = (more: object): Step[] => [{ at, do: f.call, socket, ...more }];
  const asked = <C extends Action['call']>(call: C): Extract<Action, { call: C }> | undefined =>
    scenario.steps
      .filter((s) => s.host === side && s.do.call === call)
      .map((s) => s.do as Extract<Action, { call: C }>)
      .find((a) => call === 'set' || (a.socket ?? 'main') === socket);
  switch (f.call) {
    case 'listen': {
      const { port = 0, backlog = 511 } = (asked('listen') ?? {}) as Partial<Listen>;
      return step({ port, backlog });
    }
    case 'accept':
      return step({ listener: socket.replace(/ \d+$/, '') });
    case 'connect': {
      const [here, there] = ends(trace, f.flow, side);
      if (here === there) throw new RangeError('a host that connects to itself');
      return step({
        ...{ from: here.address, localPort: here.port, to: there.address, port: there.port },
      });
    }
    case 'send':
      return step({ octets: f.detail.octets ?? 0 });
    case 'set':
      return step(optionsOf(asked('set')));
    case 'unlisten':
    case 'close':
    case 'release':
    case 'abort':
    case 'pause':
    case 'resume':
      // What fails when it is called fails there too, and is told of; what the host does by itself is no call.
      return step({});
    default:
      return [];
  }
}

function optionsOf(o: SetOptions | undefined): object {
  const seconds = (t: number | undefined) => (t === undefined ? undefined : Math.round(t / 1e6));
  return {
    keepAlive: o?.keepAlive,
    keepAliveIdle: seconds(o?.keepAliveIdle),
    keepAliveInterval: seconds(o?.keepAliveInterval),
    keepAliveCount: o?.keepAliveCount,
  };
}

function ends(trace: Trace, flow: number | null, side: string) {
  const found = trace.flows.find((x) => x.id === flow);
  if (found === undefined) throw new Error(`no flow ${flow}`);
  const [a, b] = found.ends;
  return a.host === side ? ([a, b] as const) : ([b, a] as const);
}

function flowsOf(trace: Trace, side: string): Record<string, number> {
  const flows: Record<string, number> = {};
  for (const { id, ends: both } of trace.flows) {
    if (!both.some((e) => e.host === side)) continue;
    const [here, there] = ends(trace, id, side);
    flows[`${here.port} ${there.address}:${there.port}`] = id;
  }
  return flows;
}

/**
 * Looks at the states of connections, in between: half-way from each thing that happens to the next, and
 * late in a long silence; none before a timer of the kernel that is late must have expired.
 */
function looks(
  facts: Facts,
  mine: readonly TraceFrame[],
  until: number,
  side: string,
  chain: (at: number) => number,
): Step[] {
  const times = [...new Set(mine.map((f) => f.at / 1e6))].filter((t) => t < until);
  const steps: Step[] = [];
  times.forEach((t, i) => {
    const next = times[i + 1] ?? until;
    const from = t + Math.max(lateBy(t - (times[i - 1] ?? t)), chain(t));
    const gap = next - from;
    if (gap > 2 * ASIDE) steps.push(look(facts, from + gap / 2, side));
    if (gap > 20) steps.push(look(facts, from + gap * 0.97, side));
  });
  return steps;
}

function look(facts: Facts, at: number, side: string): Step {
  const states: Record<number, string> = {};
  for (const { id } of facts.trace.flows) {
    states[id] = facts.stateAt(side, at * 1e6, id) ?? 'CLOSED';
  }
  return { at, do: 'look', states };
}

/** The profile of a host in this run. */
function profileOf(
  scenario: Scenario,
  side: string,
  interventions: readonly Intervention[],
): Profile {
  const host = scenario.hosts.find((h) => h.name === side);
  let name = host?.profile ?? 'linux';
  const values: Record<string, unknown> = { ...host?.set };
  for (const i of interventions) {
    if (i.kind === 'profile' && i.host === side) name = i.name;
    if (i.kind === 'set' && (i.host ?? side) === side) values[i.field] = i.value;
  }
  if (name !== 'linux') throw new RangeError(`${side} of '${scenario.id}' is '${name}', not linux`);
  return withOverrides(linux, values);
}

/** The kernel told what the profile says, as far as it has a setting for it. */
function sysctls(p: Profile): (readonly [string, number])[] {
  const is = (b: boolean) => (b ? 1 : 0);
  const seconds = (t: number) => Math.round(t / 1e6);
  const ipv4: readonly (readonly [string, number])[] = [
    ['tcp_timestamps', is(p.timestamps)],
    ['tcp_sack', is(p.sack)],
    ['tcp_window_scaling', is(p.windowScaling)],
    ['tcp_syn_retries', p.synRetries - p.synLinearTimeouts],
    ['tcp_synack_retries', p.synAckRetries],
    ['tcp_max_syn_backlog', p.synQueue],
    ['tcp_syncookies', { never: 0, full: 1, always: 2 }[p.synCookies]],
    ['tcp_abort_on_overflow', is(p.acceptOverflow === 'reset')],
    ['tcp_keepalive_time', seconds(p.keepAliveIdle)],
    ['tcp_keepalive_intvl', seconds(p.keepAliveInterval)],
    ['tcp_keepalive_probes', p.keepAliveCount],
    ['tcp_fin_timeout', seconds(p.finWait2)],
    ['tcp_rfc1337', is(p.timeWaitReset === 'ignore')],
    ['tcp_no_metrics_save', 1],
    ['conf/all/rp_filter', 0],
    ['conf/default/rp_filter', 0],
  ];
  return [
    ['ipv6/conf/default/disable_ipv6', 1],
    ...ipv4.map(([name, value]) => [`ipv4/${name}`, value] as const),
  ];
}
