/**
 * Runs the smoke test of test/runtimes in every runtime the engine is for, and compares what went over
 * the cable with this Node's: npm run test:runtimes
 *
 * Other runtimes come from npm into .cache/runtimes, once. One that cannot be had is skipped, with the
 * reason; one that runs and sees other octets is a failure. It runs what `npm run build` has built.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, '.cache', 'runtimes');
const SMOKE = join(ROOT, 'test', 'runtimes', 'smoke.mjs');

/** A runtime that can be had as an npm package. */
export interface Runtime {
  readonly name: string;
  /** What npm installs: name and version. */
  readonly source: string;
  /** The name of the program in it. */
  readonly program: string;
  /** What stands before the file on its command line. */
  readonly before: readonly string[];
}

/** Node's package is that of the platform; Deno's and Bun's bring theirs along. */
const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** Everything the engine must run in, besides browsers, which test/determinism sees to. */
export const RUNTIMES: readonly Runtime[] = [
  ...[20, 22, 24].map((v) => ({
    name: `Node ${v}`,
    source: `${nodePackage}@${v}`,
    program: 'node',
    before: [],
  })),
  { name: 'Deno', source: 'deno@2', program: 'deno', before: ['run', '--no-config', '--no-lock'] },
  { name: 'Bun', source: 'bun@1', program: 'bun', before: ['run'] },
];

/** How a runtime did. */
export interface Outcome {
  readonly name: string;
  readonly result: 'same' | 'different' | 'failed' | 'skipped';
  /** Its version, or why it was skipped or failed. */
  readonly detail: string;
}

/** Runs a program; its output, or an Error with the last line it wrote to stderr. */
function output(program: string, args: readonly string[], cwd: string = ROOT): string {
  try {
    const o = { cwd, encoding: 'utf8', stdio: 'pipe', timeout: 300_000 } as const;
    return execFileSync(program, args, o).trim();
  } catch (e) {
    const { stderr, message } = e as Error & { stderr?: string };
    const lines = (stderr ?? '').split('\n').filter((line) => line.trim() !== '');
    throw new Error(lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? message);
  }
}

/** What the smoke test prints when `program` runs it. */
export function smoke(program: string, before: readonly string[] = []): string {
  return output(program, [...before, SMOKE]);
}

/** A program that runs and says its version. */
interface Found {
  readonly path: string;
  readonly version: string;
}

/** The program of a runtime: this very Node, or from the cache, which is filled if need be. Throws when there is none. */
export function find(r: Runtime): Found {
  if (r.name === `Node ${process.versions.node.split('.')[0]}`) {
    return { path: process.execPath, version: process.version };
  }
  const folder = join(CACHE, r.source.replace('@', '-'));
  const cached = runnable(folder, r.program);
  if (cached !== null) return cached;
  mkdirSync(folder, { recursive: true });
  const quiet = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    output('npm', ['install', '--prefix', folder, ...quiet, r.source], folder);
    const installed = runnable(folder, r.program);
    if (installed !== null) return installed;
    throw new Error(`${r.source} has no ${r.program} that runs here`);
  } catch (e) {
    rmSync(folder, { recursive: true, force: true });
    throw e;
  }
}

/**
 * A program in what npm installed that runs on this machine. There may be several, for one processor and
 * C library each, and small scripts that only look for them.
 */
function runnable(folder: string, program: string): Found | null {
  const modules = join(folder, 'node_modules');
  if (!existsSync(modules)) return null;
  const paths = readdirSync(modules, { recursive: true, encoding: 'utf8' })
    .filter((p) => p.split(/[\\/]/).at(-1) === program)
    .map((p) => join(modules, p));
  for (const path of paths) {
    const s = statSync(path);
    if (!s.isFile() || s.size < 1_000_000) continue;
    try {
      return { path, version: output(path, ['--version']).split('\n')[0] ?? '' };
    } catch {
      // It is for another machine: the next.
    }
  }
  return null;
}

/** Runs the smoke test in `r`, which must print `expected`. */
export function tryRuntime(r: Runtime, expected: string): Outcome {
  const { name } = r;
  let found: Found;
  try {
    found = find(r);
  } catch (e) {
    return { name, result: 'skipped', detail: (e as Error).message };
  }
  try {
    const seen = smoke(found.path, r.before);
    if (seen === expected) return { name, result: 'same', detail: found.version };
    return { name, result: 'different', detail: `${found.version}: ${seen}` };
  } catch (e) {
    return { name, result: 'failed', detail: `${found.version}: ${(e as Error).message}` };
  }
}

if (process.argv[1] === import.meta.filename) {
  const expected = smoke(process.execPath);
  console.log(`Node ${process.versions.node} here: ${expected}`);
  let bad = 0;
  for (const r of RUNTIMES) {
    const { name, result, detail } = tryRuntime(r, expected);
    console.log(`${result.padEnd(9)} ${name}: ${detail}`);
    if (result === 'different' || result === 'failed') bad++;
  }
  process.exitCode = bad > 0 ? 1 : 0;
}
