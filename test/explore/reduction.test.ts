import { describe, expect, it } from 'vitest';
import { type Bounds, type Property, type Search, worldNamed } from '../../src/explore/index.ts';
import { ESTABLISHED } from '../../src/tcp/state.ts';
import { bareTask } from './audit.ts';
import { searched } from './walks.ts';

/** Every state, and how many steps away it is. */
function depths(s: Search): string[] {
  const { visited } = s;
  const list: string[] = [];
  for (let i = 0; i < visited.size; i++) {
    const { high, low } = visited.hash(i);
    list.push(`${high}.${low} ${visited.depth(i)}`);
  }
  return list.sort();
}

const SMALL: Bounds = { lose: 1, duplicate: 1, faults: 1, timers: 1, early: 0 };
const CASES: readonly (readonly [world: string, profile: 'rfc' | 'linux' | 'freebsd', Bounds])[] = [
  ['open', 'rfc', { ...SMALL, steps: 10 }],
  ['close-by-client', 'linux', { ...SMALL, steps: 9 }],
  ['reopen', 'rfc', { ...SMALL, lose: 0, steps: 12 }],
  ['crash-of-client', 'freebsd', { ...SMALL, steps: 7 }],
  ['syn-queue-of-one', 'linux', { ...SMALL, steps: 7 }],
];

describe('independent steps in one order only', () => {
  for (const [id, profile, bounds] of CASES) {
    it(`${id}, ${profile}: the same states, none of them further away`, () => {
      const world = worldNamed(id, profile);
      const all = searched(bareTask(world, bounds, false));
      const reduced = searched(bareTask(world, bounds, true));
      expect(depths(reduced)).toEqual(depths(all));
      expect(reduced.report.transitions).toBeLessThan(all.report.transitions);
    });
  }

  it('finds what is broken as soon', () => {
    const broken: Property = {
      id: 'planted',
      clause: 'none',
      title: { zh: '两端都建立了连接', en: 'both ends are established, and an octet was read' },
      broken: (arena) => {
        const ends = [...arena.ends()];
        const both = ends.filter((e) => e.state === ESTABLISHED).length === 2;
        return both && ends.some((e) => e.read !== '') ? 'B' : null;
      },
    };
    const lengths = [true, false].map((reduce) => {
      const task = { ...bareTask(worldNamed('open', 'rfc'), SMALL, reduce), properties: [broken] };
      const { counterexample, depth } = searched(task).report;
      // The run that is found is the longest that was looked at: the search ends with it.
      expect(depth).toBe(counterexample?.path.length);
      return depth;
    });
    expect(lengths[0]).toBeGreaterThan(4);
    expect(lengths[0]).toBe(lengths[1]);
  });

  it('is not done where hosts can change places', () => {
    const world = worldNamed('simultaneous-open', 'rfc');
    const bounds = { ...SMALL, steps: 6 };
    const [x, y] = [true, false].map((reduce) => searched(bareTask(world, bounds, reduce)).report);
    expect(x).toEqual(y);
    expect(x?.spared).toBe(0);
  });
});

describe('the depth of a search', () => {
  it('is that of the longest run that it looked at, however it ended', () => {
    const world = worldNamed('open', 'rfc');
    const [steps, states, all] = [{ steps: 5 }, { states: 1 }, { timers: 0, lose: 0 }].map(
      (bounds) => searched(bareTask(world, { ...SMALL, ...bounds })),
    ) as [Search, Search, Search];
    expect(steps.report).toMatchObject({ outcome: 'exhausted', depth: 5 });
    expect(states.report).toMatchObject({ outcome: 'states', depth: 1 });
    const deepest = Math.max(...depths(all).map((text) => Number(text.split(' ')[1])));
    expect(all.report).toMatchObject({ outcome: 'exhausted', depth: deepest });
  });
});

describe('symmetric states', () => {
  it('count once', () => {
    const world = worldNamed('simultaneous-open', 'linux');
    const bounds = { ...SMALL, steps: 7 };
    const folded = searched(bareTask(world, bounds)).report.states;
    const apart = searched(bareTask({ ...world, symmetric: false }, bounds)).report.states;
    expect(folded).toBeLessThan(0.6 * apart);
    expect(folded).toBeGreaterThanOrEqual(0.5 * apart);
  });
});

describe('whoever does the work', () => {
  it('the answer is the same, in whatever order it comes back', () => {
    const task = bareTask(worldNamed('close-by-server', 'rfc'), { ...SMALL, steps: 10 });
    const inOrder = searched(task);
    let n = 0;
    const shuffled = searched(task, (waiting) => (n++ * 7919) % Math.max(1, waiting));
    expect(shuffled.report).toEqual(inOrder.report);
    expect(depths(shuffled)).toEqual(depths(inOrder));
  });
});
