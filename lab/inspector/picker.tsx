import type { Trace, TraceSegment } from '../../src/observe/trace.ts';
import { spellSegment } from '../../src/story/spell.ts';
import { statusOf } from '../ladder/visible.ts';
import { select } from '../state/actions.ts';
import type { Cursor } from '../state/cursor.ts';
import { cursor, flow, lang, predicting, t, trace } from '../state/store.ts';
import { shown } from './state.ts';
import { WORDS } from './words.ts';

/** How many segments there are to choose from; more are on the ladder. */
const OFFERED = 24;

/** The segments of the flow that is drawn; while one predicts, those that were sent already. */
function offered(): readonly TraceSegment[] {
  const all = trace.value?.segments.filter((s) => s.flow === flow.value) ?? [];
  if (!predicting.value) return all;
  return all.filter((s) => !isToCome(trace.value, s, cursor.value));
}

/** Whether a segment has not been sent yet. */
export function isToCome(trace: Trace | null, s: TraceSegment, at: Cursor): boolean {
  return trace !== null && statusOf(trace, s, at) === 'future';
}

/** Segments to choose from, where none is shown. */
export function Picker() {
  const all = offered();
  return (
    <div class="inspector-none">
      <p>{t(WORDS.none)}</p>
      <ul class="inspector-picks">
        {all.slice(0, OFFERED).map((s) => (
          <li key={s.id}>
            <button type="button" data-testid={`pick-${s.id}`} onClick={() => select(s.id)}>
              {s.id} {spellSegment(s, lang.value)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** To the segment before and the one after. */
export function Neighbours() {
  const all = offered();
  const place = all.findIndex((s) => s.id === shown.value?.id);
  const at = [
    { id: 'prev-segment', sign: '◀', says: WORDS.previous, to: all[place - 1] },
    { id: 'next-segment', sign: '▶', says: WORDS.next, to: all[place + 1] },
  ];
  return (
    <div class="inspector-neighbours">
      {at.map(({ id, sign, says, to }) => (
        <button
          type="button"
          key={id}
          data-testid={id}
          aria-label={t(says)}
          title={t(says)}
          disabled={place < 0 || to === undefined}
          onClick={() => select(to?.id ?? null)}
        >
          {sign}
        </button>
      ))}
    </div>
  );
}
