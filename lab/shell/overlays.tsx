import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Overlay, overlay, t } from '../state/store.ts';
import { Icon } from './icon.tsx';
import { Slot } from './slot.tsx';
import { WORDS } from './words.ts';

/** What each dialog shows, loaded when it is first opened. */
const PARTS: Readonly<Partial<Record<Overlay, () => Promise<ComponentType>>>> = {
  help: () => import('./help.tsx').then((m) => m.Help),
};

/** The dialog that is open, if one is. */
export function Overlays() {
  const what = overlay.value;
  const load = what === null ? undefined : PARTS[what];
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const d = dialog.current;
    if (d === null) return;
    if (load === undefined) d.close();
    else if (!d.open) d.showModal();
  }, [load]);
  return (
    <dialog
      ref={dialog}
      class={`overlay overlay-${what}`}
      data-testid="overlay"
      onClose={closes}
      onClick={(e) => {
        if (e.target === dialog.current) closes();
      }}
      onKeyDown={(e) => {
        // Escape closes by itself; nothing else reaches the page below.
        e.stopPropagation();
      }}
    >
      {load !== undefined && (
        <>
          <button
            type="button"
            class="overlay-close"
            data-testid="overlay-close"
            aria-label={t(WORDS.close)}
            onClick={closes}
          >
            <Icon name="close" />
          </button>
          <Slot key={what} load={load} />
        </>
      )}
    </dialog>
  );
}

function closes(): void {
  overlay.value = null;
}
