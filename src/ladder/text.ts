import type { Lang } from '../base/words.ts';
import { lettersOf } from '../observe/numbering.ts';
import type { Trace } from '../observe/trace.ts';
import { painter } from './ansi.ts';
import { senderOf, shortState, timeText, waitText } from './format.ts';
import { ASCII, type Glyphs, UNICODE } from './glyphs.ts';
import { drawArrow, drawNote, drawWait } from './lane.ts';
import {
  type Ladder,
  type LadderHost,
  type LadderOptions,
  layoutLadder,
  type Side,
} from './layout.ts';
import { isWait, type Line, linesOf, type Wait } from './lines.ts';
import { listLines } from './list.ts';
import { cut, displayWidth, padEnd, padStart, wrap } from './width.ts';
import { moreFlowsText, noteText, omittedText, violationLines, word } from './words.ts';

/** How a ladder is drawn in text. */
export interface TextOptions extends LadderOptions {
  /**
   * Columns to fit in: 80 by default; more than 120 are not used. In less than 60 there is no room for
   * a ladder, and segments are listed instead.
   */
  readonly width?: number;
  /** The language of the words; `en` by default. */
  readonly lang?: Lang;
  /** Only characters of ASCII; false by default. */
  readonly ascii?: boolean;
  /** ANSI colours; false by default. */
  readonly color?: boolean;
  /** Draws every segment on two lines, where it leaves and where it arrives; false by default. */
  readonly slant?: boolean;
  /** Shows each segment's name, such as A3; false by default. */
  readonly names?: boolean;
  /** How many flows are drawn at most, unless one is asked for; 12 by default. */
  readonly most?: number;
  /** A line above the ladder. */
  readonly title?: string;
  /** What hosts are called instead of their names, such as `client A`. */
  readonly hostTitles?: Readonly<Record<string, string>>;
}

/** The columns of a drawing. */
interface Columns {
  readonly total: number;
  readonly time: number;
  readonly state: number;
  readonly lane: number;
}

/** Flows drawn at most: more are counted. */
const MOST_FLOWS = 12;
const NARROWEST = 60;
const WIDEST = 120;
/** From here on states have room for their full names. */
const FULL_NAMES = 76;

/**
 * Draws a trace as ladders for a terminal, one for each of the first flows (or for the one asked for), with a
 * line end after the last line. Throws a RangeError when the width is not at least 1.
 */
export function ladderText(trace: Trace, o: TextOptions = {}): string {
  const columns = columnsOf(o.width ?? 80);
  const lang = o.lang ?? 'en';
  const all = o.flow === undefined ? trace.flows.map((f) => f.id) : [o.flow];
  const flows = all.slice(0, o.most ?? MOST_FLOWS);
  const more = all.length - flows.length;
  const lines: string[] = [];
  if (o.title !== undefined) lines.push(...wrap(o.title, columns.total));
  lines.push(...violationLines(trace, lang, o.ascii === true, columns.total));
  for (const flow of flows) {
    if (lines.length > 0) lines.push('');
    // Side by side, one letter is one number.
    const letters = flows.length > 1 ? { symbols: lettersOf(trace, flow) } : {};
    const ladder = layoutLadder(trace, { ...letters, ...o, flow });
    if (columns.lane > 0) lines.push(...ladderLines(ladder, o, columns));
    else lines.push(...listLines(ladder, o, columns.total));
  }
  if (all.length === 0) lines.push(...wrap(word('noSegment', lang), columns.total));
  if (more > 0) lines.push('', ...wrap(moreFlowsText(more, lang), columns.total));
  if (trace.omitted > 0) lines.push('', ...wrap(omittedText(trace.omitted, lang), columns.total));
  return `${lines.join('\n')}\n`;
}

function columnsOf(width: number): Columns {
  if (!(width >= 1)) throw new RangeError(`a drawing needs at least 1 column, not ${width}`);
  const total = Math.min(Math.floor(width), WIDEST);
  if (total < NARROWEST) return { total, time: 0, state: 0, lane: 0 };
  const time = total < FULL_NAMES ? 8 : 9;
  const state = total < FULL_NAMES ? 8 : 12;
  // Time, state, life-line, lane, life-line, state, with a space between the outer ones.
  return { total, time, state, lane: total - time - 2 * state - 5 };
}

