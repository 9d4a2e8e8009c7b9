import type { Lang } from '../base/words.ts';
import { type Exhibit, type Performance, type Scenario, SHELVES } from '../gallery/index.ts';
import { displayWidth, ladderText, type TextOptions, wrap } from '../ladder/index.ts';
import type { Trace } from '../observe/index.ts';
import { interventionText } from '../sim/index.ts';
import { inAscii } from './ascii.ts';
import { sayings } from './words.ts';

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
}

/** Flows drawn unless one is asked for. */
const FLOWS = 3;

/** Everything about a run: what it is about, the ladder, the point, the checks, and what to try next. */
export function report(e: Exhibit, scenario: Scenario, p: Performance, o: ReportOptions): string {
  const { lang } = o;
  const says = sayings(lang);
  const parts = [
    heading(e, p.trace, o),
    drawn(p.trace, e.id, scenario, o),
    block(says.point, e.point[lang], o),
    ...(e.errata ?? []).map((x) => block(says.note(x.note), x.says[lang], o)),
    verdicts(p, o),
    next(e, o),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function heading(e: Exhibit, trace: Trace, o: ReportOptions): string {
  const { lang } = o;
  const says = sayings(lang);
  const shelf = SHELVES.find((s) => s.id === e.shelf)?.asks[lang] ?? '';
  const lines = [...told(`${e.title[lang]}  (${e.id})`, o), ...told(shelf, o), ''];
  lines.push(...told(e.story[lang], o));
  const breaks = trace.nonStandard.flatMap((v) => told(says.broken(v.whatIf, v.host, v.clause), o));
  if (breaks.length > 0) lines.push('', ...breaks);
  for (const i of trace.interventions) {
    if (i.hit) continue;
    lines.push('', ...told(`! ${says.noSuchSegment(i.text, lastSegments(trace))}`, o));
  }
  return lines.join('\n');
}

/** The last segment each host sent: `A: A1-A6`. */
export function lastSegments(trace: Trace): string[] {
  return trace.counts.flatMap(({ host, sent }) => {
    const n = Object.values(sent).reduce((a, b) => a + b, 0);
    return n === 0 ? [] : [`${host}1${n > 1 ? `-${host}${n}` : ''}`];
  });
}

function drawn(trace: Trace, id: string, scenario: Scenario, o: ReportOptions): string {
  const says = sayings(o.lang);
  const titles = scenario.hosts.map((h) => [h.name, `${h.title[o.lang]} ${h.name}`]);
  const drawing = { ...o.drawing, hostTitles: Object.fromEntries(titles) };
  // What breaks a rule has been said above.
  const plain = { ...trace, nonStandard: [], omitted: 0 };
  const flows = trace.flows.map((f) => f.id);
  const shown = o.flow === null ? flows.slice(0, FLOWS) : [o.flow];
  const texts = shown.map((flow) => ladderText(plain, { ...drawing, flow }).trimEnd());
  if (flows.length === 0) texts.push(ladderText(plain, drawing).trimEnd());
  if (o.flow === null && flows.length > FLOWS) {
    texts.push(told(says.moreFlows(FLOWS, flows.length, id), o).join('\n'));
  }
  if (trace.omitted > 0) {
    texts.push(told(says.sampled(trace.segments.length, trace.omitted), o).join('\n'));
  }
  return texts.join('\n\n');
}

function verdicts(p: Performance, o: ReportOptions): string {
  const says = sayings(o.lang);
  if (p.verdicts.length === 0) return '';
  const passed = p.verdicts.filter((v) => v.ok).length;
  const [yes, no] = o.drawing.ascii === true ? ['ok  ', 'FAIL'] : ['✓', '✗'];
  const lines = [says.checksOf(passed, p.verdicts.length)];
  for (const v of p.verdicts) {
    lines.push(...bullet(v.ok ? yes : no, v.says[o.lang], o));
    if (v.found !== null) lines.push(...bullet(' ', `${says.found}: ${v.found}`, o));
  }
  if (passed < p.verdicts.length && o.interfered) lines.push(...told(says.interfered, o));
  return lines.join('\n');
}

/** Commands that show something else about the same thing. */
function next(e: Exhibit, o: ReportOptions): string {
  const says = sayings(o.lang);
  const tries: (readonly [command: string, says: string])[] = [];
  if (e.standardChecks !== undefined && !o.standard) {
    tries.push([`synwave run ${e.id} --by-the-book`, says.byTheBook]);
  }
  for (const t of e.tries ?? []) {
    const options = t.interventions.map((i) => ` --${interventionText(i)}`);
    const values = Object.entries(t.values ?? {}).map(
      ([k, v]) => ` --set ${k}=${valueText(e, k, v)}`,
    );
    tries.push([`synwave run ${e.id}${options.join('')}${values.join('')}`, t.says[o.lang]]);
  }
  for (const { id, host } of e.whatIfs ?? []) {
    tries.push([`synwave run ${e.id} --what-if ${id}@${host}`, '']);
  }
  if (tries.length === 0) return '';
  const lines = tries.flatMap(([command, what]) => {
    const line = what === '' ? `  ${command}` : `  ${command}   # ${inWords(what, o)}`;
    if (displayWidth(line) <= o.width) return [line];
    const more = what === '' ? [] : told(what, o, 8).map((l) => `      # ${l}`);
    return [...commandLines(command, o.width), ...more];
  });
  return [says.tryNext, ...lines].join('\n');
}

/** A command on one line, or on as many as it takes, each but the last ending as a shell has it go on. */
function commandLines(command: string, width: number): string[] {
  const lines: string[] = [];
  let line = ' ';
  for (const part of command.split(/ (?=--)/)) {
    // Room for what is behind it and says that there is more.
    if (line !== ' ' && displayWidth(`${line} ${part} \\`) > width) {
      lines.push(`${line} \\`);
      line = '     ';
    }
    line += ` ${part}`;
  }
  return [...lines, line];
}

function valueText(e: Exhibit, name: string, value: number): string {
  return e.parameters?.[name]?.unit === 'microseconds' ? `${value}us` : String(value);
}

function block(label: string, text: string, o: ReportOptions): string {
  return told(`${label}: ${text}`, o).join('\n');
}

function bullet(mark: string, text: string, o: ReportOptions): string[] {
  const indent = ' '.repeat(displayWidth(mark) + 1);
  return told(text, o, indent.length).map((l, i) => (i === 0 ? `${mark} ${l}` : indent + l));
}

/** Words in as many lines as they take; none when there are none. */
function told(text: string, o: ReportOptions, indent = 0): string[] {
  return wrap(inWords(text, o), o.width - indent);
}

/** In Chinese there is nothing to be written otherwise. */
function inWords(text: string, o: ReportOptions): string {
  return o.drawing.ascii === true && o.lang === 'en' ? inAscii(text) : text;
}
