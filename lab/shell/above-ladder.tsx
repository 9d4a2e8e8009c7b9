import { useEffect, useRef } from 'preact/hooks';
import type { NumberMode } from '../../src/observe/numbering.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { load } from '../machine/load.ts';
import { sentenceOf } from '../narration/stories.ts';
import { lastOf } from '../state/cursor.ts';
import {
  announcement,
  branch,
  cursor,
  flow,
  isUntouched,
  lang,
  numbers,
  overview,
  playing,
  predicting,
  run,
  t,
  tableView,
  trace,
} from '../state/store.ts';
import { hostsOf } from '../view/history.ts';
import { stateAt } from '../view/states.ts';
import { Icon } from './icon.tsx';
import { outcomeOf } from './outcome.ts';
import { Slot } from './slot.tsx';
import { MODES, WORDS } from './words.ts';

const verdict = () => load().then((m) => m.Verdict);

/** What to do first, for somebody who has done nothing yet; later, what became of a loss, and the point of it all. */
function Says() {
  if (run.value?.card.breaks !== undefined && !predicting.value) return <Slot load={verdict} />;
  if (!isUntouched.value) return <Result />;
  return (
    <p class="hint" data-testid="hint">
      <Icon name="tap" />
      <span>
        {t(WORDS.hint)} <small class="hint-keys">{t(WORDS.hintKeys)}</small>
      </span>
    </p>
  );
}

function Result() {
  const says = result();
  const isPlaying = playing.value;
  const was = useRef(isPlaying);
  useEffect(() => {
    // Nothing is said while it plays; then, once, what came of it.
    if (was.current && !isPlaying && says !== '') announcement.value = says;
    was.current = isPlaying;
  }, [isPlaying]);
  return (
    <p class={says === '' ? 'says' : 'says is-said'} data-testid="result">
      {says}
    </p>
  );
}

/** In words, as far as one has come; empty when there is nothing to say yet. */
function result(): string {
  const own = trace.value;
  const now = run.value;
  if (own === null || now === null || predicting.value) return '';
  const outcome = outcomeOf(own);
  const { frame } = cursor.value;
  if (outcome !== null && frame >= outcome.lost) {
    const isLost = t(WORDS.isLost).replace('{x}', outcome.segment);
    const { again } = outcome;
    if (again !== null && frame < again) return `${isLost}${t(WORDS.whatNow)}`;
    if (again === null) return frame < lastOf(own).frame ? isLost : `${isLost}${t(WORDS.nobody)}`;
    if (!outcome.isGood && frame >= lastOf(own).frame) return `${isLost}${endOf(own)}`;
    const colon = lang.value === 'zh' ? '：' : ': ';
    const how = t(outcome.isGood ? WORDS.madeGood : WORDS.later);
    return `${isLost}${how}${colon}${sentenceOf(own, again, lang.value, numbers.value === 'raw')}`;
  }
  const isChanged = (branch.value?.parent ?? null) !== null;
  if (frame < lastOf(own).frame) return isChanged && !playing.value ? t(WORDS.changed) : '';
  return isChanged ? endOf(own) : `${t(WORDS.thePoint)}${t(now.card.point)}`;
}

/** Where both ends stand when it is over. */
function endOf(own: Trace): string {
  const { frame } = lastOf(own);
  const states = hostsOf(own, flow.value).map((host) => {
    const state = stateAt(own, frame, host, flow.value) ?? 'CLOSED';
    return t(WORDS.isIn).replace('{x}', host).replace('{s}', state);
  });
  const [between, stop] = lang.value === 'zh' ? ['，', '。'] : [', ', '.'];
  return `${t(WORDS.inTheEnd)}${states.join(between)}${stop}`;
}

/** What there is to say of the run; and how it is shown: numbers, as a table, with what is still to come. */
export function LadderBar() {
  return (
    <div class="above-ladder">
      <Says />
      <div class="above-controls">
        <label class="above-numbers">
          <span class="is-heard">{t(WORDS.numbers)}</span>
          <select
            data-testid="numbers"
            title={t(WORDS.numbers)}
            value={numbers.value}
            onChange={(e) => {
              numbers.value = e.currentTarget.value as NumberMode;
            }}
          >
            {MODES.map((m) => (
              <option key={m} value={m}>
                {t(WORDS[m])}
              </option>
            ))}
          </select>
        </label>
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
    </div>
  );
}
