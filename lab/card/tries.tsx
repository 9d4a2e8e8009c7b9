import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Try } from '../../src/gallery/exhibit.ts';
import type { Card } from '../engine/protocol.ts';
import { open, rerun } from '../state/actions.ts';
import type { Scene } from '../state/catalogue.ts';
import { OPENING } from '../state/opening.ts';
import { branch, overlay, run, t, trace } from '../state/store.ts';
import { isPlain } from './guess.ts';
import { whatIfWords } from './intervention-words.ts';
import { isTried, keptValues, withoutTry, withTry } from './kept.ts';
import { switched } from './what-ifs.ts';
import { WORDS } from './words.ts';

/** Changes worth trying. Each is made to the exhibit as it stands; the one that is on can be taken back. */
export function Tries({ tries }: { readonly tries: readonly Try[] }) {
  const setup = branch.value?.run.setup;
  if (setup === undefined) return null;
  const restore = (): void => void rerun({ ...setup, interventions: [], values: {} });
  return (
    <section class="card-part">
      <h4>{t(WORDS.tries)}</h4>
      {tries.map((x, i) => {
        const isOn = isTried(setup, x);
        return (
          <button
            type="button"
            key={i}
            class="ctl-button card-try"
            data-testid={`try-${i}`}
            aria-pressed={isOn}
            onClick={() =>
              void (isOn
                ? rerun(withoutTry(setup, x))
                : rerun(withTry(setup, x), x.interventions[0]))
            }
          >
            {t(x.says)}
          </button>
        );
      })}
      {!isPlain(setup) && (
        <button
          type="button"
          class="ctl-button ctl-quiet"
          data-testid="card-restore"
          onClick={restore}
        >
          ↺ {t(WORDS.restoreAll)}
        </button>
      )}
    </section>
  );
}

/** What-ifs that belong to the exhibit, as switches. */
export function Offers({ card }: { readonly card: Card }) {
  const setup = branch.value?.run.setup;
  if (setup === undefined) return null;
  const broken = trace.value?.nonStandard ?? [];
  return (
    <section class="card-part">
      <h4>{t(WORDS.whatIfs)}</h4>
      {card.whatIfs.map(({ id, host }) => (
        <label class="ctl-switch" key={`${id} ${host}`}>
          <input
            type="checkbox"
            data-testid={`offer-${id}-${host}`}
            checked={broken.some((v) => v.whatIf === id && v.host === host)}
            onChange={(e) => {
              const { interventions } = setup;
              const on = e.currentTarget.checked;
              void rerun({
                ...setup,
                interventions: switched(interventions, card.hosts, id, host, on),
              });
            }}
          />
          <span>
            {host}: {t(whatIfWords(id))}
          </span>
        </label>
      ))}
      <button
        type="button"
        class="ctl-button ctl-quiet"
        onClick={() => {
          overlay.value = 'what-if';
        }}
      >
        {t(WORDS.more)} →
      </button>
    </section>
  );
}

const scenes = signal<Readonly<Record<string, readonly Scene[]>>>({});

async function loadScenes(): Promise<void> {
  scenes.value = (await import('virtual:scenes')).default;
}

/** The other exhibits of the same experiment. */
export function Scenes({ card }: { readonly card: Card }) {
  const { experiment, id } = card;
  // What the page opens with has no other scenes, and is there before anything else is loaded.
  const mayHave = experiment !== null && id !== OPENING.exhibit;
  useEffect(() => void (mayHave && loadScenes()), [mayHave]);
  const others = (scenes.value[experiment ?? ''] ?? []).filter((e) => e.id !== id);
  if (others.length === 0) return null;
  return (
    <details class="card-part card-scenes" open={others.length <= MOST_OPEN}>
      <summary>
        {t(WORDS.scenes)} <span class="ctl-muted">({others.length})</span>
      </summary>
      {others.map((e) => (
        <button
          type="button"
          key={e.id}
          class="ctl-button card-try"
          data-testid={`scene-${e.id.replaceAll('/', '-')}`}
          onClick={() =>
            void open(e.id, { values: keptValues(e.parameters, run.value?.setup.values ?? {}) })
          }
        >
          {t(e.title)}
        </button>
      ))}
    </details>
  );
}

/** Other scenes that are listed without being asked for. */
const MOST_OPEN = 6;
