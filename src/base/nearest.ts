/** Nobody mistypes a longer name, and comparing one takes time. */
const LONGEST = 100;

/** The name nearest to `given`, which was mistyped; '' when none is near. */
export function nearest(given: string, names: readonly string[]): string {
  if (given.length > LONGEST) return '';
  let best = '';
  let least = Math.min(3, Math.max(1, Math.ceil(given.replace(/^-+/, '').length / 2))) + 1;
  for (const name of names) {
    const d = name.startsWith(given) && given.length > 3 ? 1 : distance(given, name);
    if (d < least) {
      least = d;
      best = name;
    }
  }
  return best;
}

/** `; did you mean listen?`, when a name is near; '' when none is. */
export function didYouMean(given: string, names: readonly string[]): string {
  const near = nearest(given, names);
  return near === '' ? '' : `; did you mean ${near}?`;
}

/** Letters to insert, remove, replace or swap with their neighbour to get from `a` to `b`. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min(at(rows, i - 1, j) + 1, (row[j - 1] as number) + 1);
      d = Math.min(d, at(rows, i - 1, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        d = Math.min(d, at(rows, i - 2, j - 2) + 1);
      }
      row.push(d);
    }
    rows.push(row);
  }
  return at(rows, a.length, b.length);
}

function at(rows: readonly number[][], i: number, j: number): number {
  return (rows[i] as number[])[j] as number;
}
