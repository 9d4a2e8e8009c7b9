import type { NumberMode } from '../../src/observe/numbering.ts';
import type { Trace, TraceFrame, TraceSegment, TraceVars } from '../../src/observe/trace.ts';
import { countUpTo, flowNamed, frameAt, framesOf, lastUpTo } from './history.ts';
import { stateAt } from './states.ts';

export type VarName = keyof TraceVars;
export type Vars = Readonly<Partial<TraceVars>>;

/** The variables of a connection, and the frame that gave each the value it has. */
export interface Known {
  readonly vars: Vars;
  readonly since: Readonly<Partial<Record<VarName, number>>>;
}

const NOTHING: Known = { vars: {}, since: {} };
const knownBy = new WeakMap<Trace, Map<string, readonly Known[]>>();

/** What has been told of a connection's variables once everything up to `frame` has happened. */
export function varsAt(trace: Trace, frame: number, host: string, flow: number): Known {
  const told = countUpTo(framesOf(trace, 'vars', host, flow), frame);
  return allOf(trace, host, flow)[told - 1] ?? NOTHING;
}

function allOf(trace: Trace, host: string, flow: number): readonly Known[] {
  let known = knownBy.get(trace);
  if (known === undefined) {
    known = new Map();
    knownBy.set(trace, known);
  }
  const key = `${flow} ${host}`;
  const own = known.get(key);
  if (own !== undefined) return own;
  let last = NOTHING;
  const all = framesOf(trace, 'vars', host, flow).map((place) => {
    const { vars } = frameAt<'vars'>(trace, place);
    const since = { ...last.since };
    for (const name of Object.keys(vars) as VarName[]) since[name] = place;
    last = { vars: { ...last.vars, ...vars }, since };
    return last;
  });
  known.set(key, all);
  return all;
}

/**
 * What a host holds of a connection. `tcb`: all variables. `half-open`: a small entry in the SYN queue, of
 * which the segments tell the first numbers. `time-wait`: a small entry too; the variables are the last
 * there were. `gone`: nothing any more, the variables likewise. `none`: nothing yet.
 */
export interface Held extends Known {
  readonly kind: 'tcb' | 'half-open' | 'time-wait' | 'gone' | 'none';
  /** The state, or null when the host has none in this flow. */
  readonly state: string | null;
}

export function heldAt(trace: Trace, frame: number, host: string, flow: number): Held {
  const state = stateAt(trace, frame, host, flow);
  const changed = lastUpTo(framesOf(trace, 'state', host, flow), frame);
  const told = lastUpTo(framesOf(trace, 'vars', host, flow), frame);
  const known = varsAt(trace, frame, host, flow);
  if (changed < 0) {
    const kind = told < 0 ? 'none' : 'tcb';
    return { kind, state, ...known };
  }
  if (state === 'LISTEN') return { kind: 'none', state, ...NOTHING };
  if (state === 'CLOSED') return { kind: told < 0 ? 'none' : 'gone', state, ...known };
  if (state === 'TIME-WAIT') return { kind: 'time-wait', state, ...known };
  if (state === 'SYN-RECEIVED') {
    // One that came by way of SYN-SENT has a TCB; an entry of the queue has told nothing since it came.
    const { from } = frameAt<'state'>(trace, changed);
    if (from !== 'SYN-SENT' && told < changed) {
      return {
        kind: 'half-open',
        state,
        vars: entryOf(trace, changed, frame, host, flow),
        since: {},
      };
    }
  }
  if (told < 0) return { kind: 'none', state, ...NOTHING };
  return { kind: 'tcb', state, ...known };
}

/** The first numbers of a half-open entry, from the SYN that made it and its answer. */
function entryOf(trace: Trace, from: number, to: number, host: string, flow: number): Vars {
  const arrived = lastUpTo(framesOf(trace, 'arrived', host, flow), from);
  const syn = segmentOf(trace, arrived);
  const sent = framesOf(trace, 'sent', host, flow);
  const answer = segmentOf(trace, sent[countUpTo(sent, from)] ?? -1);
  const irs = syn === null ? {} : { irs: syn.seq, rcvNxt: (syn.seq + 1) >>> 0 };
  const isOut = answer !== null && (sent[countUpTo(sent, from)] as number) <= to;
  if (!isOut || !answer.flags.includes('S')) return irs;
  return { ...irs, iss: answer.seq, una: answer.seq, nxt: (answer.seq + 1) >>> 0 };
}

