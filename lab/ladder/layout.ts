import type { Lang } from '../../src/base/words.ts';
import { waitText } from '../../src/ladder/format.ts';
import { type Box, type Placed, placeLabels, type Stroke } from '../../src/ladder/labels.ts';
import { type Arrow, type Ladder, layoutLadder, type Side } from '../../src/ladder/layout.ts';
import { LINE_HEIGHT, type MarginItem, type Rows, rowsOf, UNIT } from '../../src/ladder/rows.ts';
import { MARK_WIDTH, marksOf } from '../../src/ladder/svg-arrow.ts';
import { BURST, FAR, isOfBurst, NEAR } from '../../src/ladder/svg-label.ts';
import { textWidth } from '../../src/ladder/xml.ts';
import type { NumberMode } from '../../src/observe/numbering.ts';
import type { Trace, TraceSegment } from '../../src/observe/trace.ts';
import { timeIn } from '../view/times.ts';
import { formsOf, shortestState } from './forms.ts';
import { framesOf, type SegmentFrames } from './frames.ts';

/** How a ladder is to be drawn. */
export interface Look {
  readonly flow: number;
  readonly lang: Lang;
  readonly numbers: NumberMode;
  /** Pixels there are from left to right. */
  readonly width: number;
  /** Pixels there are from top to bottom, which a short ladder makes use of; 0 unless given. */
  readonly height?: number;
  /** A run that is drawn behind: its times have places too. */
  readonly behind?: Trace | null;
}

/** An arrow with its place; what of it is to be seen depends on the cursor. */
export interface LaidArrow {
  /** Its segment's id; those of copies have a count behind it. */
  readonly key: string;
  readonly segment: TraceSegment;
  /** The segment's place among all of the trace, from 1. */
  readonly order: number;
  readonly arrow: Arrow;
  readonly stroke: Stroke;
  readonly label: Placed | null;
  /** What stands on it; empty for a dot. */
  readonly text: string;
  readonly frames: SegmentFrames;
  /** The frame from which it is to be seen, and that of its end: when it arrives or is lost. */
  readonly begins: number;
  readonly ends: number;
}

/** Something written beside a life-line, with its place from left to right. */
export interface LaidItem extends MarginItem {
  readonly x: number;
  readonly anchor: 'start' | 'end';
  /** The middle of its first line, where that is not the one of its row. */
  readonly at: number;
  readonly width: number;
  /** A state's whole name. */
  readonly full: string | null;
}

/** A time in the margin. */
export interface LaidTime {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
  readonly frame: number;
  /** Whether there is room for the text; there is always a line. */
  readonly isWritten: boolean;
}

/** One flow of a whole trace, laid out for a width: it never moves, wherever the cursor stands. */
export interface Layout {
  readonly trace: Trace;
  readonly look: Look;
  readonly ladder: Ladder;
  readonly rows: Rows;
  /** A narrow one, as on a phone: short words, and times only where there is room. */
  readonly compact: boolean;
  /** Where the life-lines stand. */
  readonly left: number;
  readonly right: number;
  readonly arrows: readonly LaidArrow[];
  readonly items: readonly LaidItem[];
  readonly times: readonly LaidTime[];
}

export const SIZE = 12;
/** How high a label is. */
export const PILL = 17;
/** The room at both sides of its words, and between a mark and the next. */
export const PAD = 7;
export const MARK = MARK_WIDTH + 3;
/** Under this width a ladder is compact. */
export const COMPACT = 540;
export const RIBBON = 6;
/** How far from its life-line an arrow begins and ends. */
const OFF = RIBBON / 2 + 2;
/** The column of times, and the margins of a compact ladder. */
export const TIMES = 72;
const GUTTER = 56;
/** Between a ribbon and what is written beside it. */
const GAP = 8;
const STATE = { size: SIZE, bold: true } as const;
/** Pixels of one column of a call, the widest text in the margin. */
const COLUMN = 7.5;
const WIDEST_LANE = 640;
/** What the arrows need, before there is room for long lines in the margins. */
const LEAST_LANE = 390;
/** How much longer than others a unit of a short ladder may be. */
const LONGEST = 2.8;

const known = new WeakMap<Trace, Map<string, Layout>>();
const names = new WeakMap<Trace, number>();
let named = 0;

/** Tells traces apart in the key of a layout. */
function nameOf(trace: Trace | null | undefined): number {
  if (trace == null) return 0;
  const name = names.get(trace) ?? ++named;
  names.set(trace, name);
  return name;
}

/** How many layouts of one trace are kept. */
const KEPT = 12;

