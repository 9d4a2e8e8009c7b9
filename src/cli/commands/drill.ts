import { availableParallelism } from 'node:os';
import type { Lang } from '../../base/words.ts';
import { SYSTEMS, type System, type Tolerance } from '../../packetdrill/index.ts';
import { fieldText } from '../../tcp/profiles/field-text.ts';
import { WHAT_IFS, type WhatIfId } from '../../tcp/what-if.ts';
import { findScripts, type Plan, planOf } from '../drill-files.ts';
import type { Done, JobOptions } from '../drill-job.ts';
import { DrillProgress } from '../drill-progress.ts';
import { asData, notPassed, scriptText, summaryTable, tallies, tallyOf } from '../drill-report.ts';
import { DRILL_WORDS } from '../drill-words.ts';
import { DRILL_USAGE } from '../drill-words-usage.ts';
import { runJobs } from '../drill-workers.ts';
import { wrap } from '../format.ts';
import { readLang } from '../lang.ts';
import type { ExitCode } from '../main.ts';
import { readSettings, TIMES } from '../profile-options.ts';
import { RUN_USAGE } from '../run-words-usage.ts';
import type { Terminal } from '../terminal.ts';
import { type Given, nearest, readOptions, UsageError, wholeNumber } from '../usage.ts';
import { choices } from '../usage-words.ts';

const OPTIONS = {
  define: { type: 'string', short: 'D', multiple: true },
  profile: { type: 'string' },
  'ip-version': { type: 'string' },
  tolerance: { type: 'string' },
  jobs: { type: 'string', short: 'j' },
  set: { type: 'string', multiple: true },
  'what-if': { type: 'string', multiple: true },
  strict: { type: 'boolean' },
  ladder: { type: 'boolean' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
} as const;

const VERSIONS = ['ipv4', 'ipv6'] as const;
const MOST_JOBS = 256;

/** `synwave drill`: runs packetdrill scripts against the stack, and says which pass. */
export async function drill(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readOptions(args, OPTIONS);
  if (given.words.length === 0) throw new UsageError(DRILL_USAGE.whichScripts());
  const lang = readLang(given.text('lang'), terminal.locale);
  const jobs = wholeNumber('jobs', given.text('jobs'), 1, MOST_JOBS) ?? availableParallelism();
  const profile = oneOf('--profile', given.text('profile'), SYSTEMS);
  const o = readJob(given, terminal);
  const asked: Asked = { ...o, ...(profile === undefined ? {} : { profile }) };
  const plan = planOf(findScripts(given.words), asked);
  const progress = new DrillProgress(terminal, lang, plan.runs.length);
  const done = await runJobs(
    plan.runs,
    { ...o, ladder: o.ladder || (isAlone(plan) && !given.has('json')) },
    jobs,
    (d) => progress.done(d.result.outcome),
  );
  progress.clear();
  if (given.has('json')) writeJson(plan, done, asked, terminal);
  else writeText(plan, done, asked, lang, terminal);
  return done.length > 0 && done.every((d) => d.result.outcome === 'passed') ? 0 : 1;
}

/** What the command line asks for. */
type Asked = JobOptions & { readonly profile?: System };

/** Whether it is all about one script, under whatever profiles. */
function isAlone({ runs: [first, ...more] }: Plan): boolean {
  return first !== undefined && more.every((run) => run.path === first.path);
}

function readJob(given: Given, terminal: Terminal): JobOptions {
  const version = oneOf('--ip-version', given.text('ip-version'), VERSIONS);
  const tolerance = readTolerance(given.text('tolerance'));
  return {
    ...(version === undefined ? {} : { version: version === 'ipv4' ? 4 : 6 }),
    ...(tolerance === undefined ? {} : { tolerance }),
    strict: given.has('strict'),
    set: readSettings(given),
    whatIfs: given.all('what-if').map(readWhatIf),
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

function readWhatIf(id: string): WhatIfId {
  const ids = Object.keys(WHAT_IFS);
  if (ids.includes(id)) return id as WhatIfId;
  throw new UsageError(RUN_USAGE.noWhatIf(`--what-if ${id}`, ids, nearest(id, ids)));
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

function writeText(
  plan: Plan,
  done: readonly Done[],
  o: Asked,
  lang: Lang,
  terminal: Terminal,
): void {
  const words = DRILL_WORDS[lang];
  const { runs, otherVersion, otherProfile } = plan;
  const alone = isAlone(plan);
  const texts = done.map((d, i) => scriptText(d, runs[i], alone)).filter((text) => text !== '');
  if (texts.length > 0) terminal.out(`${texts.join('\n')}\n`);
  if (!alone) terminal.out(notPassed(runs, done, lang));
  if (runs.length > 0) {
    terminal.out(summaryTable(tallies(runs, done), tallyOf(done.map((d) => d.result)), lang));
  }
  const over = done.filter((d) => d.result.outcome === 'passed' && d.result.leftOver.length > 0);
  const remarks: string[] = [];
  if (over.length > 0 && !alone) remarks.push(words.leftOver(over.length));
  if (otherVersion > 0 && o.version !== undefined) {
    remarks.push(words.otherVersion(otherVersion, o.version));
  }
  if (otherProfile > 0 && o.profile !== undefined) {
    remarks.push(words.otherProfile(otherProfile, o.profile));
  }
  for (const remark of remarks) terminal.out(`${wrap(remark, 80)}\n`);
}

function writeJson(plan: Plan, done: readonly Done[], o: Asked, terminal: Terminal): void {
  const about = {
    profile: o.profile ?? null,
    ipVersion: o.version === undefined ? null : o.version === 4 ? 'ipv4' : 'ipv6',
    tolerance: o.tolerance ?? null,
    strict: o.strict ?? false,
    set: Object.fromEntries(
      Object.entries(o.set ?? {}).map(([name, value]) => [name, fieldText(name, value)]),
    ),
    whatIfs: o.whatIfs ?? [],
    defines: Object.fromEntries(o.defines),
    leftOut: plan.otherVersion + plan.otherProfile,
  };
  terminal.out(`${JSON.stringify(asData(plan.runs, done, about), null, 1)}\n`);
}
