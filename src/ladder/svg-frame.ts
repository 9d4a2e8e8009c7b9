import type { Lang } from '../base/words.ts';
import type { Trace } from '../observe/trace.ts';
import type { Arrow, ArrowKind } from './layout.ts';
import { drawArrow, drawMark, marksOf } from './svg-arrow.ts';
import type { Panel } from './svg-panel.ts';
import type { Palette } from './theme.ts';
import { wrap } from './width.ts';
import { kindWord, violationText, word } from './words.ts';
import { element, escapeXml, textWidth } from './xml.ts';

const SIZE = 12;

/** The stripes around what does not conform, and the hatching of TIME-WAIT. */
export function hazardDefinition(id: string, p: Palette): string {
  const [stripe, ground] = p.hazard;
  const turned = { patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' };
  return (
    element(
      'pattern',
      { id: `${id}-hazard`, width: 20, height: 20, ...turned },
      element('rect', { width: 20, height: 20, fill: ground }) +
        element('rect', { width: 10, height: 20, fill: stripe }),
    ) +
    element(
      'pattern',
      { id: `${id}-hatch`, width: 5, height: 5, ...turned },
      element('rect', { width: 5, height: 5, fill: p.background }) +
        element('rect', { width: 3, height: 5, fill: p.timeWait }),
    )
  );
}

/** The stripes themselves, along the edge of a drawing. */
export function hazardFrame(id: string, width: number, height: number): string {
  return element('rect', {
    ...{ class: 'hazard', x: 5, y: 5, width: width - 10, height: height - 10, rx: 4 },
    ...{ fill: 'none', stroke: `url(#${id}-hazard)`, 'stroke-width': 10 },
  });
}

/** The title, and the badge that says what does not conform. */
export function header(
  trace: Pick<Trace, 'nonStandard'>,
  title: string | undefined,
  width: number,
  lang: Lang,
  p: Palette,
): { drawing: string; height: number } {
  const parts: string[] = [];
  let y = 0;
  if (title !== undefined) {
    for (const line of wrap(title, Math.max(20, Math.floor(width / 9.5)))) {
      y += 22;
      parts.push(
        element(
          'text',
          { class: 'title', x: 0, y: y - 5, 'font-size': 17, 'font-weight': 600, fill: p.ink },
          escapeXml(line),
        ),
      );
    }
    y += 14;
  }
  if (trace.nonStandard.length === 0) return { drawing: parts.join(''), height: y };
  const columns = Math.max(20, Math.floor((width - 60) / 7));
  const clauses = trace.nonStandard.flatMap((v) => wrap(violationText(v, lang), columns));
  const lines = [capital(word('notStandard', lang)), ...clauses];
  const widest = Math.max(
    ...lines.map((line, i) => textWidth(line, { size: SIZE, bold: i === 0 })),
  );
  const height = lines.length * 17 + 12;
  const [dark, yellow] = p.hazard;
  const badge = [
    element('rect', { x: 0, y, width: widest + 50, height, rx: 5, fill: yellow }),
    element('path', {
      d: `M21 ${y + 8}L31 ${y + 25}H11Z`,
      ...{ fill: 'none', stroke: dark, 'stroke-width': 2, 'stroke-linejoin': 'round' },
    }),
    element('path', {
      d: `M21 ${y + 13.5}V${y + 18.5}M21 ${y + 21.3}V${y + 22.3}`,
      ...{ stroke: dark, 'stroke-width': 2 },
    }),
    ...lines.map((line, i) =>
      element(
        'text',
        {
          ...{ x: 40, y: y + 18 + i * 17, 'font-size': SIZE, fill: dark },
          'font-weight': i === 0 ? 700 : undefined,
        },
        escapeXml(line),
      ),
    ),
  ];
  parts.push(element('g', { class: 'badge' }, badge.join('')));
  return { drawing: parts.join(''), height: y + height + 18 };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

interface Entry {
  readonly text: string;
  /** Pixels of the sample. */
  readonly width: number;
  readonly draw: (x: number, y: number) => string;
}

const SAMPLE = 42;
/** A mark beside the sample of a line. */
const BESIDE = 18;
const ROW = 22;

/** A key to the kinds and marks that these panels have, in rows. */
export function legend(panels: readonly Panel[], width: number, lang: Lang, p: Palette): string {
  return laidOut(entriesOf(panels, lang, p), width)
    .map(({ entry, x, row }) => {
      const y = 16 + row * ROW;
      const look = { x: x + entry.width + 8, y: y + 4.2, 'font-size': SIZE, fill: p.muted };
      return entry.draw(x, y) + element('text', look, escapeXml(entry.text));
    })
    .concat(
      element('line', { x1: 0, y1: -2, x2: width, y2: -2, stroke: p.grid, 'stroke-width': 1 }),
    )
    .join('\n');
}

export function legendHeight(panels: readonly Panel[], width: number, lang: Lang): number {
  const first = panels[0];
  if (first === undefined) return 0;
  const rows = laidOut(entriesOf(panels, lang, first.palette), width).map((l) => l.row);
  return 16 + (Math.max(0, ...rows) + 1) * ROW - 8;
}

function laidOut(
  entries: readonly Entry[],
  width: number,
): { entry: Entry; x: number; row: number }[] {
  let x = 0;
  let row = 0;
  return entries.map((entry) => {
    const own = entry.width + 8 + textWidth(entry.text, { size: SIZE }) + 22;
    if (x > 0 && x + own - 22 > width) {
      x = 0;
      row++;
    }
    const at = { entry, x, row };
    x += own;
    return at;
  });
}

const KINDS: readonly ArrowKind[] = ['open', 'data', 'ack', 'close', 'reset'];

function entriesOf(panels: readonly Panel[], lang: Lang, p: Palette): Entry[] {
  const arrows = panels.flatMap((panel) => panel.ladder.arrows);
  const entries: Entry[] = [];
  const sample = (o: Partial<Arrow>): Entry['draw'] => {
    const a = { ...PLAIN, ...o };
    const reach = a.fate === 'lost' || a.fate === 'in-flight' ? 0.6 : 1;
    return (x, y) => {
      const line = drawArrow(a, { x0: x, y0: y, x1: x + SAMPLE * reach, y1: y }, p);
      return marksOf(a).reduce((all, m) => all + drawMark(m, x + SAMPLE + 6, y, p.ink), line);
    };
  };
  for (const kind of KINDS) {
    if (!arrows.some((a) => a.kind === kind)) continue;
    entries.push({ text: kindWord(kind, lang), width: SAMPLE, draw: sample({ kind }) });
  }
  const mark = (text: string, is: (a: Arrow) => boolean, o: Partial<Arrow>): void => {
    const width = SAMPLE + (marksOf({ ...PLAIN, ...o }).length > 0 ? BESIDE : 0);
    if (arrows.some(is)) entries.push({ text, width, draw: sample(o) });
  };
  mark(word('lost', lang), (a) => a.fate === 'lost', { fate: 'lost' });
  mark(word('inFlight', lang), (a) => a.fate === 'in-flight', { fate: 'in-flight' });
  mark(word('again', lang), (a) => a.retransmission, { retransmission: true });
  mark(word('delayed', lang), (a) => a.fate === 'delayed', { fate: 'delayed' });
  mark(word('duplicate', lang), (a) => a.fate === 'copy', { fate: 'copy' });
  mark(word('corrupt', lang), (a) => a.fate === 'corrupt', { fate: 'corrupt' });
  if (panels.some((panel) => panel.rows.gaps.length > 0)) {
    entries.push({
      text: word('wait', lang),
      width: 28,
      draw: (x, y) =>
        element('path', {
          d: `M${x + 5} ${y - 3}l6 -5l6 10l6 -5M${x + 5} ${y + 3}l6 -5l6 10l6 -5`,
          ...{ fill: 'none', stroke: p.muted, 'stroke-width': 1.3 },
        }),
    });
  }
  return entries;
}

/** An arrow that a sample differs from. */
const PLAIN: Arrow = {
  segment: '',
  from: 'left',
  kind: 'ack',
  sentAt: 0,
  endsAt: 0,
  y0: 0,
  y1: 0,
  fate: 'delivered',
  retransmission: false,
  crosses: false,
  flags: '.',
  seq: 0,
  ack: null,
  seqText: '',
  ackText: null,
  length: 0,
};
