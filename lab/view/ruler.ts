import type { Trace, TraceSegment } from '../../src/observe/trace.ts';
import { framesOf } from './history.ts';
import { heldAt, segmentNamed, type Vars, varsAt } from './vars.ts';

/** A stretch of sequence numbers of one direction, as its sender sees it. */
export interface Zone {
  readonly kind: 'acked' | 'flight' | 'open';
  readonly from: number;
  readonly length: number;
}

/**
 * How the receiver sees what arrives: exactly what it expects, elsewhere in its window, all of it old, or
 * beyond the window.
 */
export type Verdict = 'next' | 'window' | 'old' | 'beyond';

/** A segment on the ruler. */
export interface Pin {
  readonly segment: TraceSegment;
  /** It is under way; otherwise it has arrived. */
  readonly isUnderWay: boolean;
  /** What the receiver makes of it; null while it is under way or the receiver has no window. */
  readonly verdict: Verdict | null;
  /** Neither end of the flow sent it. */
  readonly isForged: boolean;
}

export interface Ruler {
  readonly from: string;
  readonly to: string;
  /** Of the sender; empty when it has nothing to show yet. */
  readonly zones: readonly Zone[];
  /** The first number, and the number after the last that may be sent; null without zones. */
  readonly first: number | null;
  readonly edge: number | null;
  /** The sender has sent its FIN: nothing new follows. */
  readonly isOver: boolean;
  /** Octets that the congestion window lets go now, when that is less than the peer's window; else null. */
  readonly mayGo: number | null;
  /** The receiver's window, as the receiver has it now; null before it has one. */
  readonly window: { readonly from: number; readonly length: number } | null;
  readonly pins: readonly Pin[];
  /** Pins beyond those that are shown. */
  readonly more: number;
}

const MOST_PINS = 6;

const FIN_IS_OUT: ReadonlySet<string> = new Set([
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
  'CLOSED',
]);

/** The ruler of one direction once everything up to `frame` has happened; `before` is the stop before. */
export function rulerAt(
  trace: Trace,
  frame: number,
  before: number,
  ends: { readonly from: string; readonly to: string; readonly flow: number },
): Ruler {
  const { from, to, flow } = ends;
  const held = heldAt(trace, frame, from, flow);
  const { iss, una, nxt, sndWnd = 0, cwnd = 0 } = held.vars;
  const isKnown = iss !== undefined && una !== undefined && nxt !== undefined;
  const isOver = held.state !== null && FIN_IS_OUT.has(held.state);
  const allowed = isKnown ? Math.max(0, (una + sndWnd - nxt) | 0) : 0;
  const zones: Zone[] = isKnown
    ? [
        { kind: 'acked', from: iss, length: (una - iss) >>> 0 },
        { kind: 'flight', from: una, length: (nxt - una) >>> 0 },
        { kind: 'open', from: nxt, length: isOver ? 0 : allowed },
      ]
    : [];
  const other = heldAt(trace, frame, to, flow).vars;
  const pins = pinsAt(trace, frame, before, ends);
  return {
    ...{ from, to, zones, first: iss ?? null },
    edge: isKnown ? (allowed + nxt) >>> 0 : null,
    isOver,
    mayGo: isKnown && cwnd < sndWnd && !isOver ? Math.max(0, (una + cwnd - nxt) | 0) : null,
    window: windowOf(other),
    pins: pins.slice(-MOST_PINS),
    more: Math.max(0, pins.length - MOST_PINS),
  };
}

function windowOf(vars: Vars): { readonly from: number; readonly length: number } | null {
  const { rcvNxt, rcvWnd, irs } = vars;
  if (rcvNxt === undefined || rcvWnd === undefined || (rcvNxt === 0 && irs === 0)) return null;
  return { from: rcvNxt, length: rcvWnd };
}

/** Sequence numbers that a segment takes up. */
export function lengthOf(s: TraceSegment): number {
  return s.length + (s.flags.includes('S') ? 1 : 0) + (s.flags.includes('F') ? 1 : 0);
}

/** What a receiver makes of a segment, by the window it had then. RFC 9293 section 3.10.7.4, first step. */
export function verdictOn(s: TraceSegment, vars: Vars): Verdict | null {
  const window = windowOf(vars);
  if (window === null) return null;
  const ahead = (s.seq - window.from) | 0;
  if (ahead === 0) return 'next';
  const length = lengthOf(s);
  if (ahead > 0) return ahead < window.length ? 'window' : 'beyond';
  return ahead + length > 0 ? 'window' : 'old';
}