const segmentsBy = new WeakMap<Trace, ReadonlyMap<string, TraceSegment>>();

/** A segment by its id; null when there is none. */
export function segmentNamed(trace: Trace, id: string | null): TraceSegment | null {
  if (id === null) return null;
  let all = segmentsBy.get(trace);
  if (all === undefined) {
    all = new Map(trace.segments.map((s) => [s.id, s]));
    segmentsBy.set(trace, all);
  }
  return all.get(id) ?? null;
}

function segmentOf(trace: Trace, place: number): TraceSegment | null {
  return segmentNamed(trace, trace.frames[place]?.segment ?? null);
}

/** Variables that what leaves changes; the others are changed by what arrives. */
const BY_SENDING: ReadonlySet<VarName> = new Set(['iss', 'nxt']);

/** The segment that gave a variable the value told in frame `place`; null when none did. */
export function changedBy(trace: Trace, place: number, name: VarName): string | null {
  const f = trace.frames[place] as TraceFrame;
  if (BY_SENDING.has(name)) {
    for (let i = place - 1; i >= 0 && trace.frames[i]?.at === f.at; i--) {
      const g = trace.frames[i] as TraceFrame;
      if (g.kind === 'sent' && g.host === f.host && g.flow === f.flow) return g.segment;
    }
  }
  let g: TraceFrame | undefined = f;
  for (let hops = 0; g !== undefined && g.at === f.at && hops < 8; hops++) {
    if (g.kind === 'arrived' && g.host === f.host) return g.segment;
    g = g.cause === null ? undefined : trace.frames[g.cause];
  }
  return null;
}

/** How the numbers of one direction are written: from which first number, and with which letter. */
export interface Base {
  readonly first: number;
  readonly letter: string;
}

/** The first numbers of both directions as a host knows them; null where it knows none. */
export function basesOf(
  trace: Trace,
  frame: number,
  host: string,
  flow: number,
  vars: Vars,
): { readonly own: Base | null; readonly peer: Base | null } {
  const isFirst = flowNamed(trace, flow)?.ends[0].host === host;
  const primes = (first: number, by: string): string =>
    "'".repeat(Math.max(0, firstsOf(trace, frame, by, flow).indexOf(first)));
  const other = flowNamed(trace, flow)?.ends[isFirst ? 1 : 0].host ?? '';
  const { iss, irs } = vars;
  // IRS is 0 until the peer's SYN has come.
  const knowsPeer = irs !== undefined && (irs !== 0 || (vars.rcvNxt ?? 0) !== 0);
  return {
    own:
      iss === undefined
        ? null
        : { first: iss, letter: `${isFirst ? 'x' : 'y'}${primes(iss, host)}` },
    peer: knowsPeer ? { first: irs, letter: `${isFirst ? 'y' : 'x'}${primes(irs, other)}` } : null,
  };
}

/** The initial numbers with which a host has opened in a flow, in order. */
function firstsOf(trace: Trace, frame: number, host: string, flow: number): number[] {
  const firsts: number[] = [];
  for (const place of framesOf(trace, 'sent', host, flow)) {
    if (place > frame) break;
    const s = segmentOf(trace, place);
    if (s?.flags.includes('S') && s.from === host && firsts.at(-1) !== s.seq) firsts.push(s.seq);
  }
  return firsts;
}

/** A sequence number as it is shown; a dash when the direction has no first number yet. */
export function seqText(n: number, base: Base | null, mode: NumberMode): string {
  if (base === null) return '—';
  if (mode === 'raw') return `${n >>> 0}`;
  const offset = (n - base.first) | 0;
  if (mode === 'relative') return `${offset}`;
  if (offset === 0) return base.letter;
  return offset > 0 ? `${base.letter}+${offset}` : `${base.letter}−${-offset}`;
}
