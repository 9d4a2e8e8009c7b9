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
    .replace(/[^\x20-\x7e\n]/gu, (sign) => SIGNS[sign] ?? '?');
}
