import type { ComponentType } from 'preact';
import { type Overlay, overlay } from '../state/store.ts';
import { Slot } from './slot.tsx';

/** What is shown above the page, each loaded when it is first opened. */
const PARTS: Readonly<Partial<Record<Overlay, () => Promise<ComponentType>>>> = {
  gallery: () => import('../gallery/gallery.tsx').then((m) => m.Gallery),
  'what-if': () => import('../what-if/what-ifs.tsx').then((m) => m.WhatIfs),
  help: () => import('./help.tsx').then((m) => m.Help),
};

/** The dialog that is open, if one is. */
export function Overlays() {
  const what = overlay.value;
  const load = what === null ? undefined : PARTS[what];
  return load === undefined ? null : <Slot key={what} load={load} />;
}
