import type { Micros } from '../base/timer-queue.ts';
import {
  type NumberLetters,
  type NumberMode,
  numbersOf,
  numberTexts,
} from '../observe/numbering.ts';
import type {
  CallDetail,
  Fate,
  HostChange,
  Trace,
  TraceEnd,
  TraceFrame,
  TraceSegment,
  TraceViolation,
} from '../observe/trace.ts';
import { type TimeAxis, timeAxis } from './time-axis.ts';
import { isDrawn } from './words.ts';

/** Which part of a trace is drawn, and how. */
export interface LadderOptions {
  /** The flow to draw; the first by default. */
  readonly flow?: number;
  /** How sequence numbers are written: counted from the initial ones of each direction by default. */
  readonly numbers?: NumberMode;
  /** The letters of both initial numbers where `numbers` is `xy`; x and y by default. */
  readonly symbols?: NumberLetters;
  /** Notes of what the applications called; none by default. */
  readonly calls?: boolean;
  /** Waits longer than this become a break in the time axis; three round trips by default. */
  readonly breakAfter?: Micros;
  /** Units between two instants at least; 1 by default, which is about what a segment takes. */
  readonly least?: number;
  /** Further instants that the axis is to have, such as those of another run drawn beside this one. */
  readonly also?: readonly Micros[];
}

export type Side = 'left' | 'right';

