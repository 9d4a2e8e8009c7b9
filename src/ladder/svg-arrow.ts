import type { Stroke } from './labels.ts';
import type { Arrow } from './layout.ts';
import type { Palette } from './theme.ts';
import { element, tenth } from './xml.ts';

/** How thick the line of each kind is. */
export const WIDTHS = { open: 1.8, data: 3, ack: 1.3, close: 2.2, reset: 1.8 } as const;
/** How long the head of an arrow is. */
export const HEAD = 11;

/** A segment's line with its head, or with what it ends in. */
export function drawArrow(a: Arrow, s: Stroke, p: Palette): string {
  const length = Math.hypot(s.x1 - s.x0, s.y1 - s.y0);
  if (length === 0) return '';
  const along = alongOf(s);
  const color = p.kinds[a.kind];
  const arrives = a.fate !== 'lost' && a.fate !== 'in-flight';
  const body = length - (arrives ? HEAD - 2 : 0);
  const path = bodyOf(a, s, along, body);
  const width = WIDTHS[a.kind];
  const parts: string[] = [];
  const look = { fill: 'none', 'stroke-linecap': 'butt', 'stroke-dasharray': dashOf(a) };
  if (a.kind === 'open' && a.ackText !== null) {
    // A SYN,ACK is two strokes.
    parts.push(element('path', { d: path, stroke: color, 'stroke-width': 4.6, ...look }));
    parts.push(
      element('path', { d: path, stroke: p.background, 'stroke-width': 1.7, fill: 'none' }),
    );
  } else {
    parts.push(element('path', { d: path, stroke: color, 'stroke-width': width, ...look }));
  }
  if (arrives) parts.push(head(a, s, along, color, p));
  else if (a.fate === 'lost') parts.push(cross(s.x1, s.y1, p.kinds.reset));
  else parts.push(dots(s, along, color));
  return parts.join('');
}

/** What tells fates apart without colour: dotted is lost, long dashes are sent again. */
export function dashOf(a: Arrow): string | undefined {
  if (a.fate === 'lost' || a.fate === 'in-flight') return '2 4';
  return a.retransmission && a.fate !== 'copy' ? '11 5' : undefined;
}

interface Vector {
  readonly x: number;
  readonly y: number;
}

/** The direction of a line, one long. */
export function alongOf(s: Stroke): Vector {
  const length = Math.hypot(s.x1 - s.x0, s.y1 - s.y0);
  return { x: (s.x1 - s.x0) / length, y: (s.y1 - s.y0) / length };
}

/** The line: a zig-zag for a reset, waves for what was corrupted, straight for the rest. */
export function bodyOf(a: Arrow, s: Stroke, along: Vector, length: number): string {
  const point = (d: number, off: number): string =>
    `${tenth(s.x0 + along.x * d - along.y * off)} ${tenth(s.y0 + along.y * d + along.x * off)}`;
  const bends = a.fate === 'corrupt' || a.kind === 'reset';
  if (!bends) return `M${point(0, 0)}L${point(length, 0)}`;
  const step = 7;
  const n = Math.max(1, Math.floor((length - 12) / step));
  let path = `M${point(0, 0)}`;
  for (let i = 0; i < n; i++) {
    const off = (i % 2 === 0 ? 1 : -1) * (a.fate === 'corrupt' ? 5 : 3.2);
    const from = i * step;
    path +=
      a.fate === 'corrupt'
        ? `Q${point(from + step / 2, off)} ${point(from + step, 0)}`
        : `L${point(from + step / 2, off)}`;
  }
  return `${path}L${point(n * step + 2, 0)}L${point(length, 0)}`;
}

/** The corners of an arrow's head. */
export function headPoints(a: Arrow, s: Stroke, along: Vector): string {
  const half = a.kind === 'data' ? 5.5 : a.kind === 'ack' ? 4 : 4.8;
  const back = { x: s.x1 - along.x * HEAD, y: s.y1 - along.y * HEAD };
  const corner = (sign: number): string =>
    `${tenth(back.x - sign * along.y * half)},${tenth(back.y + sign * along.x * half)}`;
  return `${tenth(s.x1)},${tenth(s.y1)} ${corner(1)} ${corner(-1)}`;
}

