import type { Stroke } from '../../src/ladder/labels.ts';
import { type Arrow, layoutLadder } from '../../src/ladder/layout.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { firstDifference } from '../state/cursor.ts';
import type { Branch } from '../state/store.ts';
import { framesOf } from './frames.ts';
import { type Layout, sameFlow } from './layout.ts';
import { shareAt, yOf } from './view.ts';

/** A segment of another course of events, on the time axis of this one. */
export interface Ghost {
  readonly key: string;
  readonly kind: Arrow['kind'];
  readonly stroke: Stroke;
  readonly sentAt: number;
  readonly endsAt: number | null;
  readonly isLost: boolean;
}

const known = new WeakMap<Layout, Map<Trace, readonly Ghost[]>>();

/** What another branch has that this one has not, or not so, from where they part. */
export function ghostsOf(layout: Layout, own: Branch, other: Branch): readonly Ghost[] {
  const { trace } = other.run;
  const all = known.get(layout) ?? new Map<Trace, readonly Ghost[]>();
  known.set(layout, all);
  const before = all.get(trace);
  if (before !== undefined) return before;
  const ghosts = made(layout, trace, partingOf(own, other));
  all.set(trace, ghosts);
  return ghosts;
}

/** The frame with which two branches part. */
function partingOf(own: Branch, other: Branch): number {
  if (own.parent?.name === other.name) return own.parent.frame;
  if (other.parent?.name === own.name) return other.parent.frame;
  return firstDifference(own.run.trace, other.run.trace) ?? Number.POSITIVE_INFINITY;
}

function made(layout: Layout, trace: Trace, parting: number): Ghost[] {
  const flow = sameFlow(trace, layout.trace, layout.look.flow);
  if (flow === null) return [];
  const frames = framesOf(trace);
  const counts = new Map<string, number>();
  return layoutLadder(trace, { flow, least: 0.5 }).arrows.flatMap((a) => {
    const seen = frames.get(a.segment);
    const copy = a.fate === 'copy' ? (counts.get(a.segment) ?? 0) + 1 : 0;
    counts.set(a.segment, copy);
    const ends = a.fate === 'lost' ? seen?.lost : (seen?.arrivals[copy] ?? Infinity);
    if (seen === undefined || (seen.sent < parting && (ends ?? 0) < parting)) return [];
    const { sentAt, endsAt, kind } = a;
    const isLost = a.fate === 'lost';
    const key = `${a.segment}+${copy}`;
    return [{ key, kind, stroke: strokeOf(layout, a), sentAt, endsAt, isLost }];
  });
}

/** How far a segment is drawn that is lost. */
const REACH = 0.58;
const OFF = 6;
/** How far it falls where its end is not known. */
const FALL = 20;

function strokeOf(layout: Layout, a: Arrow): Stroke {
  const { instants } = layout.rows;
  const [from, to] =
    a.from === 'left'
      ? [layout.left + OFF, layout.right - OFF]
      : [layout.right - OFF, layout.left + OFF];
  const reach = a.fate === 'lost' || a.fate === 'in-flight' ? REACH : 1;
  const y0 = yOf(instants, a.sentAt);
  const end = a.endsAt !== null && a.endsAt > a.sentAt ? yOf(instants, a.endsAt) : y0 + FALL;
  return { x0: from, y0, x1: from + reach * (to - from), y1: Math.max(y0, end) };
}

/** How much of it is to be seen at a time; 0 for one that is not sent yet. */
export function ghostShare(g: Ghost, at: number, y: number): number {
  if (g.sentAt > at) return 0;
  return g.endsAt === null || g.endsAt <= at ? 1 : shareAt(g.stroke, y);
}
