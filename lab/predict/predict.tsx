import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Quiz, QuizOption } from '../../src/quiz/quiz.ts';
import { linkTo } from '../../src/story/sources.ts';
import { Icon } from '../shell/icon.tsx';
import { t } from '../state/store.ts';
import {
  answer,
  canAnswer,
  following,
  goOn,
  isMore,
  judgement,
  question,
  runMyWay,
  session,
  startGuessing,
  toNext,
} from './quizzing.ts';
import { Tally } from './tally-line.tsx';
import { placeInList, WORDS } from './words.ts';
import './predict.css';

/** Asks what comes next before it is seen. Shown for as long as somebody guesses. */
export function Predict() {
  useEffect(startGuessing, []);
  const q = question.value;
  const result = judgement.value ?? null;
  const list = session.value;
  return (
    <section class="predict" data-testid="predict" aria-label={t(WORDS.title)}>
      {list !== null && (
        <p class="predict-place is-muted" data-testid="quiz-place">
          {t(placeInList(list.at + 1, list.exhibits.length))}
        </p>
      )}
      {q === null && <Waiting />}
      {q !== null && result === null && <Question key={`${q.frame} ${q.kind}`} q={q} />}
      {q !== null && result !== null && <Verdict q={q} />}
      <Tally />
    </section>
  );
}

function Waiting() {
  return (
    <div class="predict-waiting">
      <p class="is-muted">{t(isMore.value ? WORDS.waiting : WORDS.waitingDone)}</p>
      {session.value !== null && <Next />}
    </div>
  );
}

/** Keys that choose an answer, wherever the focus is. */
const CHOICES: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8'];

function Question({ q }: { readonly q: Quiz }) {
  const chosen = useSignal<number | null>(null);
  const typed = useSignal('');
  const isWrongText = useSignal(false);
  const asks = useRef<HTMLParagraphElement>(null);
  useEffect(() => asks.current?.focus(), []);
  useEffect(() => {
    if (q.entry !== null) return;
    const choose = (e: KeyboardEvent): void => {
      const at = choiceOf(e);
      if (at === null || at >= q.options.length) return;
      e.preventDefault();
      chosen.value = at;
      document.querySelector<HTMLElement>(`[data-testid="option-${at}"] input`)?.focus();
    };
    document.addEventListener('keydown', choose, true);
    return () => document.removeEventListener('keydown', choose, true);
  }, [q]);
  const submit = (e: Event): void => {
    e.preventDefault();
    if (q.entry === null) {
      if (chosen.value !== null) answer(chosen.value);
    } else if (canAnswer(typed.value)) answer(typed.value);
    else isWrongText.value = true;
  };
  return (
    <form class="predict-form" data-keys="own" data-testid="question" onSubmit={submit}>
      <p class="predict-asks" id="predict-asks" ref={asks} tabIndex={-1}>
        {q.kind === 'exhibit' && <span class="predict-first">{t(WORDS.atFirst)}</span>}
        {t(q.asks)}
      </p>
      {q.entry === null ? (
        <Options
          q={q}
          chosen={chosen.value}
          choose={(i) => {
            chosen.value = i;
          }}
        />
      ) : (
        <Entry
          q={q}
          text={typed.value}
          isWrong={isWrongText.value}
          type={(text) => {
            typed.value = text;
            isWrongText.value = false;
          }}
        />
      )}
      <div class="predict-buttons">
        <button
          type="submit"
          class="is-primary"
          data-testid="answer-submit"
          disabled={q.entry === null ? chosen.value === null : typed.value.trim() === ''}
        >
          {t(WORDS.answer)}
        </button>
        <button type="button" class="is-plain" data-testid="skip" onClick={() => answer(null)}>
          {t(WORDS.skip)}
        </button>
        <span class="predict-hint is-muted">
          {t(q.entry === null ? WORDS.hint : WORDS.numberHint)}
        </span>
      </div>
    </form>
  );
}

/** Which answer a key chooses; null when it chooses none, or belongs to a field that is typed in. */
function choiceOf(e: KeyboardEvent): number | null {
  if (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || e.isComposing) return null;
  const { target } = e;
  if (target instanceof HTMLElement && target.closest('dialog, select, textarea') !== null)
    return null;
  if (target instanceof HTMLInputElement && !['radio', 'range'].includes(target.type)) return null;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(e.code)?.[1];
  if (digit !== undefined) return CHOICES.includes(digit) ? Number(digit) - 1 : null;
  const letter = /^Key([A-H])$/.exec(e.code)?.[1];
  return letter === undefined ? null : letter.charCodeAt(0) - 65;
}

interface OptionsProps {
  readonly q: Quiz;
  readonly chosen: number | null;
  readonly choose: (i: number) => void;
}