interface Course {
  sent: number;
  /** Where it arrived or was lost, the last time. */
  over: number;
}

const coursesBy = new WeakMap<Trace, ReadonlyMap<string, Course>>();

function coursesOf(trace: Trace): ReadonlyMap<string, Course> {
  const known = coursesBy.get(trace);
  if (known !== undefined) return known;
  const courses = new Map<string, Course>();
  trace.frames.forEach((f, i) => {
    if (f.segment === null) return;
    if (f.kind === 'sent') courses.set(f.segment, { sent: i, over: Number.POSITIVE_INFINITY });
    const course = courses.get(f.segment);
    if (course !== undefined && (f.kind === 'arrived' || f.kind === 'lost')) course.over = i;
  });
  coursesBy.set(trace, courses);
  return courses;
}

const byFlow = new WeakMap<Trace, ReadonlyMap<string, readonly TraceSegment[]>>();

/** The segments that go to a host in a flow. */
function segmentsTo(trace: Trace, to: string, flow: number): readonly TraceSegment[] {
  let index = byFlow.get(trace);
  if (index === undefined) {
    const made = new Map<string, TraceSegment[]>();
    for (const s of trace.segments) {
      const key = `${s.flow} ${s.to}`;
      const own = made.get(key);
      if (own === undefined) made.set(key, [s]);
      else own.push(s);
    }
    index = made;
    byFlow.set(trace, made);
  }
  return index.get(`${flow} ${to}`) ?? [];
}

function pinsAt(
  trace: Trace,
  frame: number,
  before: number,
  { from, to, flow }: { readonly from: string; readonly to: string; readonly flow: number },
): Pin[] {
  const courses = coursesOf(trace);
  const pins: Pin[] = [];
  const arrivedAt = (place: number): void => {
    const segment = segmentNamed(trace, trace.frames[place]?.segment ?? null);
    if (segment === null) return;
    const verdict = verdictOn(segment, varsAt(trace, place - 1, to, flow).vars);
    pins.push({ segment, isUnderWay: false, verdict, isForged: isForged(segment, from) });
  };
  // What was not taken stays on the ruler: it is what the ruler explains.
  const refused = framesOf(trace, 'dropped', to, flow).filter((i) => i <= before);
  for (const i of refused.slice(-REFUSED)) arrivedAt(i);
  for (const i of framesOf(trace, 'arrived', to, flow)) if (i > before && i <= frame) arrivedAt(i);
  for (const segment of segmentsTo(trace, to, flow)) {
    const course = courses.get(segment.id);
    if (course === undefined || course.sent > frame || course.over <= frame) continue;
    pins.push({ segment, isUnderWay: true, verdict: null, isForged: isForged(segment, from) });
  }
  return pins;
}

const REFUSED = 3;

function isForged(s: TraceSegment, from: string): boolean {
  return s.from !== null && s.from !== from;
}

/** Where numbers stand on a ruler, in shares of its length. Not to scale: each stretch has its room. */
export interface Scale {
  readonly ticks: readonly {
    readonly kind: Zone['kind'];
    readonly from: number;
    readonly to: number;
  }[];
  place(n: number): number;
}

const BEFORE = 0.08;
const BEYOND = 0.14;
const LEAST = 0.12;

export function scaleOf(r: Ruler): Scale {
  const weights = r.zones.map((z) => (z.length === 0 ? 0 : 1 + Math.log2(z.length) / 4));
  const sum = weights.reduce((a, b) => a + b, 0);
  const filled = weights.filter((w) => w > 0).length;
  const room = 1 - BEFORE - BEYOND - filled * LEAST;
  let at = BEFORE;
  const ticks = r.zones.map((z, i) => {
    const w = weights[i] as number;
    const width = w === 0 ? 0 : LEAST + (room * w) / sum;
    const tick = { kind: z.kind, from: at, to: at + width };
    at += width;
    return tick;
  });
  const end = at;
  const place = (n: number): number => {
    if (r.first === null) return 0.5;
    let offset = (n - r.first) | 0;
    if (offset < 0) return BEFORE * 0.45;
    for (const [i, z] of r.zones.entries()) {
      const tick = ticks[i] as { from: number; to: number };
      if (offset < z.length) return tick.from + ((tick.to - tick.from) * offset) / z.length;
      offset -= z.length;
    }
    return offset === 0 ? end : end + (1 - end) * 0.6;
  };
  return { ticks, place };
}
