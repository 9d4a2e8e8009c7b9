import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earlier, later, leq, lt, uint, within } from '../../src/wire/seq.ts';

const any = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const near = fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 });

describe('sequence numbers', () => {
  it('are ordered by their distance, wherever they wrap', () => {
    fc.assert(
      fc.property(any, near, (a, d) => {
        const b = (a + d) | 0;
        expect([lt(a, b), leq(a, b), lt(b, a)]).toEqual([d > 0, d >= 0, d < 0]);
        expect(later(a, b)).toBe(d > 0 ? b : a);
        expect(earlier(a, b)).toBe(d > 0 ? a : b);
      }),
    );
  });

  it('lie within a range from its first number to the one before its end', () => {
    fc.assert(
      fc.property(any, fc.nat(2 ** 31 - 1), fc.integer({ min: -5, max: 5 }), (low, length, d) => {
        expect(within(low, low, length)).toBe(length > 0);
        expect(within((low + length + d) | 0, low, length)).toBe(d < 0 && length + d >= 0);
      }),
    );
  });

  it('are shown unsigned', () => {
    expect([uint(-1), uint(5)]).toEqual([4_294_967_295, 5]);
  });
});
