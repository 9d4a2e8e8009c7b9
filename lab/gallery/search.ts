import type { Words } from '../../src/base/words.ts';
import { SHELVES, type ShelfId } from '../../src/gallery/exhibit.ts';
import { MISSION } from '../../src/gallery/mission.ts';
import { ERRATA } from '../../src/story/errata.ts';
import { type Found, findTerm, plain } from '../../src/story/glossary.ts';
import type { Listed } from '../state/catalogue.ts';
import { EXPERIMENTS } from './path.ts';

/** An exhibit's texts without what people write differently, by how much a match in them is worth. */
interface Entry {
  readonly exhibit: Listed;
  readonly id: string;
  readonly title: string;
  readonly asks: string;
  readonly rest: string;
}

const entries = new WeakMap<readonly Listed[], readonly Entry[]>();

/** What a search text was taken for. */
export interface Results {
  /** The best first. */
  readonly found: readonly Listed[];
  /** The text as a term of the glossary, when it is one. */
  readonly term: Found;
}

/**
 * The exhibits that have all words of `text` in them: in either language, by id (`open/basic`), experiment
 * (`E09`), number of an item (`47`) or erratum (`N9`), and by any spelling of a term (`SYN_RECV`, 半连接队列).
 */
export function search(list: readonly Listed[], text: string): Results {
  const term = findTerm(text);
  const words = text
    .trim()
    .split(/\s+/)
    .filter((w) => plain(w) !== '');
  // A term of several words, such as "half-open connection", is looked for as one.
  const wanted = term.term !== null ? [text] : words;
  if (wanted.length === 0) return { found: text.trim() === '' ? list : [], term };
  const tests = wanted.map(testFor);
  const scored = entriesOf(list).flatMap((e) => {
    const scores = tests.map((worth) => worth(e));
    return scores.includes(0) ? [] : [{ e, score: scores.reduce((a, b) => a + b, 0) }];
  });
  scored.sort((a, b) => b.score - a.score);
  return { found: scored.map(({ e }) => e.exhibit), term };
}

/** How well an entry fits a word; 0 when it does not. */
function testFor(word: string): (e: Entry) => number {
  const key = plain(word);
  if (/^e\d\d?b?$/.test(key)) {
    const wanted = key.replace(/^e(\d)(?=b?$)/, 'e0$1');
    return ({ exhibit }) => (plain(exhibit.experiment ?? '') === wanted ? 9 : 0);
  }
  if (/^n\d\d?$/.test(key)) {
    return ({ exhibit }) => (exhibit.notes.some((n) => plain(n) === key) ? 9 : 0);
  }
  const { term } = findTerm(word);
  const names = term === null ? [] : [term.id, term.zh, term.en, ...term.aliases].map(plain);
  const spellings = [key, ...names.filter((n) => n.length > 1)];
  const item = /^#?\d{1,3}$/.test(word) ? Number(word.replace('#', '')) : null;
  return (e) => {
    if (item !== null && e.exhibit.items.includes(item)) return 6;
    if (spellings.some((s) => e.id.includes(s))) return 10;
    if (spellings.some((s) => e.title.includes(s))) return 9;
    if (spellings.some((s) => e.asks.includes(s))) return 4;
    return spellings.some((s) => e.rest.includes(s)) ? 1 : 0;
  };
}

function entriesOf(list: readonly Listed[]): readonly Entry[] {
  const known = entries.get(list);
  if (known !== undefined) return known;
  const made = list.map(entryOf);
  entries.set(list, made);
  return made;
}

function entryOf(exhibit: Listed): Entry {
  const { id, shelf, title, story, asks, point, items, notes, experiment } = exhibit;
  const errata = ERRATA.filter((x) => notes.includes(x.id));
  return {
    exhibit,
    id: plain(id),
    title: keyOf([both(title)]),
    asks: keyOf([both(asks), ...items.map((n) => both(MISSION[n - 1]))]),
    rest: keyOf([
      ...about(shelf, experiment),
      both(story),
      both(point),
      ...errata.map((x) => `${x.claim} | ${both(x.truth)}`),
    ]),
  };
}

/** What a whole shelf or experiment is about, though each of its exhibits may not say so. */
function about(shelf: ShelfId, experiment: string | null): string[] {
  return [
    ...SHELVES.filter((s) => s.id === shelf).map((s) => both(s.asks)),
    ...(experiment === null ? [] : [both(EXPERIMENTS[experiment])]),
    SHELF_WORDS[shelf] ?? '',
  ];
}

/** What people call what stands on a shelf. */
const SHELF_WORDS: Partial<Readonly<Record<ShelfId, string>>> = {
  queue: '半连接队列 | 全连接队列 | SYN queue | accept queue | backlog',
  flood: '半连接队列 | 攻击 | DDoS | DoS | attack | SYN queue',
  'time-wait': '2MSL | MSL | TIME-WAIT',
  alive: '断电 | 崩溃 | 重启 | crash | keepalive | keep-alive | 保活',
};

function both(w: Words | undefined): string {
  return w === undefined ? '' : `${w.zh} | ${w.en}`;
}

/** Texts side by side; what stands between keeps a match from running over the edge of one. */
function keyOf(texts: readonly string[]): string {
  return texts.map((x) => x.split('|').map(plain).join('|')).join('|');
}
