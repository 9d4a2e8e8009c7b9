import type { Micros } from '../base/timer-queue.ts';
import type { Lang } from '../base/words.ts';
import type { Arrow, Ladder, LadderEvent, NoteAbout, Side } from './layout.ts';
import { wrap } from './width.ts';
import { noteText } from './words.ts';

/** Where an arrow begins and ends, in pixels from the top of the life-lines. */
export interface Ends {
  readonly y0: number;
  readonly y1: number;
  /** How much of the way it gets: 1, or less when it is lost or under way. */
  readonly reach: number;
}

/** Something written beside a life-line. */
export interface MarginItem {
  readonly side: Side;
  readonly kind: 'state' | NoteAbout['kind'];
  readonly lines: readonly string[];
  /** The middle of its first line. */
  readonly y: number;
  /** The frame it came from, by its place in the trace; -1 for what was so from the beginning. */
  readonly frame: number;
}

/** A side comes to be in a state; an empty one while it is without power. */
export interface Change {
  readonly side: Side;
  readonly state: string;
  readonly y: number;
  /** As in {@link MarginItem}. */
  readonly frame: number;
}

/** A wait that is not drawn to scale. */
export interface Gap {
  readonly y0: number;
  readonly y1: number;
  readonly wait: Micros;
}

/** A ladder's times turned into pixels. */
export interface Rows {
  readonly arrows: ReadonlyMap<Arrow, Ends>;
  readonly items: readonly MarginItem[];
  /** Every state that a side comes to, also those that it leaves at once. */
  readonly changes: readonly Change[];
  /** Each state's ribbon, from top to bottom. */
  readonly ribbons: readonly Ribbon[];
  readonly times: readonly { readonly at: Micros; readonly y: number }[];
  readonly gaps: readonly Gap[];
  /** Where each instant of the axis begins and ends, from top to bottom. */
  readonly instants: readonly Instant[];
  readonly height: number;
}

export interface Instant {
  readonly at: Micros;
  readonly top: number;
  readonly bottom: number;
}

export interface Ribbon {
  readonly side: Side;
  readonly state: string;
  readonly y0: number;
  readonly y1: number;
}

/** Pixels of a unit of the axis: about what a segment takes from one side to the other. */
export const UNIT = 34;
/** From the beginning of the life-lines to the first instant, and from the last to their end. */
const LEAD = 34;
const TAIL = 26;
/** Between arrows that leave, or arrive, at one place in one instant. */
const SLOT = 19;
export const LINE_HEIGHT = 16;
/** Columns of a line beside a life-line. */
const WRAP = 28;
/** How far a segment gets that is lost at once, or nobody knows where. */
const LOST_AT = 0.58;

/** What one side of an instant has used already. */
interface Used {
  slot: number;
  sent: boolean;
  arrived: boolean;
}

/**
 * Gives every event its place. Within one instant, arrows of one side stand below each other in the order
 * they left or came, and one that answers leaves where the last one came; all of an instant stays above the
 * next, so that order is kept.
 *
 * @param columns how wide a line beside a life-line may be
 * @param unit pixels of a unit of the axis
 */
