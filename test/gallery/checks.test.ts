import { describe, expect, it } from 'vitest';
import { judge, reads, spelledTime, timed } from '../../src/gallery/checks.ts';
import type { Facts } from '../../src/gallery/facts.ts';

const words = { zh: '等了多久', en: 'how long it waits' };

/** What a check finds when a run has this time in place of 60 s. */
const found = (t: number): string | null =>
  judge([timed(words, () => t, 60_000_000)], {} as Facts)[0]?.found ?? null;

describe('what a check found', () => {
  it('is a time with its unit', () => {
    expect(found(60_000_000)).toBeNull();
    expect(found(10_000)).toBe('10 ms');
    expect(found(60_300_000)).toBe('60.3 s');
    expect(found(60_000_001)).toBe('60.000001 s');
    expect(found(0)).toBe('0 ms');
    expect(found(-1)).toBe('-');
    expect(spelledTime(7)).toBe('7 µs');
    expect(spelledTime(null)).toBe('-');
  });

  it('has no line ends in it', () => {
    const f = { read: () => '220 ready\r\nbye\n' } as unknown as Facts;
    const [verdict] = judge([reads('A', 'hello\n')], f);
    expect(verdict?.says.en).toContain('"hello\\n"');
    expect(verdict?.found).toBe('220 ready\\r\\nbye\\n');
  });
});
