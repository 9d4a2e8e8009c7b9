import { describe, expect, it } from 'vitest';
import { SmallNumbers } from '../../src/base/small-numbers.ts';

describe('SmallNumbers', () => {
  it('gives one object one number, until it has been given back as often as taken', () => {
    const n = new SmallNumbers<string>(3);
    expect([n.take('a'), n.take('b'), n.take('a')]).toEqual([0, 1, 0]);
    n.give(0);
    expect(n.items).toEqual(['a', 'b']);
    n.give(0);
    expect(n.items).toEqual([null, 'b']);
    expect(n.take('c')).toBe(0);
  });

  it('has no number when all stand for others', () => {
    const n = new SmallNumbers<string>(2);
    n.take('a');
    n.take('b');
    expect(n.take('c')).toBe(-1);
    expect(n.take('b')).toBe(1);
    n.give(0);
    expect(n.take('c')).toBe(0);
  });
});
