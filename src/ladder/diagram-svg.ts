import type { Lang } from '../base/words.ts';
import type { Trace } from '../observe/trace.ts';
import {
  type DiagramEdge,
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
import { BOX, PLACES, ROUTES, SIZE } from './diagram-places.ts';
import { timeText } from './format.ts';
import { causeText, type PathStep, pathOf } from './path.ts';
import { hazardDefinition, hazardFrame, header } from './svg-frame.ts';
import { FONTS, PALETTES, type Palette, stateColor, type Theme } from './theme.ts';
import { cut, displayWidth } from './width.ts';
import { element, escapeXml, textWidth } from './xml.ts';

/** How the diagram is drawn. */
export interface DiagramSvgOptions {
  /** `en` by default. */
  readonly lang?: Lang;
  /** `light` by default. */
  readonly theme?: Theme;
  readonly title?: string;
  /** The flow whose path is drawn; by default the first in which the host made a transition. */
  readonly flow?: number;
  /** Leaves out the words on the lines, to be found by the reader; false by default. */
  readonly bare?: boolean;
}

const EDGE = 20;
const TEXT = 12;
const ROW = 20;
const MOST_COLUMNS = 30;

/**
 * The diagram of RFC 9293 figure 5 with the path that `host` took: states it was in are filled, and
 * transitions it made are numbered in order and listed below. Without a trace, the bare diagram.
 */
export function diagramSvg(trace: Trace | null, host: string, o: DiagramSvgOptions = {}): string {
  const lang = o.lang ?? 'en';
  const theme = o.theme ?? 'light';
  const p = PALETTES[theme];
  const path = trace === null ? [] : pathOf(trace, host, o.flow);
  const walk = walkOf(path);
  const id = `diagram-${theme}-${lang}-${host.replace(/[^\w-]/g, '_')}`;
  const width = SIZE.width + 2 * EDGE;
  const isWrong = (trace?.nonStandard.length ?? 0) > 0;
  const head = header(trace ?? { nonStandard: [] }, o.title, SIZE.width, lang, p);
  const top = EDGE + head.height;
  const listed = path.length === 0 ? 0 : Math.ceil(path.length / 2) * ROW + 20;
  const height = top + SIZE.height + 30 + listed + EDGE;
  const edges = EDGES.filter((e) => !isQuiet(e) || walk.steps.has(edgeKey(e)));
  // What was taken is drawn over what was not.
  edges.sort((a, b) => Number(walk.steps.has(edgeKey(a))) - Number(walk.steps.has(edgeKey(b))));
  const drawing = [
    ...edges.map((e) => line(e, walk, p, id)),
    // The words of what nearly every state has stand below.
    ...(o.bare === true
      ? []
      : edges.filter((e) => !isQuiet(e)).map((e) => words(e, walk, lang, p))),
    ...nodes().map(([name, key]) => node(name, key, path, walk, p)),
    ...edges.map((e) => numbers(e, walk, p)),
  ];
  const language = lang === 'zh' ? 'zh-CN' : 'en';
  const title = o.title ?? (lang === 'zh' ? `${host} 的状态图` : `States of ${host}`);
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      ...{ width, height, lang: language, 'xml:lang': language, role: 'group' },
      'aria-labelledby': `${id}-title ${id}-desc`,
      'font-family': FONTS,
      style: 'font-variant-numeric: tabular-nums',
    },
    [
      element('title', { id: `${id}-title` }, escapeXml(title)),
      element('desc', { id: `${id}-desc` }, escapeXml(described(path, lang))),
      element('defs', {}, heads(id, p) + (isWrong ? hazardDefinition(id, p) : '')),
      element('rect', { width: '100%', height: '100%', fill: p.background }),
      isWrong ? hazardFrame(id, width, height) : '',
      element('g', { transform: `translate(${EDGE} ${EDGE})` }, head.drawing),
      element('g', { transform: `translate(${EDGE} ${top})` }, drawing.join('\n')),
      element(
        'text',
        { x: EDGE, y: top + SIZE.height + 16, 'font-size': TEXT, fill: p.muted },
        escapeXml(quietRemark(lang)),
      ),
      element(
        'g',
        { transform: `translate(${EDGE} ${top + SIZE.height + 44})` },
        list(path, lang, p),
      ),
    ].join('\n'),
  );
}

