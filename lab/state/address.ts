import { effect } from '@preact/signals';
import type { Run } from '../engine/protocol.ts';
import { wantedTerm } from '../glossary/wanted.ts';
import type { LinkState } from '../link/link.ts';
import { open } from './actions.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import { OPENING, OPENING_AT } from './opening.ts';
import {
  bench,
  branch,
  cursor,
  embedded,
  flow,
  lang,
  notice,
  numbers,
  overlay,
  playing,
  predicting,
  theme,
  voice,
} from './store.ts';

/** How long nothing changes before the address follows, milliseconds. */
const CALM = 250;

/** The hash that was written last: reading it back would change nothing. */
let written = '';

/** Loaded when there is an address to be read or written: that with which the page opens is empty. */
const links = () => import('../link/link.ts');

/** The address of what is on the bench now, from `#` on. */
export async function addressNow(): Promise<string> {
  const state = stateNow();
  return (await links()).encodeLong(state);
}

function stateNow(): Partial<LinkState> {
  const setup = branch.value?.run.setup ?? OPENING;
  const at = cursor.value;
  const { trace } = branch.value?.run ?? {};
  const isOnFrame =
    trace?.frames[at.frame]?.at === at.at && cursorAt(trace, at.at).frame !== at.frame;
  return {
    route: setup.exhibit === 'sandbox' ? 'sandbox' : 'lab',
    exhibit: setup.exhibit,
    seed: setup.seed === 1 ? null : setup.seed,
    values: setup.values,
    interventions: setup.interventions,
    world: setup.world ?? null,
    at: at.at,
    frame: isOnFrame ? at.frame : null,
    lang: lang.value,
    numbers: numbers.value === 'xy' ? null : numbers.value,
    flow: flow.value === (branch.value?.run.card.focus[0] ?? 1) ? null : flow.value,
    voice: voice.value === 'technical' ? null : voice.value,
    predict: predicting.value,
  };
}

/** Whether the page is as it opens by itself. */
function isUntouched(): boolean {
  const b = bench.value;
  const setup = branch.value?.run.setup;
  return (
    b?.branches.length === 1 &&
    setup?.exhibit === OPENING.exhibit &&
    setup.interventions.length === 0 &&
    b.cursor.at === OPENING_AT &&
    !predicting.value
  );
}

/** Keeps the address up to date: reloading it, or giving it to somebody, brings back what is shown. */
export function keepAddress(): void {
  let timer = 0;
  let shown: string | null | undefined = branch.peek()?.run.setup.exhibit;
  effect(() => {
    const state = stateNow();
    if (playing.value || overlay.value !== null || (isUntouched() && location.hash === '')) return;
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      const hash = await (await links()).encodeLong(state);
      if (hash === location.hash) return;
      written = hash;
      // Another exhibit is another page to go back from; the rest is where one stands on it.
      if (state.exhibit === shown) history.replaceState(null, '', hash);
      else history.pushState(null, '', hash);
      shown = state.exhibit;
    }, CALM);
  });
  window.addEventListener('popstate', () => {
    if (location.hash === written) return;
    void visit().then(() => {
      shown = branch.peek()?.run.setup.exhibit;
    });
  });
}

/** Shows what the address says. Resolves to false when what it says cannot be run. */
export async function visit(): Promise<boolean> {
  const { decodeLong } = await links();
  const link = await decodeLong(location.hash, location.search);
  if (link.lang !== null) lang.value = link.lang;
  if (link.theme !== null) theme.value = link.theme;
  if (link.numbers !== null) numbers.value = link.numbers;
  if (link.voice !== null) voice.value = link.voice;
  embedded.value = link.embed;
  predicting.value = link.predict;
  if (link.ignored.length > 0) {
    const parts = link.ignored.slice(0, 3).join(', ');
    notice.value = {
      zh: `链接里有看不懂的部分，没有理会：${parts}`,
      en: `Parts of this link mean nothing and were left out: ${parts}`,
    };
  }
  if (link.quiz !== null) {
    overlay.value = 'quiz';
    return true;
  }
  if (link.route !== 'lab' && link.route !== 'sandbox') {
    wantedTerm.value = link.term ?? '';
    overlay.value = link.route === 'analyze' ? null : link.route;
    return true;
  }
  if (link.route === 'sandbox' && link.world === null) {
    overlay.value = 'sandbox';
    return true;
  }
  if (link.exhibit === null && link.world === null) return true;
  const { seed, values, interventions, world } = link;
  const isOpen = await open(
    link.exhibit ?? 'sandbox',
    { seed: seed ?? 1, values, interventions, ...(world === null ? {} : { world }) },
    (run) => standing(run, link),
  );
  if (isOpen && link.flow !== null) flow.value = link.flow;
  return isOpen;
}

function standing(run: Run, link: LinkState): Cursor {
  const { trace } = run;
  if (link.frame !== null) {
    const frame = Math.min(link.frame, trace.frames.length - 1);
    return { frame, at: trace.frames[frame]?.at ?? 0 };
  }
  return link.at === null ? { frame: -1, at: 0 } : cursorAt(trace, link.at);
}
