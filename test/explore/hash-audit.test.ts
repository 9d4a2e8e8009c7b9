import { describe, expect, it } from 'vitest';
import type { Bounds, ExploreWorld } from '../../src/explore/index.ts';
import { type WorldProfile, worldNamed } from '../../src/explore/index.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { audit, somewhere } from './audit.ts';

const BOUNDS: Bounds = { lose: 1, duplicate: 1, faults: 2, timers: 4, early: 3 };

/** World, profile, how many steps it begins with, and which. */
const CASES: readonly (readonly [world: string, WorldProfile, steps: number, seed: number])[] = [
  ['open', 'rfc', 0, 1], // timestamps and SACK from the beginning
  ['text', 'rfc', 7, 5], // text out of order: SACK, delayed ACKs
  ['text', 'linux', 7, 3],
  ['half-close', 'freebsd', 9, 5],
  ['close-by-client', 'rfc', 11, 3], // TIME-WAIT
  ['close-by-server', 'linux', 10, 7],
  ['simultaneous-close', 'freebsd', 10, 3],
  ['simultaneous-open', 'rfc', 3, 3],
  ['reopen', 'rfc', 12, 5],
  ['reopen', 'freebsd', 12, 3],
  ['reopen-after-time-wait', 'linux', 12, 3],
  ['crash-of-client', 'linux', 6, 5],
  ['crash-of-server', 'rfc', 6, 5],
  ['syn-queue-of-one', 'linux', 2, 3], // cookies
  ['syn-queue-of-one', 'freebsd', 4, 3],
  ['abort', 'linux', 5, 3],
  ['zero-window', 'linux', 0, 3],
  ['zero-window', 'freebsd', 8, 3],
  ['forged', 'freebsd', 4, 5],
];

/** The same world, with hosts that behave so. */
function withAll(world: ExploreWorld, set: Partial<Profile>): ExploreWorld {
  return { ...world, hosts: world.hosts.map((h) => ({ ...h, set: { ...h.set, ...set } })) };
}

/** That states which count as the same go on alike is what the whole search stands on. */
describe('two states of one hash', () => {
  for (const [id, profile, steps, seed] of CASES) {
    it(`${id}, ${profile}, after ${steps} steps: the same can happen, and leads to the same`, () => {
      const world = worldNamed(id, profile);
      const report = audit(world, BOUNDS, 7, 120, somewhere(world, BOUNDS, steps, seed));
      expect(report.differences).toEqual([]);
      expect(report.compared).toBeGreaterThan(0);
    });
  }

  it('also without timestamps and SACK', () => {
    const world = withAll(worldNamed('text', 'rfc'), { timestamps: false, sack: false });
    const report = audit(world, BOUNDS, 7, 300, somewhere(world, BOUNDS, 6, 5));
    expect(report.differences).toEqual([]);
  });

  it('also where keep-alive probes go and the timer of FIN-WAIT-2 runs', () => {
    const world = withAll(worldNamed('half-close', 'linux'), { keepAlive: true });
    const report = audit(world, BOUNDS, 7, 300, somewhere(world, BOUNDS, 7, 3));
    expect(report.differences).toEqual([]);
  });
});
