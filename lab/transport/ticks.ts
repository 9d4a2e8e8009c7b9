import type { Trace } from '../../src/observe/trace.ts';
import { paceOf } from '../state/pace.ts';

/** A mark on the timeline, at a share of its length. */
export interface Tick {
  readonly kind: 'segment' | 'timer' | 'done' | 'lost';
  /** From 0 to 1. */
  readonly at: number;
}

export interface Ticks {
  readonly ticks: readonly Tick[];
  /** Where time is compressed, from and to. */
  readonly waits: readonly (readonly [from: number, to: number])[];
}

/** As many places as can be told apart. */
const PLACES = 400;
const made = new WeakMap<Trace, Ticks>();

/** What is marked on the timeline of a trace: segments, timers, losses, and what the user did. */
export function ticksOf(trace: Trace): Ticks {
  const known = made.get(trace);
  if (known !== undefined) return known;
  const pace = paceOf(trace);
  const done = new Set(trace.interventions.flatMap((i) => (i.hit && i.segment ? [i.segment] : [])));
  const taken = new Set<string>();
  const ticks: Tick[] = [];
  for (const f of trace.frames) {
    const kind = kindOf(f.kind, f.segment !== null && done.has(f.segment));
    if (kind === null) continue;
    const at = pace.toUnit(f.at) / pace.length;
    const key = `${kind} ${Math.round(at * PLACES)}`;
    if (taken.has(key)) continue;
    taken.add(key);
    ticks.push({ kind, at });
  }
  const waits = pace.axis.breaks.map(
    (b) => [b.y / pace.length, pace.toUnit(b.to) / pace.length] as const,
  );
  const all = { ticks, waits };
  made.set(trace, all);
  return all;
}

function kindOf(kind: string, isDone: boolean): Tick['kind'] | null {
  if (isDone && (kind === 'lost' || kind === 'impaired')) return 'done';
  if (kind === 'lost') return 'lost';
  if (kind === 'sent') return 'segment';
  return kind === 'timer' ? 'timer' : null;
}
