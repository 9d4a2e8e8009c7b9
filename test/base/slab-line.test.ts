import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/base/clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { SlabLine } from '../../src/base/slab-line.ts';
import { TupleHash } from '../../src/base/tuple-hash.ts';
import { TupleSlab } from '../../src/base/tuple-slab.ts';

const HERE = { version: 4, w0: 0, w1: 0, w2: 0, w3: 1 } as const;

/** A line of `wait` microseconds, whose entries are known by a number; `over` notes when each is done. */
function lineOf(wait: number) {
  const clock = new Clock();
  const slab = new TupleSlab(new TupleHash(new SeededRandom(1)), 4, 1);
  const over: (readonly [entry: number, at: number])[] = [];
  const slots = new Map<number, number>();
  const line = new SlabLine(clock, slab, wait, (slot, now) => {
    const entry = slab.get(slot, 0);
    over.push([entry, now]);
    slots.delete(entry);
    slab.delete(slot);
  });
  const push = (entry: number): void => {
    const slot = slab.add(HERE, { ...HERE, w3: entry }, 80, 1);
    slab.set(slot, 0, entry);
    slots.set(entry, slot);
    line.push(slot);
  };
  const leave = (entry: number): void => {
    const slot = slots.get(entry) as number;
    line.remove(slot);
    slots.delete(entry);
    slab.delete(slot);
  };
  return { clock, line, over, slots, push, leave };
}

describe('a line of entries', () => {
  it('lets each go when its wait is over, in the manner of a list of deadlines', () => {
    const step = fc.record({
      what: fc.constantFrom('push', 'leave', 'again'),
      pick: fc.nat(),
      pass: fc.nat({ max: 400 }),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 120 }),
        fc.constantFrom(0, 1, 1000),
        (steps, wait) => {
          const l = lineOf(wait);
          const model = new Map<number, number>();
          const expected: (readonly [number, number])[] = [];
          let entries = 0;
          for (const { what, pick, pass } of steps) {
            const left = [...model.keys()];
            const picked = left[pick % Math.max(1, left.length)];
            if (what === 'push' || picked === undefined) {
              model.set(entries, l.clock.now + wait);
              l.push(entries++);
            } else if (what === 'leave') {
              l.leave(picked);
              model.delete(picked);
            } else {
              const slot = l.slots.get(picked) as number;
              l.line.remove(slot);
              l.line.push(slot);
              model.delete(picked);
              model.set(picked, l.clock.now + wait);
            }
            for (const [entry, slot] of l.slots) expect(l.line.dueOf(slot)).toBe(model.get(entry));
            const until = l.clock.now + pass;
            for (let at = l.clock.timers.next(); at <= until; at = l.clock.timers.next()) {
              l.clock.turn(at);
            }
            l.clock.turn(until);
            for (const [entry, due] of model) {
              if (due > until) break;
              expected.push([entry, due]);
              model.delete(entry);
            }
            expect(l.over).toEqual(expected);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is exact where the lower 32 bits of the clock wrap', () => {
    const l = lineOf(60_000_000);
    l.clock.turn(2 ** 32 - 30_000_000);
    l.push(1);
    l.clock.turn(2 ** 32 + 10_000_000);
    l.push(2);
    l.clock.turn(2 ** 32 + 30_000_000);
    l.clock.turn(2 ** 32 + 69_999_999);
    expect(l.over.map(([entry]) => entry)).toEqual([1]);
    l.clock.turn(2 ** 32 + 70_000_000);
    expect(l.over.map(([entry]) => entry)).toEqual([1, 2]);
  });

  it('waits for days, rounded up to a coarser unit', () => {
    const day = 86_400_000_000;
    const l = lineOf(30 * day);
    l.clock.turn(12_345);
    l.push(1);
    l.clock.turn(10 * day);
    l.push(2);
    const [one, two] = [l.slots.get(1), l.slots.get(2)] as [number, number];
    for (const [slot, due] of [
      [one, 30 * day + 12_345],
      [two, 40 * day],
    ] as const) {
      const late = l.line.dueOf(slot) - due;
      expect(late >= 0 && late < 2048).toBe(true);
    }
    l.clock.turn(30 * day + 20_000);
    l.clock.turn(40 * day + 20_000);
    expect(l.over.map(([entry]) => entry)).toEqual([1, 2]);
  });

  it('after a long sleep lets the overdue go before another joins', () => {
    const l = lineOf(1_000_000);
    l.push(1);
    l.clock.turn(2 ** 34, () => l.push(2)); // input comes before timers
    expect(l.over.map(([entry]) => entry)).toEqual([1]);
    l.clock.turn(2 ** 34 + 999_999);
    expect(l.over.length).toBe(1);
    l.clock.turn(2 ** 34 + 1_000_000);
    expect(l.over.length).toBe(2);
  });
});
