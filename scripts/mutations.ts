/**
 * Do the tests notice? npm run mutations
 *
 * Faults are planted in copies of the engine, one at a time, and each must make one of the test files named
 * beside it fail, and each of the packetdrill scripts. The faults are in mutations/faults/. `-- --only backoff`
 * tries those with that in their name, `-- --scripts` the scripts alone, and `-- --quick` asks the tests only
 * about faults that no script is asked about: a third of the time.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Fault } from './mutations/fault.ts';
import { FAULTS } from './mutations/faults.ts';
import { passing } from './mutations/scripts.ts';

const ROOT = join(import.meta.dirname, '..');
/** What the tests need. */
const COPIED = ['src', 'test', 'package.json', 'vitest.config.ts'];
/** Copies that are worked in side by side. */
const COPIES = 2;
/** Milliseconds after which tests that have not ended are stuck, which counts as failing. */
const STUCK = 60_000;

/** How a run of tests ended. */
type Result = 'passed' | 'failed' | 'stuck' | 'broken';

/** What vitest's JSON report has, as far as it matters. */
interface Report {
  readonly success: boolean;
  readonly numTotalTests: number;
  readonly numFailedTests: number;
}

/** A copy of the engine and its tests, made in `folder`. */
function copyTo(folder: string): string {
  for (const name of COPIED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return folder;
}

/** Runs test files in a copy until one fails. */
function runTests(
  folder: string,
  tests: readonly string[],
  patience: number = STUCK,
): Promise<Result> {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const args = [
    join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--bail=1',
    '--pool=threads', // ended together with the process, also when stuck
    '--maxWorkers=1',
    '--reporter=json',
    `--outputFile=${report}`,
    ...tests.map((file) => join('test', file)),
  ];
  const o = { cwd: folder, timeout: patience, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 } as const;
  return new Promise((resolve) => {
    execFile(process.execPath, args, o, (error) => resolve(error?.killed ? 'stuck' : read(report)));
  });
}

/** A test that fails is a result; files that cannot even be loaded are none. */
function read(file: string): Result {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    if (report.numFailedTests > 0) return 'failed';
    return report.success && report.numTotalTests > 0 ? 'passed' : 'broken';
  } catch {
    return 'broken';
  }
}

/** What was found out about a fault; both null when all is well, else what is wrong. */
interface Finding {
  readonly fault: Fault;
  readonly byTests: string | null;
  readonly byScripts: string | null;
}

/** Whether the tests are asked about a fault. */
type Asks = (fault: Fault) => boolean;

/** Plants the fault, and sees who notices. */
async function tryOne(folder: string, fault: Fault, asks: Asks): Promise<Finding> {
  const file = join('src', fault.file);
  const source = readFileSync(join(ROOT, file), 'utf8');
  const times = source.split(fault.find).length - 1;
  if (times !== 1) {
    const byTests = `'${fault.find}' occurs ${times} times in ${file}, not once`;
    return { fault, byTests, byScripts: null };
  }
  const planted = source.replace(fault.find, () => fault.replace);
  const byTests = asks(fault) ? await passesTests(folder, file, source, planted, fault) : null;
  return { fault, byTests, byScripts: await passesScripts(join(ROOT, file), planted, fault) };
}

/** Runs the tests in a copy with the fault, and mends it; null when they noticed. */
async function passesTests(
  folder: string,
  file: string,
  source: string,
  planted: string,
  fault: Fault,
): Promise<string | null> {
  writeFileSync(join(folder, file), planted);
  const result = await runTests(folder, fault.tests);
  writeFileSync(join(folder, file), source);
  if (result === 'failed' || result === 'stuck') return null;
  if (result === 'broken') return `no test ran: ${fault.tests.join(', ')}`;
  return `survived ${fault.tests.join(', ')}`;
}

