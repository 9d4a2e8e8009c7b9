import { useEffect, useState } from 'preact/hooks';
import type { Values } from '../../src/gallery/exhibit.ts';
import type { Run } from '../engine/protocol.ts';
import { t } from '../state/store.ts';
import { ask } from './ask.ts';
import { BLANKS, NOTE_VALUES, sumIn, titleOf, valuesIn } from './blanks.ts';
import { show } from './show.ts';
import { WORDS } from './words.ts';

const EXHIBIT = 'close/worked-numbers';
const EMPTY: readonly string[] = BLANKS.map(() => '');
const NONE: Values = {};

/** The numbers of note S2's close, to be filled in and compared with the run (experiment E08). */
export function Blanks() {
  const [given, fill] = useState(EMPTY);
  const [values, set] = useState<Values>(NONE);
  const [run, got] = useState<Run | null>(null);
  const [isCompared, compare] = useState(false);
  const [hasFailed, fail] = useState(false);
  useEffect(() => {
    let isWanted = true;
    got(null);
    ask(EXHIBIT, values).then(
      (r) => {
        if (isWanted) got(r);
      },
      () => {
        if (isWanted) fail(true);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [values]);
  const right = run === null ? [] : valuesIn(run.trace);
  const hits = given.filter((g, i) => g.trim() !== '' && Number(g) === right[i]).length;
  return (
    <section class="notes-part" aria-labelledby="notes-blanks-title">
      <h3 id="notes-blanks-title">{t(WORDS.blanksTitle)}</h3>
      <p>{t(WORDS.blanksIntro)}</p>
      {run !== null && (
        <Parameters
          run={run}
          values={values}
          onSet={(v) => {
            set(v);
            compare(false);
          }}
        />
      )}
      <form
        onSubmit={(e) => {
          e.preventDefault();
          compare(true);
        }}
      >
        <table class="notes-blanks">
          <thead>
            <tr>
              <th scope="col">{t(WORDS.segment)}</th>
              <th scope="col">{t(WORDS.field)}</th>
              <th scope="col">{t(WORDS.yours)}</th>
              <th scope="col">{t(WORDS.run)}</th>
            </tr>
          </thead>
          <tbody>
            {BLANKS.map((b, i) => (
              <tr key={`${b.step} ${b.field}`}>
                <th scope="row" id={`notes-blank-${i}`}>
                  {t(titleOf(b))}
                </th>
                <td>
                  <code>{b.field}</code>
                </td>
                <td>
                  <input
                    type="text"
                    inputMode="numeric"
                    autocomplete="off"
                    maxLength={10}
                    data-testid={`blank-${i + 1}`}
                    aria-label={`${t(titleOf(b))} ${b.field}`}
                    value={given[i]}
                    onInput={(e) => {
                      const text = e.currentTarget.value;
                      fill(given.map((g, j) => (j === i ? text : g)));
                    }}
                  />
                </td>
                <td data-testid={`blank-verdict-${i + 1}`}>
                  {isCompared && run !== null && (
                    <Judged run={run} place={i} given={given[i] ?? ''} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="notes-links">
          <button type="submit" class="is-primary" data-testid="blanks-compare">
            {t(WORDS.compare)}
          </button>
          <button
            type="button"
            data-testid="blanks-note"
            onClick={() => {
              fill(NOTE_VALUES.map(String));
              set(NONE);
              compare(true);
            }}
          >
            {t(WORDS.fillNote)}
          </button>
          <button
            type="button"
            data-testid="blanks-clear"
            onClick={() => {
              fill(EMPTY);
              compare(false);
            }}
          >
            {t(WORDS.clear)}
          </button>
          <button
            type="button"
            data-testid="blanks-open"
            onClick={() => void show(EXHIBIT, null, values)}
          >
            {t(WORDS.show)}
          </button>
        </p>
        <p role="status" data-testid="blanks-score" class="notes-score">
          {isCompared &&
            run !== null &&
            t({ zh: `6 个里对了 ${hits} 个。`, en: `${hits} of six are right.` })}
          {hasFailed && t(WORDS.failed)}
        </p>
      </form>
    </section>
  );
}

interface ParametersProps {
  readonly run: Run;
  readonly values: Values;
  readonly onSet: (values: Values) => void;
}

function Parameters({ run, values, onSet }: ParametersProps) {
  return (
    <fieldset class="notes-parameters">
      <legend class="is-heard">{t(WORDS.blanksTitle)}</legend>
      {Object.entries(run.card.parameters).map(([name, p]) => (
        <label key={name}>
          {t(p.says)}
          <input
            type="number"
            data-testid={`blanks-${name}`}
            min={p.least}
            max={p.most}
            value={values[name] ?? p.value}
            onChange={(e) => {
              const n = Math.round(e.currentTarget.valueAsNumber);
              const value = Number.isNaN(n) ? p.value : Math.min(Math.max(n, p.least), p.most);
              e.currentTarget.value = String(value);
              onSet({ ...values, [name]: value });
            }}
          />
        </label>
      ))}
      {Object.keys(values).length > 0 && (
        <button type="button" data-testid="blanks-reset" onClick={() => onSet(NONE)}>
          {t(WORDS.reset)}
        </button>
      )}
    </fieldset>
  );
}

interface JudgedProps {
  readonly run: Run;
  readonly place: number;
  readonly given: string;
}

/** Whether a number is the one of the run, in colour, sign and words; and how that comes about. */
function Judged({ run, place, given }: JudgedProps) {
  const right = valuesIn(run.trace)[place];
  const blank = BLANKS[place];
  if (given.trim() === '') return <span class="is-muted">{t(WORDS.isEmpty)}</span>;
  const isRight = Number(given) === right;
  return (
    <span class={isRight ? 'notes-right' : 'notes-wrong'} data-ok={isRight}>
      <strong>{t(isRight ? WORDS.isRight : WORDS.isWrong)}</strong>
      {!isRight && (
        <>
          {t({ zh: '：', en: ': ' })}
          {t(WORDS.engineHas)} <b>{right}</b>
          {t({ zh: '。', en: '. ' })}
          {blank !== undefined && t(sumIn(run.trace, blank))}
        </>
      )}
    </span>
  );
}