/** The layout of a flow; throws a RangeError when the trace has no such flow. */
export function layoutOf(trace: Trace, look: Look): Layout {
  const key = `${look.flow} ${look.lang} ${look.numbers} ${look.width} ${look.height ?? 0} ${nameOf(look.behind)}`;
  const own = known.get(trace) ?? new Map<string, Layout>();
  known.set(trace, own);
  const before = own.get(key);
  if (before !== undefined) return before;
  if (own.size >= KEPT) own.delete(own.keys().next().value as string);
  const layout = layOut(trace, look);
  own.set(key, layout);
  return layout;
}

function layOut(trace: Trace, look: Look): Layout {
  const { flow, lang, numbers, width } = look;
  const compact = width < COMPACT;
  const also = look.behind == null ? [] : instantsOf(look.behind, trace, flow);
  const ladder = layoutLadder(trace, { flow, numbers, least: 0.5, calls: !compact, also });
  const rows = filled(ladder, lang, compact ? 26 : columnsFor(width), look.height ?? 0);
  const { left, right } = lifeLines(rows, width, compact);
  const items = rows.items.map((item) => laidItem(item, left, right, compact));
  const arrows = laidArrows(trace, ladder, rows, look, { left, right, compact, items });
  const times = laidTimes(trace, ladder, rows, items, compact, left);
  return { trace, look, ladder, rows, compact, left, right, arrows, items, times };
}

/** The flow of `other` between the same ends as that flow of `trace`; null when it has none. */
export function sameFlow(other: Trace, trace: Trace, flow: number): number | null {
  const key = (t: Trace, id: number): string =>
    (t.flows.find((f) => f.id === id)?.ends ?? [])
      .map((e) => `${e.address} ${e.port}`)
      .sort()
      .join(' ');
  const own = key(trace, flow);
  return other.flows.find((f) => key(other, f.id) === own)?.id ?? null;
}

/** The instants of the same flow in another run. */
function instantsOf(other: Trace, trace: Trace, flow: number): readonly number[] {
  const same = sameFlow(other, trace, flow);
  return same === null ? [] : layoutLadder(other, { flow: same, least: 0.5 }).axis.instants;
}

/** A ladder that leaves much of the height free is stretched, as far as that looks like one. */
function filled(ladder: Ladder, lang: Lang, columns: number, height: number): Rows {
  const rows = rowsOf(ladder, lang, columns);
  const { instants, y } = ladder.axis;
  const units = y(instants.at(-1) ?? 0) - y(instants[0] ?? 0);
  const free = height - rows.height;
  if (free <= 0 || units <= 0) return rows;
  return rowsOf(ladder, lang, columns, Math.min(UNIT * LONGEST, UNIT + free / units));
}

/** How many columns a line in the margin may have, so that enough is left for the arrows. */
function columnsFor(width: number): number {
  return Math.min(28, Math.max(12, Math.floor((width - TIMES - LEAST_LANE) / 2 / COLUMN)));
}

function lifeLines(rows: Rows, width: number, compact: boolean): { left: number; right: number } {
  if (compact) return { left: GUTTER, right: width - GUTTER };
  const widest = { left: 76, right: 76 };
  for (const item of rows.items) {
    const own = Math.max(...item.lines.map((line) => textWidth(line, fontOf(item)))) + GAP + 8;
    widest[item.side] = Math.max(widest[item.side], own);
  }
  const left = TIMES + widest.left;
  const spare = Math.max(0, width - left - widest.right - WIDEST_LANE) / 2;
  return { left: Math.round(left + spare), right: Math.round(width - widest.right - spare) };
}

export function fontOf(item: MarginItem) {
  if (item.kind === 'state' || item.kind === 'host') return STATE;
  return { size: SIZE, mono: item.kind === 'call' };
}

/** Beside its life-line; on a phone only states are, and what else there is to say stands in the lane. */
function laidItem(item: MarginItem, left: number, right: number, compact: boolean): LaidItem {
  const isLeft = item.side === 'left';
  const inLane = compact && item.kind !== 'state';
  const lines =
    compact && item.kind === 'state' ? item.lines.map((state) => shortestState(state)) : item.lines;
  const away = (isLeft ? -1 : 1) * (inLane ? -1 : 1);
  const x = (isLeft ? left : right) + away * (RIBBON / 2 + (compact ? 5 : GAP));
  const width = Math.max(...lines.map((line) => textWidth(line, fontOf(item))));
  return {
    ...item,
    lines,
    x,
    anchor: away < 0 ? 'end' : 'start',
    at: inLane ? item.y + LINE_HEIGHT : item.y,
    width,
    full: item.kind === 'state' ? (item.lines[0] ?? null) : null,
  };
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly compact: boolean;
  readonly items: readonly LaidItem[];
}

