import { labels } from './format.ts';
import type { Glyphs } from './glyphs.ts';
import type { Arrow, Note } from './layout.ts';
import type { Part } from './lines.ts';
import { cut, displayWidth, padEnd, padStart, shortened } from './width.ts';

/** What an arrow needs besides its label: two of line, two spaces, one more of line, a head. */
const LEAST_LINE = 6;
/** How far a lost segment gets: six tenths of the way, or as far as its label reaches. */
const LOST_AT = 0.6;

/**
 * Draws an arrow, or part of one, between the life-lines: exactly `width` columns.
 *
 * @param forger who sent it, where that is not the host at whose life-line it begins
 */
export function drawArrow(
  a: Arrow,
  part: Part,
  width: number,
  glyphs: Glyphs,
  names: boolean,
  forger: string | null,
): string {
  const toRight = a.from === 'left';
  const isWhole = part === 'whole' && a.fate !== 'lost' && a.fate !== 'in-flight';
  const marks = marksOf(a, glyphs);
  const named = names || part !== 'whole' || a.fate === 'copy' ? `${a.segment} ` : '';
  const name = forger === null ? named : `${forger}: ${named}`;
  const room = width - LEAST_LINE - (isWhole ? 0 : endLength(a));
  const label = fitted(a, name, marks, room);
  const used = displayWidth(label) + 4;
  const share = part === 'whole' ? LOST_AT : 0.5;
  const reach = isWhole ? width : Math.max(used + 2, Math.floor(width * share));
  if (part === 'end') return drawEnd(a, width, width - reach, glyphs);
  const two = glyphs.line.repeat(2);
  const end = endOf(a, isWhole, part, glyphs);
  const line = glyphs.line.repeat(Math.max(0, reach - used - displayWidth(end)));
  return toRight
    ? padEnd(`${two} ${label} ${line}${end}`, width)
    : padStart(`${end}${line} ${label} ${two}`, width);
}

/** What the second line of a split arrow needs. */
function endLength(a: Arrow): number {
  return displayWidth(a.segment) + 7;
}

/** The second line of an arrow that was split: `room` columns, up to where it arrives. */
function drawEnd(a: Arrow, width: number, room: number, glyphs: Glyphs): string {
  const label = cut(a.segment, Math.max(0, room - 7));
  const two = glyphs.line.repeat(2);
  const more = glyphs.line.repeat(Math.max(0, room - displayWidth(label) - 6));
  return a.from === 'left'
    ? padStart(`${glyphs.falling}${two} ${label} ${more}${glyphs.toRight}`, width)
    : padEnd(`${glyphs.toLeft}${more} ${label} ${two}${glyphs.rising}`, width);
}

/** The head of an arrow, or what stands where a shortened one stops. */
function endOf(a: Arrow, isWhole: boolean, part: Part, glyphs: Glyphs): string {
  const toRight = a.from === 'left';
  if (isWhole) return toRight ? glyphs.toRight : glyphs.toLeft;
  if (part === 'start') return toRight ? glyphs.falling : glyphs.rising;
  return a.fate === 'lost' ? glyphs.lost : glyphs.dots;
}

function marksOf(a: Arrow, glyphs: Glyphs): string {
  let marks = '';
  if (a.retransmission && a.fate !== 'copy') marks += ` ${glyphs.again}`;
  if (a.fate === 'copy') marks += ` ${glyphs.copy}`;
  if (a.fate === 'corrupt') marks += ` ${glyphs.corrupt}`;
  if (a.fate === 'delayed') marks += ` ${glyphs.late}`;
  return marks;
}

/** The fullest label there is room for. */
function fitted(a: Arrow, name: string, marks: string, room: number): string {
  const candidates = labels(a);
  for (const text of candidates) {
    const label = `${name}${text}${marks}`;
    if (displayWidth(label) <= room) return label;
  }
  return cut(`${name}${candidates[candidates.length - 1]}`, room);
}

/** Something said in the lane, at the side it is about. */
export function drawNote(said: string, n: Note, width: number, glyphs: Glyphs): string {
  const text = ` ${shortened(said, width - 2, glyphs.ellipsis)} `;
  return n.side === 'left' ? padEnd(text, width) : padStart(text, width);
}

/** The mark of a wait, in the middle of the lane. */
export function drawWait(text: string, width: number, glyphs: Glyphs): string {
  const mark = `${glyphs.dots} ${text} ${glyphs.dots}`;
  const before = Math.max(0, (width - displayWidth(mark)) >> 1);
  return padEnd(' '.repeat(before) + mark, width);
}
