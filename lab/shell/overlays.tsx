import type { ComponentType } from 'preact';
import type { Words } from '../../src/base/words.ts';
import { type Overlay, overlay, t } from '../state/store.ts';
import { Modal } from './modal.tsx';
import { Slot } from './slot.tsx';
import { WORDS } from './words.ts';

/** What is shown above the page; with a title where it does not bring a drawer with tools of its own. */
interface Part {
  readonly load: () => Promise<ComponentType>;
  readonly title?: Words;
}

/** Each is loaded when it is first opened. */
const PARTS: Readonly<Record<Overlay, Part>> = {
  gallery: { load: () => import('../gallery/gallery.tsx').then((m) => m.Gallery) },
  'what-if': { load: () => import('../what-if/what-ifs.tsx').then((m) => m.WhatIfs) },
  sandbox: { load: () => import('../sandbox/sandbox.tsx').then((m) => m.Sandbox) },
  quiz: { load: () => import('../predict/index.ts').then((m) => m.QuizResult) },
  glossary: {
    load: () => import('../glossary/glossary.tsx').then((m) => m.Glossary),
    title: WORDS.glossary,
  },
  notes: { load: () => import('../notes/notes.tsx').then((m) => m.Notes), title: WORDS.notes },
  export: { load: () => import('../export/export.tsx').then((m) => m.Export), title: WORDS.export },
  help: { load: () => import('./help.tsx').then((m) => m.Help), title: WORDS.howTo },
};

/** The dialog that is open, if one is. */
export function Overlays() {
  const what = overlay.value;
  if (what === null) return null;
  const { load, title } = PARTS[what];
  if (title === undefined) return <Slot key={what} load={load} />;
  return (
    <Modal key={what} testId={`${what}-dialog`} title={t(title)}>
      <div class="modal-content">
        <Slot load={load} />
      </div>
    </Modal>
  );
}
