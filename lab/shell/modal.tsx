import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { overlay, t } from '../state/store.ts';
import '../gallery/controls.css';
import './modal.css';

interface ModalProps {
  readonly testId: string;
  readonly title: string;
  /** What stands beside the title. */
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/**
 * A drawer above the page. The browser keeps the focus in it, closes it on Esc and gives the focus back;
 * keys pressed in it are no shortcuts of the page.
 */
export function Modal({ testId, title, tools, children }: ModalProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const isShown = useRef(true);
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // Who asks for the focus by `autofocus` has it now; otherwise one begins to read at the top.
    if (dialog?.querySelector('[autofocus]') === null) dialog.querySelector('h2')?.focus();
    return () => {
      // It goes because another is opened: what is told of it afterwards must not close that one.
      isShown.current = false;
      dialog?.close();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class="modal"
      data-testid={testId}
      aria-labelledby={`${testId}-title`}
      onClose={() => {
        if (isShown.current) closeOverlay();
      }}
      onClick={(e) => {
        if (e.target === ref.current) ref.current?.close();
      }}
      onKeyDown={(e) => e.stopPropagation()}
    >
      <div class="modal-body">
        <header class="modal-head">
          <h2 id={`${testId}-title`} class="modal-title" tabIndex={-1}>
            {title}
          </h2>
          {tools}
          <button
            type="button"
            class="ctl-button ctl-quiet modal-close"
            data-testid={`${testId}-close`}
            aria-label={t({ zh: '关闭', en: 'Close' })}
            onClick={() => ref.current?.close()}
          >
            ✕
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** Closes whatever is open above the page. */
export function closeOverlay(): void {
  overlay.value = null;
}
