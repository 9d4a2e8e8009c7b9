/** Writes what `synwave run open-and-close` draws now into both READMEs: npx tsx scripts/refresh-readme.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../src/cli/main.ts';
import type { Terminal } from '../src/cli/terminal.ts';

const ROOT = join(import.meta.dirname, '..');
export const READMES: readonly string[] = ['README.md', 'README.zh-CN.md'].map((f) =>
  join(ROOT, f),
);

/** The first block of text output in a README: the ladder. */
const LADDER = /(```text\n)(.*?)(\n```)/s;

/** The ladder as the command draws it for a README, in its language, and nothing else. */
export async function ladder(file: string): Promise<string> {
  let text = '';
  const terminal: Terminal = {
    out: (more) => {
      text += more;
    },
    err: (more) => {
      throw new Error(more);
    },
    outIsScreen: false,
    errIsScreen: false,
    columns: 80,
    color: false,
    locale: {},
  };
  await main(['run', 'open-and-close', '--lang', file.includes('zh-CN') ? 'zh' : 'en'], terminal);
  const lines = text.split('\n');
  const isRow = (line: string): boolean => /[│┊]/.test(line);
  // The names of the hosts stand above the first row.
  return lines.slice(lines.findIndex(isRow) - 1, lines.findLastIndex(isRow) + 1).join('\n');
}

/** The ladder that stands in a README. */
export function ladderIn(file: string): string {
  return LADDER.exec(readFileSync(file, 'utf8'))?.[2] ?? '';
}

if (process.argv[1] === import.meta.filename) {
  for (const file of READMES) {
    const now = await ladder(file);
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace(LADDER, (_all, head, _old, tail) => head + now + tail),
    );
  }
}
