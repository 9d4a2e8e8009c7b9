import type { ComponentType } from 'preact';
import type { Panel } from '../state/store.ts';

/** What each panel shows, loaded when it is first looked at. */
export const PANEL_PARTS: Readonly<Partial<Record<Panel, () => Promise<ComponentType>>>> = {
  queues: () => import('../queues/queues.tsx').then((m) => m.Queues),
  sockets: () => import('../sockets/sockets.tsx').then((m) => m.Sockets),
};
