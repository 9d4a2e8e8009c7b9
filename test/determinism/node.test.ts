import { describe, expect, it } from 'vitest';
import { runSchedule } from './schedule.ts';

/** `npm run schedules -- --count 100000` runs more. */
const SEEDS = 10_000;
/** The first of them are run twice. */
const TWICE = 1000;
const GROUP = 500;

describe('two hosts of random profiles under random faults', () => {
  for (let from = 0; from < SEEDS; from += GROUP) {
    const to = from + GROUP - 1;
    const alike = from < TWICE ? ', twice alike' : '';
    it(`deliver every octet in order and end CLOSED${alike}: seeds ${from} to ${to}`, () => {
      const wrong: string[] = [];
      for (let seed = from; seed <= to; seed++) {
        const once = runSchedule(seed);
        if (!once.ok) wrong.push(`seed ${seed}: ${once.problems.join('; ')}`);
        if (seed >= TWICE) continue;
        const { digest } = runSchedule(seed);
        if (digest !== once.digest) wrong.push(`seed ${seed}: ${once.digest}, then ${digest}`);
      }
      expect(wrong).toEqual([]);
    });
  }

  it('differ from seed to seed', () => {
    const seen = new Set(Array.from({ length: 50 }, (_, seed) => runSchedule(seed).digest));
    expect(seen.size).toBe(50);
  });
});
