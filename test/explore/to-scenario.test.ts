import { describe, expect, it } from 'vitest';
import { actionText, type ExploreWorld, runInTime, sameRun, toScenario } from '../../src/explore/index.ts';
import { client, connect, found, server, smallWorld, taskFor } from './small-worlds.ts';
import { run } from '../../src/sim/index.ts';

const CORPUS: readonly (readonly [world: ExploreWorld, property: string])[] = [
  [
    smallWorld(
      'old-syn',
      [
        client([[{ do: connect }, { do: { call: 'abort' } }]]),
        server([], { whatIfs: ['twoWay'] }),
      ],
      { duplicate: 1, steps: 12 },
    ),
    'nobody-opened',
  ],
  [
    smallWorld(
      'lost-text',
      [
        client([[{ do: connect }, { do: { call: 'send', text: 'a' }, when: { on: 'connected' } }]], {
          whatIfs: ['noRetransmit'],
        }),
        server([]),
      ],
      { lose: 1, steps: 12, timers: 1 },
    ),
    'nothing-moves',
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
    'spoilt-close',
  ],
  [
    smallWorld(
      'damage',
      [
        client([[{ do: connect }, { do: { call: 'send', text: 'abc' }, when: { on: 'connected' } }]]),
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
      { cables: [['A', 'B'], ['C', 'A']] },
    ),
    'foreign-reset',
  ],
  [
    smallWorld(
      'crash',
      [
        client([
          [{ do: connect }, { do: { call: 'send', text: 'a' }, when: { on: 'connected' } }],
        ]),
        server([[{ do: { call: 'power-off' } }, { do: { call: 'boot' } }]]),
      ],
      { steps: 14, timers: 1 },
    ),
    'given-up',
  ],
];

describe('a counterexample as a scenario', () => {
  it.each(CORPUS)('is the same run, octet for octet: $id', (world, property) => {
    const task = taskFor(world, property);
    const c = found(task);
    console.log(world.id, c.path.map((a) => actionText(a, world.hosts)).join(', '));
    const { scenario, reason } = toScenario(task, c);
    expect(reason).toBeNull();
    if (scenario === null) return;
    console.log(JSON.stringify(scenario, null, 1));
    const trace = run(scenario, { keepBytes: true });
    const timed = runInTime(task, c.path, c.property, scenario.cables[0]?.delay ?? 0);
    expect('segments' in timed && sameRun(timed, trace)).toBe(true);
  });
});
