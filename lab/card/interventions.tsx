import { withdraw } from '../state/actions.ts';
import { branch, t } from '../state/store.ts';
import { interventionWords } from './intervention-words.ts';
import { WORDS } from './words.ts';
import '../gallery/controls.css';
import './card.css';

/** What was done to the run that is shown; each thing can be taken back. */
export function Interventions() {
  const list = branch.value?.run.setup.interventions ?? [];
  if (list.length === 0) return null;
  return (
    <section class="card" data-testid="interventions" aria-labelledby="interventions-title">
      <h3 id="interventions-title" class="card-heading">
        {t(WORDS.mine)}
      </h3>
      <ol class="card-done">
        {list.map((i, place) => {
          const says = t(interventionWords(i));
          return (
            <li key={place}>
              <span>{says}</span>
              <button
                type="button"
                class="ctl-button ctl-quiet"
                data-testid={`withdraw-${place}`}
                aria-label={`${t(WORDS.withdraw)}: ${says}`}
                title={t(WORDS.withdraw)}
                onClick={() => void withdraw(place)}
              >
                ✕
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
