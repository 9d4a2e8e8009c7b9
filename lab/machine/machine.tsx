import { useEffect, useRef } from 'preact/hooks';
import { Linked } from '../card/linked.tsx';
import type { Found, Searched, Side } from '../engine/hunt-protocol.ts';
import type { Why } from '../state/catalogue.ts';
import { lang, run, t } from '../state/store.ts';
import { clauseWords } from '../what-if/words.ts';
import {
  beginHunt,
  type Hunt,
  hunts,
  loadWhys,
  opened,
  openFound,
  stopHunt,
  whys,
} from './hunts.ts';
import { whyOf } from './verdict.tsx';
import {
  boundsWords,
  effortWords,
  foundWords,
  progressWords,
  SIDE_WORDS,
  stepWords,
  WORDS,
} from './words.ts';
import './machine.css';

// All of it is loaded together.
export { Hint } from './hint.tsx';
export { Verdict } from './verdict.tsx';

/** Where an exhibit asks why: has the machine find what goes wrong without a mechanism. */
export function Machine() {
  useEffect(() => void loadWhys(), []);
  const why = whyOf(run.value?.setup.world);
  const id = run.value?.card.id ?? '';
  const asked = whys.value.filter((w) => (why === '' ? w.exhibits.includes(id) : w.id === why));
  const title = useRef<HTMLHeadingElement>(null);
  const isThere = asked.length > 0;
  useEffect(() => {
    if (!isThere || !opened.isNew) return;
    opened.isNew = false;
    // The button that was pressed is on another card: one goes on where the answer is.
    if (document.activeElement === document.body) title.current?.focus({ preventScroll: true });
  }, [isThere]);
  if (!isThere) return null;
  return (
    <section class="card-part machine" data-testid="machine" aria-labelledby="machine-title">
      <h4 id="machine-title" class="machine-title" ref={title} tabIndex={-1}>
        {t(WORDS.title)}
      </h4>
      {why === '' && <p class="ctl-muted">{t(WORDS.about)}</p>}
      {asked.map((w) => (
        <Asked key={w.id} why={w} isShown={why !== ''} />
      ))}
    </section>
  );
}

/** A question with its button, and what came of it. */
function Asked({ why, isShown }: { readonly why: Why; readonly isShown: boolean }) {
  const { id } = why;
  const hunt = hunts.value[id] ?? null;
  const isRunning = hunt?.phase === 'running';
  return (
    <div class="machine-asked" data-testid={`machine-${id}`} data-phase={hunt?.phase ?? 'none'}>
      {!isShown && (
        <>
          <p class="card-asks">{t(why.asks)}</p>
          <p class="machine-taken">
            <span class="ctl-muted">{t(WORDS.changed)}</span>
            {t(why.takenAway)}
          </p>
        </>
      )}
      {/* One and the same button, so that it keeps the focus. */}
      <button
        type="button"
        class={`ctl-button machine-button ${isRunning || hunt !== null ? '' : 'ctl-primary'}`}
        data-testid={`machine-${isRunning ? 'stop' : 'start'}-${id}`}
        onClick={() => (isRunning ? stopHunt() : beginHunt(id))}
      >
        {t(isRunning ? WORDS.stop : hunt === null ? WORDS.begin : WORDS.again)}
      </button>
      {hunt !== null && <Course hunt={hunt} why={why} isShown={isShown} />}
      {isShown && why.exhibits.length > 0 && (
        <p class="ctl-muted">
          {t(WORDS.tells)}
          <Linked text={why.exhibits.join(' · ')} />
        </p>
      )}
    </div>
  );
}

interface CourseProps {
  readonly hunt: Hunt;
  readonly why: Why;
  readonly isShown: boolean;
}

/** How far it is, and what it has found. */
function Course({ hunt, why, isShown }: CourseProps) {
  const { bounds, progress, searched, sides, phase } = hunt;
  const under = sides[searched.length];
  return (
    <>
      {searched.map((s, i) => (
        <Result key={i} of={s} side={sides[i] ?? 'taken'}>
          {i === 0 && s.found !== null && (
            <Counterexample found={s.found} hunt={hunt} id={why.id} isShown={isShown} />
          )}
        </Result>
      ))}
      {progress !== null && under !== undefined && (
        <div class="machine-result" data-testid="machine-progress">
          <strong>{t(SIDE_WORDS[under])}</strong>
          <p class={phase === 'running' ? 'machine-running' : ''}>
            {progressWords(progress, lang.value)}
          </p>
        </div>
      )}
      {phase === 'stopped' && <p>{t(WORDS.stopped)}</p>}
      {hunt.why !== null && <p class="card-wrong">{t(hunt.why)}</p>}
      {bounds !== null && (
        <p class="ctl-muted" data-testid="machine-bounds">
          {t(WORDS.bounds)}
          {boundsWords(bounds, lang.value)}
        </p>
      )}
    </>
  );
}

interface ResultProps {
  readonly of: Searched;
  readonly side: Side;
  readonly children: preact.ComponentChildren;
}

/** What became of one of the worlds. */
function Result({ of, side, children }: ResultProps) {
  const isWrong = of.found !== null;
  return (
    <div
      class={`machine-result ${isWrong ? 'is-broken' : 'is-whole'}`}
      data-testid={`machine-result-${side}`}
      data-outcome={of.outcome}
      data-states={of.states}
    >
      <strong>{t(SIDE_WORDS[side])}</strong>
      <p>{foundWords(of, side, lang.value)}</p>
      {children}
      <p class="ctl-muted">{effortWords(of, lang.value)}</p>
      {of.hazards.length > 0 && (
        <p class="ctl-muted">
          {t(WORDS.hazards)}
          {of.hazards
            .map((h) => `${t(h.title)} (${t(clauseWords(h.clause))}) ×${h.times}`)
            .join(' · ')}
        </p>
      )}
    </div>
  );
}

interface CounterexampleProps {
  readonly found: Found;
  readonly hunt: Hunt;
  readonly id: string;
  readonly isShown: boolean;
}

/** The answer, and the way to the run that shows it. */
function Counterexample({ found, hunt, id, isShown }: CounterexampleProps) {
  return (
    <>
      {!isShown && hunt.answer !== null && <p data-testid="machine-answer">{t(hunt.answer)}</p>}
      {found.reason !== null && (
        <p>
          {t(WORDS.noWorld)}
          {t(found.reason)}
        </p>
      )}
      {found.world !== null && !isShown && (
        <button
          type="button"
          class="ctl-button ctl-primary machine-button"
          data-testid={`machine-open-${id}`}
          onClick={() => void openFound(id)}
        >
          {t(WORDS.open)}
        </button>
      )}
      {isShown && <p>{t(WORDS.shown)}</p>}
      <details>
        <summary>{t(WORDS.steps)}</summary>
        <ol class="machine-steps" data-testid="machine-steps">
          {found.steps.map((s, i) => (
            <li key={i} data-action={s.action}>
              {stepWords(s, lang.value)}
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}
