import { describe, expect, it } from 'vitest';
import type { Arena } from '../../src/explore/arena.ts';
import {
  actionText,
  type Bounds,
  type ExploreWorld,
  expand,
  fullBounds,
  HAZARDS,
  planFor,
  propertyNamed,
  replay,
  type SearchReport,
  search,
} from '../../src/explore/index.ts';
import { client, connect, server, smallWorld, taskFor } from './small-worlds.ts';

/** Searched to the end for one property. */
function look(world: ExploreWorld, property: string, hazards = HAZARDS): SearchReport {
  return search({
    plan: planFor(world),
    bounds: fullBounds(world.bounds),
    properties: [propertyNamed(property)],
    hazards,
  });
}

const again = { ...connect, socket: 'again' } as const;
const sendA = { do: { call: 'send', text: 'a' }, when: { on: 'connected' } } as const;
const close = { do: { call: 'close' } } as const;
const closeAccepted = { ...close, when: { on: 'accepted' } } as const;
const closeInReturn = { ...close, when: { on: 'ended' } } as const;

describe('every hazard', () => {
  it('has a name, a clause, and words in both languages', () => {
    expect(HAZARDS.map((h) => h.id)).toEqual(['half-open', 'time-wait-cut', 'no-quiet-time']);
    for (const { title, clause } of HAZARDS) {
      expect(clause).toMatch(/^RFC \d+ section /);
      expect(title.zh).toMatch(/\p{Script=Han}/u);
      expect(title.en).toMatch(/^[\p{ASCII}]+$/u);
    }
  });
});

describe('half-open: the other side is not told', () => {
  const BOUNDS: Bounds = { lose: 1, late: 0, timers: 1, early: 0 };
  const aborts = smallWorld(
    'aborts',
    [client([[{ do: connect }], [{ do: { call: 'abort' } }]]), server([[closeAccepted]])],
    BOUNDS,
  );
  const crashes = smallWorld(
    'crashes',
    [client([[{ do: connect }], [{ do: { call: 'power-off' } }]]), server([[closeAccepted]])],
    { ...BOUNDS, lose: 0 },
  );

  it('when its reset is lost', () => {
    const report = look(aborts, 'left-behind');
    expect(report.outcome).toBe('exhausted');
    expect(report.hazards['half-open']).toBeGreaterThan(0);
    expect(look(aborts, 'left-behind', []).outcome).toBe('found');
  });

  it('when it has lost its power', () => {
    const report = look(crashes, 'left-behind');
    expect(report.outcome).toBe('exhausted');
    expect(report.hazards['half-open']).toBeGreaterThan(0);
    expect(look(crashes, 'left-behind', []).outcome).toBe('found');
  });

  it('and not while its peer is there, nor when nothing was lost', () => {
    const steps = 'do A 0.0, deliver A1, deliver B1, deliver A2, do B 0.0, do A 1.0, lose A3'.split(
      ', ',
    );
    const covered = [4, 5, 6, 7].map((n) => {
      const [halfOpen] = HAZARDS;
      return halfOpen?.covers(run(aborts, steps.slice(0, n)), propertyNamed('left-behind'));
    });
    expect(covered).toEqual([false, false, false, true]);
  });
});

/** The run of some steps, as `deliver A2`. */
function run(world: ExploreWorld, steps: readonly string[]): Arena {
  return replay(taskFor(world, ''), pathOf(world, steps));
}

function pathOf(world: ExploreWorld, steps: readonly string[]): number[] {
  const path: number[] = [];
  for (const step of steps) {
    const actions = replay(taskFor(world, ''), path).actions();
    const named = actions.map((code) => actionText(code, world.hosts));
    const action = actions[named.indexOf(step)];
    if (action === undefined) throw new Error(`not '${step}' but ${named.join(', ')}`);
    path.push(action);
  }
  return path;
}

/** What the last of some steps breaks, and the hazard that it is. */
function lastOf(world: ExploreWorld, steps: string, property: string): unknown {
  const path = pathOf(world, steps.split(', '));
  const last = path.pop();
  const task = taskFor(world, property);
  const child = expand(task, { path, asleep: [], only: null }).children.find(
    (c) => c.action === last,
  );
  return { broken: child?.broken?.property, hazard: child?.hazard };
}

describe('time-wait-cut: a reset ends TIME-WAIT', () => {
  /** The same numbers each time. */
  const world = (set: object, whatIfs: readonly 'noTimeWait'[] = []): ExploreWorld =>
    smallWorld(
      'reopened',
      [
        client([[{ do: connect }, sendA, close], [{ do: again }]], {
          iss: [100, 100],
          set,
          whatIfs,
        }),
        server([[closeInReturn]], { iss: [300, 300] }),
      ],
      { duplicate: 2 },
    );
  const OPENED = 'do A 0.0, deliver A1, deliver B1, do A 0.1, duplicate A3, deliver A2, deliver A3';
  const CLOSED = 'do A 0.2, deliver B2, deliver A4, deliver B3, do B 0.0, deliver B4';
  const LAST = 'duplicate A5, deliver A5, deliver A5, deliver B5';
  const AGAIN = 'do A 1.0, deliver A6, deliver B6, deliver A7, deliver A3';

  it('and an old octet gets into the next connection', () => {
    const steps = [OPENED, CLOSED, LAST, AGAIN].join(', ');
    expect(lastOf(world({ timeWaitReset: 'close' }), steps, 'foreign-octet')).toEqual({
      broken: 'foreign-octet',
      hazard: 'time-wait-cut',
    });
  });

  it('and without any TIME-WAIT it is a finding', () => {
    const steps = [OPENED, CLOSED, LAST, AGAIN].join(', ');
    expect(
      lastOf(world({ timeWaitReset: 'close' }, ['noTimeWait']), steps, 'foreign-octet'),
    ).toEqual({ broken: 'foreign-octet', hazard: null });
  });
});

describe('no-quiet-time: a host is started anew', () => {
  const world = (ends: readonly ('power-off' | 'boot' | 'abort')[]): ExploreWorld =>
    smallWorld(
      'anew',
      [
        client(
          [[{ do: connect }, sendA, ...ends.map((call) => ({ do: { call } })), { do: again }]],
          { iss: [100, 100], set: { timestamps: false } }, // these begin anywhere after a boot
        ),
        server([[{ do: { call: 'abort' }, when: { on: 'accepted' } }]], { iss: [300, 300] }),
      ],
      {},
    );
  const OPENED = 'do A 0.0, deliver A1, deliver B1, do A 0.1, deliver A2, do B 0.0';

  it('and draws the same number: an old octet gets into the next connection', () => {
    const steps =
      'do A 0.2, deliver B2, do A 0.3, do A 0.4, deliver A4, deliver B3, deliver A5, deliver A3';
    expect(lastOf(world(['power-off', 'boot']), `${OPENED}, ${steps}`, 'foreign-octet')).toEqual({
      broken: 'foreign-octet',
      hazard: 'no-quiet-time',
    });
  });

  it('and where nobody lost power it is a finding', () => {
    const steps = 'do A 0.2, do A 0.3, deliver A5, deliver B3, deliver A6, deliver A3';
    expect(lastOf(world(['abort']), `${OPENED}, ${steps}`, 'foreign-octet')).toEqual({
      broken: 'foreign-octet',
      hazard: null,
    });
  });
});
