import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, wrap } from '../../src/ladder/index.ts';

describe('wrapping text', () => {
  it('breaks at spaces, and between Han characters', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('第三个报文段让 B 知道', 10)).toEqual(['第三个报文', '段让 B 知', '道']);
  });

  it('begins no line with a closing mark, and ends none with an opening one', () => {
    expect(wrap('甲乙丙，丁', 6)).toEqual(['甲乙', '丙，丁']);
    expect(wrap('甲乙“丙”', 6)).toEqual(['甲乙', '“丙”']);
  });

  it('loses nothing but spaces, and fits wherever it can', () => {
    const text = fc
      .array(fc.constantFrom('报', '文', '，', 'ACK', ' ', 'a', '。', '“', '”', 'ESTABLISHED'), {
        maxLength: 40,
      })
      .map((a) => a.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 40 }), (t, width) => {
        const lines = wrap(t, width);
        expect(lines.join('').replaceAll(' ', '')).toBe(t.replaceAll(' ', ''));
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('breaks what fits in no line', () => {
    expect(wrap('abcdefgh', 4)).toEqual(['abcd', 'efgh']);
  });
});