/** Runs the scripts with the fault; null when each of them noticed, or none is asked. */
async function passesScripts(
  file: string,
  planted: string,
  { scripts }: Fault,
): Promise<string | null> {
  const paths = scriptsOf(scripts);
  if (paths.length === 0) return null;
  const passed = await passing(paths, { file, source: planted });
  if (passed === null) return `no script ran: ${paths.join(', ')}`;
  return passed.length === 0 ? null : `survived ${passed.join(', ')}`;
}

function scriptsOf(scripts: Fault['scripts']): readonly string[] {
  return scripts === null || 'invisible' in scripts ? [] : scripts;
}

/** Tries all of `faults`, each copy taking the next one when it is free. */
async function tryAll(
  folders: readonly string[],
  faults: readonly Fault[],
  asks: Asks,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const waiting = [...faults];
  const work = async (folder: string): Promise<void> => {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
      const finding = await tryOne(folder, fault, asks);
      const isCaught = finding.byTests === null && finding.byScripts === null;
      process.stdout.write(`${isCaught ? 'caught  ' : 'NOT SEEN'}  ${fault.name}\n`);
      findings.push(finding);
    }
  };
  await Promise.all(folders.map(work));
  return findings;
}

/** What goes wrong without any fault; null when nothing does. */
async function unhealthy(
  folder: string,
  faults: readonly Fault[],
  asks: Asks,
): Promise<string | null> {
  const paths = [...new Set(faults.flatMap((f) => scriptsOf(f.scripts)))];
  const passed = paths.length === 0 ? [] : await passing(paths, null);
  const failed = paths.filter((path) => passed?.includes(path) !== true);
  if (failed.length > 0) return `without a fault these scripts fail: ${failed.join(', ')}`;
  const tests = [...new Set(faults.filter(asks).flatMap((f) => f.tests))];
  if (tests.length === 0) return null;
  const result = await runTests(folder, tests, 10 * STUCK);
  return result === 'passed'
    ? null
    : `without a fault the tests are ${result}: ${tests.join(', ')}`;
}

/** `70 faults: caught by tests 70, by scripts 60, invisible to scripts 3, in the runner 7; 100 s` */
function summary(findings: readonly Finding[], seconds: string, asks: Asks): string {
  const count = (is: (f: Finding) => boolean): number => findings.filter(is).length;
  const asked = ({ fault }: Finding): boolean => scriptsOf(fault.scripts).length > 0;
  const byScripts = count((f) => asked(f) && f.byTests === null && f.byScripts === null);
  const runner = count(({ fault }) => fault.scripts === null);
  const parts = [
    `by scripts ${byScripts}`,
    `invisible to scripts ${count((f) => !asked(f)) - runner}`,
    `in the runner itself ${runner}`,
  ];
  const byTests = count((f) => asks(f.fault) && f.byTests === null);
  if (byTests > 0) parts.unshift(`by tests ${byTests}`);
  return `${findings.length} faults: caught ${parts.join(', ')}; ${seconds} s\n`;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      scripts: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
    },
  });
  const asks: Asks = (f) => !values.scripts && (!values.quick || scriptsOf(f.scripts).length === 0);
  const faults = FAULTS.filter((f) => f.name.includes(values.only));
  if (faults.length === 0) {
    process.stderr.write(`no fault's name has '${values.only}' in it\n`);
    return 2;
  }
  const began = performance.now();
  const folders: string[] = [];
  try {
    for (let i = 0; i < COPIES; i++) {
      const folder = mkdtempSync(join(tmpdir(), 'synwave-mutations-'));
      folders.push(folder);
      if (!values.scripts) copyTo(folder);
    }
    const problem = await unhealthy(folders[0] as string, faults, asks);
    if (problem !== null) {
      process.stderr.write(`${problem}\n`);
      return 1;
    }
    const findings = await tryAll(folders, faults, asks);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    process.stdout.write(summary(findings, seconds, asks));
    const wrong = findings.flatMap(({ fault, byTests, byScripts }) =>
      [byTests, byScripts].flatMap((what) => (what === null ? [] : [`${fault.name}: ${what}`])),
    );
    for (const line of wrong) process.stderr.write(`${line}\n`);
    return wrong.length === 0 ? 0 : 1;
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
