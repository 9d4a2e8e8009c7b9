import type { Words } from '../base/words.ts';
import type { Trace, TraceFrame, TraceVars } from '../observe/trace.ts';
import type { Surroundings } from './surroundings.ts';
import { DROPPED, dropMeans, VARS } from './words/effects.ts';

/** One thing that a segment changed where it arrived. */
export interface Effect {
  /** The frame that tells of it. */
  readonly frame: number;
  readonly what: 'state' | 'variable' | 'answer' | 'dropped';
  /** What changed: `SND.UNA`. */
  readonly name: Words;
  /** What it was; null where there was nothing before. */
  readonly from: string | null;
  readonly to: Words;
}

/** One time that a segment arrived. */
export interface Arrival {
  readonly frame: number;
  readonly at: number;
  readonly host: string;
  /** 0 for the segment itself, then its copies. */
  readonly copy: number;
  readonly effects: readonly Effect[];
}

/** What a segment brought about, each time it arrived. */
export function arrivalsOf(around: Surroundings): Arrival[] {
  const { trace, segment } = around;
  const arrivals: Arrival[] = [];
  trace.frames.forEach((f, i) => {
    if (f.kind !== 'arrived' || f.segment !== segment.id) return;
    const effects = effectsOf(around, i, f);
    arrivals.push({ frame: i, at: f.at, host: f.host, copy: arrivals.length, effects });
  });
  return arrivals;
}

/** What came of frame `i` at its host in the same instant. */
function effectsOf(around: Surroundings, i: number, arrived: TraceFrame): Effect[] {
  const { frames } = around.trace;
  const caused = new Set([i]);
  const effects: Effect[] = [];
  for (let j = i + 1; frames[j]?.at === arrived.at; j++) {
    const f = frames[j] as TraceFrame;
    if (f.cause === null || !caused.has(f.cause) || f.host !== arrived.host) continue;
    if (f.flow !== arrived.flow || f.kind === 'arrived') continue;
    caused.add(j);
    effects.push(...effectsIn(around, j, f));
  }
  return effects;
}

function effectsIn(around: Surroundings, frame: number, f: TraceFrame): Effect[] {
  switch (f.kind) {
    case 'state':
      return [{ frame, what: 'state', name: STATE, from: f.from, to: same(f.to) }];
    case 'sent':
      return [{ frame, what: 'answer', name: ANSWER, from: null, to: same(f.segment ?? '') }];
    case 'dropped':
      return [{ frame, what: 'dropped', name: DROPPED, from: null, to: dropMeans(f.reason) }];
    case 'vars':
      return changed(around, frame, f.vars, varsBefore(around.trace, frame, f));
    default:
      return [];
  }
}

const STATE: Words = { zh: '状态', en: 'State' };
const ANSWER: Words = { zh: '回应', en: 'Answer' };

function same(text: string): Words {
  return { zh: text, en: text };
}

function changed(
  around: Surroundings,
  frame: number,
  vars: Partial<TraceVars>,
  before: Partial<TraceVars>,
): Effect[] {
  const effects: Effect[] = [];
  for (const { key, name, unit } of VARS) {
    const now = vars[key];
    const was = before[key];
    if (now === undefined || now === was) continue;
    // Before the peer's SYN nothing of its stream is known.
    const text = (n: number): string => {
      if (unit === 'arriving') return around.own(n);
      if (unit === 'leaving') return around.peers(n);
      if (unit === 'time') return n === 0 ? '0' : `${n / 1000} ms`;
      return n >= 0xffff_ffff ? '∞' : `${n}`;
    };
    const isKnown = was !== undefined && !(unit === 'arriving' && before.irs === 0);
    const from = isKnown ? text(was) : null;
    effects.push({ frame, what: 'variable', name, from, to: same(text(now)) });
  }
  return effects;
}

/** The variables of a connection before a frame that tells of changes; none before its first. */
function varsBefore(
  trace: Trace,
  frame: number,
  { host, flow, ...told }: TraceFrame & { readonly kind: 'vars' },
): Partial<TraceVars> {
  // A connection that is new tells them all.
  if (told.vars.iss !== undefined && told.vars.sendQueue !== undefined) return {};
  const before: Record<string, number> = {};
  for (let i = frame - 1; i >= 0; i--) {
    const f = trace.frames[i] as TraceFrame;
    if (f.kind !== 'vars' || f.host !== host || f.flow !== flow) continue;
    for (const [key, value] of Object.entries(f.vars)) before[key] ??= value;
    if (f.vars.iss !== undefined && f.vars.sendQueue !== undefined) break;
  }
  return before;
}
