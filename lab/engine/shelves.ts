import type { Exhibit } from '../../src/gallery/exhibit.ts';

/** Where exhibits are, by their id or the first part of it: a shelf is loaded when one of its exhibits is run. */
const SHELF_OF: Readonly<Record<string, readonly (() => Promise<readonly Exhibit[]>)[]>> = (() => {
  const open = () => import('../../src/gallery/open/index.ts').then((m) => m.OPEN);
  const whyOpen = () => import('../../src/gallery/why-open/index.ts').then((m) => m.WHY_OPEN);
  const queue = () => import('../../src/gallery/queue/index.ts').then((m) => m.QUEUE);
  const flood = () => import('../../src/gallery/flood/index.ts').then((m) => m.FLOOD);
  const close = () => import('../../src/gallery/close/index.ts').then((m) => m.CLOSE);
  const whyClose = () => import('../../src/gallery/why-close/index.ts').then((m) => m.WHY_CLOSE);
  const timeWait = () => import('../../src/gallery/time-wait/index.ts').then((m) => m.TIME_WAIT);
  const alive = () => import('../../src/gallery/alive/index.ts').then((m) => m.ALIVE);
  const reset = () => import('../../src/gallery/reset/index.ts').then((m) => m.RESET);
  const header = () => import('../../src/gallery/header/index.ts').then((m) => m.HEADER);
  return {
    // What the page opens with does not wait for its shelf.
    'open/ledger': [() => import('../../src/gallery/open/ledger.ts').then((m) => [m.ledger])],
    'open-and-close': [open],
    open: [open],
    queue: [queue],
    flood: [flood],
    close: [close],
    tw: [timeWait],
    alive: [alive],
    leak: [alive],
    rst: [reset],
    hdr: [header],
    ablate: [whyOpen, whyClose, timeWait, reset, header],
  };
})();

/** The exhibit of that id; null when there is none. */
export async function exhibitNamed(id: string): Promise<Exhibit | null> {
  for (const load of SHELF_OF[id] ?? SHELF_OF[id.split('/')[0] as string] ?? []) {
    const found = (await load()).find((e) => e.id === id);
    if (found !== undefined) return found;
  }
  return null;
}
