import { describe, expect, it } from 'vitest';
import {
  type Bounds,
  type FullBounds,
  fullBounds,
  HAZARDS,
  PROPERTIES,
  planFor,
  search,
  WORLD_PROFILES,
  WORLDS,
} from '../../src/explore/index.ts';

/** So small that all worlds are gone through in seconds: `synwave explore --worlds` goes as far as they say. */
const TINY: Bounds = { steps: 7, lose: 1, duplicate: 1, faults: 1, timers: 1, early: 0 };

/** All that may befall segments: the bound on all kinds together may be none. */
function faults({ faults, lose, duplicate, damage }: FullBounds): number {
  return Math.min(faults, lose + duplicate + damage);
}

describe('the worlds in which nothing may break', () => {
  it('are at least eight', () => {
    expect(Object.keys(WORLDS).length).toBeGreaterThanOrEqual(8);
  });

  for (const [id, make] of Object.entries(WORLDS)) {
    it(`${id}: its name, its words, and a night that goes further`, () => {
      for (const profile of WORLD_PROFILES) {
        const world = make(profile);
        expect(world.id).toBe(id);
        for (const words of [world.title, world.about]) {
          expect(words.zh).toMatch(/\p{Script=Han}/u);
          expect(words.en).toMatch(/^[\p{ASCII}]+$/u);
        }
        const day = fullBounds(world.bounds);
        const night = fullBounds(world.nightly ?? world.bounds);
        for (const name of ['lose', 'duplicate', 'timers', 'early'] as const) {
          expect(night[name]).toBeGreaterThanOrEqual(day[name]);
        }
        expect(faults(night)).toBeGreaterThanOrEqual(faults(day));
      }
    });

    for (const profile of WORLD_PROFILES) {
      it(`${id}, ${profile}: nothing is found near its beginning`, () => {
        const task = {
          plan: planFor(make(profile)),
          bounds: fullBounds(TINY),
          properties: PROPERTIES,
          hazards: HAZARDS,
        };
        const { outcome, counterexample } = search(task);
        expect(counterexample).toBeNull();
        expect(outcome).toBe('exhausted');
      });
    }
  }

  it('gives the same report every time', () => {
    const report = (): unknown =>
      search({
        plan: planFor(WORLDS['close-by-client']?.('linux') as never),
        bounds: fullBounds({ ...TINY, steps: 9 }),
        properties: PROPERTIES,
        hazards: HAZARDS,
      });
    expect(report()).toEqual(report());
  });
});
