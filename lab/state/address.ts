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
  trace,
  voice,
} from './store.ts';

/** How long nothing changes before the address follows, milliseconds. */
const CALM = 250;

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
      // Another exhibit is another page to go back from; the rest is where one stands on it.
      if (state.exhibit === shown) history.replaceState(null, '', hash);
      else history.pushState(null, '', hash);
      shown = state.exhibit;
    }, CALM);
  });
  window.addEventListener('popstate', () => {
    // What was to be written is about where one stood before.
    clearTimeout(timer);
    void visit(true).then(() => {
      shown = branch.peek()?.run.setup.exhibit;
    });
  });
}

/**
 * Shows what the address says; `isBack` when one was elsewhere in the page before. Resolves to false when what it
 * says cannot be run.
 */
export async function visit(isBack = false): Promise<boolean> {
  const { decodeLong } = await links();
  const link = await decodeLong(location.hash, location.search);
  if (link.lang !== null) lang.value = link.lang;
  if (link.theme !== null) theme.value = link.theme;
  if (link.numbers !== null) numbers.value = link.numbers;
  if (link.voice !== null) voice.value = link.voice;
  embedded.value = link.embed;
  predicting.value = link.predict;
  const isOpen = await goWhere(link, isBack);
  if (link.ignored.length > 0 && notice.value === null) {
    const parts = link.ignored.slice(0, 3).map((part) => part.slice(0, 80));
    notice.value = {
      zh: `链接里有看不懂的部分，没有理会：${parts.join('、')}`,
      en: `Parts of this link mean nothing and were left out: ${parts.join(', ')}`,
    };
  }
  return isOpen;
}

/** Opens what a link leads to. */
async function goWhere(link: LinkState, isBack: boolean): Promise<boolean> {
  if (link.quiz !== null && !isBack) {
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
  overlay.value = null;
  const { seed, values, interventions, world } = link;
  const exhibit = link.exhibit ?? (world === null ? OPENING.exhibit : 'sandbox');
  const isChanged = interventions.length > 0 || Object.keys(values).length > 0 || seed !== null;
  const isOpening = link.exhibit === null && world === null && !isChanged;
  if (isOpening && isUntouched()) return true;
  const at = (run: Run): Cursor =>
    isOpening ? cursorAt(run.trace, link.at ?? OPENING_AT) : standing(run, link);
  const setup = { seed: seed ?? 1, values, interventions, ...(world === null ? {} : { world }) };
  if (!(await open(exhibit, setup, at))) return isChanged && (await openPlain(exhibit, link));
  tellMissed();
  const isThere = trace.value?.flows.some((f) => f.id === link.flow) === true;
  if (link.flow !== null && isThere) flow.value = link.flow;
  return true;
}

/** Opens the exhibit without the changes that cannot be made, and leaves standing what was said of them. */
async function openPlain(exhibit: string, link: LinkState): Promise<boolean> {
  const said = notice.value;
  const isOpen = await open(exhibit, {}, (run) => standing(run, link));
  notice.value = said;
  return isOpen;
}

/** Says which segments a link does something to that this run does not have. */
function tellMissed(): void {
  const missed = trace.value?.interventions.flatMap((i) => (i.hit ? [] : [i.segment ?? '']));
  const names = (missed ?? []).filter((name) => name !== '').slice(0, 5);
  if (names.length === 0) return;
  notice.value = {
    zh: `这次运行里没有 ${names.join('、')}，对它做的事没有用上。`,
    en: `This run has no ${names.join(', ')}: what the link does to it is without effect.`,
  };
}

function standing(run: Run, link: LinkState): Cursor {
  const { trace } = run;
  if (link.frame !== null) {
    const frame = Math.min(link.frame, trace.frames.length - 1);
    return { frame, at: trace.frames[frame]?.at ?? 0 };
  }
  return link.at === null ? { frame: -1, at: 0 } : cursorAt(trace, link.at);
}
