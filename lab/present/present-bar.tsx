import './present.css';
import { lang, presenting, run, t } from '../state/store.ts';
import { WORDS } from './words.ts';

/** While presenting: the question in large type, and the way out. */
export function PresentBar() {
  if (!presenting.value) return null;
  const card = run.value?.card;
  return (
    <header class="present-bar" data-testid="present-bar">
      <p class="present-title">{card === undefined ? '' : card.title[lang.value]}</p>
      <button
        type="button"
        data-testid="present-leave"
        onClick={() => {
          presenting.value = false;
        }}
      >
        {t(WORDS.leave)}
      </button>
    </header>
  );
}
