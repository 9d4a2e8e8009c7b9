import type { Lang, Words } from '../base/words.ts';
import { flagNames, timeText } from '../ladder/format.ts';
import { endOf, pathOf } from '../ladder/path.ts';
import { ladderText } from '../ladder/text.ts';
import { moreFlowsText, omittedText, violationText, word } from '../ladder/words.ts';
import { type NumberLetters, type NumberMode, numberTexts } from '../observe/numbering.ts';
import type { Trace, TraceFlow, TraceSegment } from '../observe/trace.ts';
import { mermaid } from './mermaid.ts';

/** What a report has besides the trace. */
export interface MarkdownOptions {
  /** `en` by default. */
  readonly lang?: Lang;
  readonly title: string;
  readonly numbers?: NumberMode;
  readonly symbols?: NumberLetters;
  readonly hostTitles?: Readonly<Record<string, string>>;
  /** What happened, told line by line. */
  readonly narration?: readonly string[];
  /** What was asked of the run, and whether it held. */
  readonly checks?: readonly { readonly says: string; readonly ok: boolean }[];
}

/** Flows drawn at most, and segments listed at most. */
const MOST_FLOWS = 12;
const MOST_SEGMENTS = 1000;

// biome-ignore format: a table
const WORDS = {
  run: { en: 'What was run', zh: '运行了什么' },
  scenario: { en: 'Scenario', zh: '场景' },
  seed: { en: 'Seed', zh: '种子' },
  length: { en: 'Length', zh: '时长' },
  interventions: { en: 'Interventions', zh: '干预' },
  none: { en: 'none', zh: '无' },
  missed: { en: 'there was no such segment', zh: '没有这个报文段' },
  checks: { en: 'Checks', zh: '断言' },
  held: { en: 'held', zh: '成立' },
  failed: { en: 'did not hold', zh: '不成立' },
  narration: { en: 'What happened', zh: '经过' },
  ladder: { en: 'Ladder', zh: '时序图' },
  diagram: { en: 'Sequence diagram', zh: 'Mermaid 时序图' },
  segments: { en: 'Segments', zh: '报文段' },
  name: { en: 'name', zh: '名称' },
  time: { en: 'time', zh: '时间' },
  from: { en: 'from', zh: '发送方' },
  to: { en: 'to', zh: '接收方' },
  flags: { en: 'flags', zh: '标志' },
  len: { en: 'len', zh: '长度' },
  fate: { en: 'fate', zh: '结果' },
  ends: { en: 'States at the end', zh: '最终状态' },
  flow: { en: 'connection', zh: '连接' },
  host: { en: 'host', zh: '主机' },
  state: { en: 'state', zh: '状态' },
} as const satisfies Record<string, Words>;

/**
 * A report of one run in Markdown: what was run, what was checked, what happened, ladders as text and as Mermaid,
 * every segment, and how it ended. Ends with a line end.
 */
export function markdown(trace: Trace, o: MarkdownOptions): string {
  const lang = o.lang ?? 'en';
  const say = (key: keyof typeof WORDS): string => WORDS[key][lang];
  const flows = trace.flows.slice(0, MOST_FLOWS);
  const parts: string[] = [`# ${escaped(o.title)}`];
  if (trace.nonStandard.length > 0) {
    const clauses = trace.nonStandard.map((v) => `> - ${escaped(violationText(v, lang))}`);
    parts.push([`> ⚠ **${capital(word('notStandard', lang))}**`, '>', ...clauses].join('\n'));
  }
  parts.push(`## ${say('run')}`, whatWasRun(trace, lang));
  if (o.checks !== undefined && o.checks.length > 0) {
    const lines = o.checks.map(
      ({ says, ok }) => `- ${ok ? '✓' : '✗'} ${escaped(says)} (${say(ok ? 'held' : 'failed')})`,
    );
    parts.push(`## ${say('checks')}`, lines.join('\n'));
  }
  if (o.narration !== undefined && o.narration.length > 0) {
    const lines = o.narration.map((line, i) => `${i + 1}. ${escaped(line)}`);
    parts.push(`## ${say('narration')}`, lines.join('\n'));
  }
  parts.push(`## ${say('ladder')}`);
  const drawing = { ...o, lang, calls: true, names: true };
  const { title: _title, ...withoutTitle } = drawing;
  for (const { id } of flows) {
    // What is not standard or not shown is said above and below, once.
    const alone = { ...trace, nonStandard: [], omitted: 0 };
    parts.push(fenced('text', ladderText(alone, { ...withoutTitle, flow: id })));
  }
  if (flows.length === 0) parts.push(capital(word('noSegment', lang)));
  const more = trace.flows.length - flows.length;
  if (more > 0) parts.push(moreFlowsText(more, lang));
  if (trace.omitted > 0) parts.push(omittedText(trace.omitted, lang));
  if (flows.length > 0) parts.push(`## ${say('diagram')}`);
  for (const { id } of flows) {
    parts.push(fenced('mermaid', mermaid(trace, { ...withoutTitle, calls: false, flow: id })));
  }
  parts.push(`## ${say('segments')}`, segmentTable(trace, o, lang));
  parts.push(`## ${say('ends')}`, endTable(trace, lang));
  return `${parts.join('\n\n')}\n`;
}