function laidArrows(
  trace: Trace,
  ladder: Ladder,
  rows: Rows,
  look: Look,
  frame: Frame,
): LaidArrow[] {
  const { arrows } = ladder;
  const strokes = arrows.map((a) => strokeOf(a, rows, frame));
  const forms = arrows.map((a) => formsOf(a, ladder, look.lang, frame.compact));
  const placed = placeLabels(
    arrows.map((a, i) => ({
      stroke: strokes[i] as Stroke,
      widths: (forms[i] as string[]).map((text) => labelWidth(text, a)),
      at: a.fate === 'copy' ? FAR : isOfBurst(i, arrows) ? BURST : NEAR,
    })),
    PILL,
    [frame.left + 4, frame.right - 4],
    takenBoxes(arrows, strokes, rows, frame),
  );
  const segments = new Map(trace.segments.map((segment, i) => [segment.id, { segment, i }]));
  const frames = framesOf(trace);
  const copies = new Map<string, number>();
  return arrows.map((arrow, i): LaidArrow => {
    const { segment: id } = arrow;
    const { segment, i: place } = segments.get(id) as { segment: TraceSegment; i: number };
    const own = frames.get(id) as SegmentFrames;
    const copy = arrow.fate === 'copy' ? (copies.get(id) ?? 0) + 1 : 0;
    copies.set(id, copy);
    const label = placed[i] ?? null;
    return {
      key: copy === 0 ? id : `${id}+${copy}`,
      segment,
      order: place + 1,
      arrow,
      stroke: strokes[i] as Stroke,
      label,
      text: label === null ? '' : ((forms[i] as string[])[label.form] ?? ''),
      frames: own,
      begins: copy > 0 && own.doubled < Number.POSITIVE_INFINITY ? own.doubled : own.sent,
      ends: arrow.fate === 'lost' ? own.lost : (own.arrivals[copy] ?? Number.POSITIVE_INFINITY),
    };
  });
}

function labelWidth(text: string, a: Arrow): number {
  return textWidth(text, { size: SIZE }) + marksOf(a).length * MARK + 2 * PAD;
}

function strokeOf(a: Arrow, rows: Rows, { left, right }: Frame): Stroke {
  const { y0, y1, reach } = rows.arrows.get(a) ?? { y0: 0, y1: 0, reach: 1 };
  const [from, to] = a.from === 'left' ? [left + OFF, right - OFF] : [right - OFF, left + OFF];
  return { x0: from, y0, x1: from + reach * (to - from), y1 };
}

/** Where no label may stand: waits, crosses, and on a phone what is written in the lane. */
function takenBoxes(
  arrows: readonly Arrow[],
  strokes: readonly Stroke[],
  rows: Rows,
  { left, right, compact, items }: Frame,
): Box[] {
  const taken: Box[] = rows.gaps.map((gap) => {
    const width = textWidth(`⋯ ${waitText(gap.wait)} ⋯`, STATE) + 8;
    const x = (left + right) / 2 - width / 2;
    return { x, y: (gap.y0 + gap.y1) / 2 - 9, width, height: 18 };
  });
  arrows.forEach((a, i) => {
    const s = strokes[i] as Stroke;
    if (a.fate === 'lost') taken.push({ x: s.x1 - 7, y: s.y1 - 7, width: 14, height: 14 });
  });
  for (const item of items) if (compact && item.kind !== 'state') taken.push(boxOf(item));
  return taken;
}

/** What an item covers. */
export function boxOf(item: LaidItem): Box {
  const width = item.width + 8;
  const x = item.anchor === 'end' ? item.x - width + 4 : item.x - 4;
  return { x, y: item.at - 8, width, height: item.lines.length * LINE_HEIGHT };
}

function laidTimes(
  trace: Trace,
  ladder: Ladder,
  rows: Rows,
  items: readonly LaidItem[],
  compact: boolean,
  left: number,
): LaidTime[] {
  const first = new Map<number, number>();
  for (const e of ladder.events) first.set(e.at, Math.min(first.get(e.at) ?? e.frame, e.frame));
  const written = items.filter((i) => i.side === 'left' && i.kind === 'state').map(boxOf);
  let free = 0;
  return rows.times.map(({ at, y }) => {
    const clashes = written.some((b) => b.y < y + 8 && b.y + b.height > y - 8);
    const isWritten = y - 7 >= free && !(compact && clashes);
    if (isWritten) free = y + 7;
    const x = compact ? left - RIBBON / 2 - 5 : TIMES - 7;
    const anchor = 'end' as const;
    return { text: timeIn(trace, at), x, y, anchor, frame: first.get(at) ?? 0, isWritten };
  });
}

/** The other side. */
export function otherSide(side: Side): Side {
  return side === 'left' ? 'right' : 'left';
}
