import opening from 'virtual:opening';
import { render } from 'preact';
import { App } from './app.tsx';
import { warmUp } from './engine/client.ts';
import { goOffline } from './offline/register.ts';
import { listenForKeys } from './shell/keys.ts';
import { open, place, seekFrame, seekTime } from './state/actions.ts';
import { keepAddress, visit } from './state/address.ts';
import { cursorAt } from './state/cursor.ts';
import { OPENING_AT } from './state/opening.ts';
import { startPlayer } from './state/player.ts';
import { dressDocument, keepPrefs, recallPrefs } from './state/prefs.ts';
import { bench, branch, cursor, trace } from './state/store.ts';
import { noteTransitions } from './states/seen.ts';

/** What a test, or the page around a frame, may ask of the lab. */
const hook = {
  ready: false,
  trace: () => trace.value,
  run: () => branch.value?.run ?? null,
  bench: () => bench.value,
  get cursor() {
    return cursor.value;
  },
  /** To a time, microseconds. */
  seek: seekTime,
  seekFrame,
  /** Opens an exhibit; resolves to false when there is none of that id. */
  open: (id: string) => open(id),
};

declare global {
  interface Window {
    __lab: typeof hook;
  }
}

async function begin(): Promise<void> {
  window.__lab = hook;
  recallPrefs();
  place(opening, cursorAt(opening.trace, OPENING_AT));
  const goesElsewhere = location.hash.length > 2 || location.search.length > 1;
  const arrived = goesElsewhere ? visit() : Promise.resolve(true);
  dressDocument();
  render(<App />, document.getElementById('lab') as HTMLElement);
  startPlayer();
  listenForKeys();
  await arrived;
  keepPrefs();
  keepAddress();
  noteTransitions();
  hook.ready = true;
  atFirstSign(warmUp);
  whenIdle(goOffline);
}

/** What somebody does before doing anything to a segment. */
const SIGNS = ['pointerover', 'pointerdown', 'touchstart', 'keydown', 'focusin'];

/** The engine is loaded when there is somebody who may want it: before it can be asked for, and not in vain. */
function atFirstSign(act: () => void): void {
  const seen = (): void => {
    for (const sign of SIGNS) document.removeEventListener(sign, seen);
    act();
  };
  for (const sign of SIGNS) document.addEventListener(sign, seen, { passive: true });
}

function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(() => act(), { timeout: 1000 });
  else setTimeout(act, 200);
}

void begin();
