import type { ComponentType } from 'preact';
import type { Words } from '../../src/base/words.ts';
import { type Overlay, overlay, t } from '../state/store.ts';
import { Modal } from './modal.tsx';
import { Slot } from './slot.tsx';
import { WORDS } from './words.ts';

/** What is shown above the page, loaded when it is first opened; with a title where it has no drawer of its own. */
interface Part {
  readonly load: () => Promise<ComponentType>;
  readonly title?: Words;
}

const PARTS: Readonly<Partial<Record<Overlay, Part>>> = {
  gallery: { load: () => import('../gallery/gallery.tsx').then((m) => m.Gallery) },
  'what-if': { load: () => import('../what-if/what-ifs.tsx').then((m) => m.WhatIfs) },
  sandbox: { load: () => import('../sandbox/sandbox.tsx').then((m) => m.Sandbox) },
  glossary: {
    load: () => import('../glossary/glossary.tsx').then((m) => m.Glossary),
    title: WORDS.glossary,
  },
  notes: { load: () => import('../notes/notes.tsx').then((m) => m.Notes), title: WORDS.notes },
  export: { load: () => import('../export/export.tsx').then((m) => m.Export), title: WORDS.export },
  help: { load: () => import('./help.tsx').then((m) => m.Help) },
};

/** The dialog that is open, if one is. */
export function Overlays() {
  const what = overlay.value;
  const part = what === null ? undefined : PARTS[what];
  if (part === undefined) return null;
  if (part.title === undefined) return <Slot key={what} load={part.load} />;
  return (
    <Modal key={what} testId={`${what}-dialog`} title={t(part.title)}>
      <div class="modal-content">
        <Slot load={part.load} />
      </div>
    </Modal>
  );
}
