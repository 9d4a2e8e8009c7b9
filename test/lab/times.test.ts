import { describe, expect, it } from 'vitest';
import { spellIn, timeIn } from '../../lab/view/times.ts';
import type { Trace } from '../../src/observe/trace.ts';

/** Of a trace, all that times are told from. */
const happening = (...times: readonly number[]) =>
  ({ frames: times.map((at) => ({ at })) }) as unknown as Trace;

describe('times of a run', () => {
  it('are as short as ever where that is enough', () => {
    const trace = happening(0, 50_000, 1_500_000, 7_200_000_000);
    expect(spellIn(trace, 50_000, 'zh')).toBe('50 毫秒');
    expect(spellIn(trace, 1_500_000, 'en')).toBe('1.5 s');
    expect(spellIn(trace, 7_200_000_000, 'en')).toBe('2 h');
    expect(timeIn(trace, 1_500_000)).toBe('1.5 s');
  });

  it('read differently where they differ', () => {
    const all = [
      [1_034_000, 1_035_000, 1_035_010],
      [30_084_000, 30_085_000, 30_086_000],
      [7_950_150_000, 7_950_200_000],
      [99_990, 99_991, 100_000],
    ];
    for (const times of all) {
      const trace = happening(...times);
      for (const say of [timeIn, (t: Trace, at: number) => spellIn(t, at, 'zh')]) {
        expect(new Set(times.map((at) => say(trace, at))).size).toBe(times.length);
      }
    }
    expect(spellIn(happening(30_084_000, 30_085_000, 30_086_000), 30_085_000, 'zh')).toBe(
      '30.085 秒',
    );
    expect(spellIn(happening(7_950_150_000, 7_950_200_000), 7_950_200_000, 'en')).toBe('7950.2 s');
    expect(spellIn(happening(1_035_000), 1_035_000, 'en')).toBe('1.035 s');
  });
});
