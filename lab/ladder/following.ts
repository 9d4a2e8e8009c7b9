import { signal } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { cursor, playing, selected } from '../state/store.ts';
import { whenDrawn } from '../view/when-drawn.ts';
import type { Layout } from './layout.ts';

/** Where on the screen time stands while it runs: no higher and no lower, by share. */
const HIGHEST = 0.12;
const LOWEST = 0.75;

/** Counts up when what stands above the ladder has changed how much room it has, and one is to see where time stands. */
export const roomChanged = signal(0);

/**
 * Keeps the cursor's row on the screen, unless somebody has scrolled away while it plays; the next step brings it
 * back. Gives what to draw: one screen above and below what is seen.
 */
export function useFollowing(
  holder: { readonly current: HTMLElement | null },
  y: number,
  layout: Layout,
): readonly [top: number, bottom: number] {
  const [page, setPage] = useState(0);
  const ours = useRef(-1);
  const astray = useRef(false);
  const holds = holder.current;
  const screen = Math.max(200, window.innerHeight);
  useLayoutEffect(() => {
    if (holds === null) return;
    const onScroll = (e: Event): void => {
      const moved = e.target;
      if (!(moved instanceof HTMLElement) || !moved.contains(holds)) return;
      if (playing.value && Math.abs(moved.scrollTop - ours.current) > 2) astray.current = true;
      setPage(Math.round(topOf(holds) / screen));
    };
    document.addEventListener('scroll', onScroll, { passive: true, capture: true });
    return () => document.removeEventListener('scroll', onScroll, { capture: true });
  }, [holds, screen]);
  useLayoutEffect(() => {
    if (!playing.value) astray.current = false;
    return whenDrawn(() => {
      if (holds !== null && !astray.current) ours.current = bring(holds, y, HIGHEST, LOWEST);
    });
  }, [holds, cursor.value, layout, roomChanged.value]);
  useLayoutEffect(() => {
    const id = selected.value;
    const laid = layout.arrows.find((a) => a.key === id);
    if (holds === null || laid === undefined) return;
    const own = holds.querySelector<SVGGElement>(`[data-testid="segment-${laid.key}"]`);
    if (holds.contains(document.activeElement)) own?.focus({ preventScroll: true });
    return whenDrawn(() => {
      ours.current = bring(holds, laid.stroke.y0, 0.04, 0.92);
    });
  }, [selected.value]);
  return [(page - 1.5) * screen, (page + 2.5) * screen];
}

/** How far the drawing has gone up. */
function topOf(holds: HTMLElement): number {
  const svg = holds.querySelector('svg.ladder-svg');
  if (svg === null) return 0;
  return scrollerOf(holds).getBoundingClientRect().top - svg.getBoundingClientRect().top;
}

/** What scrolls: the ladder, or on a phone the page around it. */
function scrollerOf(holds: HTMLElement): HTMLElement {
  for (let e: HTMLElement | null = holds; e !== null; e = e.parentElement) {
    const scrolls = getComputedStyle(e).overflowY;
    if (scrolls === 'auto' || scrolls === 'scroll') return e;
  }
  return document.documentElement;
}

/** On a phone: what the narration, which stays at the bottom, covers. */
function storyOver(scroller: HTMLElement): number {
  const story = scroller.querySelector('.lab-story');
  if (story === null) return 0;
  const above = scroller.getBoundingClientRect().bottom - story.getBoundingClientRect().top;
  return Math.min(STAYS, Math.max(0, above));
}

/** How much of it stays at the bottom, in pixels: the newest lines. */
const STAYS = 104;

/** Scrolls as little as is needed; gives where that is. */
function bring(holds: HTMLElement, y: number, highest: number, lowest: number): number {
  const scroller = scrollerOf(holds);
  const heads = holds.querySelector<HTMLElement>('.ladder-heads')?.offsetHeight ?? 0;
  const tools = holds.closest('.ladder-area')?.querySelector<HTMLElement>('.tools');
  const covered = scroller === holds ? 0 : Math.max(tools?.offsetHeight ?? 0, storyOver(scroller));
  const room = scroller.clientHeight - heads - covered;
  const at = y - topOf(holds) - heads;
  if (at > room * lowest) scroller.scrollTop += at - room * lowest;
  else if (at < room * highest) scroller.scrollTop -= room * highest - at;
  return scroller.scrollTop;
}
