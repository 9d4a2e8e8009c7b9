import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LAB } from './build-lab.ts';

/** Octets of compressed scripts: before the page can be used, and in all that it loads by itself. */
export const BUDGET = { first: 105_000, byItself: 150_000 } as const;

/** The exhibits of the page's opening are in this part of the worker. */
const OPENING = /^assets\/open-[\w-]+\.js$/;

/** What one part of the page names: parts that come with it, and parts that may be asked for later. */
interface Named {
  readonly statically: readonly string[];
  readonly lazily: readonly string[];
}

/** What must be there before the page can be used: what it names itself, and what that comes with. */
export function firstLoad(): string[] {
  const html = readFileSync(join(LAB, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[\w.-]+\.js)"/g)];
  return withAllTheyBring(named.map((m) => m[1] as string));
}

/** What the page loads by itself when it can be used already: the engine, and the exhibits it opens with. */
export function later(): string[] {
  const first = new Set(firstLoad());
  const workers = [...first].flatMap((file) => {
    const text = readFileSync(join(LAB, file), 'utf8');
    return [...text.matchAll(/["'`/](worker-[\w-]+\.js)["'`]/g)].map((m) => `assets/${m[1]}`);
  });
  const opening = workers.flatMap((file) => namedIn(file).lazily).filter((f) => OPENING.test(f));
  return withAllTheyBring([...workers, ...opening]).filter((file) => !first.has(file));
}

/** Octets of files together, each compressed as the server sends it. */
export function gzipped(files: readonly string[]): number {
  const sizes = files.map((f) => gzipSync(readFileSync(join(LAB, f)), { level: 9 }).length);
  return sizes.reduce((sum, size) => sum + size, 0);
}

function withAllTheyBring(files: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const next of namedIn(file).statically) visit(next);
  };
  for (const file of files) visit(file);
  return [...found];
}

function namedIn(file: string): Named {
  const text = readFileSync(join(LAB, file), 'utf8');
  const names = (pattern: RegExp): string[] =>
    [...new Set([...text.matchAll(pattern)].map((m) => `assets/${m[1]}`))].sort();
  return {
    statically: names(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g),
    lazily: names(/import\(\s*["'`]\.\/([\w.-]+\.js)["'`]\s*\)/g),
  };
}
