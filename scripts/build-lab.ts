import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const MODULES = join(ROOT, 'node_modules');

/** Where the page is built to. */
export const LAB = join(ROOT, 'dist', 'lab');
/** The command line as it is built. */
export const COMMAND = join(ROOT, 'dist', 'cli', 'main.js');

/** What is made of what: a file that is there when it is made, and the files and folders it is made of. */
interface Part {
  readonly made: string;
  readonly of: readonly string[];
  /** The program that makes it, with its arguments. */
  readonly by: readonly string[];
}

const PAGE: Part = {
  made: join(LAB, 'index.html'),
  of: ['src', 'lab', 'vite.config.ts', 'package-lock.json'],
  by: [join(MODULES, 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'],
};
const CODE: Part = {
  made: COMMAND,
  of: ['src', 'tsconfig.base.json', 'tsconfig.build.json', 'package-lock.json'],
  by: [join(MODULES, 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
};

/** Builds the page unless it is built already; `begins` is called when there is something to do. */
export function buildPage(begins: () => void = () => {}): void {
  build(PAGE, begins);
}

/** Builds the command line and all it is made of, unless that is done already. */
export function buildCommand(begins: () => void = () => {}): void {
  build(CODE, begins);
}

function build(part: Part, begins: () => void): void {
  const facts = statSync(part.made, { throwIfNoEntry: false });
  if (facts !== undefined && facts.mtimeMs >= newest(part.of)) return;
  begins();
  // Whoever asks may be a test, whose environment would make it another page.
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(process.execPath, part.by, { cwd: ROOT, stdio: 'inherit', env });
}

/** The newest change of files and of what is below folders, in ms since 1970. */
function newest(paths: readonly string[]): number {
  const times = paths.flatMap((path) => {
    const whole = join(ROOT, path);
    if (!statSync(whole).isDirectory()) return statSync(whole).mtimeMs;
    const within = readdirSync(whole, { recursive: true, encoding: 'utf8' });
    return [whole, ...within.map((f) => join(whole, f))].map((f) => statSync(f).mtimeMs);
  });
  return Math.max(...times);
}
