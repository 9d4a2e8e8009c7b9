import { describe, expect, it } from 'vitest';
import type { Arena } from '../../src/explore/arena.ts';
import {
  fullBounds,
  type Property,
  planFor,
  search,
  WORLD_PROFILES,
  type WorldProfile,
  worldNamed,
} from '../../src/explore/index.ts';
import { TIME_WAIT } from '../../src/tcp/state.ts';
import { FIN } from '../../src/wire/tcp.ts';

/** What a world is there for, as something that is looked for and must be found. */
interface Moment {
  readonly world: string;
  readonly what: string;
  readonly profiles: readonly WorldProfile[];
  isHere(arena: Arena): boolean;
}

const MOMENTS: readonly Moment[] = [
  {
    world: 'zero-window',
    what: 'a window that is shut is probed',
    profiles: WORLD_PROFILES,
    isHere: ({ step }) => step.timers.includes('persist'),
  },
  {
    world: 'text',
    what: 'what came out of order is reported',
    profiles: WORLD_PROFILES,
    isHere: ({ step }) => (step.delivered?.facts?.sacks.length ?? 0) > 0,
  },
  {
    world: 'reopen',
    what: 'a segment of the connection before reaches the next one',
    profiles: WORLD_PROFILES,
    isHere: ({ step: { delivered }, hosts }) =>
      delivered?.origin.end?.gone === true &&
      (hosts[delivered.to.host]?.witness.ends ?? []).some(
        (e) => e.n > 1 && e.established && !e.gone && e.peer !== delivered.origin.end,
      ),
  },
  {
    world: 'late-fin',
    what: 'a FIN comes again in TIME-WAIT',
    profiles: WORLD_PROFILES,
    isHere: ({ step: { delivered, wasEmpty }, hosts }) =>
      !wasEmpty &&
      ((delivered?.facts?.flags ?? 0) & FIN) !== 0 &&
      (delivered?.n ?? 0) > 3 &&
      (hosts[0]?.witness.ends ?? []).some((e) => e.state === TIME_WAIT),
  },
  {
    world: 'syn-queue-of-one',
    what: 'a cookie comes back',
    profiles: ['linux', 'freebsd'],
    isHere: ({ hosts }) => hosts.some(({ host }) => host.tcp.counters.cookiesIn > 0),
  },
  {
    world: 'keepalive',
    what: 'the peer is asked whether it lives',
    profiles: WORLD_PROFILES,
    isHere: ({ step, flights }) => step.timers.includes('keep-alive') && flights.length > 0,
  },
];

/** Nothing is found in these worlds: that says something only if they come to what they are about. */
describe('a world comes to what it is there for, within its bounds', () => {
  for (const { world, what, profiles, isHere } of MOMENTS) {
    for (const profile of profiles) {
      it(`${world}, ${profile}: ${what}`, () => {
        const moment: Property = {
          id: 'here',
          clause: 'none',
          title: { zh: '到了', en: what },
          broken: (arena) => (isHere(arena) ? 'A' : null),
        };
        const w = worldNamed(world, profile);
        const plan = planFor(w);
        const bounds = fullBounds({ ...w.bounds, states: 6000 });
        const { outcome } = search({ plan, bounds, properties: [moment], hazards: [] });
        expect(outcome).toBe('found');
      });
    }
  }
});
