import type { Lang } from '../base/words.ts';
import { flagNames, senderOf, timeText, waitText } from './format.ts';
import type { Stroke } from './labels.ts';
import type { Arrow, Ladder, LadderHost, Side } from './layout.ts';
import { LINE_HEIGHT, type MarginItem, type Rows } from './rows.ts';
import { drawArrow } from './svg-arrow.ts';
import { drawLabel, formsOf, labelled, widthOf } from './svg-label.ts';
import { MONO, type Palette, stateColor } from './theme.ts';
import { word } from './words.ts';
import { element, escapeXml, textWidth } from './xml.ts';

/** One flow, ready to be drawn. */
export interface Panel {
  readonly ladder: Ladder;
  readonly rows: Rows;
  readonly lang: Lang;
  readonly palette: Palette;
  /** What names of definitions begin with. */
  readonly id: string;
  readonly names: boolean;
  readonly titles: Readonly<Record<string, string>>;
}

/** What a panel's parts need, in pixels. */
export interface Widths {
  readonly left: number;
  readonly right: number;
  readonly lane: number;
}

/** Where the columns of all panels stand. */
export interface Columns {
  readonly left: number;
  readonly right: number;
  readonly width: number;
}

const SIZE = 12;
const TEXT = { size: SIZE } as const;
const STATE = { size: SIZE, bold: true } as const;
const CALL = { size: SIZE, mono: true } as const;
const HOST = { size: 15, bold: true } as const;
/** The column of times. */
const TIMES = 62;
const RIBBON = 8;
/** Between a ribbon and what is written beside it. */
const GAP = 9;
/** Room above the life-lines for both lines of a host's name. */
const HEADING = 44;
/** How far from its ribbon an arrow begins and ends. */
const OFF = RIBBON / 2 + 1.5;

export function panelHeight(p: Panel): number {
  return HEADING + p.rows.height;
}

export function measure(p: Panel): Widths {
  const widest = { left: 60, right: 60 };
  for (const item of p.rows.items) {
    for (const line of item.lines) {
      const extra = item.kind === 'host' ? 12 : 0;
      const width = textWidth(line, fontOf(item)) + extra;
      widest[item.side] = Math.max(widest[item.side], width + GAP + RIBBON / 2 + 2);
    }
  }
  let longest = 200;
  for (const a of p.ladder.arrows) {
    longest = Math.max(longest, widthOf(formsOf(a, p)[0] as string, a));
  }
  const headings = (['left', 'right'] as const).map((side) => {
    const { title, end } = headingOf(p.ladder[side], p.titles);
    return Math.max(textWidth(title, HOST), textWidth(end, TEXT)) / 2 + 4;
  });
  return {
    left: Math.max(widest.left, (headings[0] as number) - TIMES),
    right: Math.max(widest.right, headings[1] as number),
    lane: Math.min(600, Math.max(400, longest / 0.55)),
  };
}

export function columnsFor(widths: readonly Widths[]): Columns {
  const most = (key: keyof Widths): number => Math.ceil(Math.max(0, ...widths.map((w) => w[key])));
  const left = TIMES + most('left');
  const right = left + Math.max(400, most('lane'));
  return { left, right, width: right + most('right') };
}

/** Draws one flow with its top left corner at the origin. */
export function drawPanel(p: Panel, c: Columns): string {
  const { ladder, rows } = p;
  const parts = [heading(p, 'left', c), heading(p, 'right', c)];
  const body = [...instants(p, c), ...ribbons(p, c), ...gaps(p, c)];
  const strokes = ladder.arrows.map((a) => strokeOf(a, p, c));
  const placed = labelled(p, c, strokes);
  const pills: string[] = [];
  ladder.arrows.forEach((a, i) => {
    const stroke = strokes[i] as Stroke;
    const line = drawArrow(a, stroke, p.palette);
    const pill = drawLabel(a, placed[i] ?? null, p);
    const title = element('title', {}, escapeXml(sentence(a, p)));
    const name = a.fate === 'copy' ? 'copy' : 'segment';
    const about = { 'data-segment': a.segment, 'data-kind': a.kind, 'data-fate': a.fate };
    body.push(element('g', { class: `arrow ${name}`, ...about, role: 'img' }, title + line));
    pills.push(pill);
  });
  body.push(...pills, ...rows.items.map((item) => drawItem(item, p, c)));
  parts.push(element('g', { transform: `translate(0 ${HEADING})` }, body.join('\n')));
  return parts.join('\n');
}

