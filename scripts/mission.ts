/** Writes docs/mission.md, what of the five notes is shown by what: npm run mission */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  EXHIBITS,
  type Exhibit,
  LATER,
  MISSION,
  perform,
  TEACHING,
  type Verdict,
} from '../src/gallery/index.ts';

const ROOT = join(import.meta.dirname, '..');
/** The page this script writes. */
export const PAGE: string = join(ROOT, 'docs', 'mission.md');

/** How the checks of an exhibit came out. */
interface Result {
  readonly passed: number;
  readonly all: number;
}

/** How to perform an exhibit, as it stands or by the book: tests pass one that has run already. */
export type Performer = (
  e: Exhibit,
  standard: boolean,
) => { readonly verdicts: readonly Verdict[] };

function resultOf(e: Exhibit, performer: Performer): Result {
  const runs = [
    performer(e, false),
    ...(e.standardChecks === undefined ? [] : [performer(e, true)]),
  ];
  const verdicts = runs.flatMap((p) => p.verdicts);
  return { passed: verdicts.filter((v) => v.ok).length, all: verdicts.length };
}

/** The exhibits that show an item, and how: its own, and where a way of teaching it is to be seen. */
export function showing(item: number): { exhibit: Exhibit; how: string }[] {
  const own = EXHIBITS.filter((e) => e.items.includes(item));
  const taught = TEACHING.filter((t) => t.item === item).flatMap((t) => {
    const exhibit = EXHIBITS.find((e) => e.id === t.exhibit);
    return exhibit === undefined ? [] : [{ exhibit, how: t.run }];
  });
  return [...taught, ...own.map((exhibit) => ({ exhibit, how: `run ${exhibit.id}` }))];
}

/** The page as the gallery is now. */
export function page(performer: Performer = (e, standard) => perform(e, { standard })): string {
  const results = new Map(EXHIBITS.map((e) => [e.id, resultOf(e, performer)]));
  const shown = MISSION.filter((_, i) => showing(i + 1).length > 0).length;
  const passed = [...results.values()].filter((r) => r.passed === r.all).length;
  return [
    '# What the notes say, and what shows it',
    '',
    'The five notes that this project began with name 117 things about TCP. Each is shown by a scenario on the',
    'real engine, whose checks must hold: `synwave run ID` runs one and says so.',
    '',
    `**${shown} of ${MISSION.length}** items are shown, by ${EXHIBITS.length} scenarios, of which ${passed} pass all their checks.`,
    '`npm run mission` writes this page; do not edit it.',
    '',
    '| item | what | 内容 | `synwave ...` | checks that hold |',
    '| ---: | --- | --- | --- | --- |',
    ...MISSION.map((words, i) => row(i + 1, words.en, words.zh, results)),
    '',
    '## What is still to come',
    '',
    ...LATER.map(({ item, waits }) => `- item ${item}: ${waits.en}. ${waits.zh}。`),
    '',
    '## Experiments',
    '',
    '| experiment | scenarios |',
    '| --- | --- |',
    ...experiments(),
    '',
    '## Where the notes are wrong or loose',
    '',
    ...errata(),
    '',
  ].join('\n');
}

function row(item: number, en: string, zh: string, results: ReadonlyMap<string, Result>): string {
  const found = showing(item);
  const runs = found.map((f) => `\`${f.how}\``).join('<br>');
  const checks = found
    .map((f) => results.get(f.exhibit.id) as Result)
    .map((r) => `${r.passed} of ${r.all}`)
    .join('<br>');
  return `| ${item} | ${en} | ${zh} | ${runs} | ${checks} |`;
}

function experiments(): string[] {
  const rows = new Map<string, string[]>();
  for (const e of EXHIBITS) {
    for (const name of (e.experiment ?? '').split(' ').filter((n) => n !== '')) {
      rows.set(name, [...(rows.get(name) ?? []), `\`${e.id}\``]);
    }
  }
  return [...rows]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([n, ids]) => `| ${n} | ${ids.join(', ')} |`);
}

function errata(): string[] {
  const all = EXHIBITS.flatMap((e) => (e.errata ?? []).map((x) => ({ ...x, id: e.id })));
  all.sort((a, b) => Number(a.note.slice(1)) - Number(b.note.slice(1)));
  return all.map((x) => `- **${x.note}** (\`${x.id}\`) ${x.says.en} ${x.says.zh}`);
}

if (process.argv[1] === import.meta.filename) {
  const text = page();
  if (process.argv.includes('--check')) {
    if (readFileSync(PAGE, 'utf8') !== text) {
      console.error('docs/mission.md is not what the gallery is now: npm run mission');
      process.exitCode = 1;
    }
  } else {
    writeFileSync(PAGE, text);
    console.log(text.split('\n').find((l) => l.startsWith('**')));
  }
}
