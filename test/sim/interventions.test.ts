import { describe, expect, it } from 'vitest';
import {
  type Intervention,
  interventionText,
  run,
  type Scenario,
  type Step,
} from '../../src/sim/index.ts';
import { faults, openAndClose } from '../support/open-and-close.ts';

const listen: Step = { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } };
const connect: Step = {
  host: 'A',
  when: { at: 0 },
  do: { call: 'connect', to: 'B', port: 80, localPort: 5000 },
};
const at = (host: string, time: number, call: Step['do']): Step => ({
  host,
  when: { at: time },
  do: call,
});

describe('interventions', () => {
  it('read as the command line takes them', () => {
    const list: Intervention[] = [
      ...faults({ segment: 'A3', action: 'duplicate' }),
      ...faults({ segment: 'B2', action: 'delay', by: 400_000 }),
      ...faults({ segment: 'B2', action: 'duplicate', by: 30_000 }),
      ...faults({ segment: 'B3', action: 'corrupt', bit: 0 }),
      { kind: 'what-if', id: 'twoWay', host: 'B' },
      { kind: 'what-if', id: 'twoWay', off: true },
      { kind: 'set', host: 'A', field: 'synRetries', value: 2 },
      { kind: 'set', host: 'B', field: 'timeWait', value: 60_000_000 },
      { kind: 'set', field: 'finWait2', value: Number.POSITIVE_INFINITY },
      { kind: 'profile', host: 'B', name: 'freebsd' },
      { kind: 'host', host: 'B', what: 'power-off', at: 5_000_000 },
    ];
    expect(list.map(interventionText)).toEqual([
      'dup A3',
      'delay B2:400ms',
      'dup B2:30ms',
      'corrupt B3:bit0',
      'what-if twoWay@B',
      'no-what-if twoWay',
      'set A.synRetries=2',
      'set B.timeWait=60s',
      'set finWait2=never',
      'profile B=freebsd',
      'power-off B@5s',
    ]);
  });

  it('change profiles, values and rules, and stamp what does not conform', () => {
    const t = run(openAndClose, {
      interventions: [
        { kind: 'what-if', id: 'noTimeWait', host: 'A' },
        { kind: 'set', host: 'B', field: 'timestamps', value: false },
      ],
    });
    expect(t.nonStandard).toEqual([
      { host: 'A', whatIf: 'noTimeWait', clause: 'RFC 9293 section 3.6.1' },
    ]);
    expect(t.end).toBeLessThan(2_000_000);
    expect(t.segments[1]?.options.some((o) => o.name === 'ts')).toBe(false);
  });

  it('take the place of what the scenario itself does to a segment', () => {
    const scenario: Scenario = { ...openAndClose, faults: [{ segment: 'A1', action: 'drop' }] };
    expect(run(scenario).segments[0]?.fate).toBe('lost');
    const t = run(scenario, { interventions: faults({ segment: 'A1', action: 'duplicate' }) });
    expect(t.segments[0]?.fate).toBe('duplicate');
  });

  it('have a segment late, twice and damaged at once', () => {
    const t = run(openAndClose, {
      keepBytes: true,
      interventions: faults(
        { segment: 'A1', action: 'delay', by: 7000 },
        { segment: 'A1', action: 'duplicate', by: 500 },
        { segment: 'A1', action: 'corrupt', bit: 0 },
      ),
    });
    const [syn] = t.segments;
    expect(syn).toMatchObject({ id: 'A1', copiesAt: [(syn?.arrivedAt ?? 0) + 500] });
    const { arrivedAt } = run(openAndClose).segments[0] as (typeof t.segments)[0];
    expect(syn?.arrivedAt).toBe((arrivedAt ?? 0) + 7000);
    expect(syn?.arrivedBytes?.slice(0, 48)).toBe(syn?.bytes?.slice(0, 48));
    expect(t.interventions.every((i) => i.hit)).toBe(true);
  });

  it('are refused when they are none', () => {
    const none = { kind: 'segment', segment: 'A1' } as unknown as Intervention;
    expect(() => run(openAndClose, { interventions: [none] })).toThrow(
      "no intervention is a 'segment'",
    );
    const explode = { kind: 'fault', segment: 'A1', action: 'explode' } as unknown as Intervention;
    expect(() => run(openAndClose, { interventions: [explode] })).toThrow("cannot 'explode': drop");
    const melt = { kind: 'host', host: 'A', what: 'melt', at: 0 } as unknown as Intervention;
    expect(() => run(openAndClose, { interventions: [melt] })).toThrow("cannot 'melt': power-off");
  });

  it('are refused when they make no sense', () => {
    const twice = faults({ segment: 'A1', action: 'drop' }, { segment: 'A1', action: 'duplicate' });
    expect(() => run(openAndClose, { interventions: twice })).toThrow('two things');
    const nowhere: Intervention = { kind: 'what-if', id: 'twoWay', host: 'C' };
    expect(() => run(openAndClose, { interventions: [nowhere] })).toThrow("no host 'C' here");
    const unknown: Intervention = { kind: 'what-if', id: 'magic' };
    expect(() => run(openAndClose, { interventions: [unknown] })).toThrow("no what-if 'magic'");
  });

  it('name the segments of a host across all its cables', () => {
    const hosts = [...openAndClose.hosts, { name: 'C', title: { en: 'third', zh: '第三台' } }];
    const cables = [...openAndClose.cables, { between: ['C', 'B'] as const, delay: 1000 }];
    const t = run(
      {
        ...openAndClose,
        hosts,
        cables,
        steps: [listen, connect, at('C', 0, { call: 'connect', to: 'B', port: 80 })],
      },
      { interventions: faults({ segment: 'B2', action: 'drop' }) },
    );
    // B1 answers C, who is nearer; B2 answers A.
    expect(t.segments.find((s) => s.id === 'B2')).toMatchObject({ to: 'A', fate: 'lost' });
  });
});
