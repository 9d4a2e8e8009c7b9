import { describe, expect, it } from 'vitest';
import { stage } from '../../lab/engine/stage.ts';
import { delayMs, delayOf, delayUntil } from '../../lab/ladder/faults.ts';
import { ghostShare, ghostsOf } from '../../lab/ladder/ghost.ts';
import { boxOf, type Layout, layoutOf } from '../../lab/ladder/layout.ts';
import { sentenceOf } from '../../lab/ladder/sentence.ts';
import { distance } from '../../lab/ladder/touch.ts';
import { viewAt } from '../../lab/ladder/view.ts';
import { sentSegments, statusOf, targetOf } from '../../lab/ladder/visible.ts';
import { type Cursor, cursorAt, firstDifference, lastOf, stopsOf } from '../../lab/state/cursor.ts';
import type { Branch } from '../../lab/state/store.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { overlap } from '../../src/ladder/labels.ts';
import type { Intervention } from '../../src/sim/intervention.ts';

const NAMES = [
  'open-and-close',
  'open/simultaneous',
  'close/lost-ack4',
  'close/simultaneous',
  'tw/2msl-geometry',
  'hdr/any-fault',
  'ablate/two-way-lost-synack',
  'alive/dead-client',
  'close/last-ack-blackhole',
] as const;

function perform(id: string, interventions: readonly Intervention[] = []) {
  const exhibit = EXHIBITS.find((e) => e.id === id);
  if (exhibit === undefined) throw new RangeError(`no exhibit '${id}'`);
  return stage(exhibit, { exhibit: id, seed: 1, values: {}, interventions });
}

const RUNS = new Map(NAMES.map((id) => [id, perform(id)]));

function layoutFor(id: (typeof NAMES)[number], width = 720): Layout {
  const run = RUNS.get(id) as ReturnType<typeof perform>;
  const flow = run.card.focus[0] ?? 1;
  return layoutOf(run.trace, { flow, lang: 'zh', numbers: 'xy', width });
}

function cursorsOf({ trace }: Layout): Cursor[] {
  return stopsOf(trace).map((frame) => ({ frame, at: trace.frames[frame]?.at ?? 0 }));
}

describe.each(NAMES)('the ladder of %s', (id) => {
  it('shows as many segments as have been sent, at every step', () => {
    const layout = layoutFor(id);
    const { trace, look } = layout;
    for (const cursor of cursorsOf(layout)) {
      const sent = new Set(
        trace.frames
          .slice(0, cursor.frame + 1)
          .filter((f) => f.flow === look.flow && f.kind === 'sent')
          .map((f) => f.segment),
      );
      const shown = viewAt(layout, cursor).arrows.filter((a) => a.laid.arrow.fate !== 'copy');
      expect(shown.map((a) => a.laid.segment.id)).toEqual([...sent]);
    }
  });

  it('comes down as time goes on, and never moves what it has drawn', () => {
    const layout = layoutFor(id);
    let y = 0;
    let items = 0;
    for (const cursor of cursorsOf(layout)) {
      const view = viewAt(layout, cursor);
      expect(view.y).toBeGreaterThanOrEqual(y);
      expect(view.items.length).toBeGreaterThanOrEqual(items);
      y = view.y;
      items = view.items.length;
    }
    expect(y).toBeLessThanOrEqual(layout.rows.height);
  });

  it('is the same on the way back as on the way there', () => {
    const layout = layoutFor(id);
    const cursors = cursorsOf(layout);
    const there = cursors.map((c) => JSON.stringify(viewAt(layout, c)));
    const back = cursors.toReversed().map((c) => JSON.stringify(viewAt(layout, c)));
    expect(back.toReversed()).toEqual(there);
  });

  it('has each side in the state that the engine has it in', () => {
    const layout = layoutFor(id);
    const { trace, look, ladder } = layout;
    for (const cursor of cursorsOf(layout)) {
      const { states } = viewAt(layout, cursor);
      for (const side of ['left', 'right'] as const) {
        const last = trace.frames
          .slice(0, cursor.frame + 1)
          .findLast(
            (f) =>
              f.host === ladder[side].name &&
              ((f.kind === 'state' && f.flow === look.flow) ||
                (f.kind === 'host' && (f.what === 'power-off' || f.what === 'boot'))),
          );
        if (last === undefined) continue;
        const state =
          last.kind === 'state'
            ? last.to
            : last.kind === 'host' && last.what === 'boot'
              ? 'CLOSED'
              : '';
        expect(states[side]).toBe(state);
      }
    }
  });

  it.each([320, 360, 620, 720, 1100])('lets nothing overlap or leave its %i pixels', (width) => {
    const { arrows, items } = layoutFor(id, width);
    const boxes = arrows.flatMap((a) => (a.label === null ? [] : [a.label.box]));
    boxes.forEach((b, i) => {
      expect(b.x).toBeGreaterThanOrEqual(0);
      expect(b.x + b.width).toBeLessThanOrEqual(width);
      for (const other of boxes.slice(i + 1)) expect(overlap(b, other)).toBe(false);
    });
    const texts = items.map(boxOf);
    texts.forEach((b, i) => {
      expect(b.x).toBeGreaterThanOrEqual(-4);
      expect(b.x + b.width).toBeLessThanOrEqual(width + 4);
      for (const other of texts.slice(i + 1)) {
        const apart = b.x + b.width <= other.x || other.x + other.width <= b.x;
        expect(apart || Math.abs(b.y - other.y) >= 14).toBe(true);
      }
    });
  });
});

