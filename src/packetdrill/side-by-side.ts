/** Columns of a report. */
export const WIDTH = 80;

const LABELS = ['  expected: ', '       got: '] as const;
const MARGIN = LABELS[0].length;

/** What stands at one place of two texts; '' where one of them has nothing there. */
type Pair = readonly [expected: string, actual: string];

/**
 * Two packets, one under the other: what belongs together stands together, and what differs is marked. Lines
 * are at most {@link WIDTH} columns wide, unless one part is wider.
 */
export function packetsSideBySide(expected: string, actual: string): string[] {
  const lines: string[] = [];
  let row: string[] = ['', '', ''];
  const flush = (): void => {
    const labels = [...LABELS, ' '.repeat(MARGIN)];
    const texts = row.map((text, i) => ((labels[i] as string) + text).trimEnd());
    lines.push(...texts.filter((text) => text !== ''));
    row = ['', '', ''];
  };
  const pairs = pairsOf(expected, actual);
  const options = Math.max(
    pairs.findIndex((pair) => pair.some((part) => part.startsWith('<'))),
    0,
  );
  for (const [i, [one, other]] of pairs.entries()) {
    // Options stay together if they can.
    const together = i === options ? pairs.slice(i) : [[one, other] as const];
    const width = Math.max(one.length, other.length);
    const soFar = Math.max(...row.map((text) => text.length));
    if (soFar > 0 && MARGIN + soFar + widthOf(together) > WIDTH) flush();
    const gap = one.endsWith(',') || other.endsWith(',') ? 0 : 1;
    const cells = [one, other, markOf(one, other)];
    row = row.map((text, i) => text + (cells[i] as string).padEnd(width + gap));
  }
  flush();
  return lines;
}

/**
 * Two calls, one under the other, and a mark below what differs; those too wide for a line are broken at the same
 * arguments. Null where they have not as many of them, or one fills a line.
 */
export function callsSideBySide(expected: string, actual: string): string[] | null {
  if (MARGIN + Math.max(expected.length, actual.length) <= WIDTH) {
    return [
      LABELS[0] + expected,
      LABELS[1] + actual,
      ' '.repeat(MARGIN) + markBelow(expected, actual),
    ];
  }
  const [parts, others] = [callParts(expected), callParts(actual)];
  const widths = parts.map((part, i) => Math.max(part.length, others[i]?.length ?? 0));
  if (parts.length !== others.length || widths.some((w) => MARGIN + w > WIDTH)) return null;
  const lines: string[] = [];
  let rows = [LABELS[0] as string, LABELS[1] as string, ' '.repeat(MARGIN)];
  const flush = (): void => {
    lines.push(...rows.map((row) => row.trimEnd()).filter((row) => row !== ''));
    rows = rows.map(() => ' '.repeat(MARGIN));
  };
  for (const [i, width] of widths.entries()) {
    const [one, other] = [parts[i] as string, others[i] as string];
    if ((rows[0] as string).length + width > WIDTH) flush();
    const cells = [one, other, one === other ? '' : markBelow(one, other)];
    rows = rows.map((row, j) => row + (cells[j] as string).padEnd(width));
  }
  flush();
  return lines;
}

/** In which parts two calls differ: the results alone where those do; null where they have not as many parts. */
export function callDifference(
  expected: string,
  actual: string,
): { expected: string; actual: string } | null {
  const [parts, others] = [callParts(expected), callParts(actual)];
  if (parts.length !== others.length) return null;
  const at = parts.flatMap((part, i) => (part === others[i] ? [] : [i]));
  const last = parts.length - 1;
  const told = at.includes(last) ? [last] : at;
  const bareOf = (all: readonly string[]): string =>
    told.map((i) => bareArgument(all[i] as string)).join(', ');
  return { expected: bareOf(parts), actual: bareOf(others) };
}

/** The arguments of a call, members of structs each for itself, and its result last. */
const callParts = (call: string): string[] => call.split(/(?<=, )|(?<=\))(?= = )/);

