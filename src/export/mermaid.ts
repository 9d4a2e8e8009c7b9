import type { Micros } from '../base/timer-queue.ts';
import type { Lang } from '../base/words.ts';
import { labels, timeText, waitText } from '../ladder/format.ts';
import { type Arrow, type Ladder, layoutLadder, type Side } from '../ladder/layout.ts';
import { noteText, violationText, word } from '../ladder/words.ts';
import type { NumberLetters, NumberMode } from '../observe/numbering.ts';
import type { Trace } from '../observe/trace.ts';

/** How a flow is written for Mermaid. */
export interface MermaidOptions {
  /** `en` by default. */
  readonly lang?: Lang;
  /** The first flow by default. */
  readonly flow?: number;
  readonly numbers?: NumberMode;
  readonly symbols?: NumberLetters;
  /** What hosts are called instead of their names. */
  readonly hostTitles?: Readonly<Record<string, string>>;
  /** Notes of what the applications called; none by default. */
  readonly calls?: boolean;
}

/**
 * One flow of `trace` as a sequence diagram of Mermaid 11: a message for each segment, in the order they were
 * sent, and notes for states, waits, and what was dropped. What Mermaid cannot draw is said in comments. Ends
 * with a line end. Throws a RangeError when there is no such flow.
 */
export function mermaid(trace: Trace, o: MermaidOptions = {}): string {
  const lang = o.lang ?? 'en';
  const ladder = layoutLadder(trace, o);
  const names = participants(ladder);
  const lines = ['sequenceDiagram', ...remarks(ladder, lang).map((text) => `  %% ${text}`)];
  for (const side of ['left', 'right'] as const) {
    const { name, address, port } = ladder[side];
    const title = escaped(o.hostTitles?.[name] ?? name);
    const end = escaped(address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
    lines.push(`  participant ${names[side]} as ${title}<br/>${end}`);
  }
  const both = `${names.left},${names.right}`;
  const sideNote = (side: Side, text: string): string =>
    `  Note ${side} of ${names[side]}: ${escaped(text)}`;
  for (const v of trace.nonStandard) {
    lines.push(`  Note over ${both}: ⚠ ${escaped(violationText(v, lang))}`);
  }
  for (const side of ['left', 'right'] as const) {
    const state = ladder.states[side][0]?.state ?? '';
    if (state !== '') lines.push(sideNote(side, state));
  }
  let before: Micros | null = null;
  for (const e of ladder.events) {
    const text = before === null ? null : waited(ladder, before, e.at);
    if (text !== null) lines.push(`  Note over ${both}: ${text}`);
    before = e.at;
    if (e.kind === 'state') {
      lines.push(sideNote(e.side, e.state));
    } else if (e.kind === 'note') {
      lines.push(sideNote(e.note.side, noteText(e.note, lang)));
    } else if (e.kind === 'sent' && e.arrow.fate !== 'copy') {
      lines.push(message(e.arrow, names, lang));
    } else if (e.arrow.fate === 'copy') {
      const to = e.arrow.from === 'left' ? 'right' : 'left';
      lines.push(sideNote(to, `${e.arrow.segment} ${word('copy', lang)}`));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** What to call both hosts: short names stay, others might be words that Mermaid knows. */
function participants(ladder: Ladder): Readonly<Record<Side, string>> {
  const isPlain = (name: string): boolean => /^[A-Z]\d?$/.test(name);
  const [l, r] = [ladder.left.name, ladder.right.name];
  return isPlain(l) && isPlain(r) && l !== r ? { left: l, right: r } : { left: 'L', right: 'R' };
}

function message(a: Arrow, names: Readonly<Record<Side, string>>, lang: Lang): string {
  const to = a.from === 'left' ? 'right' : 'left';
  const isLost = a.fate === 'lost';
  const arrow = isLost ? '-x' : a.fate === 'in-flight' ? '-)' : a.retransmission ? '-->>' : '->>';
  const more: string[] = [];
  if (a.retransmission) more.push(word('again', lang));
  const { fate } = a;
  if (fate === 'in-flight') more.push(word('inFlight', lang));
  else if (fate !== 'delivered' && fate !== 'copy') more.push(word(fate, lang));
  const tail =
    more.length === 0 ? '' : lang === 'zh' ? `（${more.join('，')}）` : ` (${more.join(', ')})`;
  const text = `${timeText(a.sentAt)} ${a.segment} ${labels(a)[0]}${tail}`;
  return `  ${names[a.from]}${arrow}${names[to]}: ${escaped(text)}`;
}

/** The wait between two events, when it is one that ladders shorten. */
function waited(ladder: Ladder, from: Micros, to: Micros): string | null {
  const found = ladder.axis.breaks.some((b) => b.from >= from && b.to <= to);
  return found ? `⋯ ${waitText(to - from)} ⋯` : null;
}

/** What a reader should know that the diagram does not say. */
function remarks(ladder: Ladder, lang: Lang): string[] {
  const crossing = ladder.arrows.filter((a) => a.crosses).length;
  if (lang === 'zh') {
    const all = ['Mermaid 没有时间轴：箭头都是水平的，看不出每个报文段走了多久。'];
    if (crossing > 0) all.push(`有 ${crossing} 个报文段在途中交叉或超越，这里只按发送顺序列出。`);
    return all;
  }
  const all = [
    'Mermaid has no time axis: arrows are level, and do not show how long a segment took.',
  ];
  if (crossing > 0) {
    all.push(`${crossing} segments crossed or overtook others: here they stand as they were sent.`);
  }
  return all;
}

/** Text that means nothing to Mermaid: its signs are written as numbers, line ends as spaces. */
function escaped(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[#;%<>{}"\\`&]/g, (c) => `#${c.charCodeAt(0)};`)
    .trim();
}
