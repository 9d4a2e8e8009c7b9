import { availableParallelism } from 'node:os';
import type { Lang } from '../../base/words.ts';
import { type System, type Tolerance, versionOf } from '../../packetdrill/index.ts';
import { findScripts, isInput, readScript, type ScriptFile } from '../drill-files.ts';
import type { Done, JobOptions } from '../drill-job.ts';
import { DrillProgress } from '../drill-progress.ts';
import { asData, notPassed, scriptText, summaryTable, tallies, tallyOf } from '../drill-report.ts';
import { DRILL_WORDS } from '../drill-words.ts';
import { DRILL_USAGE } from '../drill-words-usage.ts';
import { runJobs } from '../drill-workers.ts';
import { wrap } from '../format.ts';
import { readLang } from '../lang.ts';
import type { ExitCode } from '../main.ts';
import { TIMES } from '../profile-options.ts';
import type { Terminal } from '../terminal.ts';
import { type Given, nearest, readOptions, UsageError, wholeNumber } from '../usage.ts';
import { choices } from '../usage-words.ts';

const OPTIONS = {
  define: { type: 'string', short: 'D', multiple: true },
  profile: { type: 'string' },
  'ip-version': { type: 'string' },
  tolerance: { type: 'string' },
  jobs: { type: 'string', short: 'j' },
  strict: { type: 'boolean' },
  ladder: { type: 'boolean' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
} as const;

const PROFILES: readonly System[] = ['linux', 'freebsd', 'rfc'];
const VERSIONS = ['ipv4', 'ipv6'] as const;
const MOST_JOBS = 256;

/** `synwave drill`: runs packetdrill scripts against the stack, and says which pass. */
export async function drill(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readOptions(args, OPTIONS);
  if (given.words.length === 0) throw new UsageError(DRILL_USAGE.whichScripts());
  const lang = readLang(given.text('lang'), terminal.locale);
  const jobs = wholeNumber('jobs', given.text('jobs'), 1, MOST_JOBS) ?? availableParallelism();
  const o = readJob(given, terminal);
  const found = findScripts(given.words);
  const files = found.filter((file) => isAsked(file, o.version));
  const progress = new DrillProgress(terminal, lang, files.length);
  const done = await runJobs(
    files.map((file) => file.path),
    { ...o, ladder: o.ladder || (files.length === 1 && !given.has('json')) },
    found.some((file) => isInput(file.path)) ? 1 : jobs,
    (d) => progress.done(d.result.outcome),
  );
  progress.clear();
  const leftOut = found.length - files.length;
  if (given.has('json')) writeJson(files, done, o, leftOut, terminal);
  else writeText(files, done, o, leftOut, lang, terminal);
  return done.length > 0 && done.every((d) => d.result.outcome === 'passed') ? 0 : 1;
}

function readJob(given: Given, terminal: Terminal): JobOptions {
  const profile = oneOf('--profile', given.text('profile'), PROFILES);
  const version = oneOf('--ip-version', given.text('ip-version'), VERSIONS);
  const tolerance = readTolerance(given.text('tolerance'));
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(version === undefined ? {} : { version: version === 'ipv4' ? 4 : 6 }),
    ...(tolerance === undefined ? {} : { tolerance }),
    strict: given.has('strict'),
    defines: given.all('define').map(readDefine),
    ladder: given.has('ladder'),
    width: Math.max(40, Math.min(80, terminal.columns) - 2),
  };
}

function oneOf<T extends string>(
  option: string,
  text: string | undefined,
  of: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const found = of.find((one) => one === text);
  if (found === undefined)
    throw new UsageError(choices(`${option} ${text}`, of, nearest(text, of)));
  return found;
}

function readDefine(text: string): readonly [string, string | null] {
  const parts = /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(text);
  if (parts === null) throw new UsageError(DRILL_USAGE.define(text));
  return [parts[1] as string, parts[2] ?? null];
}

/** `4ms`, `5%` or `1ms,5%`; what is not said of the two is 0. */
function readTolerance(text: string | undefined): Tolerance | undefined {
  if (text === undefined) return undefined;
  const draft = { usecs: 0, percent: 0 };
  for (const part of text.split(',')) {
    const found = /^(\d+(?:\.\d+)?)(us|ms|s|%)$/.exec(part.trim());
    if (found === null) throw new UsageError(DRILL_USAGE.tolerance(text));
    const [n, unit] = [Number(found[1]), found[2] as string];
    if (unit === '%') draft.percent = n;
    else draft.usecs = n * (TIMES[unit] as number);
  }
  return draft;
}

/** Whether a script is about the version that was asked for, or leaves it open. */
function isAsked(file: ScriptFile, version: 4 | 6 | undefined): boolean {
  if (version === undefined) return true;
  return (versionOf(file.path, readScript(file.path)) ?? version) === version;
}

function writeText(
  files: readonly ScriptFile[],
  done: readonly Done[],
  o: JobOptions,
  leftOut: number,
  lang: Lang,
  terminal: Terminal,
): void {
  const words = DRILL_WORDS[lang];
  const isAlone = done.length === 1;
  const texts = done.map((d) => scriptText(d, isAlone)).filter((text) => text !== '');
  if (texts.length > 0) terminal.out(`${texts.join('\n')}\n`);
  if (!isAlone) terminal.out(notPassed(done, lang));
  if (files.length > 0) {
    terminal.out(summaryTable(tallies(files, done), tallyOf(done.map((d) => d.result)), lang));
  }
  const over = done.filter((d) => d.result.outcome === 'passed' && d.result.leftOver.length > 0);
  const remarks: string[] = [];
  if (over.length > 0 && !isAlone) remarks.push(words.leftOver(over.length));
  if (leftOut > 0 && o.version !== undefined) remarks.push(words.leftOut(leftOut, o.version));
  for (const remark of remarks) terminal.out(`${wrap(remark, 80)}\n`);
}

function writeJson(
  files: readonly ScriptFile[],
  done: readonly Done[],
  o: JobOptions,
  leftOut: number,
  terminal: Terminal,
): void {
  const about = {
    profile: o.profile ?? null,
    ipVersion: o.version === undefined ? null : o.version === 4 ? 'ipv4' : 'ipv6',
    tolerance: o.tolerance ?? null,
    strict: o.strict ?? false,
    defines: Object.fromEntries(o.defines),
    leftOut,
  };
  terminal.out(`${JSON.stringify(asData(files, done, about), null, 1)}\n`);
}
