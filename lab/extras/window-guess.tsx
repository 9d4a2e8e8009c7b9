import './window-guess.css';
import { cursor, t, trace } from '../state/store.ts';
import { type Guess, guessesAt } from '../view/guesses.ts';
import { Panel, SegmentLink, say } from './parts.tsx';
import { ANSWERS, GUESS as WORDS } from './words.ts';

const GLYPHS = { exact: '◎', window: '○', outside: '✗' } as const;
/** Guesses listed at most. */
const LISTED = 8;

/** Where the numbers of forged segments lie, against the window of the host they reached. */
export function WindowGuess() {
  if (trace.value === null) return null;
  const guesses = guessesAt(trace.value, cursor.value);
  const last = guesses.at(-1);
  return (
    <Panel
      id="window-guess"
      title={t(WORDS.title)}
      data={{ 'data-hit': last?.hit ?? '', 'data-guesses': guesses.length }}
    >
      {last === undefined ? (
        <p class="extra-note">{t(WORDS.none)}</p>
      ) : (
        <>
          <p class="extra-note">{say(WORDS.ruler, { nxt: last.rcvNxt, wnd: last.rcvWnd })}</p>
          <Ruler g={last} />
          <ul class="guesses">
            {guesses.slice(-LISTED).map((g) => (
              <Told key={g.frame} g={g} />
            ))}
          </ul>
          {last.rcvWnd > 0 && (
            <p class="extra-note">
              {say(WORDS.odds, { inside: Math.round(2 ** 32 / last.rcvWnd), exact: 2 ** 32 })}
            </p>
          )}
        </>
      )}
    </Panel>
  );
}

/** The window takes the middle of the ruler; what is farther off than it is long lies at its ends. */
function Ruler({ g }: { readonly g: Guess }) {
  const share = Math.min(1.5, Math.max(-0.5, g.off / Math.max(g.rcvWnd, 1)));
  const left = `${((share + 0.5) / 2) * 100}%`;
  return (
    <div class="guess-ruler" aria-hidden="true">
      <span class="guess-window" />
      <span class={`guess-mark is-${g.hit}`} style={{ left }}>
        {GLYPHS[g.hit]}
      </span>
    </div>
  );
}

function Told({ g }: { readonly g: Guess }) {
  const off = g.off > 0 ? `+${g.off}` : `${g.off}`;
  const answers = g.answer.flatMap((code) => {
    const says = ANSWERS[code];
    return says === undefined ? [] : [t(says)];
  });
  const { id, flags, seq } = g.segment;
  return (
    <li data-testid="guess" data-hit={g.hit}>
      <SegmentLink id={id} /> {say(WORDS.at, { id, flags, seq, off })}
      <br />
      <strong class={`is-${g.hit}`}>
        {GLYPHS[g.hit]} {t(WORDS[g.hit])}
      </strong>
      {'  '}
      {say(WORDS.answer, { x: g.host })}
      {answers.length === 0 ? t(WORDS.silent) : answers.join(t({ zh: '，', en: ', ' }))}
    </li>
  );
}
