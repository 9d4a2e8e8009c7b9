import type { Micros } from '../../src/base/timer-queue.ts';
import type { Stroke } from '../../src/ladder/labels.ts';
import type { Side } from '../../src/ladder/layout.ts';
import type { Gap, Instant } from '../../src/ladder/rows.ts';
import { type Mark, marksOf } from '../../src/ladder/svg-arrow.ts';
import type { Cursor } from '../state/cursor.ts';
import type { LaidArrow, LaidItem, LaidTime, Layout } from './layout.ts';

/** How an arrow is to be seen: not sent yet, on its way, or at its end. */
export type Status = 'future' | 'under-way' | 'arrived' | 'lost';

export interface SeenArrow {
  readonly laid: LaidArrow;
  readonly status: Status;
  /** How much of the way it has made; 1 at its end. */
  readonly share: number;
  /** What is known by now of its fate. */
  readonly isCorrupt: boolean;
  readonly marks: readonly Mark[];
}

/** A state as far as it has lasted. */
export interface SeenRibbon {
  readonly side: Side;
  readonly state: string;
  readonly y0: number;
  readonly y1: number;
  readonly isCurrent: boolean;
}

/** What of a layout is to be seen where the cursor stands. */
export interface View {
  /** How far down time has come. */
  readonly y: number;
  readonly arrows: readonly SeenArrow[];
  readonly ribbons: readonly SeenRibbon[];
  readonly items: readonly LaidItem[];
  readonly times: readonly LaidTime[];
  readonly gaps: readonly Gap[];
  /** The state of each side; empty where none is known, or the host has no power. */
  readonly states: Readonly<Record<Side, string>>;
}

/** How short and how long a line under way may be: it has left, and has not arrived. */
const LEAST = 0.03;
const MOST = 0.97;

/** What is to be seen at the cursor; with `future` also the segments that are still to come. */
export function viewAt(layout: Layout, cursor: Cursor, future = false): View {
  const { rows } = layout;
  const seen = layout.arrows.filter((a) => a.begins <= cursor.frame);
  const y = nowAt(layout, seen, cursor);
  const arrows = (future ? layout.arrows : seen).map((laid) => seenArrow(laid, cursor, y));
  const ribbons = ribbonsAt(layout, cursor, y);
  const stateOf = (side: Side): string =>
    ribbons.findLast((r) => r.side === side && r.isCurrent)?.state ?? '';
  return {
    y,
    arrows,
    ribbons,
    items: layout.items.filter((item) => item.frame <= cursor.frame),
    times: layout.times.filter((time) => time.frame <= cursor.frame),
    gaps: rows.gaps.filter((gap) => gap.y1 <= y),
    states: { left: stateOf('left'), right: stateOf('right') },
  };
}

function seenArrow(laid: LaidArrow, { frame }: Cursor, y: number): SeenArrow {
  const { begins, ends, arrow, stroke, frames } = laid;
  const isCorrupt = arrow.fate === 'corrupt' && Math.min(frames.corrupted, ends) <= frame;
  const marks = marksOf(arrow).filter((m) => markFrame(laid, m) <= frame);
  const common = { laid, isCorrupt, marks };
  if (begins > frame) return { ...common, status: 'future', share: 1 };
  if (ends <= frame) {
    return { ...common, status: arrow.fate === 'lost' ? 'lost' : 'arrived', share: 1 };
  }
  return { ...common, status: 'under-way', share: shareAt(stroke, y) };
}

/** From which frame on a mark is true. */
function markFrame({ frames, begins, ends }: LaidArrow, mark: Mark): number {
  if (mark === 'late') return Math.min(frames.late, ends);
  if (mark === 'corrupt') return Math.min(frames.corrupted, ends);
  if (mark === 'twice') return Math.min(frames.doubled, frames.arrivals[1] ?? Infinity);
  return begins;
}

/** How far along its line something is when time has come down to `y`. */
export function shareAt(s: Stroke, y: number): number {
  if (s.y1 <= s.y0) return MOST;
  return Math.min(MOST, Math.max(LEAST, (y - s.y0) / (s.y1 - s.y0)));
}

/** How far down a time stands: in an instant at its top, between two in proportion. */
export function yOf(instants: readonly Instant[], at: Micros): number {
  const i = lastAt(instants, at);
  const here = instants[i];
  const next = instants[i + 1];
  if (here === undefined) {
    return next === undefined || next.at <= 0 ? 0 : (at / next.at) * next.top;
  }
  if (here.at === at) return here.top;
  if (next === undefined) return here.bottom + AFTER;
  return here.bottom + ((at - here.at) / (next.at - here.at)) * (next.top - here.bottom);
}

/** Below the last instant. */
const AFTER = 22;

function lastAt(instants: readonly Instant[], at: Micros): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] as Instant).at <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Within one instant time comes down with what has happened of it. */
function nowAt(layout: Layout, seen: readonly LaidArrow[], cursor: Cursor): number {
  const { at, frame } = cursor;
  let y = yOf(layout.rows.instants, at);
  for (const { arrow, stroke, ends } of seen) {
    if (arrow.sentAt === at) y = Math.max(y, stroke.y0);
    if (arrow.endsAt === at && ends <= frame && arrow.fate !== 'lost') y = Math.max(y, stroke.y1);
  }
  return y;
}

function ribbonsAt({ rows }: Layout, { frame }: Cursor, y: number): SeenRibbon[] {
  const ribbons: SeenRibbon[] = [];
  for (const side of ['left', 'right'] as const) {
    const own = rows.changes.filter((c) => c.side === side && c.frame <= frame);
    own.forEach(({ state, y: y0 }, i) => {
      const next = own[i + 1];
      const y1 = next?.y ?? Math.max(y, y0 + SHORTEST);
      if (y1 > y0) ribbons.push({ side, state, y0, y1, isCurrent: next === undefined });
    });
  }
  return ribbons;
}

/** A state that has only just begun is seen all the same. */
const SHORTEST = 5;