function ladderLines(ladder: Ladder, o: TextOptions, columns: Columns): string[] {
  const glyphs = o.ascii === true ? ASCII : UNICODE;
  const paint = painter(o.color === true);
  const lines = [heading(ladder, o, columns)];
  const row = (time: string, left: string, bar: string, lane: string, right: string): void => {
    const head = `${paint.dim(padStart(time, columns.time))} ${stateCell(left, 'left')}`;
    lines.push(`${head} ${bar}${lane}${bar} ${stateCell(right, 'right')}`.trimEnd());
  };
  const stateCell = (state: string, side: Side): string => {
    const text = columns.state < 12 ? shortState(state) : state;
    if (text === '') return ' '.repeat(side === 'left' ? columns.state : 0);
    const gap = ' '.repeat(Math.max(0, columns.state - displayWidth(text)));
    return side === 'left' ? gap + paint.state(text, state) : paint.state(text, state);
  };
  const empty = ' '.repeat(columns.lane);
  const first = [ladder.states.left[0]?.state ?? '', ladder.states.right[0]?.state ?? ''] as const;
  if (first[0] !== '' || first[1] !== '') row('', first[0], glyphs.lifeline, empty, first[1]);
  for (const d of linesOf(ladder, o.slant === true)) {
    if (isWait(d)) {
      row('', '', glyphs.broken, paint.dim(waitLane(d, columns.lane, glyphs)), '');
      continue;
    }
    const time = d.first ? timeText(d.at, glyphs.micro) : '';
    const sender = d.arrow === null ? null : senderOf(d.arrow, ladder);
    const forger = d.arrow === null || sender === ladder[d.arrow.from].name ? null : sender;
    const lane = laneOf(d, columns.lane, glyphs, o, forger);
    const painted = d.arrow === null ? lane : paint.kind(lane, d.arrow.kind);
    row(time, d.left ?? '', glyphs.lifeline, painted, d.right ?? '');
  }
  return lines;
}

function waitLane(w: Wait, width: number, glyphs: Glyphs): string {
  return drawWait(waitText(w.to - w.from, glyphs.micro), width, glyphs);
}

function laneOf(
  line: Line,
  width: number,
  glyphs: Glyphs,
  o: TextOptions,
  forger: string | null,
): string {
  const { arrow, note } = line;
  if (arrow !== null) return drawArrow(arrow, line.part, width, glyphs, o.names === true, forger);
  if (note !== null) return drawNote(noteText(note, o.lang ?? 'en'), note, width, glyphs);
  return ' '.repeat(width);
}

/** The names of both hosts, each above its life-line where there is room. */
function heading(ladder: Ladder, o: TextOptions, columns: Columns): string {
  const leftBar = columns.time + columns.state + 2;
  const rightBar = leftBar + columns.lane + 1;
  const middle = Math.floor((leftBar + rightBar) / 2);
  const left = cut(hostText(ladder.left, o, columns.total / 2), middle - 1);
  const start = Math.max(
    0,
    Math.min(leftBar - (displayWidth(left) >> 1), middle - displayWidth(left)),
  );
  const right = cut(hostText(ladder.right, o, columns.total / 2), columns.total - middle - 1);
  const width = displayWidth(right);
  const at = Math.max(middle + 1, Math.min(rightBar - (width >> 1), columns.total - width));
  return padEnd(padEnd('', start) + left, at) + right;
}

/** A host as it stands above its life-line. */
export function hostText(h: LadderHost, o: TextOptions, room: number): string {
  const name = o.hostTitles?.[h.name] ?? h.name;
  const address = h.address.includes(':') ? `[${h.address}]` : h.address;
  const full = name === h.address ? `${address}:${h.port}` : `${name} ${address}:${h.port}`;
  return displayWidth(full) < room ? full : `${name}:${h.port}`;
}
