import { writeFileSync } from 'node:fs';
import type { Words } from '../../base/words.ts';
import {
  EXHIBITS,
  type Exhibit,
  type Performance,
  perform,
  type Scenario,
  scenarioOf,
} from '../../gallery/index.ts';
import { wrap } from '../../ladder/index.ts';
import { type Asked, INTERVENTION_OPTIONS, readInterventions } from '../intervention-options.ts';
import { readLang } from '../lang.ts';
import type { ExitCode } from '../main.ts';
import { describe } from '../problems.ts';
import { FORMATS, type FormatOptions, isBinary } from '../run-formats.ts';
import { foundText, lastSegments } from '../run-report.ts';
import { NEAR, RUN_USAGE } from '../run-words-usage.ts';
import { readScenario } from '../scenario-file.ts';
import { stepThrough } from '../step.ts';
import type { Terminal } from '../terminal.ts';
import { Failure, type Given, nearest, readOptions, UsageError, wholeNumber } from '../usage.ts';
import { choices } from '../usage-words.ts';
import { sayings } from '../words.ts';
import { mentions } from './scenarios.ts';

const OPTIONS = {
  ...INTERVENTION_OPTIONS,
  seed: { type: 'string' },
  flow: { type: 'string' },
  numbers: { type: 'string' },
  voice: { type: 'string' },
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  side: { type: 'string' },
  theme: { type: 'string' },
  lang: { type: 'string' },
  width: { type: 'string' },
  calls: { type: 'boolean' },
  ascii: { type: 'boolean' },
  json: { type: 'boolean' },
  step: { type: 'boolean' },
} as const;

/** `synwave run`: plays a scenario in virtual time, judges it, and draws or writes what happened. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readOptions(args, OPTIONS);
  const exhibit = chooseExhibit(given.words);
  const asked = readInterventions(given, exhibit);
  const format = readFormat(given);
  const o = readFormatOptions(given, terminal, exhibit, asked);
  const p = performed(exhibit, asked, o.seed, FORMATS[format].needsBytes);
  checkFlow(p, o.flow);
  if (given.has('step')) {
    await stepThrough(exhibit, p, o, terminal);
    return codeOf(p);
  }
  const result = FORMATS[format].write(exhibit, p, o);
  const file = given.text('output');
  if (file !== undefined && file !== '-') save(file, result);
  else if (isBinary(result)) throw new UsageError(RUN_USAGE.noText(format));
  else terminal.out(result);
  for (const line of remarks(exhibit, p, format, o, file)) {
    terminal.err(`${wrap(line, o.width).join('\n')}\n`);
  }
  return codeOf(p);
}

/** 1 when a check fails. */
function codeOf(p: Performance): ExitCode {
  return p.verdicts.every((v) => v.ok) ? 0 : 1;
}

function performed(e: Exhibit, asked: Asked, seed: number, keepBytes: boolean): Performance {
  try {
    return perform(e, { ...asked, seed, keepBytes });
  } catch (error) {
    // A value out of range, or two wishes that do not go together.
    if (error instanceof RangeError || error instanceof TypeError) {
      throw new UsageError(RUN_USAGE.refused(describe(error).message));
    }
    throw error;
  }
}

