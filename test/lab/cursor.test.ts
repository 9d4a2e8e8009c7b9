import { describe, expect, it } from 'vitest';
import {
  cursorAt,
  cursorOn,
  firstDifference,
  lastOf,
  stepFrom,
  stopAt,
  stopsOf,
  toldAt,
} from '../../lab/state/cursor.ts';
import { paceOf } from '../../lab/state/pace.ts';
import { EXHIBITS, perform } from '../../src/gallery/index.ts';
import type { Trace } from '../../src/observe/index.ts';

function traceOf(id: string, segment?: string): Trace {
  const e = EXHIBITS.find((x) => x.id === id);
  if (e === undefined) throw new Error(id);
  const interventions =
    segment === undefined ? [] : [{ kind: 'fault', segment, action: 'drop' } as const];
  return perform(e, { interventions }).trace;
}

const IDS = ['open-and-close', 'open/ledger', 'close/simultaneous', 'flood/syn', 'tw/restart'];

describe('stepping', () => {
  it.each(IDS)('%s: on and on goes through every stop to the end, and back the same way', (id) => {
    const trace = traceOf(id);
    const on = [{ frame: -1, at: 0 }];
    for (;;) {
      const next = stepFrom(trace, on.at(-1) as { frame: number; at: number }, 1);
      if (next.frame === on.at(-1)?.frame) break;
      on.push(next);
    }
    expect(on.map((c) => c.frame)).toEqual(stopsOf(trace));
    expect(on.at(-1)).toEqual(lastOf(trace));
    const back = [on.at(-1) as { frame: number; at: number }];
    while ((back.at(-1) as { frame: number }).frame >= 0) {
      back.push(stepFrom(trace, back.at(-1) as { frame: number; at: number }, -1));
    }
    expect(back.reverse()).toEqual(on);
  });

  it('stands after each thing that is told, with all that changed with it', () => {
    const trace = traceOf('open/ledger');
    const kinds = stopsOf(trace)
      .slice(1)
      .map((s) => toldAt(trace, s)?.kind);
    const told = trace.frames.filter((f) => !['vars', 'timers', 'tables'].includes(f.kind));
    expect(kinds).toEqual(told.map((f) => f.kind));
  });

  it('back from between two stops is to the one that was passed', () => {
    const trace = traceOf('open/ledger');
    const flying = cursorAt(trace, 125_000);
    const back = stepFrom(trace, flying, -1);
    expect(back.at).toBe(100_000);
    expect(toldAt(trace, back.frame)?.code).toBe('sent/ack-of-syn');
    expect(stepFrom(trace, flying, 1).at).toBe(150_000);
  });

  it('before the beginning and after the end there is nothing', () => {
    const trace = traceOf('open/ledger');
    expect(stepFrom(trace, { frame: -1, at: 0 }, -1)).toEqual({ frame: -1, at: 0 });
    expect(stepFrom(trace, lastOf(trace), 1)).toEqual(lastOf(trace));
  });
});

describe('seeking', () => {
  it('finds the last frame of a time, and keeps within the run', () => {
    const trace = traceOf('open/ledger');
    for (let at = 0; at <= 160_000; at += 1000) {
      const { frame } = cursorAt(trace, at);
      expect(trace.frames[frame]?.at ?? 0).toBeLessThanOrEqual(at);
      expect(trace.frames[frame + 1]?.at ?? Number.POSITIVE_INFINITY).toBeGreaterThan(at);
    }
    expect(cursorAt(trace, 1e12)).toEqual(lastOf(trace));
    expect(cursorAt(trace, -5).at).toBe(0);
  });

  it('on a frame means with all of its stop', () => {
    const trace = traceOf('open/ledger');
    const stops = stopsOf(trace);
    trace.frames.forEach((_, i) => {
      const { frame } = cursorOn(trace, i);
      expect(stops).toContain(frame);
      expect(frame).toBeGreaterThanOrEqual(i);
    });
  });
});

describe('the stop one stands on', () => {
  it.each(IDS)('%s: is the last that is not beyond the frame', (id) => {
    const trace = traceOf(id);
    const stops = stopsOf(trace);
    for (let frame = -1; frame < trace.frames.length; frame += 7) {
      expect(stopAt(trace, frame)).toBe(stops.findLast((s) => s <= frame));
    }
  });
});

describe('two runs', () => {
  it('are the same up to what was done to one of them', () => {
    const [a, b] = [traceOf('open/ledger'), traceOf('open/ledger', 'A2')];
    const at = firstDifference(a, b) as number;
    expect(b.frames[at]?.kind).toBe('lost');
    expect(b.frames[at]?.segment).toBe('A2');
    expect(firstDifference(a, traceOf('open/ledger'))).toBeNull();
  });
});

describe('the pace of a play', () => {
  it.each(IDS)('%s: time and units lead to each other, and never back', (id) => {
    const trace = traceOf(id);
    const pace = paceOf(trace);
    let before = -1;
    for (const s of stopsOf(trace)) {
      const at = trace.frames[s]?.at ?? 0;
      const unit = pace.toUnit(at);
      expect(unit).toBeGreaterThanOrEqual(before);
      before = unit;
      expect(pace.toTime(unit)).toBeCloseTo(at, 3);
    }
    expect(pace.toTime(pace.length + 1)).toBe(pace.axis.instants.at(-1));
  });
});
