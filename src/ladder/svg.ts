import type { Lang } from '../base/words.ts';
import type { Trace } from '../observe/trace.ts';
import { type LadderOptions, layoutLadder } from './layout.ts';
import { rowsOf } from './rows.ts';
import { hazardDefinition, hazardFrame, header, legend, legendHeight } from './svg-frame.ts';
import { columnsFor, drawPanel, measure, type Panel, panelHeight } from './svg-panel.ts';
import { FONTS, PALETTES, type Theme } from './theme.ts';
import { moreFlowsText, omittedText, word } from './words.ts';
import { element, escapeXml } from './xml.ts';

/** How a ladder is drawn as an SVG. Calls of applications are drawn unless `calls` is false. */
export interface SvgOptions extends LadderOptions {
  /** The language of the words; `en` by default. */
  readonly lang?: Lang;
  /** `light` by default. */
  readonly theme?: Theme;
  readonly title?: string;
  /** What hosts are called instead of their names, such as `client A`. */
  readonly hostTitles?: Readonly<Record<string, string>>;
  /** Shows each segment's name, such as A3; else only those that a note or a copy speaks of. */
  readonly names?: boolean;
}

/** How many flows {@link laddersSvg} draws at most. */
const MOST_FLOWS = 12;
const EDGE = 20;

/**
 * Draws one flow of `trace` as an SVG that needs nothing else: no script, no font, no other file. Times run
 * down, and every arrow falls from when a segment was sent to when it arrived. Throws a RangeError when
 * there is no such flow.
 */
export function ladderSvg(trace: Trace, o: SvgOptions = {}): string {
  return figure(trace, [o.flow ?? 1], 0, o);
}

/** Draws all flows of `trace` below each other, at most `most` (12 by default), and says how many more there are. */
export function laddersSvg(trace: Trace, o: SvgOptions & { readonly most?: number } = {}): string {
  const flows = trace.flows.map((f) => f.id);
  const drawn = flows.slice(0, o.most ?? MOST_FLOWS);
  return figure(trace, drawn, flows.length - drawn.length, o);
}

function figure(trace: Trace, flows: readonly number[], more: number, o: SvgOptions): string {
  const lang = o.lang ?? 'en';
  const theme = o.theme ?? 'light';
  const palette = PALETTES[theme];
  const id = `ladder-${theme}-${lang}-${flows.join('-')}`;
  const panels = flows.map((flow): Panel => {
    const ladder = layoutLadder(trace, { least: 0.5, calls: true, ...o, flow });
    const rows = rowsOf(ladder, lang);
    return { ladder, rows, lang, palette, id, names: o.names === true, titles: o.hostTitles ?? {} };
  });
  const columns = columnsFor(panels.map(measure));
  const isWrong = trace.nonStandard.length > 0;
  const frame = isWrong ? 10 : 0;
  const inner = EDGE + frame;
  const width = columns.width + 2 * inner;
  const top = header(trace, o.title, columns.width, lang, palette);
  const parts: string[] = [];
  let y = inner + top.height;
  for (const panel of panels) {
    const group = drawPanel(panel, columns);
    parts.push(element('g', { transform: `translate(${inner} ${y})` }, group));
    y += panelHeight(panel) + 28;
  }
  const says: string[] = [];
  if (panels.length === 0) says.push(word('noSegment', lang));
  if (more > 0) says.push(moreFlowsText(more, lang));
  if (trace.omitted > 0) says.push(omittedText(trace.omitted, lang));
  for (const text of says) {
    const look = { x: inner, y: y + 8, 'font-size': 12, fill: palette.muted };
    parts.push(element('text', look, escapeXml(text)));
    y += 20;
  }
  if (panels.length > 0) {
    const drawing = legend(panels, columns.width, lang, palette);
    parts.push(element('g', { transform: `translate(${inner} ${y})` }, drawing));
    y += legendHeight(panels, columns.width, lang);
  }
  const height = y + inner;
  const title = o.title ?? defaultTitle(trace, lang);
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width),
      height: Math.ceil(height),
      lang: lang === 'zh' ? 'zh-CN' : 'en',
      'xml:lang': lang === 'zh' ? 'zh-CN' : 'en',
      role: 'group',
      'aria-labelledby': `${id}-title ${id}-desc`,
      'font-family': FONTS,
      style: 'font-variant-numeric: tabular-nums',
    },
    [
      element('title', { id: `${id}-title` }, escapeXml(title)),
      element('desc', { id: `${id}-desc` }, escapeXml(description(trace, panels, lang))),
      element('defs', {}, hazardDefinition(id, palette)),
      element('rect', { width: '100%', height: '100%', fill: palette.background }),
      isWrong ? hazardFrame(id, width, height) : '',
      element('g', { transform: `translate(${inner} ${inner})` }, top.drawing),
      ...parts,
    ].join('\n'),
  );
}

function defaultTitle(trace: Trace, lang: Lang): string {
  if (trace.scenario !== '') return trace.scenario;
  return lang === 'zh' ? 'TCP 时序图' : 'TCP ladder';
}

/** What a reader who does not see the drawing needs first. */
function description(trace: Trace, panels: readonly Panel[], lang: Lang): string {
  const sentences = panels.map(({ ladder }) => {
    const arrows = ladder.arrows.filter((a) => a.fate !== 'copy');
    const lost = arrows.filter((a) => a.fate === 'lost').length;
    const [l, r] = [ladder.left.name, ladder.right.name];
    if (lang === 'zh') {
      const losses = lost === 0 ? '' : `，其中 ${lost} 个丢失`;
      return `${l} 与 ${r} 之间的 ${arrows.length} 个报文段${losses}。时间自上而下。`;
    }
    const losses = lost === 0 ? '' : `, ${lost} of them lost`;
    const count = arrows.length === 1 ? '1 segment' : `${arrows.length} segments`;
    return `${count} between ${l} and ${r}${losses}. Time runs down.`;
  });
  if (trace.nonStandard.length > 0) {
    sentences.push(`${word('notStandard', lang)}${lang === 'zh' ? '。' : '.'}`);
  }
  return sentences.join(' ');
}
