/** Columns of a report. */
export const WIDTH = 80;

const LABELS = ['  expected: ', '       got: '] as const;
const MARGIN = LABELS[0].length;

/** What stands at one place of two texts; '' where one of them has nothing there. */
type Pair = readonly [expected: string, actual: string];

/**
 * Two packets, or two calls, one under the other: what belongs together stands together, and what differs is
 * marked. Lines are at most {@link WIDTH} columns wide, unless one word is wider.
 */
export function sideBySide(expected: string, actual: string): string[] {
  const pairs = pairsOf(partsOf(expected), partsOf(actual));
  const rows: string[][] = [];
  let [first, second, marks] = ['', '', ''];
  const flush = (): void => {
    const row = [LABELS[0] + first, LABELS[1] + second, `${' '.repeat(MARGIN)}${marks}`];
    rows.push(row.map((line) => line.trimEnd()).filter((line) => line !== ''));
    [first, second, marks] = ['', '', ''];
  };
  for (const [one, other] of pairs) {
    const width = Math.max(one.length, other.length);
    if (first !== '' && MARGIN + first.length + width > WIDTH) flush();
    first += one.padEnd(width + 1);
    second += other.padEnd(width + 1);
    marks += markOf(one, other).padEnd(width + 1);
  }
  flush();
  return rows.flat();
}

/** A mark under what came, where it is not what was expected; what is left open is no difference. */
function markOf(expected: string, actual: string): string {
  if (expected === actual || OPEN.test(expected) || (expected === '' && /^win /.test(actual))) {
    return '';
  }
  return '^'.repeat(Math.max(1, actual.length));
}

/** What a script leaves open. */
const OPEN = /^<?\.\.\.>?$/;

/** The parts of a text that are compared: the words of it, `win 65535` being one, and each option. */
function partsOf(text: string): string[] {
  return (
    text.match(
      /(?:ack|win|urg) \d+|<?[^\s,<]*\bTS val \d+ ecr \d+[,>]?|<[^\s,]*,?|[^\s,<]+,?|\S/g,
    ) ?? []
  );
}

/** The kind of a part: parts of a kind stand one under the other. */
function kindOf(part: string): string {
  const name = /^(?:ack|win|urg) /.exec(part)?.[0];
  return name ?? (part.startsWith('<') && part.length > 1 ? 'options' : '');
}

/** Parts in pairs; one of a kind that the other text has not, stands opposite nothing. */
function pairsOf(expected: readonly string[], actual: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < expected.length || j < actual.length) {
    const [one, other] = [expected[i] ?? '', actual[j] ?? ''];
    const [kind, otherKind] = [kindOf(one), kindOf(other)];
    const isLonely = kind !== otherKind && one !== '' && other !== '';
    if (isLonely && otherKind !== '' && !hasKind(expected, i, otherKind)) {
      pairs.push(['', other]);
      j++;
    } else if (isLonely && kind !== '' && !hasKind(actual, j, kind)) {
      pairs.push([one, '']);
      i++;
    } else {
      pairs.push([one, other]);
      i++;
      j++;
    }
  }
  return pairs;
}

function hasKind(parts: readonly string[], from: number, kind: string): boolean {
  return parts.some((part, i) => i >= from && kindOf(part) === kind);
}
