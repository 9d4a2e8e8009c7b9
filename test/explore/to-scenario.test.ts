import { describe, expect, it } from 'vitest';
import { actionText, type ExploreWorld, sameRun, toScenario } from '../../src/explore/index.ts';
import { run } from '../../src/sim/index.ts';
import { client, connect, found, server, smallWorld, taskFor } from './small-worlds.ts';

const CORPUS: readonly (readonly [world: ExploreWorld, property: string])[] = [
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

describe('a counterexample as a scenario', () => {
  it.each(CORPUS)('is the same run, octet for octet: $id', (world, property) => {
    const task = taskFor(world, property);
    const c = found(task);
    const start = performance.now();
    const { scenario, run: timed, reason } = toScenario(task, c);
    console.log(
      performance.now() - start,
      world.id,
      c.path.map((a) => actionText(a, world.hosts)).join(', '),
    );
    expect(reason).toBeNull();
    if (scenario === null) return;
    console.log(
      JSON.stringify(scenario.faults),
      timed.path.map((a) => actionText(a, world.hosts)).join(', '),
    );
    expect(sameRun(timed, run(scenario, { keepBytes: true }))).toBe(true);
  });
});
