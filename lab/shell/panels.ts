import type { ComponentType } from 'preact';
import type { Panel } from '../state/store.ts';

/** What each panel shows, loaded when it is first looked at. */
export const PANEL_PARTS: Readonly<Record<Panel, () => Promise<ComponentType>>> = {
  states: () => import('../states/states.tsx').then((m) => m.States),
  tcb: () => import('./variables.tsx').then((m) => m.Variables),
  segment: () => import('../inspector/index.ts').then((m) => m.default),
  queues: () => import('../queues/queues.tsx').then((m) => m.Queues),
  sockets: () => import('../sockets/sockets.tsx').then((m) => m.Sockets),
};
