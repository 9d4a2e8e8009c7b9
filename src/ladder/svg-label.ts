import { labels, senderOf, waitText } from './format.ts';
import { type Box, type Placed, placeLabels, type Stroke, type Wanted } from './labels.ts';
import type { Arrow, Ladder } from './layout.ts';
import { drawMark, MARK_WIDTH, marksOf } from './svg-arrow.ts';
import type { Columns, Panel } from './svg-panel.ts';
import { word } from './words.ts';
import { element, escapeXml, textWidth } from './xml.ts';

const SIZE = 12;
const TEXT = { size: SIZE } as const;
/** How high a label is, and the room at both sides of its words. */
const PILL = 17;
const PAD = 7;
/** How near to the middle of a life-line labels may come. */
const EDGE = 8;

/** Where labels are tried, from the sender; those of copies stand near the receiver. */
export const NEAR = [0.3, 0.22, 0.4, 0.5, 0.62, 0.7, 0.78];
export const BURST = [0, ...NEAR];
export const FAR = [0.7, 0.78, 0.62, 0.5, 0.4, 0.3];

/** What may stand on an arrow, the fullest first. */
export function formsOf(a: Arrow, p: Panel): string[] {
  if (a.fate === 'copy') return [`${a.segment} ${word('copy', p.lang)}`, a.segment];
  const sender = senderOf(a, p.ladder);
  if (sender !== p.ladder[a.from].name) return labels(a).map((t) => `${sender}: ${a.segment} ${t}`);
  const isNamed = p.names || isSpokenOf(a.segment, p.ladder);
  return labels(a).map((text) => (isNamed ? `${a.segment} ${text}` : text));
}

/** Whether a note or a copy calls the segment by its name. */
export function isSpokenOf(segment: string, ladder: Ladder): boolean {
  return (
    ladder.notes.some((n) => n.segment === segment && n.about.kind === 'dropped') ||
    ladder.arrows.some((a) => a.segment === segment && a.fate === 'copy')
  );
}

export function widthOf(text: string, a: Arrow): number {
  return textWidth(text, TEXT) + marksOf(a).length * (MARK_WIDTH + 3) + 2 * PAD;
}

/** Places the labels of all arrows. */
export function labelled(p: Panel, c: Columns, strokes: readonly Stroke[]): (Placed | null)[] {
  const { ladder, rows } = p;
  const middle = (c.left + c.right) / 2;
  const taken: Box[] = rows.gaps.map((gap) => {
    const width = textWidth(`⋯ ${waitText(gap.wait)} ⋯`, { size: SIZE, bold: true }) + 8;
    return { x: middle - width / 2, y: (gap.y0 + gap.y1) / 2 - 9, width, height: 18 };
  });
  ladder.arrows.forEach((a, i) => {
    const s = strokes[i] as Stroke;
    if (a.fate !== 'lost') return;
    taken.push({ x: s.x1 - 7, y: s.y1 - 7, width: 14, height: 14 });
  });
  const wanted = ladder.arrows.map((a, i): Wanted => {
    const widths = formsOf(a, p).map((text) => widthOf(text, a));
    const at = a.fate === 'copy' ? FAR : isOfBurst(i, ladder.arrows) ? BURST : NEAR;
    return { stroke: strokes[i] as Stroke, widths, at };
  });
  return placeLabels(wanted, PILL, [c.left + EDGE, c.right - EDGE], taken);
}

/** Whether the arrow left together with another. */
export function isOfBurst(i: number, arrows: readonly Arrow[]): boolean {
  const a = arrows[i] as Arrow;
  return [arrows[i - 1], arrows[i + 1]].some(
    (o) => o !== undefined && o.sentAt === a.sentAt && o.from === a.from && o.segment !== a.segment,
  );
}

/** A label on its arrow; a dot where there was no room for one. */
export function drawLabel(a: Arrow, placed: Placed | null, p: Panel): string {
  const color = p.palette.kinds[a.kind];
  if (placed === null) return '';
  const { box, form } = placed;
  const y = box.y + box.height / 2;
  if (form < 0) {
    return element('circle', {
      ...{ class: 'dot', cx: box.x + box.width / 2, cy: y, r: box.width / 2, fill: color },
    });
  }
  let x = box.x + PAD;
  let marks = '';
  for (const mark of marksOf(a)) {
    marks += drawMark(mark, x, y, color);
    x += MARK_WIDTH + 3;
  }
  const text = formsOf(a, p)[form] as string;
  const right = box.x + box.width - PAD;
  return element(
    'g',
    { class: 'label', 'data-segment': a.segment },
    element('rect', {
      ...{ x: box.x, y: box.y, width: box.width, height: box.height, rx: PILL / 2 },
      ...{ fill: p.palette.background, stroke: color, 'stroke-opacity': 0.45 },
    }) +
      marks +
      element(
        'text',
        {
          ...{ x: (x + right) / 2, y: y + 4.2, 'text-anchor': 'middle' },
          ...{ 'font-size': SIZE, fill: color },
        },
        escapeXml(text),
      ),
  );
}
