import { computed, signal } from '@preact/signals';
import type { Card, Setup } from '../engine/protocol.ts';
import { stopsOf } from '../state/cursor.ts';
import { bench, run, stop, trace } from '../state/store.ts';

/** What was guessed, as the place of the answer, by exhibit. */
export const guesses = signal<Readonly<Record<string, number>>>({});
/** Exhibits whose answer and point have been shown. */
export const revealed = signal<ReadonlySet<string>>(new Set());

/** Whether one has come to the end of the run that is shown. */
export const isWatched = computed(() => {
  const stops = trace.value === null ? [] : stopsOf(trace.value);
  return stops.length > 1 && stop.value === stops.at(-1);
});

export function guess(id: string, answer: number): void {
  guesses.value = { ...guesses.value, [id]: answer };
}

export function reveal(id: string): void {
  if (!revealed.value.has(id)) revealed.value = new Set([...revealed.value, id]);
}

/** Whether nobody has changed anything about what is run. */
export function isPlain({ interventions, values }: Setup): boolean {
  return interventions.length === 0 && Object.keys(values).length === 0;
}

/**
 * The card by which guesses are judged: they are about the run that nobody has touched. When there is none on
 * the bench, it is the run that is shown.
 */
export const judging = computed<{ readonly card: Card; readonly isUntouched: boolean } | null>(
  () => {
    const r = run.value;
    if (r === null) return null;
    const plain = bench.value?.branches.find(
      (b) => isPlain(b.run.setup) && b.run.card.id === r.card.id,
    );
    return { card: (plain?.run ?? r).card, isUntouched: plain !== undefined };
  },
);
