import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

/**
 * What each folder of src may import, besides itself. Reading order is bottom up; `docs/architecture.md`
 * draws the same picture. `node:` stands for Node's modules, `.` for the files of src itself.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  wire: ['base'],
  link: ['base', 'wire'],
  capture: ['base', 'wire'],
  tcp: ['base', 'wire'],
  net: ['base', 'wire', 'link', 'tcp'],
  socket: ['base', 'wire', 'tcp', 'net'],
  posix: ['base', 'wire', 'tcp', 'net', 'socket'],
  packetdrill: ['base', 'wire', 'link', 'tcp', 'net', 'socket', 'posix'],
  observe: ['base', 'wire', 'link', 'tcp', 'capture'],
  sim: ['base', 'wire', 'link', 'tcp', 'net', 'socket', 'observe'],
  gallery: ['base', 'wire', 'tcp', 'observe', 'sim'],
  explore: ['base', 'wire', 'link', 'tcp', 'net', 'socket', 'observe', 'sim'],
  ladder: ['base', 'wire', 'tcp', 'observe'],
  story: ['base', 'wire', 'observe'],
  inspect: ['base', 'wire', 'observe'],
  quiz: ['base', 'tcp', 'observe', 'story'],
  export: ['base', 'wire', 'capture', 'observe', 'ladder', 'story'],
  node: ['base', 'wire', 'link', 'tcp', 'net', 'socket', 'node:', 'koffi'],
  cli: [
    ...['base', 'wire', 'link', 'capture', 'tcp', 'net', 'socket', 'observe', 'sim', 'gallery'],
    ...['explore', 'story', 'quiz', 'ladder', 'export', 'posix', 'packetdrill', 'node', 'node:'],
  ],
  '.': ['base', 'wire', 'link', 'tcp', 'net', 'socket', 'sim', 'observe'],
};

/** The one file that may load the native library. */
const KNOWS_KOFFI = 'node/tun-ioctl.ts';
const LONGEST = 400;
const REASON = /^\/\/ Longer than 400 lines because \S/m;

const ROOT = resolve(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');

interface Import {
  readonly spec: string;
  /** It exists at run time: not `import type`, and not only `{ type X }`. */
  readonly value: boolean;
  /** `import('...')`, which happens later than loading and so ties no knot. */
  readonly dynamic: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.ts') || f.endsWith('.tsx'))
    .sort();
}

/** The imports and re-exports of a text, type-only ones among them. */
function importsOf(text: string): Import[] {
  const found: Import[] = [];
  const statements =
    /^[ \t]*(?:import|export)\b(?:(?<clause>[^'"`;()=]*?)\bfrom)?\s*(?<quote>['"])(?<spec>[^'"\n]+)\k<quote>/gm;
  for (const { groups } of text.matchAll(statements)) {
    const { clause = '', spec = '' } = groups ?? {};
    found.push({ spec, value: !isTypeOnly(clause.trim()), dynamic: false });
  }
  for (const m of text.matchAll(/\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g)) {
    found.push({ spec: m[1] as string, value: true, dynamic: true });
  }
  return found;
}

function isTypeOnly(clause: string): boolean {
  if (/^type\b(?!\s*,)/.test(clause)) return true;
  if (!clause.startsWith('{')) return false;
  const names = clause
    .replace(/[{}]/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length > 0 && names.every((name) => name.startsWith('type '));
}

function folderOf(file: string): string {
  return dirname(file).split('/')[0] as string;
}

/** The file that `spec` in `file` names, from src; null for a package. */
function target(file: string, spec: string): string | null {
  return spec.startsWith('.') ? relative(SRC, resolve(SRC, dirname(file), spec)) : null;
}

const files = sources('src');
const imports = new Map(files.map((f) => [f, importsOf(readFileSync(join(SRC, f), 'utf8'))]));

it('reads every form of import there is', () => {
  const text = [
    `import { a, type B } from './a.ts';`,
    `import type { C } from './c.ts';`,
    `import { type D, type E } from './d.ts';`,
    `export * from './e.ts';`,
    `export type { F } from './f.ts';`,
    `import {\n  g,\n  h,\n} from './g.ts';`,
    `import './h.ts';`,
    `const lazy = await import('./i.ts');`,
  ].join('\n');
  expect(importsOf(text).map((i) => [i.spec, i.value])).toEqual([
    ['./a.ts', true],
    ['./c.ts', false],
    ['./d.ts', false],
    ['./e.ts', true],
    ['./f.ts', false],
    ['./g.ts', true],
    ['./h.ts', true],
    ['./i.ts', true],
  ]);
});

it('every folder of src has its line, and every line its folder', () => {
  expect([...new Set(files.map(folderOf))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

it('imports point only at the layers below', () => {
  const wrong: string[] = [];
  for (const [file, list] of imports) {
    const from = folderOf(file);
    const allowed = MAY_IMPORT[from] ?? [];
    for (const { spec } of list) {
      const to = target(file, spec);
      const what = to === null ? spec.replace(/^(node:).*/, '$1') : folderOf(to);
      if (what !== from && !allowed.includes(what)) wrong.push(`${file} imports ${spec}`);
      if (what === 'koffi' && file !== KNOWS_KOFFI) wrong.push(`${file} imports ${spec}`);
    }
  }
  expect(wrong).toEqual([]);
});

it('drawings take from the engine its diagram, which is data, and nothing that runs', () => {
  const taken = [...imports]
    .filter(([file]) => folderOf(file) === 'ladder')
    .flatMap(([file, list]) => list.map((i) => target(file, i.spec)))
    .filter((to) => to !== null && folderOf(to) === 'tcp');
  expect([...new Set(taken)]).toEqual(['tcp/state.ts']);
});

it('questions take the diagram too, and the names of what-ifs, which are types', () => {
  const taken = [...imports]
    .filter(([file]) => folderOf(file) === 'quiz')
    .flatMap(([file, list]) => list.filter((i) => i.value).map((i) => target(file, i.spec)))
    .filter((to) => to !== null && folderOf(to) === 'tcp');
  expect([...new Set(taken)]).toEqual(['tcp/state.ts']);
});

it('no file of src imports itself, through others, at run time', () => {
  const cycles: string[] = [];
  const done = new Set<string>();
  function visit(file: string, path: readonly string[]): void {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push([...path.slice(at), file].join(' -> '));
    if (at >= 0 || done.has(file)) return;
    for (const { spec, value, dynamic } of imports.get(file) ?? []) {
      const to = target(file, spec);
      if (to !== null && value && !dynamic) visit(to, [...path, file]);
    }
    done.add(file);
  }
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

it('a file that is imported exists, and is named with its extension', () => {
  const missing: string[] = [];
  for (const [file, list] of imports) {
    for (const { spec } of list) {
      const to = target(file, spec);
      if (to !== null && !imports.has(to)) missing.push(`${file} imports ${spec}`);
    }
  }
  expect(missing).toEqual([]);
});

it(`no source file has more than ${LONGEST} lines without a stated reason`, () => {
  const long: string[] = [];
  for (const folder of ['src', 'test', 'bench', 'scripts']) {
    for (const file of sources(folder)) {
      const text = readFileSync(join(ROOT, folder, file), 'utf8');
      const lines = text.split('\n').length - 1;
      const top = text.split('\n').slice(0, 20).join('\n');
      if (lines > LONGEST && !REASON.test(top)) long.push(`${folder}/${file}: ${lines} lines`);
    }
  }
  expect(long).toEqual([]);
});
