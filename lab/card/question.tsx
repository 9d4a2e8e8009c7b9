import type { Card } from '../engine/protocol.ts';
import { t } from '../state/store.ts';
import { guess, guesses, isWatched, judging, reveal, revealed } from './guess.ts';
import { WORDS } from './words.ts';

/** What to guess before one watches, and how the guess came out. */
export function Question({ card }: { readonly card: Card }) {
  const judge = judging.value;
  const { id, question } = card;
  if (question === null || judge === null) return null;
  const truth = judge.card.question?.answers ?? question.answers;
  const chosen = guesses.value[id];
  const isShown = revealed.value.has(id) || (chosen !== undefined && isWatched.value);
  return (
    <fieldset class="card-part card-guess">
      <legend>{t(WORDS.guess)}</legend>
      <p class="card-asks" data-testid="card-question">
        {t(question.asks)}
      </p>
      {question.answers.map((a, i) => {
        const isTrue = truth[i]?.isTrue === true;
        return (
          <button
            type="button"
            key={i}
            class={`ctl-button card-answer ${isShown ? markOf(isTrue, chosen === i) : ''}`}
            data-testid={`card-answer-${i}`}
            aria-pressed={chosen === i}
            onClick={() => guess(id, i)}
          >
            <span>{t(a.says)}</span>
            {isShown && isTrue && (
              <span class="card-mark">
                ✓<span class="is-heard"> {t(WORDS.isAnswer)}</span>
              </span>
            )}
            {isShown && !isTrue && chosen === i && <span class="card-mark">✗</span>}
          </button>
        );
      })}
      <div role="status" data-testid="card-verdict">
        {isShown && (
          <p>{verdict(chosen === undefined ? null : truth[chosen]?.isTrue === true, truth)}</p>
        )}
        {isShown && !judge.isUntouched && <p class="ctl-muted">{t(WORDS.ofThisRun)}</p>}
        {!isShown && chosen !== undefined && <p>{t(WORDS.chosen)}</p>}
      </div>
      {!isShown && (
        <button
          type="button"
          class="ctl-button ctl-quiet"
          data-testid="card-reveal"
          onClick={() => reveal(id)}
        >
          {t(WORDS.reveal)}
        </button>
      )}
    </fieldset>
  );
}

function markOf(isTrue: boolean, isChosen: boolean): string {
  if (isTrue) return 'card-true';
  return isChosen ? 'card-false' : '';
}

function verdict(
  isRight: boolean | null,
  truth: readonly { readonly says: Parameters<typeof t>[0]; readonly isTrue: boolean }[],
): string {
  const answer = truth.find((a) => a.isTrue);
  if (answer === undefined) return t(WORDS.noneTrue);
  if (isRight === true) return t(WORDS.right);
  return `${isRight === null ? '' : t(WORDS.wrong)} ${t(WORDS.unguessed)}${t(answer.says)}`.trim();
}
