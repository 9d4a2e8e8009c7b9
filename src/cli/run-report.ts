import type { Lang } from '../base/words.ts';
import {
  type Exhibit,
  type Parameter,
  type Performance,
  type Scenario,
  SHELVES,
  WHAT_IF_WORDS,
} from '../gallery/index.ts';
import { clauseText, displayWidth, ladderText, type TextOptions, wrap } from '../ladder/index.ts';
import type { Trace } from '../observe/index.ts';
import { interventionText } from '../sim/index.ts';
import type { WhatIfId } from '../tcp/what-if.ts';
import { EXPLORE_WORDS } from './explore-words.ts';
import { type Sayings, sayings } from './words.ts';

/** How a run is told in a terminal. */
export interface ReportOptions {
  readonly lang: Lang;
  readonly width: number;
  readonly drawing: TextOptions;
  /** The flow asked for, or null for the first few. */
  readonly flow: number | null;
  /** Somebody changed the run. */
  readonly interfered: boolean;
  readonly standard: boolean;
  /** It was to be by the book, and there is nothing to take back. */
  readonly isNothingBack: boolean;
}

/** Flows drawn unless one is asked for. */
const FLOWS = 3;

/** Everything about a run: what it is about, the ladder, the point, the checks, and what to try next. */
export function report(e: Exhibit, scenario: Scenario, p: Performance, o: ReportOptions): string {
  const { lang } = o;
  const says = sayings(lang);
  const parts = [
    heading(e, p.trace, o),
    guess(e, o),
    drawn(p.trace, e, scenario, o),
    answer(e, p, o),
    foundText(e, o),
    pointText(e, o),
    ...(e.errata ?? []).map((x) => block(says, says.note(x.note), x.says[lang], o.width)),
    verdicts(p, o),
    next(e, o),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function heading(e: Exhibit, trace: Trace, o: ReportOptions): string {
  const { lang, width } = o;
  const says = sayings(lang);
  const shelf = SHELVES.find((s) => s.id === e.shelf)?.asks[lang] ?? '';
  const lines = [...wrap(`${e.title[lang]}  (${e.id})`, width), ...(shelf === '' ? [] : [shelf])];
  if (e.story[lang] !== '') lines.push('', ...wrap(e.story[lang], width));
  if (o.standard) lines.push('', ...wrap(says.byTheBookNow[e.beside ?? 'book'], width));
  if (o.isNothingBack) lines.push('', ...wrap(says.nothingBack, width));
  if (o.interfered) lines.push('', ...wrap(says.youChanged, width));
  const breaks = brokenRules(trace, o);
  if (breaks.length > 0) lines.push('', ...breaks);
  for (const i of trace.interventions) {
    if (i.hit) continue;
    lines.push('', ...wrap(`! ${says.noSuchSegment(i.text, lastSegments(trace))}`, width));
  }
  return lines.join('\n');
}

/** Whether it is the run that a search found: with its rules kept, or changed by somebody, it is another. */
function isAsFound(o: Pick<ReportOptions, 'interfered' | 'standard'>): boolean {
  return !(o.standard || o.interfered);
}

/** Of a run that a search found: that it is one, and what breaks in it. */
export function foundText(
  e: Exhibit,
  o: Pick<ReportOptions, 'lang' | 'width' | 'interfered' | 'standard'>,
): string {
  if (e.breaks === undefined || !isAsFound(o)) return '';
  const words = EXPLORE_WORDS[o.lang];
  const found = wrap(words.foundBySearch, o.width).join('\n');
  return `${found}\n${block(sayings(o.lang), words.breaks, e.breaks[o.lang], o.width)}`;
}

/** The point; that of a run found by a search is of that run only. */
export function pointText(
  e: Exhibit,
  o: Pick<ReportOptions, 'lang' | 'width' | 'interfered' | 'standard'>,
): string {
  const text = e.point[o.lang];
  if (text === '' || (e.breaks !== undefined && !isAsFound(o))) return '';
  return block(sayings(o.lang), sayings(o.lang).point, text, o.width);
}

/** What this run breaks on purpose, a sentence for each. */
export function brokenRules(
  trace: Trace,
  o: { readonly lang: Lang; readonly width: number },
): string[] {
  const says = sayings(o.lang);
  return trace.nonStandard.flatMap(({ whatIf, host, clause }) => {
    const what = WHAT_IF_WORDS[whatIf as WhatIfId]?.[o.lang] ?? whatIf;
    return wrap(says.broken(what, whatIf, host, clauseText(clause, o.lang)), o.width);
  });
}

/** The question of an exhibit, with what can be answered. */
function guess(e: Exhibit, o: ReportOptions): string {
  const { asks, answers } = e.question;
  if (answers.length === 0) return '';
  const lines = wrap(`${sayings(o.lang).guess}${sayings(o.lang).colon}${asks[o.lang]}`, o.width);
  answers.forEach((a, i) => {
    lines.push(...bullet(`  ${letter(i)})`, a.says[o.lang], o.width));
  });
  return lines.join('\n');
}

/** The answer; nothing when somebody changed the run, for its reasons may not be those of another one. */
export function answer(
  e: Exhibit,
  p: Performance,
  o: Pick<ReportOptions, 'lang' | 'width' | 'interfered' | 'standard'>,
): string {
  const { answers } = e.question;
  const only = answers.find((a) => a.isTrue(p.facts));
  if (only === undefined || o.interfered || o.standard) return '';
  const text = `${letter(answers.indexOf(only))}) ${only.says[o.lang]}`;
  return block(sayings(o.lang), sayings(o.lang).answer, text, o.width);
}

function letter(i: number): string {
  return 'abcdefgh'[i] ?? '?';
}

/** The last segment each host sent: `A: A1-A6`. */
export function lastSegments(trace: Trace): string[] {
  return trace.counts.flatMap(({ host, sent }) => {
    const n = Object.values(sent).reduce((a, b) => a + b, 0);
    return n === 0 ? [] : [`${host}1${n > 1 ? `-${host}${n}` : ''}`];
  });
}

function drawn(trace: Trace, e: Exhibit, scenario: Scenario, o: ReportOptions): string {
  const says = sayings(o.lang);
  const titles = scenario.hosts.map((h) => [h.name, `${h.title[o.lang]} ${h.name}`]);
  const drawing = { ...o.drawing, hostTitles: Object.fromEntries(titles) };
  // What breaks a rule has been said above.
  const plain = { ...trace, nonStandard: [], omitted: 0 };
  const flows = trace.flows.map((f) => f.id);
  const first = (e.focus ?? flows.slice(0, FLOWS)).filter((flow) => flows.includes(flow));
  const shown = o.flow === null ? first : [o.flow];
  const texts = shown.map((flow) => ladderText(plain, { ...drawing, flow }).trimEnd());
  if (flows.length === 0) texts.push(ladderText(plain, drawing).trimEnd());
  if (o.flow === null && flows.length > shown.length) {
    texts.push(wrap(says.moreFlows(shown.join(', '), flows.length, e.id), o.width).join('\n'));
  }
  if (trace.omitted > 0) {
    texts.push(wrap(says.sampled(trace.segments.length, trace.omitted), o.width).join('\n'));
  }
  return texts.join('\n\n');
}

function verdicts(p: Performance, o: ReportOptions): string {
  const says = sayings(o.lang);
  if (p.verdicts.length === 0) return '';
  const passed = p.verdicts.filter((v) => v.ok).length;
  const [yes, no] = o.drawing.ascii === true ? ['ok  ', 'FAIL'] : ['✓', '✗'];
  const all = p.verdicts.length;
  // Of a run that somebody changed, what differs is what one wants to see.
  const lines = wrap((o.interfered ? says.changed : says.checksOf)(passed, all), o.width);
  for (const v of p.verdicts) {
    if (v.ok && o.interfered) continue;
    lines.push(...bullet(v.ok ? yes : no, v.says[o.lang], o.width));
    if (v.found !== null)
      lines.push(...bullet(' ', `${says.found}${says.colon}${v.found}`, o.width));
  }
  if (o.interfered) lines.push(...wrap(says.seeWhatHappened, o.width));
  return lines.join('\n');
}

/** Commands that show something else about the same thing. */
function next(e: Exhibit, o: ReportOptions): string {
  const says = sayings(o.lang);
  const tries: (readonly [command: string, says: string])[] = [];
  if (e.standardChecks !== undefined && !o.standard) {
    tries.push([`synwave run ${e.id} --by-the-book`, says.byTheBook[e.beside ?? 'book']]);
  }
  for (const t of e.tries ?? []) {
    const options = t.interventions.map((i) => ` --${interventionText(i)}`);
    const values = Object.entries(t.values ?? {}).map(
      ([k, v]) => ` --set ${k}=${valueText(e.parameters?.[k], v)}`,
    );
    tries.push([`synwave run ${e.id}${options.join('')}${values.join('')}`, t.says[o.lang]]);
  }
  for (const [name, q] of Object.entries(e.parameters ?? {})) {
    const bounds = says.between(valueText(q, q.least), valueText(q, q.most));
    const value = q.unit === 'microseconds' ? 'TIME' : 'N';
    tries.push([`synwave run ${e.id} --set ${name}=${value}`, `${q.says[o.lang]}${bounds}`]);
  }
  for (const { id, host } of e.whatIfs ?? []) {
    const what = WHAT_IF_WORDS[id as WhatIfId]?.[o.lang] ?? id;
    tries.push([`synwave run ${e.id} --what-if ${id}@${host}`, says.whatIf(what)]);
  }
  if (tries.length === 0) return '';
  const lines = tries.flatMap(([command, what]) => {
    const line = `  ${command}   # ${what}`;
    if (displayWidth(line) <= o.width) return [line];
    return [
      ...commandLines(command, o.width),
      ...wrap(what, o.width - 8).map((l) => `      # ${l}`),
    ];
  });
  return [says.tryNext, ...lines].join('\n');
}

/** A command on as many lines as it needs, for a shell to read as one. */
function commandLines(command: string, width: number): string[] {
  const lines: string[] = [];
  let line = '  ';
  for (const part of command.split(/ (?=--)/)) {
    if (line.trim() !== '' && displayWidth(`${line} ${part} \\`) > width) {
      lines.push(`${line} \\`);
      line = '     ';
    }
    line += line.trim() === '' ? part : ` ${part}`;
  }
  return [...lines, line];
}

/** A value of a parameter as the command line takes it. */
export function valueText(p: Parameter | undefined, value: number): string {
  if (p?.unit !== 'microseconds') return String(value);
  if (value % 1_000_000 === 0) return `${value / 1_000_000}s`;
  return value % 1000 === 0 ? `${value / 1000}ms` : `${value}us`;
}

function block(says: Sayings, label: string, text: string, width: number): string {
  return wrap(`${label}${says.colon}${text}`, width).join('\n');
}

function bullet(mark: string, text: string, width: number): string[] {
  const indent = ' '.repeat(displayWidth(mark) + 1);
  return wrap(text, width - indent.length).map((l, i) => (i === 0 ? `${mark} ${l}` : indent + l));
}
