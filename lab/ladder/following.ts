import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { cursor, playing, selected } from '../state/store.ts';
import type { Layout } from './layout.ts';

/** Where on the screen time stands while it runs: no higher and no lower, by share. */
const HIGHEST = 0.15;
const LOWEST = 0.75;

/**
 * Keeps the cursor's row on the screen, unless somebody has scrolled away while it plays; the next step brings it
 * back. Gives what to draw: one screen above and below what is seen.
 */
export function useFollowing(
  scroller: { readonly current: HTMLElement | null },
  y: number,
  layout: Layout,
): readonly [top: number, bottom: number] {
  const [page, setPage] = useState(0);
  const ours = useRef(-1);
  const astray = useRef(false);
  const element = scroller.current;
  const screen = element?.clientHeight ?? 800;
  useLayoutEffect(() => {
    if (element === null) return;
    const onScroll = (): void => {
      if (Math.abs(element.scrollTop - ours.current) > 2 && playing.value) astray.current = true;
      setPage(Math.round(element.scrollTop / Math.max(200, element.clientHeight)));
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [element]);
  useLayoutEffect(() => {
    if (element === null) return;
    if (!playing.value) astray.current = false;
    if (astray.current) return;
    bring(element, y);
    ours.current = element.scrollTop;
  }, [cursor.value, layout]);
  useLayoutEffect(() => {
    const id = selected.value;
    const svg = element?.querySelector('svg');
    if (id === null || svg == null) return;
    const own = svg.querySelector<SVGGElement>(`[data-testid="segment-${CSS.escape(id)}"]`);
    if (svg.contains(document.activeElement) && own !== null) own.focus({ preventScroll: true });
    const laid = layout.arrows.find((a) => a.key === id);
    if (element !== null && laid !== undefined) bring(element, laid.stroke.y0, 0.08, 0.9);
  }, [selected.value]);
  return [(page - 1.5) * screen, (page + 2.5) * screen];
}

/** Scrolls as little as is needed. */
function bring(element: HTMLElement, y: number, highest = HIGHEST, lowest = LOWEST): void {
  const heads = element.querySelector<HTMLElement>('.ladder-heads')?.offsetHeight ?? 0;
  const room = element.clientHeight - heads;
  const at = y - element.scrollTop;
  if (at > room * lowest) element.scrollTop = y - room * lowest;
  else if (at < room * highest) element.scrollTop = Math.max(0, y - room * highest);
}
