/** Signs that words are written with, and what ASCII has instead. */
// biome-ignore format: a table
const SIGNS: Readonly<Record<string, string>> = {
  '⚠': '!', '−': '-', '–': '-', '—': '-', '×': 'x', '·': '.', '…': '...', '⋯': '...', '→': '->', '←': '<-',
  '≤': '<=', '≥': '>=', '≠': '!=', '≈': '~', '±': '+-', 'µ': 'u', '‘': "'", '’': "'", '“': '"', '”': '"',
  '½': '1/2', '¥': 'CNY ', 'é': 'e', '\u00a0': ' ', '✓': 'ok', '✗': 'X',
};
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** English words in ASCII only: signs are written out, powers with a `^`; what is not known becomes `?`. */
export function inAscii(text: string): string {
  return text
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (power) => `^${[...power].map((c) => RAISED.indexOf(c)).join('')}`)
    .replace(/[^\p{ASCII}]/gu, (sign) => SIGNS[sign] ?? '?');
}

/** A copy with every string in it in ASCII; functions stay as they are. */
export function allInAscii<T>(value: T): T {
  if (typeof value === 'string') return inAscii(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(allInAscii) as T;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, allInAscii(v)])) as T;
}
