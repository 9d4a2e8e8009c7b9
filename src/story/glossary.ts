import { CLOSING_TERMS } from './glossary/closing.ts';
import { HEADER_TERMS } from './glossary/header.ts';
import { OPENING_TERMS } from './glossary/opening.ts';
import { STATE_TERMS } from './glossary/states.ts';
import type { Slip, Term } from './glossary/term.ts';

export type { Slip, Term } from './glossary/term.ts';

/** Every term, states first. */
export const GLOSSARY: readonly Term[] = [
  ...STATE_TERMS,
  ...OPENING_TERMS,
  ...CLOSING_TERMS,
  ...HEADER_TERMS,
];

/** What a text was taken for. */
export interface Found {
  /** The term that has this name or alias; null when none has. */
  readonly term: Term | null;
  /** Not null when the spelling is a slip of the notes. */
  readonly slip: Slip | null;
  /** Terms it is confused with, or that are spelt almost so. */
  readonly near: readonly Term[];
}

const BY_ID = new Map(GLOSSARY.map((t) => [t.id, t]));
const BY_NAME = new Map<string, { readonly term: Term; readonly slip: Slip | null }>();
for (const t of GLOSSARY) {
  for (const name of [t.id, t.zh, t.en, ...t.aliases]) {
    const key = plain(name);
    // Who comes first keeps a name; a test sees that no two terms want the same.
    if (!BY_NAME.has(key)) BY_NAME.set(key, { term: t, slip: null });
  }
  for (const s of t.slips) BY_NAME.set(plain(s.spelling), { term: t, slip: s });
}

/** The term with this id, or null. */
export function termNamed(id: string): Term | null {
  return BY_ID.get(id) ?? null;
}

/**
 * Finds a term by any of its spellings, in either language. Capitals do not matter, nor `-`, `_`,
 * `+` and spaces.
 */
export function findTerm(text: string): Found {
  const key = plain(text);
  const exact = BY_NAME.get(key);
  if (exact !== undefined) {
    const near = exact.term.unlike.flatMap((id) => BY_ID.get(id) ?? []);
    return { ...exact, near };
  }
  return { term: null, slip: null, near: key === '' ? [] : nearOnes(key) };
}

/** Without what people write differently. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-_+,()/=*.－—‐‑“”"'?]/g, '');
}

/** Terms with a name that contains `key`, or nearly is it; the best first. */
function nearOnes(key: string): Term[] {
  const scores = new Map<Term, number>();
  for (const [name, { term }] of BY_NAME) {
    const d = distance(key, name);
    const contains =
      key.length >= 2 && name.length >= 2 && (name.includes(key) || key.includes(name));
    if (!contains && d > Math.max(1, Math.floor(key.length / 4))) continue;
    const score = contains ? Math.min(d, 3) : d;
    scores.set(term, Math.min(score, scores.get(term) ?? score));
  }
  return [...scores]
    .sort(([, a], [, b]) => a - b)
    .slice(0, MOST_NEAR)
    .map(([t]) => t);
}

/** Near terms offered at most. */
const MOST_NEAR = 5;

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