export function rowsOf(ladder: Ladder, lang: Lang, columns = WRAP, unit = UNIT): Rows {
  const { axis } = ladder;
  const byTime = new Map<Micros, LadderEvent[]>();
  for (const e of ladder.events) {
    const own = byTime.get(e.at);
    if (own === undefined) byTime.set(e.at, [e]);
    else own.push(e);
  }
  const starts = new Map<string, number>();
  const stops = new Map<Arrow, number>();
  const items: MarginItem[] = [];
  const times: { at: Micros; y: number }[] = [];
  const places = new Map<Micros, Instant>();
  const changes: Change[] = [];
  /** Where the next line beside each life-line may stand. */
  const free: Record<Side, number> = { left: 0, right: 0 };
  for (const side of ['left', 'right'] as const) {
    const state = ladder.states[side][0]?.state ?? '';
    changes.push({ side, state, y: 0, frame: -1 });
    if (state === '') continue;
    items.push({ side, kind: 'state', lines: [state], y: 7, frame: -1 });
    free[side] = 7 + LINE_HEIGHT;
  }
  let y = LEAD;
  let before: Micros | undefined;
  for (const at of axis.instants) {
    const events = byTime.get(at) ?? [];
    if (before !== undefined) y += (axis.y(at) - axis.y(before)) * unit;
    for (const e of events) {
      const side = e.kind === 'state' ? e.side : e.kind === 'note' ? e.note.side : null;
      if (side !== null) y = Math.max(y, free[side]);
    }
    if (events.length > 0) times.push({ at, y });
    const used: Record<Side, Used> = {
      left: { slot: 0, sent: false, arrived: false },
      right: { slot: 0, sent: false, arrived: false },
    };
    for (const e of events) {
      const { frame } = e;
      const write = (side: Side, kind: MarginItem['kind'], lines: readonly string[]): void => {
        const own = Math.max(y + used[side].slot * SLOT, free[side]);
        items.push({ side, kind, lines, y: own, frame });
        free[side] = own + lines.length * LINE_HEIGHT;
      };
      if (e.kind === 'state') {
        const { side, state } = e;
        changes.push({ side, state, y: y + used[side].slot * SLOT, frame });
        write(side, 'state', [state]);
      } else if (e.kind === 'note') {
        const { note } = e;
        write(note.side, note.about.kind, wrap(noteText(note, lang), columns));
        const what = note.about.kind === 'host' ? note.about.what : null;
        if (what === 'power-off' || what === 'boot') {
          const state = what === 'boot' ? 'CLOSED' : '';
          changes.push({ side: note.side, state, y: y + used[note.side].slot * SLOT, frame });
          if (state !== '') write(note.side, 'state', [state]);
        }
      } else if (e.kind === 'sent') {
        const slot = takeSlot(used[e.arrow.from], 'sent');
        starts.set(e.arrow.segment, y + slot * SLOT);
      } else {
        const slot = takeSlot(used[e.arrow.from === 'left' ? 'right' : 'left'], 'arrived');
        stops.set(e.arrow, y + slot * SLOT);
      }
    }
    const bottom = y + Math.max(used.left.slot, used.right.slot) * SLOT;
    places.set(at, { at, top: y, bottom });
    y = bottom;
    before = at;
  }
  const height = Math.max(y + TAIL, free.left, free.right);
  const gaps: Gap[] = axis.breaks.map((b) => ({
    y0: places.get(b.from)?.bottom ?? 0,
    y1: places.get(b.to)?.top ?? 0,
    wait: b.to - b.from,
  }));
  return {
    arrows: endsOf(ladder.arrows, starts, stops, unit, (at) => places.get(at)?.top),
    items,
    changes,
    ribbons: ribbonsOf(changes, height),
    times,
    gaps,
    instants: [...places.values()],
    height,
  };
}

/** The place of one more end of an arrow: the one in use, unless something of its sort is there. */
function takeSlot(used: Used, what: 'sent' | 'arrived'): number {
  const isTaken = what === 'sent' ? used.sent : used.sent || used.arrived;
  if (isTaken) {
    used.slot++;
    used.sent = false;
    used.arrived = false;
  }
  used[what] = true;
  return used.slot;
}

function endsOf(
  arrows: readonly Arrow[],
  starts: ReadonlyMap<string, number>,
  stops: ReadonlyMap<Arrow, number>,
  unit: number,
  place: (at: Micros) => number | undefined,
): Map<Arrow, Ends> {
  const falls: number[] = [];
  const trips: Micros[] = [];
  for (const a of arrows) {
    const y0 = starts.get(a.segment);
    const y1 = stops.get(a);
    if (y0 === undefined || y1 === undefined || a.fate !== 'delivered') continue;
    falls.push(y1 - y0);
    trips.push((a.endsAt ?? a.sentAt) - a.sentAt);
  }
  const fall = median(falls) ?? unit;
  const trip = median(trips) ?? 0;
  const ends = new Map<Arrow, Ends>();
  for (const a of arrows) {
    const y0 = starts.get(a.segment) ?? 0;
    if (a.fate !== 'lost' && a.fate !== 'in-flight') {
      ends.set(a, { y0, y1: Math.max(y0, stops.get(a) ?? y0), reach: 1 });
      continue;
    }
    const flown = a.fate === 'lost' && a.endsAt !== null ? a.endsAt - a.sentAt : 0;
    if (flown > 0 && trip > 0) {
      const reach = Math.min(0.92, Math.max(0.3, flown / trip));
      ends.set(a, { y0, y1: place(a.endsAt as Micros) ?? y0 + fall * reach, reach });
    } else {
      ends.set(a, { y0, y1: y0 + fall * LOST_AT, reach: LOST_AT });
    }
  }
  return ends;
}

function median(numbers: number[]): number | undefined {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1];
}

function ribbonsOf(changes: readonly Change[], height: number): Ribbon[] {
  const ribbons: Ribbon[] = [];
  for (const side of ['left', 'right'] as const) {
    const own = changes.filter((c) => c.side === side);
    own.forEach(({ state, y }, i) => {
      const y1 = own[i + 1]?.y ?? height;
      if (y1 > y) ribbons.push({ side, state, y0: y, y1 });
    });
  }
  return ribbons;
}
