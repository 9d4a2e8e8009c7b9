import { overlay, t } from '../state/store.ts';
import { answers, right } from './tally.ts';
import { score, WORDS } from './words.ts';

/** How many questions were answered, and how many of them rightly. */
export function Tally() {
  const all = answers.value.length;
  if (all === 0) return null;
  return (
    <p class="predict-tally" data-testid="tally">
      <span>
        {t(WORDS.tally)}
        {t(score(right.value, all))}
      </span>
      <span aria-hidden="true">
        {' '}
        ✓ {right.value} ✗ {all - right.value}
      </span>{' '}
      <button
        type="button"
        class="is-plain"
        data-testid="tally-open"
        onClick={() => {
          overlay.value = 'quiz';
        }}
      >
        {t(WORDS.result)}
      </button>
    </p>
  );
}
