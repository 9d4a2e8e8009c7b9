import type { ComponentType } from 'preact';
import { type Overlay, overlay } from '../state/store.ts';
import { Slot } from './slot.tsx';

/** What is shown above the page, each loaded when it is first opened. */
const PARTS: Readonly<Record<Overlay, () => Promise<ComponentType>>> = {
  gallery: () => import('../gallery/gallery.tsx').then((m) => m.Gallery),
  'what-if': () => import('../what-if/what-ifs.tsx').then((m) => m.WhatIfs),
  sandbox: () => import('../sandbox/sandbox.tsx').then((m) => m.Sandbox),
  glossary: () => import('../glossary/glossary.tsx').then((m) => m.Glossary),
  notes: () => import('../notes/notes.tsx').then((m) => m.Notes),
  export: () => import('../export/export.tsx').then((m) => m.Export),
  quiz: () => import('../predict/index.ts').then((m) => m.QuizResult),
  help: () => import('./help.tsx').then((m) => m.Help),
};

/** The dialog that is open, if one is. */
export function Overlays() {
  const what = overlay.value;
  return what === null ? null : <Slot key={what} load={PARTS[what]} />;
}
