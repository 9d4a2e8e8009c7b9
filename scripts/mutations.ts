/**
 * Do the tests notice? npm run mutations
 *
 * Faults are planted in copies of the engine, one at a time, and each must make one of the test files named
 * beside it fail. The faults are in mutations/faults.ts. `-- --only backoff` tries those with that in their name.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULTS, type Fault } from './mutations/faults.ts';

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
function runTests(folder: string, tests: readonly string[]): Promise<Result> {
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
  const o = { cwd: folder, timeout: STUCK, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 } as const;
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

/** Plants the fault in a copy, runs its tests, and mends it; null when they noticed, or what is wrong. */
async function survives(folder: string, fault: Fault): Promise<string | null> {
  const file = join(folder, 'src', fault.file);
  const source = readFileSync(file, 'utf8');
  const times = source.split(fault.find).length - 1;
  if (times !== 1) return `'${fault.find}' occurs ${times} times in src/${fault.file}, not once`;
  writeFileSync(
    file,
    source.replace(fault.find, () => fault.replace),
  );
  const result = await runTests(folder, fault.tests);
  writeFileSync(file, source);
  if (result === 'failed' || result === 'stuck') return null;
  if (result === 'broken') return `no test ran: ${fault.tests.join(', ')}`;
  return `survived ${fault.tests.join(', ')}`;
}

/** Tries all of `faults`, each copy taking the next one when it is free; what is wrong. */
async function tryAll(folders: readonly string[], faults: readonly Fault[]): Promise<string[]> {
  const wrong: string[] = [];
  const waiting = [...faults];
  const work = async (folder: string): Promise<void> => {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
      const problem = await survives(folder, fault);
      process.stdout.write(`${problem === null ? 'caught  ' : 'NOT SEEN'}  ${fault.name}\n`);
      if (problem !== null) wrong.push(`${fault.name}: ${problem}`);
    }
  };
  await Promise.all(folders.map(work));
  return wrong;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
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
      copyTo(folder);
    }
    const tests = [...new Set(faults.flatMap((f) => f.tests))];
    const healthy = await runTests(folders[0] as string, tests);
    if (healthy !== 'passed') {
      process.stderr.write(`without a fault the tests are ${healthy}: ${tests.join(', ')}\n`);
      return 1;
    }
    const wrong = await tryAll(folders, faults);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    const caught = faults.length - wrong.length;
    process.stdout.write(`${caught} of ${faults.length} faults caught, ${seconds} s\n`);
    for (const line of wrong) process.stderr.write(`${line}\n`);
    return wrong.length === 0 ? 0 : 1;
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
