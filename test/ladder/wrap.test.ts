import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, wrap } from '../../src/ladder/index.ts';
import { shortened } from '../../src/ladder/width.ts';

describe('shortening text', () => {
  it('ends at a word, with a mark, and only where there is no room', () => {
    const note = 'A1 dropped: no such connection, nobody listens';
    expect(shortened(note, 46, '…')).toBe(note);
    expect(shortened(note, 40, '…')).toBe('A1 dropped: no such connection, nobody…');
    expect(shortened(note, 34, '...')).toBe('A1 dropped: no such connection...');
    expect(shortened('没有这样的连接，也没有人监听', 17, '…')).toBe('没有这样的连接…');
    expect(shortened(note, 1, '…')).toBe('A');
  });
});

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
