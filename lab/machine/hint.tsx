import { useEffect } from 'preact/hooks';
import { run, t } from '../state/store.ts';
import { loadWhys, whys } from './hunts.ts';
import { WORDS } from './words.ts';

/** Right below the title of a card, also of one that is folded: a search can answer its question. */
export function Hint({ unfold }: { readonly unfold: () => void }) {
  useEffect(() => void loadWhys(), []);
  const id = run.value?.card.id ?? '';
  if (!whys.value.some((w) => w.exhibits.includes(id))) return null;
  return (
    <button
      type="button"
      class="ctl-button machine-hint"
      data-testid="machine-hint"
      onClick={() => {
        unfold();
        goThere(FRAMES);
      }}
    >
      {t(WORDS.title)} <span aria-hidden="true">↓</span>
    </button>
  );
}

/** Frames in which what is unfolded must be there. */
const FRAMES = 60;

function goThere(left: number): void {
  const there = document.querySelector<HTMLElement>('.machine');
  if (there === null) {
    if (left > 0) requestAnimationFrame(() => goThere(left - 1));
    return;
  }
  there.scrollIntoView({ block: 'start' });
  there.querySelector('button')?.focus({ preventScroll: true });
}
