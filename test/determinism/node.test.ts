import { describe, expect, it } from 'vitest';
import { runSchedule } from './schedule.ts';

const SEEDS = 1000;
const GROUP = 250;

describe('two hosts under random faults', () => {
  for (let from = 0; from < SEEDS; from += GROUP) {
    const to = from + GROUP - 1;
    it(`deliver every octet in order and end CLOSED, twice alike: seeds ${from} to ${to}`, () => {
      const wrong: string[] = [];
      for (let seed = from; seed <= to; seed++) {
        const once = runSchedule(seed);
        if (!once.ok) wrong.push(`seed ${seed}: ${once.problems.join('; ')}`);
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
