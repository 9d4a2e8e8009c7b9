import type { Box, Stroke } from '../../src/ladder/labels.ts';
import { select } from '../state/actions.ts';
import { togglePlay } from '../state/player.ts';
import { busy, panel, selected, tab, trace } from '../state/store.ts';
import { faultOn, selectNeighbour } from './faults.ts';
import type { SeenArrow } from './view.ts';

/** How near to a line a pointer has to be, and a finger. */
const NEAR = 12;
const NEAR_FINGER = 22;
/** Two touches within that many milliseconds are one double touch. */
const DOUBLE = 400;

let before: { id: string; at: number } | null = null;

/** Selects the segment that was touched, or none; a double touch drops one that is under way. */
export function onClick(e: MouseEvent, arrows: readonly SeenArrow[], compact: boolean): void {
  const svg = e.currentTarget as SVGSVGElement;
  const touched = touchedBy(e, svg, arrows, compact ? NEAR_FINGER : NEAR);
  if (touched === null) {
    before = null;
    select(null);
    return;
  }
  const { id } = touched.laid.segment;
  const isDouble = before?.id === id && e.timeStamp - before.at < DOUBLE;
  before = isDouble ? null : { id, at: e.timeStamp };
  if (selected.value !== id) select(id);
  const t = trace.value;
  if (isDouble && touched.status === 'under-way' && t !== null && !busy.value) {
    void faultOn(t, touched.laid.segment, 'drop');
  }
}

/** The label under the pointer, else the nearest line; what is pressed without a pointer has no place. */
function touchedBy(
  e: MouseEvent,
  svg: SVGSVGElement,
  arrows: readonly SeenArrow[],
  near: number,
): SeenArrow | null {
  const target = e.target as Element;
  const own = target.closest<SVGElement>('[data-segment]');
  const pressed = arrows.find((a) => a.laid.segment.id === own?.dataset['segment']) ?? null;
  if (e.detail === 0) return pressed;
  const { left, top } = svg.getBoundingClientRect();
  const x = e.clientX - left;
  const y = e.clientY - top;
  // What flies is what one aims at.
  const flying = arrows.find((a) => a.status === 'under-way' && isNearHead(a, x, y, near));
  if (flying !== undefined) return flying;
  const named = arrows.find((a) => isWithin(a.laid.label?.box, x, y));
  if (named !== undefined) return named;
  let best: SeenArrow | null = null;
  let least = near;
  for (const a of arrows) {
    const away = distance(a.laid.stroke, x, y);
    if (away > least) continue;
    least = away;
    best = a;
  }
  return best ?? pressed;
}

function isNearHead({ laid: { stroke: s }, share }: SeenArrow, x: number, y: number, near: number) {
  const head = { x: s.x0 + share * (s.x1 - s.x0), y: s.y0 + share * (s.y1 - s.y0) };
  return Math.hypot(x - head.x, y - head.y) <= near;
}

function isWithin(box: Box | undefined, x: number, y: number): boolean {
  if (box === undefined) return false;
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

/** From a point to the nearest point of a line, pixels. */
export function distance(s: Stroke, x: number, y: number): number {
  const dx = s.x1 - s.x0;
  const dy = s.y1 - s.y0;
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((x - s.x0) * dx + (y - s.y0) * dy) / square;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - s.x0 - share * dx, y - s.y0 - share * dy);
}

/**
 * Up and down go to the segment before and after; Enter looks at the bytes of the one in focus. Space selects it;
 * of one that is selected it plays, as everywhere.
 */
export function onKeyDown(e: KeyboardEvent): void {
  if (e.altKey || e.ctrlKey || e.metaKey || e.shiftKey || e.isComposing) return;
  const own = (e.target as Element).closest<SVGElement>('[data-segment]');
  const id = own?.dataset['segment'];
  if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
    if (id !== undefined && selected.value === null) select(id);
    selectNeighbour(e.key === 'ArrowDown' ? 1 : -1);
  } else if (e.key === 'Enter' && id !== undefined) {
    inspect(id);
  } else if (e.code === 'Space' && id !== undefined) {
    if (selected.value === id) togglePlay();
    else select(id);
  } else {
    return;
  }
  e.preventDefault();
  e.stopPropagation();
}

/** Opens the inspector on a segment. */
export function inspect(id: string): void {
  select(id);
  panel.value = 'segment';
  tab.value = 'segment';
}
