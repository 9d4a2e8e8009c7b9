import type { Arena } from '../../src/explore/arena.ts';
import {
  type Bounds,
  type Counterexample,
  type ExploreHost,
  type ExploreWorld,
  fullBounds,
  HAZARDS,
  PROPERTIES,
  type Property,
  planFor,
  search,
  type Task,
} from '../../src/explore/index.ts';

const title = { zh: '一个小世界', en: 'a small world' };

/** A client A that does as told, and whatever is given besides. */
export function client(
  program: NonNullable<ExploreHost['program']>,
  more: Partial<ExploreHost> = {},
) {
  return { name: 'A', title: { zh: '客户端', en: 'client' }, profile: 'rfc', program, ...more };
}

/** A server B that listens at port 80. */
export function server(
  program: NonNullable<ExploreHost['program']>,
  more: Partial<ExploreHost> = {},
) {
  return {
    ...{ name: 'B', title: { zh: '服务器', en: 'server' }, profile: 'rfc', program, ...more },
    ready: [{ call: 'listen', port: 80 }] as const,
  };
}

/** A connects from a port that is always the same. */
export const connect = { call: 'connect', to: 'B', port: 80, localPort: 5000 } as const;

export function smallWorld(
  id: string,
  hosts: readonly ExploreHost[],
  bounds: Bounds,
  more: Partial<ExploreWorld> = {},
): ExploreWorld {
  return { id, title, about: title, hosts, msl: 120_000_000, bounds, ...more };
}

/** Moments that are no fault of anybody's, and worth a scenario. */
const MOMENTS: readonly Property[] = [
  moment('lost for good', ({ hosts, flights, spent }) => {
    const e = hosts[0]?.witness.ends[0];
    return (
      e?.wrote === 'a' && e.peer?.accepted === true && spent.lose === 1 && flights.length === 0
    );
  }),
  moment('reset at the end', ({ hosts }) => {
    const e = hosts[1]?.witness.ends[0];
    return e?.closed === true && e.resetBy !== null;
  }),
  moment('fired at B', ({ hosts, step, now }) => {
    return now > 0 && step.timers.includes('syn-ack') && hosts[0]?.sent === 1;
  }),
  moment('waited', ({ step }) => step.timers.includes('time-wait')),
  moment('reset by its next life', ({ hosts }) => {
    const e = hosts[0]?.witness.ends[0];
    return e !== undefined && e.wrote === 'a' && e.resetBy !== null && hosts[1]?.boots === 2;
  }),
];

function moment(id: string, isHere: (arena: Arena) => boolean): Property {
  return { id, title, clause: 'none', broken: (arena) => (isHere(arena) ? 'A' : null) };
}

/** The search of a world for one property, or for one of the moments above. */
export function taskFor(world: ExploreWorld, property: string): Task {
  return {
    plan: planFor(world),
    bounds: fullBounds(world.bounds),
    properties: [...PROPERTIES, ...MOMENTS].filter((p) => p.id === property),
    hazards: HAZARDS,
  };
}

/** The shortest run of a world that breaks a property. */
export function found(task: Task): Counterexample {
  const { counterexample, outcome, states } = search(task);
  if (counterexample !== null) return counterexample;
  throw new Error(`nothing is found in ${task.plan.world.id}: ${outcome} after ${states} states`);
}

/** Worlds, and what is to be found there. */
export const CORPUS: readonly (readonly [world: ExploreWorld, property: string])[] = [
  [
    smallWorld(
      'old-syn',
      [client([[{ do: connect }, { do: { call: 'abort' } }]]), server([], { whatIfs: ['twoWay'] })],
      { duplicate: 1, steps: 12 },
    ),
    'nobody-opened',
  ],
  [
    smallWorld(
      'lost-text',
      [
        client(
          [[{ do: connect }, { do: { call: 'send', text: 'a' }, when: { on: 'connected' } }]],
          {
            whatIfs: ['noRetransmit'],
          },
        ),
        server([]),
      ],
      { lose: 1, steps: 12, timers: 1 },
    ),
    'lost for good',
  ],
  [
    smallWorld(
      'last-ack',
      [
        client([[{ do: connect }, { do: { call: 'close' }, when: { on: 'connected' } }]], {
          whatIfs: ['noTimeWait'],
        }),
        server([[{ do: { call: 'close' }, when: { on: 'ended' } }]]),
      ],
      { lose: 1, steps: 16, timers: 1 },
    ),
    'reset at the end',
  ],
  [
    // What is left on its way is too old when the waiting is over; by the clock it arrives long before.
    smallWorld(
      'too-old',
      [
        client([[{ do: connect }, { do: { call: 'close' }, when: { on: 'connected' } }]]),
        server([[{ do: { call: 'close' }, when: { on: 'ended' } }]]),
      ],
      { steps: 16, timers: 1 },
      { msl: 1_000_000 },
    ),
    'waited',
  ],
  [
    smallWorld(
      'damage',
      [
        client([
          [{ do: connect }, { do: { call: 'send', text: 'abc' }, when: { on: 'connected' } }],
        ]),
        server([], { whatIfs: ['noChecksum'] }),
      ],
      { damage: 1, steps: 10 },
    ),
    'foreign-octet',
  ],
  [
    smallWorld(
      'forged-reset',
      [
        client([[{ do: connect }]], { whatIfs: ['acceptAnyRst'], iss: [100] }),
        server([], { iss: [300] }),
        {
          name: 'C',
          title: { zh: '攻击者', en: 'attacker' },
          program: [
            [
              {
                do: {
                  ...{ call: 'inject', from: 'B', to: 'A', sport: 80, dport: 5000 },
                  ...{ flags: 'R', seq: 2_000_000 },
                } as const,
              },
            ],
          ],
        },
      ],
      { steps: 10 },
      {
        cables: [
          ['A', 'B'],
          ['C', 'A'],
        ],
      },
    ),
    'foreign-reset',
  ],
  [
    smallWorld(
      'crash',
      [
        client([[{ do: connect }, { do: { call: 'send', text: 'a' }, when: { on: 'connected' } }]]),
        server([[{ do: { call: 'power-off' } }, { do: { call: 'boot' } }]]),
      ],
      { steps: 14, timers: 1 },
    ),
    'reset by its next life',
  ],
];