/** One end of the flow: a life-line. */
export interface LadderHost {
  /** The host's name; where it is nobody's, that of the forger who writes segments in its name, or the address. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** What a segment is drawn as; it decides the colour. A reset is one whatever else it carries. */
export type ArrowKind = 'open' | 'data' | 'ack' | 'close' | 'reset';

/** A segment, from the life-line it left to the one it reached, or to where it was lost. */
export interface Arrow {
  /** The segment's id in the trace, such as A3. */
  readonly segment: string;
  readonly from: Side;
  readonly kind: ArrowKind;
  readonly sentAt: Micros;
  /** When it arrives or is lost; null when neither was seen. */
  readonly endsAt: Micros | null;
  /** Where those times stand on the axis. */
  readonly y0: number;
  readonly y1: number;
  /** `copy` is a further arrival of a segment that was duplicated on its way. */
  readonly fate: Fate | 'copy';
  readonly retransmission: boolean;
  /** It meets or overtakes another on its way: it cannot be drawn on one line. */
  readonly crosses: boolean;
  readonly flags: string;
  /** Relative numbers, or raw ones where these are asked for. */
  readonly seq: number;
  readonly ack: number | null;
  /** The same as they are shown. */
  readonly seqText: string;
  readonly ackText: string | null;
  readonly length: number;
}

/** A stretch of time in one state. */
export interface StateSpan {
  /** Empty while the host is without power. */
  readonly state: string;
  readonly from: Micros;
  readonly y: number;
}

/** Something said beside a life-line. */
export interface Note {
  readonly at: Micros;
  readonly y: number;
  readonly side: Side;
  readonly segment: string | null;
  readonly about: NoteAbout;
}

/** What is said; `words.ts` has the words. */
export type NoteAbout =
  | { readonly kind: 'dropped'; readonly reason: string }
  | { readonly kind: 'host'; readonly what: HostChange }
  | { readonly kind: 'call'; readonly call: string; readonly detail: CallDetail };

interface EventBase {
  readonly at: Micros;
  /** The frame it came from, by its place in the trace. */
  readonly frame: number;
}

/** What is to be drawn, in the order it happened. */
export type LadderEvent =
  | (EventBase & { readonly kind: 'sent'; readonly arrow: Arrow })
  | (EventBase & { readonly kind: 'ended'; readonly arrow: Arrow })
  | (EventBase & { readonly kind: 'state'; readonly side: Side; readonly state: string })
  | (EventBase & { readonly kind: 'note'; readonly note: Note });

/** One flow laid out: everything a renderer needs, and nothing about pixels or columns. */
export interface Ladder {
  readonly left: LadderHost;
  readonly right: LadderHost;
  readonly nonStandard: readonly TraceViolation[];
  readonly axis: TimeAxis;
  readonly arrows: readonly Arrow[];
  /** The first span of each side is the state before anything happened. */
  readonly states: { readonly left: readonly StateSpan[]; readonly right: readonly StateSpan[] };
  readonly notes: readonly Note[];
  readonly events: readonly LadderEvent[];
}

/** Lays out one flow of `trace`. Throws a RangeError when there is no such flow. */
export function layoutLadder(trace: Trace, o: LadderOptions = {}): Ladder {
  const flow = trace.flows.find((f) => f.id === (o.flow ?? 1));
  if (flow === undefined) {
    const known = trace.flows.map((f) => f.id).join(', ');
    throw new RangeError(`the trace has no flow ${o.flow ?? 1}; it has: ${known || 'none'}`);
  }
  const [leftEnd, rightEnd] = inHostOrder(trace, flow.ends);
  const segments = trace.segments.filter((s) => s.flow === flow.id);
  // What happens to a whole host belongs to each of its flows.
  const isOfHost = (f: TraceFrame): boolean =>
    f.kind === 'host' && (f.host === leftEnd.host || f.host === rightEnd.host);
  const frames: TraceFrame[] = [];
  const places: number[] = [];
  trace.frames.forEach((f, place) => {
    if (f.flow !== flow.id && !isOfHost(f)) return;
    frames.push(f);
    places.push(place);
  });
  const noted = new Map<TraceFrame, NoteAbout>();
  for (const f of frames) {
    const about = noteOf(f, o.calls === true);
    if (about !== null) noted.set(f, about);
  }
  const times = [...instants(segments, frames, noted), ...(o.also ?? [])];
  const axis = timeAxis(times, o.breakAfter ?? threeRoundTrips(segments), o.least);
  const left = hostOf(leftEnd, segments, frames);
  const right = hostOf(rightEnd, segments, frames);
  const sideOf = (host: string): Side => (host === right.name ? 'right' : 'left');
  const arrows = arrowsOf(trace, segments, leftEnd, rightEnd, axis, o);
  const notes: Note[] = [];
  for (const [f, about] of noted) {
    const side = sideOf(f.host);
    notes.push({ at: f.at, y: axis.y(f.at), side, segment: f.segment, about });
  }
  return {
    left,
    right,
    nonStandard: trace.nonStandard,
    axis,
    arrows,
    states: {
      left: statesOf(trace, frames, leftEnd, axis),
      right: statesOf(trace, frames, rightEnd, axis),
    },
    notes,
    events: eventsOf(frames, places, arrows, notes, noted, sideOf),
  };
}

function noteOf(f: TraceFrame, calls: boolean): NoteAbout | null {
  if (f.kind === 'dropped') return { kind: 'dropped', reason: f.reason };
  if (f.kind === 'host') return { kind: 'host', what: f.what };
  if (f.kind !== 'call' || !calls || !isDrawn(f.call, f.detail)) return null;
  return { kind: 'call', call: f.call, detail: f.detail };
}

/** The host named first in the trace is on the left, always. */
function inHostOrder(trace: Trace, ends: readonly [TraceEnd, TraceEnd]): [TraceEnd, TraceEnd] {
  const rank = (e: TraceEnd): number => {
    const at = trace.hosts.findIndex((h) => h.name === e.host);
    return at < 0 ? trace.hosts.length : at;
  };
  return rank(ends[1]) < rank(ends[0]) ? [ends[1], ends[0]] : [ends[0], ends[1]];
}

function hostOf(
  e: TraceEnd,
  segments: readonly TraceSegment[],
  frames: readonly TraceFrame[],
): LadderHost {
  const { address, port } = e;
  // What goes to an address that is nobody's may come to whoever made it up; where it does not, nobody is there.
  const forger = segments.find((s) => s.sport === port && s.to !== null && s.to !== s.from)?.from;
  const isThere = frames.some((f) => f.host === forger && f.kind === 'dropped');
  return { name: e.host ?? (isThere ? forger : null) ?? address, address, port };
}

/** Three round trips of the segments that went straight, or a second when none did. */
function threeRoundTrips(segments: readonly TraceSegment[]): Micros {
  const trips: Micros[] = [];
  for (const s of segments) {
    if (s.fate === 'delivered' && s.arrivedAt !== null) trips.push(s.arrivedAt - s.sentAt);
  }
  trips.sort((a, b) => a - b);
  const median = trips[trips.length >> 1] ?? 0;
  return median > 0 ? 6 * median : 1_000_000;
}

function instants(
  segments: readonly TraceSegment[],
  frames: readonly TraceFrame[],
  noted: ReadonlyMap<TraceFrame, NoteAbout>,
): Micros[] {
  const times: Micros[] = [];
  for (const s of segments) {
    times.push(s.sentAt, ...s.copiesAt);
    if (s.arrivedAt !== null) times.push(s.arrivedAt);
    if (s.lostAt !== null) times.push(s.lostAt);
  }
  for (const f of frames) if (f.kind === 'state' || noted.has(f)) times.push(f.at);
  return times;
}

function arrowsOf(
  trace: Trace,
  segments: readonly TraceSegment[],
  left: TraceEnd,
  right: TraceEnd,
  axis: TimeAxis,
  o: LadderOptions,
): Arrow[] {
  // Those of other flows change nothing here, and may be many.
  const own = { ...trace, segments };
  const numbers = numbersOf(own, o.numbers === 'raw');
  const texts = numberTexts(own, o.numbers, o.symbols);
  const sides = segments.map((s) => senderSide(s, left, right));
  const crosses = crossings(segments, sides);
  const arrows: Arrow[] = [];
  segments.forEach((s, i) => {
    const n = numbers.get(s.id) ?? { seq: s.seq, ack: s.ack };
    const text = texts.get(s.id) ?? { seq: `${s.seq}`, ack: `${s.ack}` };
    const endsAt = s.arrivedAt ?? s.lostAt;
    const arrow: Arrow = {
      segment: s.id,
      from: sides[i] as Side,
      kind: kindOf(s),
      sentAt: s.sentAt,
      endsAt,
      y0: axis.y(s.sentAt),
      y1: axis.y(endsAt ?? s.sentAt),
      fate: s.fate,
      retransmission: s.retransmission,
      crosses: crosses[i] === true,
      flags: s.flags,
      seq: n.seq,
      ack: n.ack,
      seqText: text.seq,
      ackText: text.ack,
      length: s.length,
    };
    arrows.push(arrow);
    for (const at of s.copiesAt) {
      arrows.push({ ...arrow, endsAt: at, y1: axis.y(at), fate: 'copy', crosses: false });
    }
  });
  return arrows;
}

/** By the host that sent it; one from elsewhere comes from the side it does not go to. */
function senderSide(s: TraceSegment, left: TraceEnd, right: TraceEnd): Side {
  if (s.from !== null && s.from === left.host) return 'left';
  if (s.from !== null && s.from === right.host) return 'right';
  if (s.to !== null) return s.to === left.host ? 'right' : 'left';
  return s.sport === right.port ? 'right' : 'left';
}

function kindOf(s: TraceSegment): ArrowKind {
  if (s.flags.includes('R')) return 'reset';
  if (s.flags.includes('S')) return 'open';
  if (s.flags.includes('F')) return 'close';
  return s.length > 0 ? 'data' : 'ack';
}

/** Which segments meet one from the other side on their way, or overtake one from their own. */
function crossings(segments: readonly TraceSegment[], sides: readonly Side[]): boolean[] {
  const crosses = segments.map(() => false);
  segments.forEach((a, i) => {
    const aEnds = a.arrivedAt;
    if (aEnds === null) return;
    for (let j = i + 1; j < segments.length; j++) {
      const b = segments[j] as TraceSegment;
      if (b.sentAt >= aEnds) break;
      if (b.arrivedAt === null) continue;
      const meet = sides[i] !== sides[j] && a.sentAt < b.arrivedAt;
      const overtakes = sides[i] === sides[j] && b.arrivedAt < aEnds;
      // On one line it would seem to arrive before what is sent meanwhile.
      if (a.fate === 'delayed' && b.sentAt > a.sentAt) crosses[i] = true;
      if (!meet && !overtakes) continue;
      crosses[i] = true;
      crosses[j] = true;
    }
  });
  return crosses;
}

/** The states one side goes through, beginning with the one it is in before the first segment. */
function statesOf(
  trace: Trace,
  frames: readonly TraceFrame[],
  end: TraceEnd,
  axis: TimeAxis,
): StateSpan[] {
  const spans: StateSpan[] = [];
  for (const f of frames) {
    if (f.host !== end.host) continue;
    if (f.kind === 'host' && (f.what === 'power-off' || f.what === 'boot')) {
      const state = f.what === 'boot' ? 'CLOSED' : '';
      if (spans.length > 0) spans.push({ state, from: f.at, y: axis.y(f.at) });
    }
    if (f.kind !== 'state') continue;
    if (spans.length === 0) spans.push({ state: f.from, from: 0, y: 0 });
    spans.push({ state: f.to, from: f.at, y: axis.y(f.at) });
  }
  if (spans.length > 0 || end.host === null) return spans;
  // A trace of what one host knows counts that host only: of another's state it knows nothing.
  const { counts } = trace;
  if (counts.length > 0 && !counts.some((c) => c.host === end.host)) return [];
  const listens = trace.frames.some(
    (f) =>
      f.kind === 'call' && f.call === 'listen' && f.host === end.host && f.detail.port === end.port,
  );
  return [{ state: listens ? 'LISTEN' : 'CLOSED', from: 0, y: 0 }];
}

function eventsOf(
  frames: readonly TraceFrame[],
  places: readonly number[],
  arrows: readonly Arrow[],
  notes: readonly Note[],
  noted: ReadonlyMap<TraceFrame, NoteAbout>,
  sideOf: (host: string) => Side,
): LadderEvent[] {
  const events: LadderEvent[] = [];
  const bySegment = new Map<string, Arrow[]>();
  for (const a of arrows) {
    const own = bySegment.get(a.segment);
    if (own === undefined) bySegment.set(a.segment, [a]);
    else own.push(a);
  }
  const begun = new Set<string>();
  let note = 0;
  frames.forEach((f, i) => {
    const base = { at: f.at, frame: places[i] as number };
    if (f.kind === 'state') {
      events.push({ ...base, kind: 'state', side: sideOf(f.host), state: f.to });
    } else if (noted.has(f)) {
      addNote(events, notes[note++] as Note, base.frame);
    } else if (f.segment !== null && (f.kind === 'sent' || f.kind === 'arrived')) {
      const own = bySegment.get(f.segment);
      if (own === undefined || own.length === 0) return;
      // The first arrival ends the segment's own arrow, each later one that of a copy.
      const arrow = (f.kind === 'sent' ? own[0] : own.shift()) as Arrow;
      // Nobody saw a stranger's segment leave: it begins where it arrives.
      const kind = f.kind === 'sent' || !begun.has(f.segment) ? 'sent' : 'ended';
      begun.add(f.segment);
      events.push({ ...base, kind, arrow });
    }
  });
  return events;
}

/** A connect is recorded when it returns: it stands before what it brought about. */
function addNote(events: LadderEvent[], note: Note, frame: number): void {
  const { about, at, side } = note;
  let place = events.length;
  if (about.kind === 'call' && about.call === 'connect') {
    for (let e = events[place - 1]; e !== undefined && e.at === at; e = events[place - 1]) {
      const own = e.kind === 'state' ? e.side : e.kind === 'sent' ? e.arrow.from : null;
      if (own !== side) break;
      place--;
    }
  }
  events.splice(place, 0, { kind: 'note', at, frame, note });
}
