import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { whenDrawn } from '../view/when-drawn.ts';

/** Keeps the end of a box in view whenever `newest` changes; the page itself does not move. */
export function useNewestInView(newest: number): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(
    () =>
      whenDrawn(() => {
        const line = box.current?.querySelector<HTMLElement>('[aria-current="step"]');
        if (box.current === null || line == null) return;
        const end = line.offsetTop + line.offsetHeight + 8;
        box.current.scrollTop = Math.max(0, end - box.current.clientHeight);
      }),
    [newest],
  );
  return box;
}

/** Brings what has opened in the box into view, as far as it has room. */
export function keepInView(opened: HTMLElement | null): void {
  const box = opened?.closest('.narration-scroll');
  const line = opened?.closest<HTMLElement>('.narration-line');
  if (box == null || line == null) return;
  const end = line.offsetTop + line.offsetHeight + 8 - box.clientHeight;
  if (box.scrollTop < end) box.scrollTop = Math.min(end, line.offsetTop);
}
