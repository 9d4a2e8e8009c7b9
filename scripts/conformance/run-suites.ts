import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { findScripts, readScript } from '../../src/cli/drill-files.ts';
import { type Outcome, type Problem, versionOf } from '../../src/packetdrill/index.ts';
import type { Count, GroupRecord, RunName, SuiteRecord } from './suite-record.ts';
import { type Checkout, groupOf, type Run, type Suite } from './suites.ts';

/* Runs the suites with `synwave drill`, as it is built, and makes a record of what came out. */

const ROOT = join(import.meta.dirname, '..', '..');

/** A script of a suite. */
interface Script {
  readonly file: string;
  /** Below the folder of the suite's scripts, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly version: 4 | 6 | null;
}

/** What `synwave drill --json` says of a script, as far as it is used here. */
interface Said {
  readonly outcome: Outcome;
  readonly problem: Problem | null;
}

/** Builds `dist/` from the sources, so that what is run is what is there. Throws when it does not compile. */
export function build(): void {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`tsc: ${stdout}`);
}

/** Runs a suite, every run of it; `jobs` scripts at a time. */
export async function runSuite({ suite, root }: Checkout, jobs: number): Promise<SuiteRecord> {
  const folder = join(root, suite.folder);
  const scripts = findScripts([folder]).map(({ path: file }): Script => {
    const text = readScript(file);
    const path = relative(folder, file).split(sep).join('/');
    return { file, path, text, version: versionOf(file, text) };
  });
  const groups = new Map<string, { all: number; runs: Partial<Record<RunName, Count>> }>();
  for (const { name } of suite.groups) groups.set(name, { all: 0, runs: {} });
  for (const { path } of scripts) groupRecord(groups, suite, path).all++;
  const notPassed: Partial<Record<RunName, Record<string, string>>> = {};
  for (const run of suite.runs) {
    const own = scripts.filter((s) => run.has(s.text, s.version));
    const said = await drill(run, own, jobs);
    const open: Record<string, string> = {};
    notPassed[run.name] = open;
    for (const [i, { path }] of own.entries()) {
      const { outcome, problem } = said[i] as Said;
      const record = groupRecord(groups, suite, path);
      const count = record.runs[run.name] ?? { applicable: 0, passed: 0 };
      record.runs[run.name] = {
        applicable: count.applicable + 1,
        passed: count.passed + (outcome === 'passed' ? 1 : 0),
      };
      if (outcome === 'passed') continue;
      open[path] = whereText(outcome, problem);
    }
  }
  return {
    ...commitOf(root),
    groups: Object.fromEntries(groups),
    ...marks(scripts, notPassed),
    notPassed,
  };
}

function whereText(outcome: Outcome, problem: Problem | null): string {
  if (problem === null) return outcome;
  const kind = problem.kind === outcome ? '' : `${problem.kind}, `;
  return `${outcome}, ${kind}line ${problem.line}`;
}

function groupRecord<T extends GroupRecord>(
  groups: ReadonlyMap<string, T>,
  suite: Suite,
  path: string,
): T {
  return groups.get(groupOf(suite, path).name) as T;
}

/** What the suite expects to fail, by a file `.exfail` beside the script. */
function marks(
  scripts: readonly Script[],
  notPassed: SuiteRecord['notPassed'],
): Pick<SuiteRecord, 'marked' | 'markedPassed'> {
  const failing = new Set(Object.values(notPassed).flatMap((open) => Object.keys(open)));
  const marked = scripts
    .filter(({ file }) => existsSync(file.replace(/\.pkt$/, '.exfail')))
    .map(({ path }) => path);
  return { marked, markedPassed: marked.filter((path) => !failing.has(path)) };
}

/** Runs scripts with the command as it is built: what is said of each, in order. */
async function drill(run: Run, scripts: readonly Script[], jobs: number): Promise<Said[]> {
  const files = scripts.map((s) => s.file);
  const args = [join(ROOT, 'bin', 'synwave'), 'drill', '--json', '--jobs', `${jobs}`];
  const child = spawn(process.execPath, [...args, ...run.args, ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const { scripts: said } = JSON.parse(Buffer.concat(parts).toString()) as { scripts: Said[] };
  if (said.length !== scripts.length)
    throw new Error(`${said.length} of ${scripts.length} were run`);
  return said;
}

/** What is checked out, marked with `+` where it was changed since. */
function commitOf(root: string): Pick<SuiteRecord, 'commit' | 'date'> {
  const git = (...args: string[]): string =>
    spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' }).stdout.trim();
  const [commit, date] = git('log', '-1', '--format=%H %cs').split(' ');
  if (commit === undefined || date === undefined) return { commit: null, date: null };
  return { commit: git('status', '--porcelain') === '' ? commit : `${commit}+`, date };
}
