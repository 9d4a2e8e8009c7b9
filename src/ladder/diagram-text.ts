import type { Lang } from '../base/words.ts';
import type { Trace } from '../observe/trace.ts';
import {
  EDGES,
  edgeCauseOf,
  edgeCauseText,
  edgeKey,
  isQuiet,
  numbersText,
  quietRemark,
  type Walk,
  walkOf,
} from './diagram.ts';
import { timeText } from './format.ts';
import { ASCII, UNICODE } from './glyphs.ts';
import { causeText, type PathStep, pathOf } from './path.ts';
import { cut, padEnd, padStart, wrap } from './width.ts';
import { violationLines } from './words.ts';

/** How the diagram is drawn in text. */
export interface DiagramTextOptions {
  /** `en` by default. */
  readonly lang?: Lang;
  /** Only characters of ASCII, as far as the words are; false by default. */
  readonly ascii?: boolean;
  readonly title?: string;
  /** The flow whose path is drawn; by default the first in which the host made a transition. */
  readonly flow?: number;
}

const WIDTH = 80;
const HEIGHT = 21;

/** The middle of each state, in columns and rows. */
// biome-ignore format: a table
const STATES: readonly (readonly [name: string, x: number, y: number])[] = [
  ['CLOSED', 39, 0], ['LISTEN', 16, 4], ['SYN-SENT', 62, 4], ['SYN-RECEIVED', 16, 8],
  ['ESTABLISHED', 39, 10], ['FIN-WAIT-1', 16, 13], ['CLOSE-WAIT', 62, 13], ['FIN-WAIT-2', 16, 16],
  ['CLOSING', 39, 16], ['LAST-ACK', 62, 16], ['TIME-WAIT', 39, 19], ['CLOSED', 62, 19],
];

type Corner = readonly [x: number, y: number];

/** A line in right angles, and where the numbers of the steps that took it stand. */
interface Wire {
  readonly corners: readonly Corner[];
  readonly number: Corner;
}

// biome-ignore format: a table
const WIRES: Readonly<Record<string, Wire>> = {
  'CLOSED>LISTEN':            { corners: [[33, 0], [16, 0], [16, 3]], number: [24, 0] },
  'CLOSED>SYN-SENT':          { corners: [[45, 0], [60, 0], [60, 3]], number: [53, 0] },
  'LISTEN>CLOSED':            { corners: [[20, 3], [20, 2], [37, 2], [37, 1]], number: [28, 2] },
  'SYN-SENT>CLOSED':          { corners: [[57, 3], [57, 2], [41, 2], [41, 1]], number: [49, 2] },
  'LISTEN>SYN-SENT':          { corners: [[21, 4], [55, 4]], number: [38, 4] },
  'LISTEN>SYN-RECEIVED':      { corners: [[16, 5], [16, 7]], number: [16, 6] },
  'SYN-RECEIVED>LISTEN':      { corners: [[11, 7], [11, 5]], number: [11, 6] },
  'SYN-SENT>SYN-RECEIVED':    { corners: [[59, 5], [59, 8], [24, 8]], number: [38, 8] },
  'SYN-SENT>ESTABLISHED':     { corners: [[65, 5], [65, 10], [47, 10]], number: [65, 8] },
  'SYN-RECEIVED>ESTABLISHED': { corners: [[20, 9], [20, 10], [31, 10]], number: [25, 10] },
  'SYN-RECEIVED>FIN-WAIT-1':  { corners: [[12, 9], [12, 12]], number: [12, 11] },
  'ESTABLISHED>FIN-WAIT-1':   { corners: [[36, 11], [36, 13], [23, 13]], number: [30, 13] },
  'ESTABLISHED>CLOSE-WAIT':   { corners: [[42, 11], [42, 13], [54, 13]], number: [48, 13] },
  'CLOSE-WAIT>LAST-ACK':      { corners: [[62, 14], [62, 15]], number: [64, 14] },
  'FIN-WAIT-1>FIN-WAIT-2':    { corners: [[14, 14], [14, 15]], number: [11, 14] },
  'FIN-WAIT-1>CLOSING':       { corners: [[20, 13], [20, 14], [39, 14], [39, 15]], number: [30, 14] },
  'FIN-WAIT-2>TIME-WAIT':     { corners: [[16, 17], [16, 19], [32, 19]], number: [24, 19] },
  'CLOSING>TIME-WAIT':        { corners: [[39, 17], [39, 18]], number: [42, 17] },
  'LAST-ACK>CLOSED':          { corners: [[62, 17], [62, 18]], number: [65, 17] },
  'TIME-WAIT>CLOSED':         { corners: [[47, 19], [56, 19]], number: [51, 19] },
};

/** From where to where a line goes at one place, as bits. */
const UP = 1;
const RIGHT = 2;
const DOWN = 4;
const LEFT = 8;

const LINES = ' ╵╶└╷│┌├╴┘─┴┐┤┬┼';
const PLAIN = ' |-+||++-+-+++++';

/**
 * The diagram of RFC 9293 figure 5 in text, at most 80 columns wide, with the path that `host` took: states it was
 * in stand in brackets, the last one with a star, and transitions it made are numbered in order and listed below.
 * Ends with a line end. Without a trace, the diagram alone.
 */
