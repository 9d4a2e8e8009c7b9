import type { RuleAction } from '../../src/link/impairments.ts';
import type { NumberMode } from '../../src/observe/numbering.ts';
import { applyFault, selectNeighbour } from '../ladder/faults.ts';
import {
  compare,
  nextTimer,
  select,
  step,
  stepSegment,
  toEnd,
  toStart,
  undo,
} from '../state/actions.ts';
import { stepOn, togglePlay } from '../state/player.ts';
import {
  bench,
  notice,
  numbers,
  overlay,
  panel,
  predicting,
  presenting,
  shortcuts,
  tab,
  tableView,
} from '../state/store.ts';
import { PANELS } from './columns.tsx';
import { WORDS } from './words.ts';

const NEXT: Readonly<Record<NumberMode, NumberMode>> = {
  xy: 'relative',
  relative: 'raw',
  raw: 'xy',
};

/** By `event.code`, so that they work in every layout and beside a Chinese input method. */
function actions(): Readonly<Record<string, () => void>> {
  const faults: readonly (readonly [string, RuleAction])[] = [
    ['KeyD', 'drop'],
    ['KeyL', 'delay'],
    ['KeyU', 'duplicate'],
    ['KeyR', 'reorder'],
    ['KeyC', 'corrupt'],
  ];
  return {
    Space: togglePlay,
    ArrowRight: stepOn,
    ArrowLeft: () => step(-1),
    'Shift+ArrowRight': () => (predicting.value ? stepOn() : stepSegment(1)),
    'Shift+ArrowLeft': () => stepSegment(-1),
    Home: toStart,
    End: () => {
      if (!predicting.value) toEnd();
    },
    ArrowUp: () => selectNeighbour(-1),
    ArrowDown: () => selectNeighbour(1),
    Enter: inspect,
    ...Object.fromEntries(faults.map(([code, f]) => [code, () => void applyFault(f)])),
    KeyZ: undo,
    KeyT: () => {
      if (!predicting.value) nextTimer();
    },
    KeyP: () => {
      predicting.value = !predicting.value;
    },
    KeyW: () => {
      overlay.value = 'what-if';
    },
    KeyB: toggleCompare,
    KeyV: () => {
      tableView.value = !tableView.value;
    },
    KeyG: () => {
      overlay.value = 'gallery';
    },
    KeyN: () => {
      numbers.value = NEXT[numbers.value];
    },
    KeyF: () => {
      presenting.value = !presenting.value;
    },
    'Shift+Slash': () => {
      overlay.value = 'help';
    },
    Escape: () => {
      if (notice.value !== null) notice.value = null;
      else if (presenting.value) presenting.value = false;
      else select(null);
    },
    ...Object.fromEntries(
      PANELS.map((p, i) => [
        `Digit${i + 1}`,
        () => {
          panel.value = p;
          tab.value = p;
        },
      ]),
    ),
  };
}

/** Listens for keys until the page is gone. */
export function listenForKeys(): void {
  const table = actions();
  document.addEventListener('keydown', (e) => {
    if (e.defaultPrevented || e.isComposing || e.key === 'Process') return;
    if (e.ctrlKey || e.metaKey || e.altKey || overlay.value !== null || !shortcuts.value) return;
    // Held down, a key goes on and on in time, and does everything else once.
    if (e.repeat && !e.code.startsWith('Arrow')) return;
    const act = table[`${e.shiftKey ? 'Shift+' : ''}${e.code}`];
    if (act === undefined || isTakenBy(e.target, e.code)) return;
    e.preventDefault();
    act();
  });
}

/** Whether the key means something to what has the focus. */
function isTakenBy(target: EventTarget | null, code: string): boolean {
  if (!(target instanceof HTMLElement || target instanceof SVGElement)) return false;
  if (target.closest('[data-keys="own"]') !== null) return true;
  if (target instanceof HTMLInputElement && target.type === 'range') {
    return target.dataset['testid'] !== 'timeline';
  }
  if (target.closest('input, textarea, select, [contenteditable]') !== null) return true;
  const isPressed = code === 'Space' || code === 'Enter';
  return isPressed && target.closest('button, a, summary, [role="button"], [role="tab"]') !== null;
}

function inspect(): void {
  panel.value = 'segment';
  tab.value = 'segment';
}

function toggleCompare(): void {
  const b = bench.value;
  if (b === null) return;
  const other = b.branches.filter((x) => x.name !== b.active).at(-1);
  if (other === undefined) notice.value = WORDS.noBranch;
  else compare(b.compared === null ? other.name : null);
}
