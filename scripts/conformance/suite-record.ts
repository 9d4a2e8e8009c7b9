import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUITES, type Suite } from './suites.ts';

/* What was found when the suites were last run, as it is committed, and whether it holds together. */

const DATA = join(import.meta.dirname, '..', '..', 'test', 'conformance');
export const RECORD: string = join(DATA, 'suites.json');
export const REASONS: string = join(DATA, 'suite-reasons.json');

export type RunName = 'ipv4' | 'ipv6' | 'standard';

/** How many scripts are about a run, and how many of them pass. */
export interface Count {
  readonly applicable: number;
  readonly passed: number;
}

/** One group's scripts, and its counts by run. */
export interface GroupRecord {
  readonly all: number;
  readonly runs: Readonly<Partial<Record<RunName, Count>>>;
}

/** A script that does not pass in a run. */
export interface NotPassed {
  /** Below the folder of the suite's scripts. */
  readonly script: string;
  readonly run: RunName;
  /** How it came out and where: `failed, packet, line 22`. */
  readonly at: string;
}

/** What is known of a suite. */
export interface SuiteRecord {
  /** The commit that was checked out, and its date; null where that is unknown. */
  readonly commit: string | null;
  readonly date: string | null;
  readonly groups: Readonly<Record<string, GroupRecord>>;
  /** Scripts that the suite itself expects to fail, and those of them that pass. */
  readonly marked: readonly string[];
  readonly markedPassed: readonly string[];
  /** By run, then by script: see {@link NotPassed.at}. */
  readonly notPassed: Readonly<Partial<Record<RunName, Readonly<Record<string, string>>>>>;
}

/** By the suite's name. */
export type Records = Readonly<Record<string, SuiteRecord>>;

/** Why scripts do not pass: by suite, then by script. */
export type SuiteReasons = Readonly<Record<string, Readonly<Record<string, string>>>>;

export function readRecords(): Records {
  return JSON.parse(readFileSync(RECORD, 'utf8')) as Records;
}

export function readReasons(): SuiteReasons {
  return JSON.parse(readFileSync(REASONS, 'utf8')) as SuiteReasons;
}

/** The scripts that do not pass, run by run. */
export function notPassed(record: SuiteRecord | undefined): NotPassed[] {
  return Object.entries(record?.notPassed ?? {}).flatMap(([run, scripts]) =>
    Object.entries(scripts).map(([script, at]) => ({ script, run: run as RunName, at })),
  );
}

/** As it is written to a file: two spaces, a line end. */
export function asText(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}

/** The counts of some groups together, of one run. */
export function sum(suite: Suite, r: SuiteRecord, run: RunName, parts: readonly string[]): Count {
  const counts = suite.groups
    .filter((group) => parts.includes(group.part))
    .map((group) => r.groups[group.name]?.runs[run] ?? { applicable: 0, passed: 0 });
  return {
    applicable: counts.reduce((n, c) => n + c.applicable, 0),
    passed: counts.reduce((n, c) => n + c.passed, 0),
  };
}

/** What a new record is worse in than an old one: a sentence for each script that passed. */
export function losses(old: Records, now: Records): string[] {
  return Object.entries(now).flatMap(([name, record]) => {
    const before = old[name];
    if (before === undefined) return [];
    const known = new Set(notPassed(before).map((n) => `${n.run} ${n.script}`));
    const lost = notPassed(record).filter((n) => !known.has(`${n.run} ${n.script}`));
    return lost.map((n) => `${name}: ${n.script} (${n.run}) passed before: ${n.at}`);
  });
}

/** The reasons without those of scripts that pass by now, and what was taken out. */
export function prune(
  reasons: SuiteReasons,
  records: Records,
): { readonly kept: SuiteReasons; readonly gone: string[] } {
  const gone: string[] = [];
  const kept = Object.entries(reasons).map(([name, own]) => {
    const open = new Set(notPassed(records[name]).map((n) => n.script));
    const rest = Object.entries(own).filter(([script]) => open.has(script));
    gone.push(...Object.keys(own).filter((script) => !open.has(script)));
    return [name, Object.fromEntries(rest)] as const;
  });
  return { kept: Object.fromEntries(kept), gone };
}

/** Everything that does not hold together, a sentence each. */
export function recordProblems(records: Records, reasons: SuiteReasons): string[] {
  const found: string[] = [];
  for (const name of new Set([...Object.keys(records), ...Object.keys(reasons)])) {
    const suite = SUITES.find((s) => s.name === name);
    const record = records[name];
    if (suite === undefined || record === undefined)
      found.push(`${name} is no suite with a record`);
    else
      found.push(...countProblems(suite, record), ...reasonProblems(record, reasons[name] ?? {}));
  }
  return found;
}

function reasonProblems(record: SuiteRecord, reasons: Readonly<Record<string, string>>): string[] {
  const open = new Set(notPassed(record).map((n) => n.script));
  const found = [...open]
    .filter((script) => (reasons[script] ?? '').trim() === '')
    .map((script) => `${script} does not pass, and has no reason in suite-reasons.json`);
  for (const script of Object.keys(reasons)) {
    if (!open.has(script)) found.push(`${script} passes: take it out of suite-reasons.json`);
  }
  return found;
}

/** The list of scripts that do not pass, and the counts, say the same. */
function countProblems(suite: Suite, record: SuiteRecord): string[] {
  const found: string[] = [];
  for (const name of Object.keys(record.groups)) {
    if (!suite.groups.some((group) => group.name === name)) found.push(`${name} is no group`);
  }
  for (const group of suite.groups) {
    for (const [run, count] of Object.entries(record.groups[group.name]?.runs ?? {})) {
      const open = notPassed(record).filter(
        (n) => n.run === run && suite.groups.find((g) => g.has(n.script)) === group,
      );
      if (count.passed + open.length === count.applicable) continue;
      found.push(`${suite.name}, ${group.name}, ${run}: ${open.length} listed as not passed`);
    }
  }
  return found;
}