function described(path: readonly PathStep[], lang: Lang): string {
  if (path.length === 0) return lang === 'zh' ? 'TCP 的状态图。' : 'The state diagram of TCP.';
  const states = [path[0]?.from ?? '', ...path.map((s) => s.to)].join(' → ');
  return lang === 'zh' ? `经过的状态：${states}` : `The states in order: ${states}`;
}

/** The states to draw, with the places they stand at. */
function nodes(): [name: string, key: string][] {
  return Object.keys(PLACES).map((key) => [key.replace(' again', ''), key]);
}

function node(
  name: string,
  key: string,
  path: readonly PathStep[],
  walk: Walk,
  p: Palette,
): string {
  const { x, y } = PLACES[key] ?? { x: 0, y: 0 };
  const again = key !== name;
  // Of both CLOSED, the upper one is where a path begins, the lower one where it ends.
  const wasHere =
    name !== 'CLOSED'
      ? walk.visited.has(name)
      : again
        ? path.some((s) => endsBelow(s))
        : path[0]?.from === 'CLOSED' || path.some((s) => s.to === 'CLOSED' && !endsBelow(s));
  const last = path.at(-1);
  const isLast =
    last !== undefined && walk.last === name && (name !== 'CLOSED' || endsBelow(last) === again);
  const color = name === 'CLOSED' ? p.muted : stateColor(name, p);
  const box = { x: x - BOX.width / 2, y: y - BOX.height / 2, ...BOX, rx: 8 };
  const ring = element('rect', {
    ...{ x: box.x - 5, y: box.y - 5, width: BOX.width + 10, height: BOX.height + 10, rx: 12 },
    ...{ class: 'last', fill: 'none', stroke: color, 'stroke-width': 2 },
  });
  return element(
    'g',
    { class: wasHere ? 'node visited' : 'node', 'data-state': name },
    (isLast ? ring : '') +
      element('rect', {
        ...{ ...box, fill: wasHere ? color : p.background },
        ...{ stroke: wasHere ? color : p.muted, 'stroke-width': wasHere ? 2 : 1.2 },
      }) +
      element(
        'text',
        {
          ...{ x, y: y + 4.5, 'text-anchor': 'middle', 'font-size': 13, 'font-weight': 600 },
          fill: wasHere ? p.background : p.ink,
        },
        escapeXml(name),
      ),
  );
}

/** Whether a step leads to the lower CLOSED: all do but those of connections that never were. */
function endsBelow(s: { readonly from: string; readonly to: string }): boolean {
  return s.to === 'CLOSED' && !['LISTEN', 'SYN-SENT', 'SYN-RECEIVED'].includes(s.from);
}

function heads(id: string, p: Palette): string {
  const head = (name: string, fill: string, size: number): string =>
    element(
      'marker',
      {
        ...{ id: `${id}-${name}`, viewBox: '0 0 10 10', refX: 9, refY: 5, orient: 'auto' },
        ...{ markerWidth: size, markerHeight: size, markerUnits: 'userSpaceOnUse' },
      },
      element('path', { d: 'M0 1L10 5L0 9z', fill }),
    );
  return head('idle', p.idle, 9) + head('taken', p.ink, 12);
}

function line(e: DiagramEdge, walk: Walk, p: Palette, id: string): string {
  const route = ROUTES[edgeKey(e)];
  if (route === undefined) throw new Error(`the drawing has no line ${edgeKey(e)}`);
  const isTaken = walk.steps.has(edgeKey(e));
  return element('path', {
    ...{ class: isTaken ? 'edge taken' : 'edge', 'data-edge': edgeKey(e), d: route.d },
    ...{ fill: 'none', stroke: isTaken ? p.ink : p.idle, 'stroke-width': isTaken ? 2.6 : 1.2 },
    'marker-end': `url(#${id}-${isTaken ? 'taken' : 'idle'})`,
  });
}

