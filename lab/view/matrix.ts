import { type Known, knowledge } from '../../src/gallery/knowledge.ts';
import type { Trace } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';

/** A cell of the matrix, and the frame since which it is known; null when it never is. */
interface Cell extends Known {
  readonly from: number | null;
}

const known = new WeakMap<Trace, Map<number, readonly Cell[]>>();

/**
 * What the two ends of a flow know about each other at a cursor: eight cells, those of the first end first.
 * A cell is known once the arrival that teaches it has happened, `since` and `by` are null before.
 */
export function matrixAt(trace: Trace, flow: number, { frame }: Cursor): readonly Known[] {
  return cellsOf(trace, flow).map(({ from, ...c }) =>
    from !== null && from <= frame ? c : { ...c, since: null, by: null },
  );
}

function cellsOf(trace: Trace, flow: number): readonly Cell[] {
  let flows = known.get(trace);
  if (flows === undefined) {
    flows = new Map();
    known.set(trace, flows);
  }
  let cells = flows.get(flow);
  if (cells === undefined) {
    cells = knowledge(trace, Number.POSITIVE_INFINITY, flow).map((k) => ({
      ...k,
      from: k.by === null ? null : arrival(trace, k),
    }));
    flows.set(flow, cells);
  }
  return cells;
}

/** The frame in which the segment of a cell reached the one who learns from it. */
function arrival(trace: Trace, k: Known): number | null {
  const i = trace.frames.findIndex(
    (f) => f.kind === 'arrived' && f.segment === k.by && f.host === k.knower,
  );
  return i < 0 ? null : i;
}
