import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { build, runSuite } from './run-suites.ts';
import {
  asText,
  losses,
  notPassed,
  prune,
  REASONS,
  RECORD,
  type Records,
  readReasons,
  readRecords,
  type SuiteRecord,
} from './suite-record.ts';
import { findCheckouts, SUITES } from './suites.ts';

/** How the suites are run. */
export interface SuitesOptions {
  /** Checkouts, or folders that checkouts are in. */
  readonly folders: readonly string[];
  /** Scripts that run at a time; as many as there are processors, unless given. */
  readonly jobs?: number;
  /** Write nothing, and fail where what comes out is not what is on record. */
  readonly check: boolean;
  /** Put on record also what is worse than what is there. */
  readonly accept: boolean;
}

/**
 * Runs the suites and puts on record what came out; a suite that is not there keeps its record.
 * Reasons of scripts that have come to pass are taken out.
 *
 * @param say where what is of interest goes, line by line
 * @returns whether the record is as it should be: what is lost is not, nor, with `check`, what differs
 */
export async function runSuites(o: SuitesOptions, say: (line: string) => void): Promise<boolean> {
  const checkouts = findCheckouts(o.folders);
  if (checkouts.length === 0) {
    say(
      `No suite in ${o.folders.join(', ')}: checkouts of ${SUITES.map((s) => s.name).join(' or ')} are known.`,
    );
    return false;
  }
  say('Building ...');
  build();
  const jobs = o.jobs ?? availableParallelism();
  const before = existsSync(RECORD) ? readRecords() : {};
  const found: Record<string, SuiteRecord> = {};
  const start = performance.now();
  for (const checkout of checkouts) {
    const { name } = checkout.suite;
    const began = performance.now();
    const record = await runSuite(checkout, jobs);
    found[name] = record;
    say(`${name}: ${totals(record)}, ${seconds(began)} s`);
  }
  say(`Together, ${jobs} scripts at a time: ${seconds(start)} s`);
  return settle(before, found, o, say);
}

/** Compares what was found with what is on record, and writes it. */
function settle(
  before: Records,
  found: Records,
  o: SuitesOptions,
  say: (line: string) => void,
): boolean {
  const lost = losses(before, found);
  for (const line of lost) say(line);
  // In the order of the suites, whichever were run.
  const now: Records = Object.fromEntries(
    SUITES.flatMap(({ name }) => {
      const record = found[name] ?? before[name];
      return record === undefined ? [] : [[name, record] as const];
    }),
  );
  if (o.check) {
    if (asText(now) === asText(before)) return true;
    say('What came out is not what is on record: npm run conformance -- DIR');
    return false;
  }
  if (lost.length > 0 && !o.accept) {
    say('Nothing was written. With --accept the record becomes what came out.');
    return false;
  }
  const { kept, gone } = prune(readReasons(), now);
  for (const script of gone) say(`${script} passes now: its reason is taken out`);
  writeFileSync(RECORD, asText(now));
  writeFileSync(REASONS, asText(kept));
  return true;
}

function totals(record: SuiteRecord): string {
  const all = Object.values(record.groups).flatMap((group) => Object.values(group.runs));
  const runs = all.reduce((n, count) => n + count.applicable, 0);
  return `${runs - notPassed(record).length} of ${runs} runs passed`;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