/** The cause beside its line: what happens, and under it what is sent. */
function words(e: DiagramEdge, walk: Walk, lang: Lang, p: Palette): string {
  const { words: place } = ROUTES[edgeKey(e)] ?? { words: { x: 0, y: 0, anchor: 'start' } };
  const isTaken = walk.steps.has(edgeKey(e));
  const lines = linesOf(edgeCauseText(e.cause, lang));
  const widest = Math.max(...lines.map((t) => textWidth(t, { size: TEXT })));
  const shift = place.anchor === 'start' ? 0 : place.anchor === 'end' ? widest : widest / 2;
  const ground = element('rect', {
    ...{
      x: place.x - shift - 2,
      y: place.y - 11,
      width: widest + 4,
      height: lines.length * 14 + 2,
    },
    ...{ fill: p.background, 'fill-opacity': 0.85, rx: 3 },
  });
  const texts = lines.map((text, i) =>
    element(
      'text',
      {
        ...{ class: 'cause', x: place.x, y: place.y + i * 14, 'text-anchor': place.anchor },
        ...{ 'font-size': TEXT, fill: isTaken ? p.ink : p.muted },
      },
      escapeXml(text),
    ),
  );
  return ground + texts.join('');
}

/** A cause on at most three short lines. */
function linesOf(cause: string): string[] {
  const [what = '', sends] = cause.split(/: |：/);
  const parts = what
    .split(/(?<=,) (?=or |RST|after|rcv)|(?<=[、，])|(?=（)|(?= \[)/)
    .map((t) => t.trim());
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last + part) < 18) {
      lines[lines.length - 1] = /[、，（]/.test(last + part) ? last + part : `${last} ${part}`;
    } else lines.push(part);
  }
  if (sends !== undefined) lines.push(sends);
  return lines;
}

function numbers(e: DiagramEdge, walk: Walk, p: Palette): string {
  const steps = walk.steps.get(edgeKey(e));
  if (steps === undefined) return '';
  const { number } = ROUTES[edgeKey(e)] ?? { number: { x: 0, y: 0 } };
  return badge(numbersText(steps), number.x, number.y, p);
}

function badge(text: string, x: number, y: number, p: Palette): string {
  const width = Math.max(19, textWidth(text, { size: TEXT, bold: true }) + 10);
  return element(
    'g',
    { class: 'number' },
    element('rect', {
      ...{ x: x - width / 2, y: y - 9.5, width, height: 19, rx: 9.5 },
      ...{ fill: p.ink, stroke: p.background, 'stroke-width': 2 },
    }) +
      element(
        'text',
        {
          ...{ x, y: y + 4.2, 'text-anchor': 'middle', 'font-size': TEXT },
          ...{ 'font-weight': 700, fill: p.background },
        },
        escapeXml(text),
      ),
  );
}

/** The steps in order, in two columns, each with its time and what brought it about. */
function list(path: readonly PathStep[], lang: Lang, p: Palette): string {
  const half = Math.ceil(path.length / 2);
  return path
    .map((step, i) => {
      const x = i < half ? 0 : SIZE.width / 2 + 10;
      const y = (i < half ? i : i - half) * ROW;
      const why = causeText(step, lang) || edgeCauseText(edgeCauseOf(step), lang);
      const text = (at: number, content: string, look: Record<string, string | number>): string =>
        element('text', { x: x + at, y: y + 4.2, 'font-size': TEXT, ...look }, escapeXml(content));
      return (
        badge(`${step.n}`, x + 10, y, p) +
        text(80, timeText(step.at), { 'text-anchor': 'end', fill: p.muted }) +
        text(90, step.to, { 'font-weight': 600, fill: inkOf(step.to, p) }) +
        text(204, shortened(why), { fill: p.muted })
      );
    })
    .join('\n');
}

/** What brought a step about, as far as a column goes. */
function shortened(why: string): string {
  return displayWidth(why) <= MOST_COLUMNS ? why : `${cut(why, MOST_COLUMNS - 1)}…`;
}

function inkOf(state: string, p: Palette): string {
  const color = stateColor(state, p);
  return color === p.idle ? p.muted : color;
}
