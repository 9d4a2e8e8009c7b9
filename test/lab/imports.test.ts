import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const LAB = join(ROOT, 'lab');

/** Files of the lab that run in the worker or when the page is built: they may import the engine. */
const WITH_ENGINE = /^(engine\/(worker|stage|shelves|refusal|hunt|why)\.ts|build\/)/;
/** What the page may take from folders that otherwise run the engine: words and tables, and nothing that runs. */
const PLAIN: readonly string[] = [
  'gallery/knowledge.ts',
  'gallery/what-if-words.ts',
  'gallery/exhibit.ts',
  'gallery/facts.ts',
  'gallery/mission.ts',
  'sim/intervention.ts',
];
const ENGINE: readonly string[] = ['explore', 'gallery', 'link', 'net', 'sim', 'socket'];

interface Import {
  readonly spec: string;
  readonly isType: boolean;
  readonly isLazy: boolean;
}

function importsOf(text: string): Import[] {
  const found: Import[] = [];
  const statements =
    /^(?:import\s*|(?:import|export)\b([^'"`;()=]*?)\bfrom\s*)['"]([^'"\n]+)['"]/gm;
  for (const m of text.matchAll(statements)) {
    const clause = (m[1] ?? '').trim();
    const named = /^\{([^}]*)\}$/s.exec(clause);
    const names = named === null ? [] : (named[1] as string).split(',').map((n) => n.trim());
    const areTypes = names.length > 0 && names.every((n) => n === '' || n.startsWith('type '));
    found.push({ spec: m[2] as string, isType: /^type\b/.test(clause) || areTypes, isLazy: false });
  }
  for (const m of text.matchAll(/\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g)) {
    found.push({ spec: m[1] as string, isType: false, isLazy: true });
  }
  return found;
}

const files = readdirSync(LAB, { recursive: true, encoding: 'utf8' })
  .filter((f) => /\.tsx?$/.test(f) && !f.endsWith('.d.ts'))
  .sort();

describe('the lab', () => {
  it('takes from outside itself only src, without node and cli, and Preact', () => {
    const wrong: string[] = [];
    for (const file of files) {
      for (const { spec } of importsOf(readFileSync(join(LAB, file), 'utf8'))) {
        if (!spec.startsWith('.')) {
          const isKnown = /^(preact(\/.*)?|@preact\/signals|mermaid|virtual:.*)$/.test(spec);
          if (!isKnown && !file.startsWith('build/')) wrong.push(`${file} imports ${spec}`);
          continue;
        }
        const to = relative(ROOT, resolve(LAB, dirname(file), spec));
        if (!/^(lab\/|src\/(?!node\/|cli\/))/.test(to)) wrong.push(`${file} imports ${to}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('runs the engine in the worker, and nowhere else', () => {
    const wrong: string[] = [];
    for (const file of files) {
      if (WITH_ENGINE.test(file)) continue;
      for (const { spec, isType } of importsOf(readFileSync(join(LAB, file), 'utf8'))) {
        if (isType || !spec.startsWith('.')) continue;
        const to = relative(join(ROOT, 'src'), resolve(LAB, dirname(file), spec));
        const isEngine = ENGINE.includes(to.split('/')[0] as string);
        if (isEngine && !PLAIN.includes(to)) wrong.push(`${file} imports ${to}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('no file has more than 400 lines', () => {
    const long = files
      .map((f) => [f, readFileSync(join(LAB, f), 'utf8').split('\n').length - 1] as const)
      .filter(([, lines]) => lines > 400);
    expect(long).toEqual([]);
  });
});
