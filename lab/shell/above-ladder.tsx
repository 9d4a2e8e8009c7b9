import { isUntouched, overview, predicting, t, tableView } from '../state/store.ts';
import { Icon } from './icon.tsx';
import { WORDS } from './words.ts';

/** What to do first, for somebody who has done nothing yet. */
function Hint() {
  if (!isUntouched.value) return null;
  return (
    <p class="hint" data-testid="hint">
      <Icon name="tap" />
      {t(WORDS.hint)}
    </p>
  );
}

/** What to do first; and how the run is shown: as a table, and with what is still to come. */
export function LadderBar() {
  return (
    <div class="above-ladder">
      <Hint />
      <button
        type="button"
        data-testid="overview"
        aria-pressed={overview.value && !predicting.value}
        disabled={predicting.value}
        title={t(WORDS.overviewHint)}
        onClick={() => {
          overview.value = !overview.value;
        }}
      >
        {t(WORDS.overview)}
      </button>
      <button
        type="button"
        data-testid="table"
        aria-pressed={tableView.value}
        onClick={() => {
          tableView.value = !tableView.value;
        }}
      >
        {t(WORDS.table)}
      </button>
    </div>
  );
}
