import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { SHELVES } from '../../src/gallery/exhibit.ts';
import type { Card } from '../engine/protocol.ts';
import { markOpened } from '../gallery/opened.ts';
import { load } from '../machine/load.ts';
import { Slot } from '../shell/slot.tsx';
import { OPENING } from '../state/opening.ts';
import { hidesFuture, predicting, run, t } from '../state/store.ts';
import { isPlain, isWatched, reveal, revealed } from './guess.ts';
import { Linked } from './linked.tsx';
import { Parameters } from './parameters.tsx';
import { Question } from './question.tsx';
import { Offers, Scenes, Tries } from './tries.tsx';
import { WORDS } from './words.ts';
import '../gallery/controls.css';
import './card.css';

/** Where the page has one column only. */
const NARROW = '(max-width: 899px)';

/** The experiment in words: what happens, what to guess, what to change, and what one knows afterwards. */
export function ExperimentCard() {
  const card = run.value?.card ?? null;
  const isOpen = useSignal(!globalThis.matchMedia(NARROW).matches);
  const id = card?.id ?? null;
  const own = useRef<HTMLElement>(null);
  useEffect(() => {
    if (id !== null && id !== 'sandbox') markOpened(id);
    // Of another scene one reads the beginning first.
    own.current?.closest('.lab-card')?.scrollTo(0, 0);
    if ((own.current?.getBoundingClientRect().top ?? 0) < 0) own.current?.scrollIntoView();
  }, [id]);
  if (card === null) return null;
  const shelf = SHELVES.find((s) => s.id === card.shelf);
  return (
    <section ref={own} class="card" data-testid="card" aria-labelledby="card-title">
      {shelf !== undefined && <p class="card-shelf ctl-muted">{t(shelf.asks)}</p>}
      <h2 class="card-title">
        <button
          type="button"
          class="card-toggle"
          id="card-title"
          data-testid="card-title"
          aria-expanded={isOpen.value}
          aria-controls="card-body"
          onClick={() => {
            isOpen.value = !isOpen.value;
          }}
        >
          {card.experiment !== null && <span class="card-number-tag">{card.experiment}</span>}
          <span>{t(card.title)}</span>
        </button>
      </h2>
      {mayHunt(card) && <Slot load={hint} give={{ unfold: () => (isOpen.value = true) }} />}
      <div id="card-body" class="card-body" hidden={!isOpen.value}>
        {isOpen.value && <Body card={card} key={card.id} />}
      </div>
    </section>
  );
}

const machine = () => load().then((m) => m.Machine);
const hint = () => load().then((m) => m.Hint);

/** Whether a search for the answer may be offered. The page opens without it. */
function mayHunt(card: Card): boolean {
  return card.id !== OPENING.exhibit && !hidesFuture.value;
}

function Body({ card }: { readonly card: Card }) {
  const { world } = run.value?.setup ?? {};
  const isFound = world !== undefined && 'why' in world;
  const mayAsk = mayHunt(card);
  return (
    <>
      <p class="card-story" data-testid="card-story">
        <Linked text={t(card.story)} />
      </p>
      {mayAsk && isFound && <Slot load={machine} />}
      {Object.keys(card.parameters).length > 0 && <Parameters of={card.parameters} />}
      {!predicting.value && <Question card={card} />}
      {card.tries.length > 0 && <Tries tries={card.tries} />}
      {card.whatIfs.length > 0 && <Offers card={card} />}
      {mayAsk && !isFound && <Slot load={machine} />}
      <Scenes card={card} />
      {!hidesFuture.value && <Point card={card} />}
      {!hidesFuture.value && card.checks.length > 0 && <Checks card={card} />}
      <Marks card={card} />
    </>
  );
}

function Point({ card }: { readonly card: Card }) {
  const { id } = card;
  const isShown = isWatched.value || revealed.value.has(id) || card.question === null;
  return (
    <section class="card-part card-point" data-testid="point">
      <h4>{t(WORDS.point)}</h4>
      {isShown ? (
        <p>
          <Linked text={t(card.point)} />
        </p>
      ) : (
        <button
          type="button"
          class="ctl-button ctl-quiet"
          data-testid="point-reveal"
          onClick={() => reveal(id)}
        >
          {t(WORDS.showPoint)}
        </button>
      )}
    </section>
  );
}

function Checks({ card }: { readonly card: Card }) {
  const isOpen = useSignal(false);
  const { checks } = card;
  const setup = run.value?.setup;
  const good = checks.filter((c) => c.ok).length;
  // They are about the run that nobody touches: that they fail of another is no fault.
  const isOff = good < checks.length && setup !== undefined && !isPlain(setup);
  return (
    <section class="card-part">
      <button
        type="button"
        class="ctl-button ctl-quiet card-disclose"
        data-testid="checks"
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {t(WORDS.checks)}{' '}
        {isOff ? (
          <span class="ctl-muted" data-testid="checks-off">
            {t(WORDS.checksOff)}
          </span>
        ) : (
          <span class={good === checks.length ? 'card-good' : 'card-wrong'}>
            {good === checks.length ? '✓' : '✗'} {good}/{checks.length}
          </span>
        )}
      </button>
      {isOpen.value && isOff && (
        <p class="ctl-muted" data-testid="checks-note">
          {t(WORDS.checksNote)}
        </p>
      )}
      {isOpen.value && (
        <ul class="card-checks">
          {checks.map((c, i) => (
            <li
              key={i}
              data-testid={`check-${i}`}
              class={isOff ? 'ctl-muted' : c.ok ? 'card-good' : 'card-wrong'}
            >
              <span class="card-mark" role="img" aria-label={t(c.ok ? WORDS.holds : WORDS.fails)}>
                {c.ok ? '✓' : '✗'}
              </span>
              <span class="card-says">
                {t(c.says)}
                {c.found !== null && (
                  <span class="ctl-muted">
                    {' '}
                    ({t(WORDS.found)}
                    {c.found})
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Errata of the notes, and by what numbers the exhibit goes. */
function Marks({ card }: { readonly card: Card }) {
  return (
    <footer class="card-part card-marks">
      {card.errata.length > 0 && !hidesFuture.value && (
        <details data-testid="errata">
          <summary>
            {t(WORDS.errata)} {card.errata.map((e) => e.note).join(' ')}
          </summary>
          <ul class="card-errata">
            {card.errata.map((e) => (
              <li key={e.note}>
                <strong>{e.note}</strong> <Linked text={t(e.says)} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <p class="ctl-muted">
        <code>{card.id}</code>
        {card.items.length > 0 && ` · ${t(WORDS.items)} ${card.items.join(', ')}`}
        {` · ${t(WORDS.seed)} ${run.value?.setup.seed ?? 1}`}
      </p>
    </footer>
  );
}
