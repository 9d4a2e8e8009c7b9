/** What the page weighs, part by part, and whether it may: npm run lab:size */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyNot } from '../test/lab-page/support/chromium.ts';
import { loadedByPage } from '../test/lab-page/support/weigh.ts';
import { buildPage, LAB } from './build-lab.ts';
import { BUDGET, firstLoad, gzipped } from './page-files.ts';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, '.cache');

buildPage(() => console.error('building the page ...'));
const all = readdirSync(LAB, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => statSync(join(LAB, file)).isFile());
const scripts = all.filter((f) => f.startsWith('assets/') && f.endsWith('.js'));
const first = firstLoad();
// Which of the parts that may be loaded late are loaded at once, only a browser knows.
const reason = whyNot();
if (reason !== null) console.error(`what is loaded by itself is not measured: ${reason}`);
const { byItself, withEngine } =
  reason === null ? await loadedByPage() : { byItself: [], withEngine: [] };
const next = byItself.filter((f) => scripts.includes(f) && !first.includes(f));
const engine = withEngine.filter((f) => scripts.includes(f) && !byItself.includes(f));
const rest = scripts.filter((f) => ![...first, ...next, ...engine].includes(f));
const others = all.filter((f) => !scripts.includes(f));
table('before the page can be used', first);
table('loaded by itself then', next);
table('loaded for the first drop', engine);
table('loaded when it is asked for', rest);
table('not scripts', others);
judge();

function table(title: string, files: readonly string[]): void {
  console.log(`\n${title.padEnd(42)}${'raw'.padStart(10)}${'gzip'.padStart(10)}`);
  for (const file of [...files].sort((a, b) => gzipped([b]) - gzipped([a]))) row(file, [file]);
  if (files.length > 1) row(`${files.length} together`, files);
}

function row(name: string, files: readonly string[]): void {
  const raw = files.reduce((sum, file) => sum + statSync(join(LAB, file)).size, 0);
  const [a, b] = [raw, gzipped(files)].map((n) => n.toString().padStart(10));
  console.log(`  ${name.padEnd(40)}${a}${b}`);
}

/** Has size-limit judge. Names of files change with what they hold: its table is written anew each time. */
function judge(): void {
  const limit = (name: string, files: readonly string[], most: number): object => ({
    ...{ name, limit: `${most} B`, gzip: true },
    path: files.map((file) => join(LAB, file)),
  });
  const config = join(CACHE, 'size-limit.json');
  mkdirSync(CACHE, { recursive: true });
  const checks = [
    limit('scripts that are loaded by themselves', [...first, ...next], BUDGET.byItself),
    limit('scripts with the engine', [...first, ...next, ...engine], BUDGET.withEngine),
  ];
  writeFileSync(config, JSON.stringify(checks, null, 1));
  const bin = join(ROOT, 'node_modules', 'size-limit', 'bin.js');
  try {
    execFileSync(process.execPath, [bin, '--config', config], { cwd: ROOT, stdio: 'inherit' });
  } catch {
    process.exitCode = 1;
  }
}