/** The bar of a FIN: after this, nothing more comes. */
export function barPath(s: Stroke, along: Vector): string {
  const at = { x: s.x1 - along.x * (HEAD + 4), y: s.y1 - along.y * (HEAD + 4) };
  return `M${tenth(at.x - along.y * 6)} ${tenth(at.y + along.x * 6)}L${tenth(at.x + along.y * 6)} ${tenth(at.y - along.x * 6)}`;
}

function head(a: Arrow, s: Stroke, along: Vector, color: string, p: Palette): string {
  const points = headPoints(a, s, along);
  const isOpen = a.kind === 'open';
  const look = isOpen
    ? { fill: p.background, stroke: color, 'stroke-width': 1.5, 'stroke-linejoin': 'round' }
    : { fill: color };
  const triangle = element('polygon', { points, ...look });
  if (a.kind !== 'close') return triangle;
  return triangle + element('path', { d: barPath(s, along), stroke: color, 'stroke-width': 2.2 });
}

/** The cross where a segment was lost. */
export function crossPath(x: number, y: number): string {
  const r = 5.5;
  return `M${tenth(x - r)} ${tenth(y - r)}L${tenth(x + r)} ${tenth(y + r)}M${tenth(x - r)} ${tenth(y + r)}L${tenth(x + r)} ${tenth(y - r)}`;
}

/** Where a segment was lost. */
export function cross(x: number, y: number, color: string): string {
  return element('path', {
    d: crossPath(x, y),
    stroke: color,
    'stroke-width': 2.6,
    'stroke-linecap': 'round',
  });
}

/** Where a segment was when the run ended. */
function dots(s: Stroke, along: Vector, color: string): string {
  const one = (d: number): string =>
    element('circle', { cx: s.x1 + along.x * d, cy: s.y1 + along.y * d, r: 1.8, fill: color });
  return one(5) + one(12) + one(19);
}

/** A mark of what happened to a segment, 12 pixels wide, drawn so that no font needs to have it. */
export type Mark = 'again' | 'copy' | 'late' | 'corrupt' | 'twice';

/** Each as a path in a square of 12 pixels. */
export const MARKS: Readonly<Record<Mark, string>> = {
  again: 'M9.6 3.6A4.4 4.4 0 1 0 10.4 6.6M10.3 1.2V4.2H7.3',
  copy: 'M1.5 3.5h6v7h-6zM4 3.5V1.2h6.3v7H7.5',
  twice: 'M1.5 3.5h6v7h-6zM4 3.5V1.2h6.3v7H7.5',
  late: 'M2.2 1.3h7.6M2.2 10.7h7.6M3.2 1.5c0 3 5.6 6 5.6 9M8.8 1.5c0 3-5.6 6-5.6 9',
  corrupt: 'M7 .8 3 6.6h3.2L4.8 11.2 9.2 5.2H6z',
};

export const MARK_WIDTH = 12;

export function marksOf(a: Arrow): Mark[] {
  const marks: Mark[] = [];
  if (a.retransmission && a.fate !== 'copy') marks.push('again');
  if (a.fate === 'copy') marks.push('copy');
  if (a.fate === 'duplicate') marks.push('twice');
  if (a.fate === 'delayed') marks.push('late');
  if (a.fate === 'corrupt') marks.push('corrupt');
  return marks;
}

/** A mark with its left middle at (x, y). */
export function drawMark(m: Mark, x: number, y: number, color: string): string {
  return element('path', {
    d: MARKS[m],
    transform: `translate(${tenth(x)} ${tenth(y - 6)})`,
    fill: m === 'corrupt' ? color : 'none',
    stroke: color,
    'stroke-width': m === 'corrupt' ? 0.5 : 1.3,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
}
