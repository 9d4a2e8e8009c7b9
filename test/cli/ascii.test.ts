import { describe, expect, it } from 'vitest';
import { allInAscii, inAscii } from '../../src/cli/ascii.ts';

describe('English words in ASCII', () => {
  it('have signs written out, and powers with a caret', () => {
    expect(inAscii('RTO×(2⁹−1) ≤ 2³² → ⚠ “it’s” 5 µs')).toBe(
      'RTOx(2^9-1) <= 2^32 -> ! "it\'s" 5 us',
    );
    expect(inAscii('\u001b[1mbold\u001b[0m 汉')).toBe('\u001b[1mbold\u001b[0m ?');
  });

  it('are taken wherever they stand in data; functions stay as they are', () => {
    const f = (): string => '×';
    expect(allInAscii({ a: ['×', 1, null], b: { c: '−' }, f })).toEqual({
      ...{ a: ['x', 1, null], b: { c: '-' }, f },
    });
  });
});
