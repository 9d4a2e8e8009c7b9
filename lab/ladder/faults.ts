import { signal } from '@preact/signals';
import type { Micros } from '../../src/base/timer-queue.ts';
import type { RuleAction } from '../../src/link/impairments.ts';
import type { Trace, TraceSegment } from '../../src/observe/trace.ts';
import { intervene, select, withdraw } from '../state/actions.ts';
import {
  busy,
  cursor,
  flow,
  notice,
  overview,
  predicting,
  run,
  selectedSegment,
  trace,
} from '../state/store.ts';
import { sentSegments, targetOf } from './visible.ts';
import { W } from './words.ts';

/** How a delay ends: after that long, after the connection has closed, or after everything. */
export type DelayUntil = 'exactly' | 'close' | 'all';

/** Milliseconds that a delay takes. */
export const delayMs = signal(400);
export const delayUntil = signal<DelayUntil>('exactly');

/** The longest delay: a day, as long as a run can be. */
export const MOST_MS = 86_400_000;

/**
 * Does something to the selected segment, or takes it back where it is done already. Without a selection to the one
 * under way, if there is one, else to the last that was sent; when there is none, a notice says so.
 */
export async function applyFault(action: RuleAction): Promise<void> {
  const t = trace.value;
  if (t === null || busy.value) return;
  const target = selectedSegment.value ?? targetOf(t, flow.value, cursor.value);
  if (target === null) {
    notice.value = W.noTarget;
    return;
  }
  if (selectedSegment.value === null) select(target.id);
  const same = doneTo(target.id).find((d) => d.action === action);
  // A delay of another length is another delay.
  const isSame = action !== 'delay' || same?.by === delayOf(t, target);
  if (same !== undefined && isSame) await withdraw(same.place);
  else await faultOn(t, target, action);
}

/** Does something to one segment: the run forks where that shows. */
export async function faultOn(t: Trace, s: TraceSegment, action: RuleAction): Promise<void> {
  const fault = { kind: 'fault', segment: s.id, action } as const;
  await intervene(action === 'delay' ? { ...fault, by: delayOf(t, s) } : fault);
}

/** How long a delay is to be, microseconds. */
export function delayOf(t: Trace, s: TraceSegment): Micros {
  const asked = Math.round(Math.min(MOST_MS, Math.max(1, delayMs.value)) * 1000);
  const ends = endOf(t, s, delayUntil.value);
  if (ends === null) return asked;
  return Math.max(asked, ends - s.sentAt + AFTER);
}

/** How long after that it arrives at the earliest. */
const AFTER: Micros = 100_000;

/** When the connection has closed, or all its states have come to rest. */
function endOf(t: Trace, s: TraceSegment, until: DelayUntil): Micros | null {
  if (until === 'exactly') return null;
  let at: Micros | null = null;
  for (const f of t.frames) {
    if (f.kind !== 'state' || f.flow !== s.flow || f.at < s.sentAt) continue;
    const isClosed = f.to === 'TIME-WAIT' || f.to === 'CLOSED';
    if (until === 'close' && !isClosed) continue;
    at = f.at;
    if (until === 'close' && f.to === 'TIME-WAIT') break;
  }
  return at;
}

/** What was done to a segment by whoever uses the page: the places of these among all that was done. */
export function doneTo(
  id: string,
): readonly { readonly place: number; readonly action: RuleAction; readonly by?: Micros }[] {
  return (run.value?.setup.interventions ?? []).flatMap((i, place) =>
    i.kind === 'fault' && i.segment === id ? [{ ...i, place }] : [],
  );
}

/** Takes back what was done to a segment. */
export async function undoFault(id: string): Promise<void> {
  const last = doneTo(id).at(-1);
  if (last !== undefined && !busy.value) await withdraw(last.place);
}

/**
 * Selects the next segment of the flow that is drawn, or the one before; when none is selected the one under way, or
 * the last that was sent.
 */
export function selectNeighbour(by: 1 | -1): void {
  const t = trace.value;
  if (t === null) return;
  const future = overview.value && !predicting.value;
  const all = sentSegments(t, flow.value, cursor.value, future);
  const at = all.findIndex((s) => s.id === selectedSegment.value?.id);
  const begin = targetOf(t, flow.value, cursor.value) ?? all.at(0);
  const next = at < 0 ? begin : all[Math.min(all.length - 1, Math.max(0, at + by))];
  if (next !== undefined) select(next.id);
}
