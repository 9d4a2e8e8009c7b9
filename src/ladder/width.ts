/** Code points that take two columns in a terminal: the W and F classes of Unicode's annex 11, in ranges. */
// biome-ignore format: a table
const WIDE: readonly (readonly [from: number, to: number])[] = [
  [0x1100, 0x115f], [0x2e80, 0x303e], [0x3041, 0x33ff], [0x3400, 0x4dbf], [0x4e00, 0x9fff],
  [0xa000, 0xa4cf], [0xa960, 0xa97f], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe30, 0xfe6f],
  [0xff00, 0xff60], [0xffe0, 0xffe6], [0x1f300, 0x1f64f], [0x1f680, 0x1f6ff], [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

/** Code points that take none: controls, joiners, combining marks, variation selectors. */
// biome-ignore format: a table
const ZERO: readonly (readonly [from: number, to: number])[] = [
  [0x0000, 0x001f], [0x007f, 0x009f], [0x0300, 0x036f], [0x200b, 0x200f], [0x20d0, 0x20ff],
  [0xfe00, 0xfe0f], [0xfe20, 0xfe2f],
];

function within(ranges: readonly (readonly [number, number])[], c: number): boolean {
  for (const [from, to] of ranges) if (c >= from && c <= to) return true;
  return false;
}

/** Columns one character takes in a terminal; those of class A (ambiguous) count as one. */
function widthOf(c: number): number {
  if (c >= 0x20 && c < 0x7f) return 1;
  if (within(ZERO, c)) return 0;
  return within(WIDE, c) ? 2 : 1;
}

/** Columns `text` takes in a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character.codePointAt(0) as number);
  return width;
}

/** `text`, followed by spaces up to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** `text`, after spaces that bring it to `width` columns. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** As much of `text` as fits in `width` columns. */
export function cut(text: string, width: number): string {
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += widthOf(character.codePointAt(0) as number);
    if (used > width) break;
    kept += character;
  }
  return kept;
}

/** As much of `text` as fits in `width` columns, ended at a word by `mark` where that is not all of it. */
export function shortened(text: string, width: number, mark: string): string {
  if (displayWidth(text) <= width) return text;
  const room = width - displayWidth(mark);
  if (room <= 0) return cut(text, width);
  const [first = ''] = wrap(text, room);
  return `${first.replace(/[，。、；：,.:;]$/, '')}${mark}`;
}

/** What must not begin a line, and what must not end one: JIS X 4051, for the marks that Chinese uses. */
const NEVER_FIRST = '，。、；：？！）》」』”’…—%)],.;:?!';
const NEVER_LAST = '（《「『“‘([';

/**
 * Lines of at most `width` columns, broken at spaces, and beside characters of two columns, but so that no
 * closing mark begins a line and no opening one ends it. What fits in no line is broken anywhere.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text)) {
    if (displayWidth(line + piece.trimEnd()) <= width) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = piece.trimStart();
    while (displayWidth(line.trimEnd()) > width) {
      const head = cut(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

/** What is not broken: words with the spaces behind them, and wide characters with the marks that cling to them. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let before = '';
  for (const character of text) {
    const clings =
      before !== '' &&
      (NEVER_FIRST.includes(character) ||
        NEVER_LAST.includes(before) ||
        character === ' ' ||
        (isNarrow(character) && isNarrow(before) && before !== ' '));
    if (clings) pieces[pieces.length - 1] += character;
    else pieces.push(character);
    before = character;
  }
  return pieces;
}

function isNarrow(character: string): boolean {
  return widthOf(character.codePointAt(0) as number) < 2;
}
