/** A rectangle that text stands in. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A straight line, drawn from its first point. */
export interface Stroke {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** What is to be written on a line: the widths of its forms, the fullest first. */
export interface Wanted {
  readonly stroke: Stroke;
  readonly widths: readonly number[];
  /** Where on the line to try, from 0 to 1, the best first; at 0 it stands beside the beginning. */
  readonly at: readonly number[];
}

export interface Placed {
  /** Which of the forms; -1 for a dot, which stands where no form has room. */
  readonly form: number;
  readonly box: Box;
}

/** Free space around a label. */
const APART = 2;
/** How far below the beginning of its line a label stands that stands beside it. */
const BESIDE = 7;
/** Free space between a label and either end of the lane. */
const FROM_END = 9;

/**
 * Places labels on their lines, each in turn: the fullest form that overlaps nothing, at the place that
 * hides least of other lines. A label without room becomes a dot; null where not even that fits.
 *
 * @param lane from where to where labels may reach
 * @param taken boxes that stand already; those of labels are added
 */
export function placeLabels(
  wanted: readonly Wanted[],
  height: number,
  lane: readonly [from: number, to: number],
  taken: Box[],
): (Placed | null)[] {
  return wanted.map((w) => {
    for (const [form, width] of w.widths.entries()) {
      let best: Box | null = null;
      let fewest = Number.POSITIVE_INFINITY;
      for (const share of w.at) {
        const box = boxOn(w.stroke, share, width, height, lane);
        if (box === null || taken.some((b) => overlap(b, box))) continue;
        const hidden = wanted.filter((o) => !isTwin(o, w) && crosses(o.stroke, box)).length;
        if (hidden >= fewest) continue;
        fewest = hidden;
        best = box;
        // Lines that leave together hide each other anyway: beside its beginning is best.
        if (hidden === 0 || share === 0) break;
      }
      if (best === null) continue;
      taken.push(best);
      return { form, box: best };
    }
    for (const share of DOTS) {
      const box = boxOn(w.stroke, share, DOT, DOT, lane);
      if (box === null || taken.some((b) => overlap(b, box))) continue;
      taken.push(box);
      return { form: -1, box };
    }
    return null;
  });
}

const DOT = 7;
const DOTS = [0.3, 0.2, 0.4, 0.5, 0.1, 0.6, 0.7, 0.8];

/** Whether two lines are of one segment: they leave at one place. */
function isTwin(a: Wanted, b: Wanted): boolean {
  return a.stroke.x0 === b.stroke.x0 && a.stroke.y0 === b.stroke.y0;
}

/** A box whose middle is on the line, moved as far as its lane demands. */
function boxOn(
  s: Stroke,
  share: number,
  width: number,
  height: number,
  [from, to]: readonly [number, number],
): Box | null {
  const least = from + FROM_END + width / 2;
  const most = to - FROM_END - width / 2;
  if (least > most) return null;
  const x = Math.min(most, Math.max(least, s.x0 + share * (s.x1 - s.x0)));
  const run = s.x1 - s.x0;
  if (share === 0) {
    const near = run > 0 ? least : most;
    const y = s.y0 + Math.min(BESIDE, s.y1 - s.y0);
    return { x: near - width / 2, y: y - height / 2, width, height };
  }
  // A line that ends early goes on, as far as its label is concerned.
  const y = run === 0 ? s.y0 : s.y0 + ((x - s.x0) / run) * (s.y1 - s.y0);
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** Whether two boxes come too close. */
export function overlap(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width + APART &&
    b.x < a.x + a.width + APART &&
    a.y < b.y + b.height + APART / 2 &&
    b.y < a.y + a.height + APART / 2
  );
}

/** Whether a line passes through a box. */
function crosses(s: Stroke, b: Box): boolean {
  const left = Math.max(Math.min(s.x0, s.x1), b.x);
  const right = Math.min(Math.max(s.x0, s.x1), b.x + b.width);
  if (left >= right) return false;
  const slope = s.x1 === s.x0 ? 0 : (s.y1 - s.y0) / (s.x1 - s.x0);
  const ya = s.y0 + slope * (left - s.x0);
  const yb = s.y0 + slope * (right - s.x0);
  return Math.max(ya, yb) > b.y && Math.min(ya, yb) < b.y + b.height;
}