describe('a segment of the ladder', () => {
  it('is drawn as far as it has got', () => {
    const layout = layoutFor('open-and-close');
    const first = viewAt(layout, cursorAt(layout.trace, 25_000)).arrows[0];
    expect(first?.status).toBe('under-way');
    expect(first?.share).toBeCloseTo(0.5, 1);
    expect(viewAt(layout, cursorAt(layout.trace, 50_000)).arrows[0]?.status).toBe('arrived');
  });

  it('tells its fate only when that is known', () => {
    const layout = layoutFor('close/last-ack-blackhole');
    const lost = layout.arrows.find(
      (a) => a.arrow.fate === 'lost' && a.arrow.endsAt !== a.arrow.sentAt,
    );
    if (lost === undefined) throw new Error('none is lost on its way');
    const seen = (at: number) =>
      viewAt(layout, cursorAt(layout.trace, at)).arrows.find((a) => a.laid === lost);
    expect(seen(lost.arrow.sentAt)?.status).toBe('under-way');
    expect(seen(lost.arrow.endsAt as number)?.status).toBe('lost');
  });

  it('is a full sentence for those who listen', () => {
    const layout = layoutFor('close/lost-ack4');
    const { arrows } = viewAt(layout, lastOf(layout.trace));
    const lost = arrows.find((a) => a.status === 'lost');
    if (lost === undefined) throw new Error('none is lost');
    const { segment, order } = lost.laid;
    expect(sentenceOf(lost, layout.ladder, 'zh')).toMatch(
      new RegExp(`^第 ${order} 个报文段 ${segment.id}，A 到 B，ACK，序号 .+，确认 .+，途中丢失$`),
    );
    expect(sentenceOf(lost, layout.ladder, 'en')).toMatch(/^Segment \d+, .+, lost on the way$/);
  });

  it('that is still to come is there only when it is asked for', () => {
    const layout = layoutFor('open-and-close');
    const start = { frame: -1, at: 0 };
    expect(viewAt(layout, start).arrows).toHaveLength(0);
    const all = viewAt(layout, start, true).arrows;
    expect(all).toHaveLength(layout.arrows.length);
    expect(all.every((a) => a.status === 'future')).toBe(true);
  });

  it('is the nearest one to where one points', () => {
    const line = { x0: 0, y0: 0, x1: 100, y1: 0 };
    expect(distance(line, 50, 7)).toBe(7);
    expect(distance(line, 103, 4)).toBe(5);
  });
});

describe('a fault without a selection', () => {
  const { trace } = RUNS.get('open-and-close') as ReturnType<typeof perform>;

  it('is for the one segment under way', () => {
    const target = targetOf(trace, 1, cursorAt(trace, 125_000));
    expect(target?.id).toBe('A2');
    expect(statusOf(trace, target as NonNullable<typeof target>, cursorAt(trace, 125_000))).toBe(
      'under-way',
    );
  });

  it('is for the last one sent when none is, or several are', () => {
    const end = lastOf(trace);
    expect(targetOf(trace, 1, end)).toBe(sentSegments(trace, 1, end).at(-1));
  });

  it('has nothing to act on before the first', () => {
    expect(targetOf(trace, 1, { frame: -1, at: 0 })).toBeNull();
  });

  it('of delay lasts as long as was asked for, or until the connection is closed', () => {
    const s = sentSegments(trace, 1, lastOf(trace))[3];
    if (s === undefined) throw new Error('there are not so many');
    delayMs.value = 250;
    expect(delayOf(trace, s)).toBe(250_000);
    delayUntil.value = 'close';
    const closed = trace.frames.find((f) => f.kind === 'state' && f.to === 'TIME-WAIT');
    expect(s.sentAt + delayOf(trace, s)).toBeGreaterThan(closed?.at ?? Number.POSITIVE_INFINITY);
    delayUntil.value = 'all';
    expect(s.sentAt + delayOf(trace, s)).toBeGreaterThan(trace.frames.at(-1)?.at ?? 0);
    delayUntil.value = 'exactly';
  });
});

describe('a branch behind another', () => {
  const own = RUNS.get('open-and-close') as ReturnType<typeof perform>;
  const other = perform('open-and-close', [{ kind: 'fault', segment: 'A2', action: 'drop' }]);
  const parting = firstDifference(own.trace, other.trace) ?? 0;
  const a: Branch = { name: 'A', run: own, parent: null };
  const b: Branch = { name: 'B', run: other, parent: { name: 'A', frame: parting } };
  const layout = layoutOf(other.trace, { flow: 1, lang: 'zh', numbers: 'xy', width: 720 });

  it('is drawn from where they part, the segment included that made them part', () => {
    const ghosts = ghostsOf(layout, b, a);
    const keys = ghosts.map((g) => g.key);
    expect(keys).not.toContain('A1+0');
    expect(keys).not.toContain('B1+0');
    expect(keys[0]).toBe('A2+0');
  });

  it('is drawn as far as time has come', () => {
    const [first] = ghostsOf(layout, b, a);
    if (first === undefined) throw new Error('there is no ghost');
    expect(ghostShare(first, first.sentAt - 1, 0)).toBe(0);
    expect(ghostShare(first, first.endsAt ?? 0, 0)).toBe(1);
  });
});