/** Without what is around it: `4, `, ` = 4`, `{onoff=1`, `[8])`. */
const bareArgument = (part: string): string =>
  part.startsWith(' = ')
    ? part.slice(3).replace(/ \([^()]*\)$/, '')
    : part.replace(/^(?:\w+\()?[[{]*|(?:[\]}]*\)?|[\]}]*, )$/g, '');

/** A mark below what differs of two texts. */
function markBelow(expected: string, actual: string): string {
  const shorter = Math.min(expected.length, actual.length);
  let from = 0;
  while (from < shorter && expected[from] === actual[from]) from++;
  while (from > 0 && /[\w.-]/.test(actual[from - 1] as string)) from--;
  let tail = 0;
  while (tail < shorter - from && expected.at(-1 - tail) === actual.at(-1 - tail)) tail++;
  const isResult = actual.indexOf(' = ') >= 0 && from > actual.lastIndexOf(' = ');
  const to = isResult ? actual.length : Math.max(from + 1, actual.length - tail);
  return ' '.repeat(from) + '^'.repeat(to - from);
}

const widthOf = (pairs: readonly Pair[]): number =>
  pairs.reduce((sum, [one, other]) => sum + Math.max(one.length, other.length), 0);

/** A mark under what came, where it is not what was expected; what is left open is no difference. */
function markOf(expected: string, actual: string): string {
  const isOpen = expected === '<...>' || (expected === '' && actual.startsWith('win '));
  // The comma, or the bracket, that happens to follow is no difference.
  if (isOpen || bare(expected) === bare(actual)) return '';
  return '^'.repeat(Math.max(1, bare(actual).length));
}

const bare = (part: string): string => part.replace(/[,>]$/, '');

/** Parts in pairs; one of a kind that the other packet has not stands opposite nothing. */
function pairsOf(expected: string, actual: string): Pair[] {
  const [head, options] = headAndOptions(expected);
  const [otherHead, otherOptions] = headAndOptions(actual);
  const pairs = pairsOfHeads(wordsOf(head), wordsOf(otherHead));
  if (options === '<...>') return [...pairs, [options, otherOptions]];
  const [list, others] = [optionsOf(options), optionsOf(otherOptions)];
  const count = Math.max(list.length, others.length);
  for (let i = 0; i < count; i++) pairs.push([list[i] ?? '', others[i] ?? '']);
  return pairs;
}

/** `> . 1:1(0) ack 1 win 9` and `<nop,nop>`; '' for no options. */
function headAndOptions(text: string): readonly [head: string, options: string] {
  const at = text.indexOf(' <');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** The words of it, but `win 65535` is one. */
const wordsOf = (head: string): string[] => head.match(/(?:ack|win|urg) \d+|\([^)]*\)|\S+/g) ?? [];

/** Each option, with the comma or the bracket around it. */
const optionsOf = (options: string): string[] => options.match(/[^,]+,?/g) ?? [];

function pairsOfHeads(expected: readonly string[], actual: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < expected.length || j < actual.length) {
    const [one, other] = [expected[i] ?? '', actual[j] ?? ''];
    // Where one of them has ended, what is left of the other stands alone.
    const isSame = one === '' || other === '' || kindOf(one) === kindOf(other);
    const skipsOther = !isSame && !hasKind(expected, i, kindOf(other));
    const skipsOne = !isSame && !skipsOther && !hasKind(actual, j, kindOf(one));
    pairs.push([skipsOther ? '' : one, skipsOne ? '' : other]);
    if (!skipsOther) i++;
    if (!skipsOne) j++;
  }
  return pairs;
}

/** Parts of a kind stand one under the other. */
const kindOf = (part: string): string => /^(?:ack|win|urg)(?= )|^\(|^$/.exec(part)?.[0] ?? 'word';

const hasKind = (parts: readonly string[], from: number, kind: string): boolean =>
  parts.some((part, i) => i >= from && kindOf(part) === kind);
