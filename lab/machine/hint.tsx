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
        // What is unfolded is there with the next frame.
        requestAnimationFrame(() => requestAnimationFrame(goThere));
      }}
    >
      {t(WORDS.title)} <span aria-hidden="true">↓</span>
    </button>
  );
}

function goThere(): void {
  const there = document.querySelector<HTMLElement>('.machine');
  there?.scrollIntoView({ block: 'start' });
  there?.querySelector('button')?.focus({ preventScroll: true });
}
