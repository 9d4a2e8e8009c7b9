import { useRef, useState } from 'preact/hooks';
import { t } from '../state/store.ts';
import { ask } from './ask.ts';
import type { Verdict } from './claim/claim.ts';
import { exhibitsFor, judge } from './claim/judge.ts';
import { recognise } from './claim/recognise.ts';
import { show } from './show.ts';
import { EXAMPLES, KINDS, WORDS } from './words.ts';

type Answer = 'none' | 'running' | 'nothing' | 'failed' | readonly Verdict[];

/** A box to paste a sentence into, and what runs say to it. */
export function ClaimBox() {
  const [text, write] = useState('');
  const [answer, tell] = useState<Answer>('none');
  const asked = useRef(0);
  const check = async (said: string): Promise<void> => {
    const turn = ++asked.current;
    const claims = recognise(said);
    if (claims.length === 0) return tell('nothing');
    tell('running');
    const answers = claims.map(async (c) => {
      return judge(c, await Promise.all(exhibitsFor(c).map((id) => ask(id))));
    });
    const next = await Promise.all(answers).catch((): Answer => 'failed');
    if (turn === asked.current) tell(next);
  };
  return (
    <section class="notes-part" aria-labelledby="notes-claim-title">
      <h3 id="notes-claim-title">{t(WORDS.claimTitle)}</h3>
      <form
        class="notes-claim"
        onSubmit={(e) => {
          e.preventDefault();
          void check(text);
        }}
      >
        <label for="notes-claim">{t(WORDS.claimLabel)}</label>
        <textarea
          id="notes-claim"
          data-testid="claim"
          rows={2}
          maxLength={20_000}
          placeholder={t(WORDS.claimExample)}
          value={text}
          onInput={(e) => write(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key !== 'Enter' || e.shiftKey || e.isComposing) return;
            e.preventDefault();
            void check(text);
          }}
        />
        <button type="submit" class="is-primary" data-testid="claim-check">
          {t(WORDS.check)}
        </button>
      </form>
      <p class="notes-examples">
        <span class="is-muted">{t(WORDS.examples)}</span>
        {EXAMPLES.map((words, i) => (
          <button
            key={words.en}
            type="button"
            data-testid={`claim-example-${i + 1}`}
            onClick={() => {
              write(t(words));
              void check(t(words));
            }}
          >
            {t(words)}
          </button>
        ))}
      </p>
      <div class="notes-answer" role="status" data-testid="claim-verdict">
        <AnswerView answer={answer} />
      </div>
    </section>
  );
}

function AnswerView({ answer }: { readonly answer: Answer }) {
  switch (answer) {
    case 'none':
      return null;
    case 'running':
      return <p>{t(WORDS.checking)}</p>;
    case 'failed':
      return <p>{t(WORDS.failed)}</p>;
    case 'nothing':
      return (
        <>
          <p>{t(WORDS.nothing)}</p>
          <ul class="notes-kinds">
            {KINDS.map((k) => (
              <li key={k.en}>{t(k)}</li>
            ))}
          </ul>
        </>
      );
    default:
      return (
        <ul class="notes-verdicts">
          {answer.map((v) => (
            <VerdictView key={JSON.stringify(v.claim)} verdict={v} />
          ))}
        </ul>
      );
  }
}

const MARKS = { right: '✓', wrong: '✗', depends: '≈' } as const;

function VerdictView({ verdict: v }: { readonly verdict: Verdict }) {
  return (
    <li class={`notes-verdict is-${v.verdict}`} data-verdict={v.verdict}>
      <p class="notes-mark">
        <span aria-hidden="true">{MARKS[v.verdict]}</span> {t(WORDS[v.verdict])}
        <q class="notes-quote" lang={/\p{Script=Han}/u.test(v.claim.quote) ? 'zh-CN' : 'en'}>
          {v.claim.quote}
        </q>
      </p>
      <p class="notes-seen">{t(v.seen)}</p>
      <p>{t(v.because)}</p>
      <p class="notes-links">
        <button
          type="button"
          data-testid="claim-open"
          onClick={() => void show(v.exhibit, v.segment)}
        >
          {t(WORDS.show)}
        </button>
        {v.erratum !== null && <span class="notes-id">{v.erratum}</span>}
      </p>
    </li>
  );
}
