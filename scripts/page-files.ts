import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LAB } from './build-lab.ts';

/**
 * Octets of compressed scripts: in all that the page loads when it is opened and left alone, and in all that it
 * has loaded when the flying ACK has been dropped, which takes the engine.
 */
export const BUDGET = { byItself: 105_000, withEngine: 195_000 } as const;

/** The scripts that must be there before the page can be used: what it names, and what these import. */
export function firstLoad(): string[] {
  const html = readFileSync(join(LAB, 'index.html'), 'utf8');
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    const text = readFileSync(join(LAB, file), 'utf8');
    for (const m of text.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) {
      visit(`assets/${m[1]}`);
    }
  };
  for (const m of html.matchAll(/(?:src|href)="\.\/(assets\/[\w.-]+\.js)"/g)) visit(m[1] as string);
  return [...found];
}

/** Octets of files together, each compressed as the server sends it. */
export function gzipped(files: readonly string[]): number {
  const sizes = files.map((f) => gzipSync(readFileSync(join(LAB, f)), { level: 9 }).length);
  return sizes.reduce((sum, size) => sum + size, 0);
}