function whatWasRun(trace: Trace, lang: Lang): string {
  const say = (key: keyof typeof WORDS): string => WORDS[key][lang];
  const colon = lang === 'zh' ? '：' : ': ';
  const lines = [
    `- ${say('scenario')}${colon}${trace.scenario === '' ? say('none') : code(trace.scenario)}`,
    `- ${say('seed')}${colon}${trace.seed}`,
    `- ${say('length')}${colon}${timeText(trace.end)}`,
  ];
  if (trace.interventions.length === 0) {
    lines.push(`- ${say('interventions')}${colon}${say('none')}`);
  } else {
    lines.push(`- ${say('interventions')}${colon}`.trimEnd());
    for (const { text, hit } of trace.interventions) {
      lines.push(`  - ${code(text)}${hit ? '' : ` (${say('missed')})`}`);
    }
  }
  return lines.join('\n');
}

function segmentTable(trace: Trace, o: MarkdownOptions, lang: Lang): string {
  const say = (key: keyof typeof WORDS): string => WORDS[key][lang];
  const texts = numberTexts(trace, o.numbers, o.symbols);
  const rows: string[][] = [
    [
      say('name'),
      say('time'),
      say('from'),
      say('to'),
      say('flags'),
      'seq',
      'ack',
      say('len'),
      say('fate'),
    ],
  ];
  const listed = trace.segments.slice(0, MOST_SEGMENTS);
  for (const s of listed) {
    const n = texts.get(s.id) ?? { seq: `${s.seq}`, ack: null };
    rows.push([
      ...[s.id, timeText(s.sentAt), s.from ?? '?', s.to ?? '?', flagNames(s.flags)],
      ...[n.seq, n.ack ?? '', `${s.length}`, fateText(s, lang)],
    ]);
  }
  const more = trace.segments.length - listed.length;
  const left =
    lang === 'zh' ? `另有 ${more} 个报文段未列出` : `${more} more segments are not listed`;
  return table(rows) + (more > 0 ? `\n\n${left}` : '');
}

function fateText(s: TraceSegment, lang: Lang): string {
  const fate = word(s.fate === 'in-flight' ? 'inFlight' : s.fate, lang);
  const when = s.arrivedAt ?? s.lostAt;
  const at = when === null ? '' : ` ${timeText(when)}`;
  const again = s.retransmission ? `${lang === 'zh' ? '，' : ', '}${word('again', lang)}` : '';
  return `${fate}${at}${again}`;
}

function endTable(trace: Trace, lang: Lang): string {
  const say = (key: keyof typeof WORDS): string => WORDS[key][lang];
  const rows: string[][] = [[say('flow'), say('host'), say('state')]];
  for (const flow of trace.flows.slice(0, MOST_FLOWS)) {
    for (const { host } of flow.ends) {
      if (host === null) continue;
      rows.push([flowText(flow), host, endState(trace, host, flow.id)]);
    }
  }
  return rows.length === 1 ? say('none') : table(rows);
}

/** The state at the end; nothing is left of a connection after a loss of power. */
function endState(trace: Trace, host: string, flow: number): string {
  const path = pathOf(trace, host, flow);
  const last = path.at(-1)?.at ?? 0;
  const off = trace.frames.some(
    (f) => f.kind === 'host' && f.host === host && f.what === 'power-off' && f.at >= last,
  );
  return off ? 'CLOSED' : (endOf(path) ?? 'CLOSED');
}

function flowText({ ends: [a, b] }: TraceFlow): string {
  const end = (e: { address: string; port: number }): string =>
    e.address.includes(':') ? `[${e.address}]:${e.port}` : `${e.address}:${e.port}`;
  return `${end(a)} – ${end(b)}`;
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** A block that ends where it should, whatever stands in it. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((m) => m[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n+$/, '')}\n${fence}`;
}

function code(text: string): string {
  return text.includes('`') ? escaped(text) : `\`${text.replace(/\s+/g, ' ')}\``;
}

/** Text that means nothing to Markdown. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>|#]/g, (c) => `\\${c}`);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
