import { signal } from '@preact/signals';
import type { Words } from '../../src/base/words.ts';
import type { Bounds } from '../../src/explore/index.ts';
import { NO_ENGINE, newWorker } from '../engine/client.ts';
import type { HuntReply, HuntRequest, Progress, Searched, Side } from '../engine/hunt-protocol.ts';
import { open } from '../state/actions.ts';
import type { Why } from '../state/catalogue.ts';
import { lastOf } from '../state/cursor.ts';
import { announcement, bench, lang, overlay, t } from '../state/store.ts';
import { foundWords, WORDS } from './words.ts';

/** A search for the answer to a question: how far it is, and what it has found. */
export interface Hunt {
  readonly phase: 'running' | 'over' | 'stopped' | 'failed';
  /** The worlds it goes through, once it has begun. */
  readonly sides: readonly Side[];
  readonly bounds: Bounds | null;
  readonly answer: Words | null;
  /** Of the world that is being searched. */
  readonly progress: Progress | null;
  /** Of the worlds that are done, in their order. */
  readonly searched: readonly Searched[];
  /** Why it failed. */
  readonly why: Words | null;
}

const BEGINNING: Hunt = {
  phase: 'running',
  sides: [],
  bounds: null,
  answer: null,
  progress: null,
  searched: [],
  why: null,
};

/** By the name of the question: the search under way, and what came of those before. */
export const hunts = signal<Readonly<Record<string, Hunt>>>({});
/** The questions there are, once {@link loadWhys} has brought them; empty before. */
export const whys = signal<readonly Why[]>([]);
/** The run was opened by a search just now: whoever shows it next takes the focus, and is brought into view. */
export const opened = { isNew: false, isToShow: false };

/** How long a run that was opened is new, milliseconds. */
const SOON = 500;

let worker: { readonly id: string; readonly end: () => void } | null = null;

export async function loadWhys(): Promise<void> {
  if (whys.value.length === 0) whys.value = (await import('virtual:whys')).default;
}

/** What a search is after the worker has said `reply`. */
export function after(h: Hunt, reply: HuntReply): Hunt {
  switch (reply.hunt) {
    case 'begins': {
      const { sides, bounds, answer } = reply;
      return { ...h, sides, bounds, answer };
    }
    case 'progress':
      return { ...h, progress: reply.progress };
    case 'searched':
      return { ...h, progress: null, searched: [...h.searched, reply.searched] };
    case 'over':
      return { ...h, phase: 'over' };
    case 'refused':
      return { ...h, phase: 'failed', progress: null, why: reply.why };
  }
}

/** Begins to search, in a worker of its own. There is one search at a time: another that goes on is stopped. */
export function beginHunt(id: string): void {
  stopHunt();
  const from = bench.value;
  const w = newWorker();
  worker = { id, end: () => w.terminate() };
  put(id, BEGINNING);
  announcement.value = t(WORDS.begun);
  w.onmessage = ({ data }: MessageEvent<HuntReply>) => take(id, data, () => bench.value === from);
  w.onerror = () => take(id, { hunt: 'refused', why: NO_ENGINE }, () => false);
  w.postMessage({ hunt: id } satisfies HuntRequest);
}

/** Stops the search that is under way, if one is. */
export function stopHunt(): void {
  if (worker === null) return;
  const { id, end } = worker;
  end();
  worker = null;
  const h = hunts.value[id];
  if (h?.phase === 'running') put(id, { ...h, phase: 'stopped' });
}

/** Opens what was found as a run, at its end, where it breaks. */
export async function openFound(id: string): Promise<void> {
  const found = hunts.value[id]?.searched[0]?.found;
  if (found?.world == null) return;
  opened.isNew = true;
  opened.isToShow = true;
  await open('sandbox', { world: found.world }, (run) => lastOf(run.trace));
  // Where it is not shown by then, as where the card is closed, nobody is to be taken anywhere later.
  setTimeout(() => {
    opened.isNew = false;
    opened.isToShow = false;
  }, SOON);
}

/** Takes in what the worker says; what is found is opened unless somebody has done something meanwhile. */
function take(id: string, reply: HuntReply, isUndisturbed: () => boolean): void {
  if (worker?.id !== id) return;
  put(id, after(hunts.value[id] ?? BEGINNING, reply));
  if (reply.hunt === 'over' || reply.hunt === 'refused') {
    worker.end();
    worker = null;
  }
  if (reply.hunt === 'refused') announcement.value = t(reply.why);
  if (reply.hunt !== 'searched') return;
  const { place, searched } = reply;
  const says = foundWords(searched, hunts.value[id]?.sides[place] ?? 'taken', lang.value);
  const mayOpen = place === 0 && overlay.value === null && isUndisturbed();
  // What is said of the run that is opened must not be heard over this.
  void (mayOpen ? openFound(id) : Promise.resolve()).then(() => {
    announcement.value = says;
  });
}

function put(id: string, h: Hunt): void {
  hunts.value = { ...hunts.value, [id]: h };
}
