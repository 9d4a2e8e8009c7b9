import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Keeps the end of a box in view whenever `newest` changes; the page itself does not move. */
export function useNewestInView(newest: number): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const line = box.current?.querySelector<HTMLElement>('[aria-current="step"]');
    if (box.current !== null && line != null) {
      const end = line.offsetTop + line.offsetHeight + 8;
      box.current.scrollTop = Math.max(0, end - box.current.clientHeight);
    }
  }, [newest]);
  return box;
}
