import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { listed, loadCatalogue } from '../gallery/catalogue.ts';
import { decode } from '../link/link.ts';
import { Modal } from '../shell/modal.tsx';
import { lang, t } from '../state/store.ts';
import { readList } from './quiz-list.ts';
import { beginList, session } from './quizzing.ts';
import { type Answered, answers, clear, right } from './tally.ts';
import { score, WORDS } from './words.ts';
import './result.css';

/** The list that the address gives is begun once; afterwards this shows what came of it. */
let begun = '';

/** What was answered, to look at and to print; or the beginning of a list that the address gives. */
export function QuizResult() {
  const query = location.search;
  const list = decode('', query).quiz;
  const isNew = list !== null && begun !== query;
  return (
    <Modal testId="quiz" title={t(isNew ? WORDS.title : WORDS.result)}>
      <div class="quiz-result" data-testid="quiz-result">
        {isNew ? <Begin of={list.of} seed={list.seed} query={query} /> : <Sheet />}
      </div>
    </Modal>
  );
}

interface BeginProps {
  readonly of: readonly string[];
  readonly seed: number;
  readonly query: string;
}

function Begin({ of, seed, query }: BeginProps) {
  useEffect(() => void loadCatalogue(), []);
  const all = listed.value;
  if (all.length === 0) return <p aria-busy="true">{t(WORDS.loading)}</p>;
  const { exhibits, unknown } = readList(of, all);
  return (
    <>
      {unknown.length > 0 && (
        <p class="quiz-unknown" data-testid="quiz-unknown">
          {t(WORDS.unknownInList)}
          {unknown.join(', ')}
        </p>
      )}
      {exhibits.length === 0 ? (
        <p>{t(WORDS.emptyList)}</p>
      ) : (
        <>
          <ol class="quiz-list">
            {exhibits.map((id) => {
              const e = all.find((x) => x.id === id);
              return <li key={id}>{e === undefined ? id : t(e.title)}</li>;
            })}
          </ol>
          <button
            type="button"
            class="is-primary"
            data-testid="quiz-begin"
            onClick={() => {
              begun = query;
              clear();
              void beginList(exhibits, seed);
            }}
          >
            {t(WORDS.begin)}
          </button>
        </>
      )}
    </>
  );
}

function Sheet() {
  const all = answers.value;
  if (all.length === 0) return <p>{t(WORDS.empty)}</p>;
  const mistakes = new Map<string, number>();
  for (const a of all) {
    if (a.wrong !== null) mistakes.set(t(a.wrong), (mistakes.get(t(a.wrong)) ?? 0) + 1);
  }
  return (
    <>
      <Head />
      <p class="quiz-score" data-testid="quiz-score">
        {t(score(right.value, all.length))}
      </p>
      <ol class="quiz-answers">
        {all.map((a, i) => (
          <Line key={i} a={a} />
        ))}
      </ol>
      {mistakes.size > 0 && (
        <section>
          <h3>{t(WORDS.mistakes)}</h3>
          <ul class="quiz-mistakes">
            {[...mistakes].map(([says, times]) => (
              <li key={says}>
                {says}
                {times > 1 && ` ×${times}`}
              </li>
            ))}
          </ul>
        </section>
      )}
      <div class="quiz-buttons">
        <button type="button" data-testid="quiz-print" onClick={() => print()}>
          {t(WORDS.print)}
        </button>
        {session.value === null && (
          <button type="button" class="is-plain" data-testid="quiz-clear" onClick={clear}>
            {t(WORDS.clear)}
          </button>
        )}
      </div>
    </>
  );
}

/** Whose it is, and of when: to be filled in before it is printed. */
function Head() {
  const name = useSignal('');
  const date = useSignal(new Date().toLocaleDateString(lang.value === 'zh' ? 'zh-CN' : 'en-GB'));
  return (
    <div class="quiz-head">
      <label>
        {t(WORDS.name)}{' '}
        <input
          type="text"
          data-testid="quiz-name"
          autocomplete="name"
          value={name.value}
          onInput={(e) => {
            name.value = e.currentTarget.value;
          }}
        />
      </label>
      <label>
        {t(WORDS.date)}{' '}
        <input
          type="text"
          data-testid="quiz-date"
          value={date.value}
          onInput={(e) => {
            date.value = e.currentTarget.value;
          }}
        />
      </label>
    </div>
  );
}

function Line({ a }: { readonly a: Answered }) {
  return (
    <li class={a.isRight ? 'is-right' : 'is-wrong'} data-testid="quiz-answer">
      <p class="is-muted quiz-of">
        {t(a.title)} <code>{a.exhibit}</code>
      </p>
      <p>
        <strong>{t(a.asks)}</strong>
      </p>
      <p>
        <span class="quiz-mark">
          {a.isRight ? '✓' : a.given === null ? '→' : '✗'}{' '}
          {t(a.isRight ? WORDS.right : a.given === null ? WORDS.skipped : WORDS.wrong)}
        </span>
        {a.given !== null && ` ${t(WORDS.given)}${t(a.given)}`}
        {!a.isRight && (
          <>
            {' · '}
            {t(WORDS.rightAnswer)}
            <b>{t(a.truth)}</b>
          </>
        )}
      </p>
      {a.wrong !== null && <p>{t(a.wrong)}</p>}
      <p class="is-muted">
        {t(WORDS.because)}
        {t(a.because)} {a.rule.replace(' section ', ' §')}
      </p>
    </li>
  );
}
