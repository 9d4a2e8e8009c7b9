import type { Words } from '../../src/base/words.ts';
import type { ShelfId } from '../../src/gallery/exhibit.ts';
import type { Listed } from '../state/catalogue.ts';

export type ThemeId =
  | 'open'
  | 'close'
  | 'network'
  | 'attack'
  | 'failure'
  | 'challenge'
  | 'notes'
  | 'machine';

/** A choice of exhibits that lies across the shelves. */
export interface Theme {
  readonly id: ThemeId;
  readonly says: Words;
  readonly has: (e: Listed) => boolean;
}

const onShelf =
  (...shelves: readonly ShelfId[]) =>
  (e: Listed): boolean =>
    shelves.includes(e.shelf);

/** Segments that somebody forged. */
const FORGED = /^rst\/(blind|exact|out-of-window|syn-in-window)$|^ablate\/accept-any-rst$/;

export const THEMES: readonly Theme[] = [
  { id: 'open', says: { zh: '握手', en: 'Opening' }, has: onShelf('open', 'why-open') },
  {
    id: 'close',
    says: { zh: '挥手', en: 'Closing' },
    has: onShelf('close', 'why-close', 'time-wait'),
  },
  { id: 'network', says: { zh: '坏网络', en: 'Bad networks' }, has: (e) => e.isOnBadNetwork },
  {
    id: 'attack',
    says: { zh: '攻击与队列', en: 'Attacks and queues' },
    has: (e) => onShelf('queue', 'flood')(e) || FORGED.test(e.id),
  },
  { id: 'failure', says: { zh: '故障', en: 'Failures' }, has: onShelf('alive', 'reset') },
  { id: 'challenge', says: { zh: '挑战', en: 'Challenges' }, has: (e) => e.experiment === 'E23' },
  {
    id: 'notes',
    says: { zh: '对笔记做实验', en: 'Testing the notes' },
    has: (e) => e.notes.length > 0 || e.experiment === 'E08',
  },
  {
    id: 'machine',
    says: { zh: '让机器来找', en: 'Let the machine find it' },
    has: (e) => e.isAsked,
  },
];

/** What is asked of the list besides a text. */
export interface Filter {
  readonly theme: ThemeId | null;
  readonly experiment: string | null;
}

/** Whether an exhibit is among those asked for. */
export function passes(e: Listed, { theme, experiment }: Filter): boolean {
  if (experiment !== null && e.experiment !== experiment) return false;
  return theme === null || (THEMES.find((t) => t.id === theme)?.has(e) ?? false);
}