function Options({ q, chosen, choose }: OptionsProps) {
  return (
    <div class="predict-options" role="radiogroup" aria-labelledby="predict-asks">
      {q.options.map((o, i) => (
        <label
          key={i}
          class={`predict-option ${chosen === i ? 'is-chosen' : ''}`}
          data-testid={`option-${i}`}
        >
          <input type="radio" name="predict" checked={chosen === i} onChange={() => choose(i)} />
          <span class="predict-letter">{'abcdefgh'[i]}</span>
          <span>{t(o.says)}</span>
        </label>
      ))}
    </div>
  );
}

interface EntryProps {
  readonly q: Quiz;
  readonly text: string;
  readonly isWrong: boolean;
  readonly type: (text: string) => void;
}

function Entry({ q, text, isWrong, type }: EntryProps) {
  return (
    <p class="predict-entry">
      <label>
        <span>{t(WORDS.yourAnswer)}</span>{' '}
        <input
          type="text"
          inputMode={q.entry === 'seconds' ? 'decimal' : 'text'}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          data-testid="number-answer"
          aria-describedby="predict-asks"
          aria-invalid={isWrong}
          value={text}
          onInput={(e) => type(e.currentTarget.value)}
        />
      </label>
      {q.entry === 'seconds' && <span> {t(WORDS.seconds)}</span>}
      {isWrong && (
        <span class="predict-bad" role="alert">
          {' '}
          {t(WORDS.notANumber)}
        </span>
      )}
    </p>
  );
}

function Verdict({ q }: { readonly q: Quiz }) {
  const result = judgement.value;
  const on = useRef<HTMLDivElement>(null);
  useEffect(() => on.current?.focus(), []);
  if (result === null || result === undefined) return null;
  const { isRight, option, given } = result;
  return (
    <div class="predict-verdict" data-keys="own">
      <p class="predict-asks is-past">{t(q.asks)}</p>
      <div ref={on} tabIndex={-1} class="predict-outcome">
        <p class={isRight ? 'predict-right' : 'predict-wrong'} data-testid="verdict">
          <span aria-hidden="true">{isRight ? '✓' : given === null ? '→' : '✗'} </span>
          <strong>{t(isRight ? WORDS.right : given === null ? WORDS.skipped : WORDS.wrong)}</strong>
          {given !== null && !isRight && (
            <span class="predict-given">
              {' '}
              {t(WORDS.youSaid)}
              {t(given)}
            </span>
          )}
          <span class="predict-truth">
            {' '}
            {t(WORDS.truth)}
            <b>{t(q.truth)}</b>
          </span>
        </p>
        {!isRight && given !== null && <Mistake q={q} option={option} />}
        <Because q={q} />
      </div>
      <div class="predict-buttons">
        {session.value === null ? <Continue /> : <Next />}
        {option !== null && option.whatIf !== null && <MyWay option={option} />}
      </div>
    </div>
  );
}

function Mistake({ q, option }: { readonly q: Quiz; readonly option: QuizOption | null }) {
  if (option?.wrong != null) return <p data-testid="misconception">{t(option.wrong)}</p>;
  return q.entry === 'number' ? <p data-testid="misconception">{t(WORDS.noMistake)}</p> : null;
}

function Because({ q }: { readonly q: Quiz }) {
  const link = linkTo(q.rule);
  // The point of an exhibit tells what is still to be seen.
  if (q.kind === 'exhibit') {
    return (
      <p class="predict-because" data-testid="because">
        {t(WORDS.watchOn)}
      </p>
    );
  }
  return (
    <p class="predict-because" data-testid="because">
      <b>{t(WORDS.because)}</b>
      {t(q.because)}{' '}
      {link !== '' && (
        <a href={link} target="_blank" rel="noopener noreferrer" data-testid="predict-clause">
          {q.rule.replace(' section ', ' §')}
          <span aria-hidden="true"> ↗</span>
          <span class="is-heard"> ({t(WORDS.newTab)})</span>
        </a>
      )}
    </p>
  );
}

function Continue() {
  return (
    <button type="button" class="is-primary" data-testid="predict-continue" onClick={leave}>
      {t(WORDS.goOn)}
    </button>
  );
}

/** Back to where one steps and plays. */
function leave(): void {
  goOn();
  document.querySelector<HTMLElement>('[data-testid="step"]')?.focus();
}

const NEXT = {
  question: WORDS.nextQuestion,
  exhibit: WORDS.nextExhibit,
  result: WORDS.seeResult,
} as const;

function Next() {
  const what = following.value;
  if (what === null) return null;
  return (
    <button
      type="button"
      class="is-primary"
      data-testid="quiz-next"
      data-next={what}
      onClick={() => void toNext()}
    >
      {t(NEXT[what])}
    </button>
  );
}

function MyWay({ option }: { readonly option: QuizOption }) {
  const { whatIf } = option;
  if (whatIf === null) return null;
  return (
    <button
      type="button"
      class="predict-my-way"
      data-testid="run-my-way"
      title={t(WORDS.runHint)}
      onClick={() => void runMyWay(whatIf)}
    >
      <Icon name="warn" />
      {t(WORDS.runMyWay)}
    </button>
  );
}