function heading(p: Panel, side: Side, c: Columns): string {
  const { title, end } = headingOf(p.ladder[side], p.titles);
  const x = c[side];
  const middle = { x, 'text-anchor': 'middle' };
  return (
    element(
      'text',
      { ...middle, y: 14, 'font-size': HOST.size, 'font-weight': 600, fill: p.palette.ink },
      escapeXml(title),
    ) +
    element('text', { ...middle, y: 31, 'font-size': SIZE, fill: p.palette.muted }, escapeXml(end))
  );
}

function headingOf(
  h: LadderHost,
  titles: Readonly<Record<string, string>>,
): { title: string; end: string } {
  const address = h.address.includes(':') ? `[${h.address}]` : h.address;
  return { title: titles[h.name] ?? h.name, end: `${address}:${h.port}` };
}

/** The times at the left, each with a hairline across. */
function instants(p: Panel, c: Columns): string[] {
  return p.rows.times.flatMap(({ at, y }) => [
    element('line', {
      ...{ x1: TIMES - 4, y1: y, x2: c.right, y2: y },
      ...{ stroke: p.palette.grid, 'stroke-width': 1 },
    }),
    element(
      'text',
      {
        ...{ class: 'time', x: TIMES - 8, y: y + 4.2, 'text-anchor': 'end' },
        ...{ 'font-size': SIZE, fill: p.palette.muted },
      },
      escapeXml(timeText(at)),
    ),
  ]);
}

function ribbons(p: Panel, c: Columns): string[] {
  const drawn: string[] = [];
  for (const { side, state, y0, y1 } of p.rows.ribbons) {
    const x = c[side];
    if (state === '') {
      drawn.push(
        element('line', {
          ...{ x1: x, y1: y0, x2: x, y2: y1, stroke: p.palette.muted },
          ...{ 'stroke-width': 1.2, 'stroke-dasharray': '2 5' },
        }),
      );
      continue;
    }
    const color = stateColor(state, p.palette);
    const isHollow = state === 'CLOSED';
    const box = { x: x - RIBBON / 2, y: y0, width: RIBBON, height: y1 - y0 };
    const shape = isHollow
      ? { ...box, x: box.x + 0.75, width: RIBBON - 1.5, fill: p.palette.background }
      : { ...box, fill: state === 'TIME-WAIT' ? `url(#${p.id}-hatch)` : color };
    drawn.push(
      element('rect', {
        ...{ class: 'state', 'data-state': state, 'data-side': side },
        ...shape,
        ...(isHollow ? { stroke: color, 'stroke-width': 1.5 } : {}),
        ...(state === 'TIME-WAIT' ? { stroke: color, 'stroke-width': 1 } : {}),
      }),
    );
  }
  return drawn;
}

/** Breaks: both life-lines are cut by a zig-zag, and the wait's length stands between them. */
function gaps(p: Panel, c: Columns): string[] {
  return p.rows.gaps.flatMap((gap) => {
    const y = (gap.y0 + gap.y1) / 2;
    const text = `⋯ ${waitText(gap.wait)} ⋯`;
    const cut = (x: number): string => {
      const zigzag = (dy: number): string =>
        `${x - 9} ${y + dy}L${x - 3} ${y + dy - 5}L${x + 3} ${y + dy + 5}L${x + 9} ${y + dy}`;
      return (
        element('path', {
          d: `M${zigzag(-3)}L${x + 9} ${y + 3}L${x + 3} ${y + 8}L${x - 3} ${y - 2}L${x - 9} ${y + 3}Z`,
          fill: p.palette.background,
        }) +
        element('path', {
          d: `M${zigzag(-3)}M${zigzag(3)}`,
          ...{ fill: 'none', stroke: p.palette.muted, 'stroke-width': 1.3 },
        })
      );
    };
    return [
      cut(c.left),
      cut(c.right),
      element(
        'text',
        {
          ...{ class: 'wait', x: (c.left + c.right) / 2, y: y + 4.2, 'text-anchor': 'middle' },
          ...{ 'font-size': SIZE, 'font-weight': 600, fill: p.palette.muted },
        },
        escapeXml(text),
      ),
    ];
  });
}

