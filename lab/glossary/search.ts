import { findTerm, GLOSSARY, plain, type Slip, type Term } from '../../src/story/glossary.ts';
import type { Listed } from '../state/catalogue.ts';

/** What a search brings. */
export interface Hits {
  /** The term that is called so; null when none is. */
  readonly term: Term | null;
  /** Not null when that spelling is a slip. */
  readonly slip: Slip | null;
  /** Others it may be, the likeliest first. */
  readonly others: readonly Term[];
}

/** Finds terms by name, alias, slip, or a word of what is said about them. */
export function searchTerms(text: string): Hits {
  const { term, slip, near } = findTerm(text);
  const key = plain(text);
  const about = key.length < 2 ? [] : GLOSSARY.filter((t) => speaksOf(t, key));
  const others = [...new Set([...near, ...about])].filter((t) => t !== term);
  return { term, slip, others };
}

function speaksOf(t: Term, key: string): boolean {
  return [t.zh, t.en, t.about.zh, t.about.en, ...t.aliases].some((s) => plain(s).includes(key));
}

/** Exhibits shown with a term at most. */
const MOST_SHOWN = 4;

/** Exhibits whose title or point names a term; those that have it in the title first. */
export function exhibitsOf(t: Term, catalogue: readonly Listed[]): Listed[] {
  const names = [t.en, t.zh.replace(/（.*$/, ''), ...t.aliases].filter(isTelling).map(patternOf);
  const has = (text: string): boolean => names.some((n) => n.test(text));
  const inTitle = catalogue.filter((x) => has(x.title.zh) || has(x.title.en));
  const inPoint = catalogue.filter((x) => has(x.point.zh) || has(x.point.en));
  return [...new Set([...inTitle, ...inPoint])].slice(0, MOST_SHOWN);
}

/** Short names are everywhere. */
function isTelling(name: string): boolean {
  return name.length >= (/\p{Script=Han}/u.test(name) ? 2 : 3);
}

function patternOf(name: string): RegExp {
  const text = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![A-Za-z0-9-])${text}(?![A-Za-z0-9-])`, /[a-z]/.test(name) ? 'i' : '');
}