export function diagramText(trace: Trace | null, host: string, o: DiagramTextOptions = {}): string {
  const lang = o.lang ?? 'en';
  const ascii = o.ascii === true;
  const path = trace === null ? [] : pathOf(trace, host, o.flow);
  const walk = walkOf(path);
  const lines: string[] = [];
  if (o.title !== undefined) lines.push(...wrap(o.title, WIDTH), '');
  const broken = trace === null ? [] : violationLines(trace, lang, ascii, WIDTH);
  if (broken.length > 0) lines.push(...broken, '');
  lines.push(...drawn(path, walk, ascii), '');
  lines.push(...wrap(quietRemark(lang), WIDTH));
  if (path.length > 0) lines.push('', ...path.map((step) => stepLine(step, lang, ascii)));
  return `${lines.join('\n')}\n`;
}

/** Whether the drawing has a line for a transition: the others are only listed. */
export function hasWire(e: { readonly from: string; readonly to: string }): boolean {
  return Object.hasOwn(WIRES, edgeKey(e));
}

function drawn(path: readonly PathStep[], walk: Walk, ascii: boolean): string[] {
  const bits = Array.from({ length: HEIGHT }, () => new Array<number>(WIDTH).fill(0));
  const rows = Array.from({ length: HEIGHT }, () => new Array<string>(WIDTH).fill(''));
  const edges = EDGES.filter((e) => !isQuiet(e));
  for (const e of edges)
    for (const c of WIRES[edgeKey(e)]?.corners.entries() ?? []) trail(bits, e, c);
  const write = (x: number, y: number, text: string): void => {
    for (const [i, character] of [...text].entries()) {
      const row = rows[y];
      if (row !== undefined) row[x + i] = character;
    }
  };
  for (const e of edges) {
    const { corners } = WIRES[edgeKey(e)] ?? { corners: [] };
    const [x, y] = corners.at(-1) ?? [0, 0];
    const [bx, by] = corners.at(-2) ?? [0, 0];
    const way = x > bx ? 0 : x < bx ? 1 : y > by ? 2 : 3;
    write(x, y, (ascii ? ['>', '<', 'v', '^'] : ['▶', '◀', '▼', '▲'])[way] as string);
  }
  const last = path.at(-1);
  for (const [i, [name, x, y]] of STATES.entries()) {
    const isLower = i === STATES.length - 1;
    const was = name === 'CLOSED' ? wasClosed(path, isLower) : walk.visited.has(name);
    const isLast = last?.to === name && was && (name !== 'CLOSED' || endsLow(last) === isLower);
    const text = `${was ? '[' : ' '}${name}${was ? ']' : ' '}${isLast ? '*' : ''}`;
    write(x - ((name.length + 2) >> 1), y, text);
  }
  for (const e of edges) {
    const steps = walk.steps.get(edgeKey(e));
    const place = WIRES[edgeKey(e)]?.number;
    if (steps === undefined || place === undefined) continue;
    const text = numbersText(steps);
    write(place[0] - (text.length >> 1), place[1], text);
  }
  const signs = ascii ? PLAIN : LINES;
  return rows
    .map((row, y) =>
      row
        .map((own, x) => (own === '' ? (signs[bits[y]?.[x] ?? 0] as string) : own))
        .join('')
        .trimEnd(),
    )
    .filter((line, y, all) => line !== '' || y < all.length - 1);
}

/** Lays one stretch of a line: from this corner to the next. */
function trail(
  bits: number[][],
  e: { readonly from: string; readonly to: string },
  [i, [x, y]]: readonly [number, Corner],
): void {
  const next = WIRES[edgeKey(e)]?.corners[i + 1];
  if (next === undefined) return;
  const [toX, toY] = next;
  const [dx, dy] = [Math.sign(toX - x), Math.sign(toY - y)];
  const [out, back] =
    dx > 0 ? [RIGHT, LEFT] : dx < 0 ? [LEFT, RIGHT] : dy > 0 ? [DOWN, UP] : [UP, DOWN];
  let [cx, cy] = [x, y];
  for (;;) {
    const row = bits[cy];
    if (row === undefined) return;
    const isEnd = cx === toX && cy === toY;
    // A line begins at a box: its first place has it on both sides.
    const isCorner = cx === x && cy === y && i > 0;
    row[cx] = (row[cx] ?? 0) | (isEnd ? back : isCorner ? out : out | back);
    if (isEnd) return;
    cx += dx;
    cy += dy;
  }
}

function wasClosed(path: readonly PathStep[], lower: boolean): boolean {
  if (lower) return path.some(endsLow);
  return path[0]?.from === 'CLOSED' || path.some((s) => s.to === 'CLOSED' && !endsLow(s));
}

/** As in the drawing: only connections that never were end at the upper CLOSED. */
function endsLow(s: { readonly from: string; readonly to: string }): boolean {
  return s.to === 'CLOSED' && !['LISTEN', 'SYN-SENT', 'SYN-RECEIVED'].includes(s.from);
}

function stepLine(step: PathStep, lang: Lang, ascii: boolean): string {
  const n = padStart(`${step.n}`, 3);
  const time = padStart(timeText(step.at, (ascii ? ASCII : UNICODE).micro), 9);
  const way = `${padEnd(step.from, 12)} ${ascii ? '->' : '→'} ${padEnd(step.to, 12)}`;
  const why = causeText(step, lang) || edgeCauseText(edgeCauseOf(step), lang);
  return cut(`${n} ${time}  ${way}  ${why}`, WIDTH).trimEnd();
}