function strokeOf(a: Arrow, p: Panel, c: Columns): Stroke {
  const { y0, y1, reach } = p.rows.arrows.get(a) ?? { y0: 0, y1: 0, reach: 1 };
  const [from, to] =
    a.from === 'left' ? [c.left + OFF, c.right - OFF] : [c.right - OFF, c.left + OFF];
  return { x0: from, y0, x1: from + reach * (to - from), y1 };
}

function fontOf(item: MarginItem) {
  if (item.kind === 'state') return STATE;
  return item.kind === 'call' ? CALL : TEXT;
}

function drawItem(item: MarginItem, p: Panel, c: Columns): string {
  const { side, kind, lines } = item;
  const away = side === 'left' ? -1 : 1;
  const x = c[side] + away * (RIBBON / 2 + GAP);
  const anchor = side === 'left' ? 'end' : 'start';
  const { palette } = p;
  const first = lines[0] ?? '';
  if (kind === 'host') {
    const width = textWidth(first, STATE) + 12;
    const left = side === 'left' ? x - width : x;
    return element(
      'g',
      { class: 'note host' },
      element('rect', {
        ...{ x: left, y: item.y - 8, width, height: 16, rx: 3, fill: palette.ink },
      }) +
        element(
          'text',
          {
            ...{ x: left + width / 2, y: item.y + 4.2, 'text-anchor': 'middle' },
            ...{ 'font-size': SIZE, 'font-weight': 600, fill: palette.background },
          },
          escapeXml(first),
        ),
    );
  }
  const isState = kind === 'state';
  const fill = isState
    ? stateInk(first, palette)
    : kind === 'call'
      ? palette.muted
      : palette.kinds.reset;
  const widest = Math.max(...lines.map((line) => textWidth(line, fontOf(item)))) + 6;
  const ground = element('rect', {
    ...{ x: side === 'left' ? x + 3 - widest : x - 3, y: item.y - 7, width: widest },
    ...{ height: lines.length * LINE_HEIGHT - 2, fill: palette.background },
  });
  const texts = lines
    .map((line, i) =>
      element(
        'text',
        {
          ...{
            class: isState ? 'state-name' : `note ${kind}`,
            x,
            y: item.y + 4.2 + i * LINE_HEIGHT,
          },
          ...{ 'text-anchor': anchor, 'font-size': SIZE, fill },
          'font-weight': isState ? 600 : undefined,
          'font-family': kind === 'call' ? MONO : undefined,
        },
        escapeXml(line),
      ),
    )
    .join('');
  return ground + texts;
}

/** A state's name has its colour, except where that says little. */
function stateInk(state: string, palette: Palette): string {
  const color = stateColor(state, palette);
  return color === palette.idle ? palette.muted : color;
}

/** A segment in one sentence: what a pointer that rests on it shows, and what is read aloud. */
function sentence(a: Arrow, p: Panel): string {
  const from = senderOf(a, p.ladder);
  const to = p.ladder[a.from === 'left' ? 'right' : 'left'].name;
  const zh = p.lang === 'zh';
  const parts = [zh ? `${from} 到 ${to}` : `${from} to ${to}`, flagNames(a.flags)];
  parts.push(zh ? `序号 ${a.seqText}` : `seq ${a.seqText}`);
  if (a.ackText !== null) parts.push(zh ? `确认 ${a.ackText}` : `ack ${a.ackText}`);
  if (a.length > 0) parts.push(zh ? `${a.length} 字节` : `${a.length} octets`);
  const ended = a.endsAt === null ? '' : timeText(a.endsAt);
  parts.push(zh ? `${timeText(a.sentAt)} 发出` : `sent at ${timeText(a.sentAt)}`);
  if (a.fate === 'in-flight') parts.push(word('inFlight', p.lang));
  else if (a.fate === 'lost') parts.push(word('lost', p.lang));
  else parts.push(zh ? `${ended} 到达` : `arrived at ${ended}`);
  if (a.retransmission) parts.push(word('again', p.lang));
  if (a.fate === 'corrupt' || a.fate === 'delayed' || a.fate === 'duplicate' || a.fate === 'copy') {
    parts.push(word(a.fate, p.lang));
  }
  return `${a.segment}${zh ? '：' : ': '}${parts.join(zh ? '，' : ', ')}`;
}
