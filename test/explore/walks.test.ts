import { describe, expect, it } from 'vitest';
import {
  type Bounds,
  type ExploreWorld,
  fullBounds,
  HAZARDS,
  PROPERTIES,
  planFor,
  type WorldProfile,
  worldNamed,
} from '../../src/explore/index.ts';
import { client, connect, server, smallWorld } from './small-worlds.ts';
import { searched, walk } from './walks.ts';

const SMALL: Bounds = { lose: 1, duplicate: 1, faults: 1, timers: 1, early: 0 };
/** A network that keeps the order but for one segment, and a timer that is too short. */
const ORDERED: Bounds = { ...SMALL, late: 1, early: 1 };

/** World, profile, and how far it is searched; as far as it says without. */
const CASES: readonly (readonly [world: string, WorldProfile, Bounds?])[] = [
  ['close-by-client', 'linux'],
  ['close-by-server', 'rfc', { ...ORDERED, steps: 10 }],
  ['simultaneous-open', 'rfc', { ...SMALL, steps: 9 }], // symmetric
  ['simultaneous-close', 'linux', { ...ORDERED, late: 0 }],
  ['reopen', 'rfc', { ...SMALL, lose: 0, late: 1, steps: 16 }],
  ['late-fin', 'freebsd', { late: 1, expired: 1, timers: 1, early: 0 }],
  ['crash-of-client', 'rfc', { ...SMALL, steps: 10 }],
  ['crash-of-server', 'linux'],
  ['syn-queue-of-one', 'linux'],
  ['zero-window', 'rfc', { ...SMALL, steps: 10 }],
  ['forged', 'linux', { timers: 1, early: 0, steps: 8 }], // three hosts
];

/** That nothing is left out which can happen: what is asleep, folded or counted as seen has been looked at elsewhere. */
describe('whatever chance does within the bounds', () => {
  for (const [id, profile, bounds] of CASES) {
    it(`${id}, ${profile}: the search was there, in no more steps`, () => {
      const world = worldNamed(id, profile);
      const task = {
        plan: planFor(world),
        bounds: fullBounds(bounds ?? world.bounds),
        properties: PROPERTIES,
        hazards: HAZARDS,
      };
      const s = searched(task);
      expect(s.report.outcome).toBe('exhausted');
      const { steps, unseen } = walk(task, s, 400, 7);
      expect(unseen).toEqual([]);
      expect(steps).toBeGreaterThan(2000);
    });
  }
});

describe('what a hazard covers', () => {
  /** A quiet state with an end left behind, and still the client may open another connection. */
  const world: ExploreWorld = smallWorld(
    'quiet-in-between',
    [
      client([
        [{ do: connect }, { do: { call: 'abort' } }],
        [
          {
            do: { ...connect, socket: 'other', localPort: 5001 },
            when: { on: 'connected', socket: 'main' },
          },
        ],
      ]),
      server([[{ do: { call: 'close' }, when: { on: 'accepted' } }]]),
    ],
    { lose: 1, late: 0, timers: 0, steps: 14 },
  );

  it('is gone on with: the states are those of a search that looks for nothing', () => {
    const plan = planFor(world);
    const bounds = fullBounds(world.bounds);
    const all = searched({ plan, bounds, properties: [], hazards: [], reduce: false });
    const s = searched({ plan, bounds, properties: PROPERTIES, hazards: HAZARDS });
    expect(s.report.hazards).toHaveProperty('half-open');
    expect(s.report.states).toBe(all.report.states);
  });
});
