import type { Lang } from '../base/words.ts';
import { HAZARDS } from '../explore/index.ts';
import { cut, displayWidth, padEnd, padStart, wrap } from '../ladder/index.ts';
import type { Searched } from './explore-crew.ts';
import type { AskedWorld } from './explore-options.ts';
import { count } from './explore-progress.ts';
import { boundsText, hazardLines, labelled, WIDTH } from './explore-report.ts';
import { type Column, EXPLORE_WORDS } from './explore-words.ts';

/** A world that was searched. */
export interface Row {
  readonly asked: AskedWorld;
  readonly searched: Searched;
}

const COLUMNS: readonly Column[] = [
  'world',
  'profile',
  'states',
  'transitions',
  'depth',
  'outcome',
  'time',
];
/** Columns of words; the others are numbers, and stand on the right. */
const LEFT: readonly Column[] = ['world', 'profile', 'outcome'];

/** Columns for the name of a world. */
const LONGEST = 24;

/** The table of worlds: a line for each search, and one for all of them. */
export function worldsTable(rows: readonly Row[], lang: Lang): string {
  const words = EXPLORE_WORDS[lang];
  const heads = COLUMNS.map((c) => words.table[c]);
  const body = rows.map((row) => cells(row, lang));
  const sum = (of: (r: Row) => number): number => rows.reduce((n, r) => n + of(r), 0);
  const all = [
    ...[words.total, '', count(sum((r) => r.searched.report.states))],
    ...[count(sum((r) => r.searched.report.transitions)), '', ''],
    seconds(sum((r) => r.searched.ms)),
  ];
  const lines = [heads, ...body, ...(rows.length > 1 ? [all] : [])];
  const widths = COLUMNS.map((_, i) => Math.max(...lines.map((l) => displayWidth(l[i] ?? ''))));
  return lines
    .map((line) =>
      line
        .map((text, i) => {
          const pad = LEFT.includes(COLUMNS[i] as Column) ? padEnd : padStart;
          return pad(text, widths[i] as number);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cells({ asked, searched }: Row, lang: Lang): string[] {
  const { report, ms } = searched;
  const words = EXPLORE_WORDS[lang];
  return [
    cut(asked.world.id, LONGEST),
    asked.profile ?? '-',
    count(report.states),
    count(report.transitions),
    count(report.depth),
    words.short[report.outcome],
    seconds(ms),
  ];
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

/** Names of some of all worlds, each once, with the profiles in which it is meant where it is not in all of them. */
export function named(
  some: readonly AskedWorld[],
  all: readonly AskedWorld[],
  lang: Lang,
): string[] {
  const [open, close] = lang === 'zh' ? ['（', '）'] : [' (', ')'];
  return [...new Set(some.map((a) => a.world.id))].map((id) => {
    const mine = some.filter((a) => a.world.id === id);
    if (mine.length === all.filter((a) => a.world.id === id).length) return id;
    const profiles = mine.map((a) => a.profile ?? '-');
    return `${id}${open}${profiles.join(lang === 'zh' ? '、' : ', ')}${close}`;
  });
}

/** The bounds of each world, once for those that have the same. */
export function boundsOfWorlds(rows: readonly Row[], lang: Lang): string {
  const by = new Map<string, AskedWorld[]>();
  for (const { asked } of rows) {
    const text = boundsText(asked.job.bounds, lang);
    by.set(text, [...(by.get(text) ?? []), asked]);
  }
  const all = rows.map((r) => r.asked);
  const words = EXPLORE_WORDS[lang];
  if (by.size === 1) return labelled(words.bounds, [...by.keys()][0] as string, lang);
  const lines = [...by].flatMap(([text, worlds]) =>
    wrap(`${named(worlds, all, lang).join(', ')}${words.colon}${text}`, WIDTH - 2).map(
      (line, i) => `${i === 0 ? '- ' : '  '}${line}`,
    ),
  );
  return [`${words.bounds}${words.colon}`.trimEnd(), ...lines].join('\n');
}

/** The hazards that were met in any of the worlds; '' when none was. */
export function hazardsOfWorlds(rows: readonly Row[], lang: Lang): string {
  const sums: Record<string, number> = {};
  for (const { id } of HAZARDS) {
    const times = rows.reduce((n, r) => n + (r.searched.report.hazards[id] ?? 0), 0);
    if (times > 0) sums[id] = times;
  }
  const [first] = rows;
  if (first === undefined || Object.keys(sums).length === 0) return '';
  const words = EXPLORE_WORDS[lang];
  const lines = hazardLines({ ...first.searched.report, hazards: sums }, lang);
  return [`${words.hazards}${words.colon}`.trimEnd(), ...lines].join('\n');
}
