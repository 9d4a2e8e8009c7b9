import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Where the page is built to. */
export const LAB = join(ROOT, 'dist', 'lab');

/** What the page is made of: folders and files. */
const PAGE: readonly string[] = ['src', 'lab', 'vite.config.ts', 'package-lock.json'];

/** The newest change below `paths`, in ms since 1970. */
function newest(paths: readonly string[]): number {
  const times = paths.flatMap((path) => {
    const whole = join(ROOT, path);
    if (!statSync(whole).isDirectory()) return statSync(whole).mtimeMs;
    const within = readdirSync(whole, { recursive: true, encoding: 'utf8' });
    return [whole, ...within.map((f) => join(whole, f))].map((f) => statSync(f).mtimeMs);
  });
  return Math.max(...times);
}

/** Whether `built`, a file, is missing or older than what it is made of. */
export function isStale(built: string, madeOf: readonly string[] = PAGE): boolean {
  const facts = statSync(built, { throwIfNoEntry: false });
  return facts === undefined || facts.mtimeMs < newest(madeOf);
}

/** Builds the page unless it is built already. */
export function buildPage(): void {
  if (!isStale(join(LAB, 'index.html'))) return;
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--logLevel', 'error'];
  // Whoever asks may be a test, whose environment would make it another page.
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env });
}
