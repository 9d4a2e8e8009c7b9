import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RangeSet } from '../../src/base/range-set.ts';

function ranges(s: RangeSet): [number, number][] {
  return Array.from({ length: s.count }, (_, i) => [s.from(i), s.to(i)]);
}

function setOf(...pairs: [number, number][]): RangeSet {
  const s = new RangeSet();
  for (const [from, to] of pairs) s.add(from, to);
  return s;
}

describe('RangeSet', () => {
  it('keeps ranges apart while there is a gap between them, in order', () => {
    const s = setOf([30, 40], [10, 20], [50, 60]);
    expect(ranges(s)).toEqual([
      [10, 20],
      [30, 40],
      [50, 60],
    ]);
    expect(s.total).toBe(30);
  });

  it('makes ranges that touch into one', () => {
    const s = setOf([10, 20], [30, 40]);
    expect(s.add(20, 30)).toBe(10);
    expect(ranges(s)).toEqual([[10, 40]]);
  });

  it('tells how many octets were new when a range covers others in part', () => {
    const s = setOf([10, 20], [30, 40], [50, 60]);
    expect(s.add(15, 55)).toBe(20);
    expect(ranges(s)).toEqual([[10, 60]]);
    expect(s.add(12, 13)).toBe(0);
  });

  it('ignores a range that is empty or backwards', () => {
    const s = setOf([10, 10], [20, 15]);
    expect(s.count).toBe(0);
    expect(s.total).toBe(0);
  });

  it('forgets what is below a number, cutting the range it is in', () => {
    const s = setOf([10, 20], [30, 40]);
    expect(s.removeBelow(35)).toBe(15);
    expect(ranges(s)).toEqual([[35, 40]]);
    expect(s.removeBelow(100)).toBe(5);
    expect(s.count).toBe(0);
    expect(s.removeBelow(200)).toBe(0);
  });

  it('can be used again after clear', () => {
    const s = setOf([10, 20], [30, 40]);
    s.clear();
    expect([s.count, s.total]).toEqual([0, 0]);
    expect(s.add(5, 6)).toBe(1);
    expect(ranges(s)).toEqual([[5, 6]]);
  });

  it('says that an empty range is covered', () => {
    expect(new RangeSet().covers(5, 5)).toBe(true);
    expect(new RangeSet().covers(5, 6)).toBe(false);
  });

  it('keeps a thousand ranges, and then one when the gaps are filled', () => {
    const s = new RangeSet();
    for (let i = 999; i >= 0; i--) s.add(i * 10, i * 10 + 5);
    expect([s.count, s.total]).toEqual([1000, 5000]);
    expect(s.indexOf(5554)).toBe(555);
    expect(s.add(0, 10_000)).toBe(5000);
    expect(ranges(s)).toEqual([[0, 10_000]]);
  });
});

const SPAN = 120;
const position = fc.integer({ min: 0, max: SPAN });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ add: position, n: fc.integer({ min: 0, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ removeBelow: position }) },
  { weight: 1, arbitrary: fc.record({ clear: fc.constant(true) }) },
);
/** Where the model's 0 lies: near the wrap of 2**32, of the sign at 2**31, and anywhere. */
const origin = fc.oneof(
  fc.integer({ min: -SPAN, max: 0 }),
  fc.integer({ min: 2 ** 31 - SPAN, max: 2 ** 31 - 1 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
);

/** The runs of numbers in `model`, ascending. */
function runs(model: Set<number>): [number, number][] {
  const out: [number, number][] = [];
  for (let x = 0; x <= SPAN + 30; x++) {
    const last = out.at(-1);
    if (!model.has(x)) continue;
    if (last !== undefined && last[1] === x) last[1]++;
    else out.push([x, x + 1]);
  }
  return out;
}

function below(model: Set<number>, limit: number): number[] {
  return [...model].filter((x) => x < limit);
}

function apply(s: RangeSet, model: Set<number>, at: (x: number) => number, what: object): void {
  const had = model.size;
  if ('add' in what) {
    const { add, n } = what as { add: number; n: number };
    for (let x = add; x < add + n; x++) model.add(x);
    expect(s.add(at(add), at(add + n))).toBe(model.size - had);
  } else if ('removeBelow' in what) {
    const { removeBelow } = what as { removeBelow: number };
    for (const x of below(model, removeBelow)) model.delete(x);
    expect(s.removeBelow(at(removeBelow))).toBe(had - model.size);
  } else {
    s.clear();
    model.clear();
  }
}

describe('RangeSet and a plain set of numbers', () => {
  it('hold the same after any calls, wherever the sequence numbers wrap', () => {
    fc.assert(
      fc.property(origin, fc.array(step, { maxLength: 60 }), (zero, steps) => {
        const at = (x: number): number => (zero + x) | 0;
        const s = new RangeSet();
        const model = new Set<number>();
        for (const what of steps) {
          apply(s, model, at, what);
          expect(ranges(s)).toEqual(runs(model).map(([f, t]) => [at(f), at(t)]));
          expect(s.total).toBe(model.size);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('give the same answers', () => {
    fc.assert(
      fc.property(
        origin,
        fc.array(step, { maxLength: 30 }),
        position,
        position,
        (zero, steps, x, y) => {
          const at = (n: number): number => (zero + n) | 0;
          const s = new RangeSet();
          const model = new Set<number>();
          for (const what of steps) apply(s, model, at, what);
          const all = runs(model);
          expect(s.indexOf(at(x))).toBe(all.findIndex(([f, t]) => f <= x && x < t));
          expect(s.contains(at(x))).toBe(model.has(x));
          const above = all.findIndex(([, t]) => t > x);
          expect(s.firstAbove(at(x))).toBe(above < 0 ? all.length : above);
          let covered = true;
          for (let i = x; i < y; i++) covered &&= model.has(i);
          expect(s.covers(at(x), at(y))).toBe(covered);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