function checkFlow(p: Performance, flow: number | null): void {
  const flows = p.trace.flows.map((f) => f.id);
  if (flow === null || flows.includes(flow)) return;
  throw new UsageError(RUN_USAGE.noFlow(flow, flows));
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

/** What is said beside a file or a format that is no report: failed checks, faults that found nothing. */
function remarks(
  e: Exhibit,
  p: Performance,
  format: string,
  o: FormatOptions,
  file?: string,
): string[] {
  const says = sayings(o.lang);
  const lines: string[] = [];
  const { cannotSay } = FORMATS[format as keyof typeof FORMATS];
  if (format !== 'ladder') {
    if (cannotSay !== null) lines.push(`${says.cannotSay}${says.colon}${cannotSay[o.lang]}`);
    if (o.isNothingBack) lines.push(says.nothingBack);
    for (const i of p.trace.interventions) {
      if (!i.hit) lines.push(`! ${says.noSuchSegment(i.text, lastSegments(p.trace))}`);
    }
    const passed = p.verdicts.filter((v) => v.ok).length;
    const all = p.verdicts.length;
    // A scenario of one's own has none: it says what it is instead.
    lines.push(...(all > 0 ? [says.checksOf(passed, all)] : linesOf(foundText(e, o))));
    for (const v of p.verdicts) if (!v.ok) lines.push(`✗ ${v.says[o.lang]}`);
  }
  if (file !== undefined && file !== '-') lines.push(says.written(file));
  return lines;
}

function save(file: string, result: string | Uint8Array): void {
  try {
    writeFileSync(file, result);
  } catch (error) {
    const { message } = describe(error);
    const said = message.startsWith(file) ? message : `${file}: ${message}`;
    throw new Failure(said, 'Give another file with -o.');
  }
}

/** The exhibit that is asked for; a name without its theme will do where there is only one. */
export function chooseExhibit(words: readonly string[]): Exhibit {
  const [name, more] = words;
  if (name === undefined) throw new UsageError(RUN_USAGE.whichScenario());
  if (more !== undefined) throw new UsageError(RUN_USAGE.oneScenario(more));
  // No scenario's name ends so.
  if (name.endsWith('.json')) return readScenario(name);
  const exact = EXHIBITS.find((e) => e.id === name || e.experiment === name);
  if (exact !== undefined) return exact;
  const [end, another] = endingIn(name);
  if (end !== undefined && another === undefined)
    return EXHIBITS.find((e) => e.id === end) as Exhibit;
  const about = EXHIBITS.some((e) => mentions(e, name));
  throw new UsageError(RUN_USAGE.noScenario(name, near(name), about));
}

/** The ids whose name behind the theme is that. */
function endingIn(name: string): string[] {
  return EXHIBITS.map((e) => e.id).filter((id) => id.endsWith(`/${name}`));
}

/** What an unknown name may have meant: one in other letters or alike, those under it, or with a part of it. */
function near(name: string): Words {
  const low = name.toLowerCase().replace(/\/$/, '');
  const ids = EXHIBITS.map((e) => e.id);
  const same = EXHIBITS.flatMap((e) => [e.id, e.experiment ?? '']).find(
    (id) => id.toLowerCase() === low,
  );
  if (same !== undefined && same !== '') return NEAR.one(same);
  const begin = ids.filter((id) => id.startsWith(`${low}/`));
  const under = begin.length > 0 ? begin : EXHIBITS.filter((e) => e.shelf === low).map((e) => e.id);
  if (under.length > 0) {
    return NEAR.under(low, { count: under.length, first: under.slice(0, 5) });
  }
  const alike = nearest(low, ids);
  if (alike !== '') return NEAR.one(alike);
  const ends = endingIn(
    nearest(
      low,
      ids.map((id) => id.split('/')[1] ?? id),
    ),
  );
  if (ends.length === 1) return NEAR.one(ends[0] as string);
  if (ends.length > 1) return NEAR.some(ends);
  const parts = low.split(/[/-]/).filter((part) => part.length > 2);
  return NEAR.some(ids.filter((id) => parts.some((part) => id.includes(part))).slice(0, 5));
}

/** What a file is to be, by the end of its name. */
const FORMAT_OF: Readonly<Record<string, keyof typeof FORMATS>> = {
  svg: 'svg',
  json: 'json',
  mmd: 'mermaid',
  md: 'md',
  pcapng: 'pcapng',
  pkt: 'pkt',
};

function readFormat(given: Given): keyof typeof FORMATS {
  const name = given.text('format');
  if (given.has('json')) {
    if (name !== undefined && name !== 'json') {
      throw new UsageError(RUN_USAGE.jsonOrFormat(name));
    }
    return 'json';
  }
  if (given.has('step') && name !== undefined) {
    throw new UsageError(RUN_USAGE.stepAndFormat(name));
  }
  const byFile = FORMAT_OF[/\.([a-z]+)$/.exec(given.text('output') ?? '')?.[1] ?? ''];
  if (name === undefined && byFile !== undefined && !given.has('step')) return byFile;
  // A voice tells; it does not draw.
  if (name === undefined) return given.has('voice') && !given.has('step') ? 'narrate' : 'ladder';
  if (Object.hasOwn(FORMATS, name)) return name as keyof typeof FORMATS;
  throw noChoice(`--format ${name}`, name, Object.keys(FORMATS));
}

function readFormatOptions(
  given: Given,
  terminal: Terminal,
  exhibit: Exhibit,
  asked: Asked,
): FormatOptions & { seed: number } {
  const scenario = scenarioOf(exhibit, asked.values);
  const hosts = scenario.hosts.map((h) => h.name);
  const side = given.text('side');
  if (side !== undefined && !hosts.includes(side)) {
    throw new UsageError(RUN_USAGE.noSide(side, hosts));
  }
  const width = wholeNumber('width', given.text('width'), 20, 1000);
  return {
    seed: wholeNumber('seed', given.text('seed'), 0, 0xffff_ffff) ?? 1,
    lang: readLang(given.text('lang'), terminal.locale),
    scenario,
    flow: wholeNumber('flow', given.text('flow'), 1, 1_000_000) ?? null,
    numbers: given.has('numbers')
      ? oneOf('numbers', given, ['relative', 'xy', 'raw'])
      : numbersFor(scenario),
    voice: oneOf('voice', given, ['technical', 'playground', 'letters']),
    theme: oneOf('theme', given, ['light', 'dark']),
    side: side ?? null,
    width: width ?? Math.min(100, terminal.columns),
    calls: given.has('calls'),
    ascii: given.has('ascii'),
    color: terminal.color && given.text('output') === undefined,
    interfered: asked.interventions.length > 0 || Object.keys(asked.values).length > 0,
    standard: asked.standard,
    isNothingBack: asked.isNothingBack,
  };
}

/** As on the wire where the story has chosen the initial numbers, 100 and 300; else counted from them. */
export function numbersFor(scenario: Scenario): 'raw' | 'relative' {
  return scenario.hosts.some((h) => h.iss !== undefined) ? 'raw' : 'relative';
}

/** One of some words, the first unless given. */
export function oneOf<const T extends string>(name: string, given: Given, of: readonly T[]): T {
  const text = given.text(name);
  if (text === undefined) return of[0] as T;
  const found = of.find((word) => word === text);
  if (found !== undefined) return found;
  throw noChoice(`--${name} ${text}`, text, of);
}

function noChoice(option: string, text: string, of: readonly string[]): UsageError {
  return new UsageError(choices(option, of, nearest(text, of)));
}
