import { describe, expect, it } from 'vitest';
import { ENGINE } from '../../src/explore/expand.ts';
import { fullBounds, planFor, sameRun, toScenario } from '../../src/explore/index.ts';
import { run } from '../../src/sim/index.ts';
import { CORPUS, client, connect, found, server, smallWorld, taskFor } from './small-worlds.ts';

/** How many faults each is told with. */
const FAULTS: Readonly<Record<string, readonly string[]>> = {
  'lost-text': ['drop A3'],
  'last-ack': ['delay B2', 'delay A4'],
  damage: ['corrupt A3'],
};

describe('a counterexample as a scenario', () => {
  it.each(CORPUS)('is the same run, octet for octet: %#', (world, property) => {
    const task = taskFor(world, property);
    const c = found(task);
    const { scenario, run: timed, reason } = toScenario(task, c);
    expect(reason).toBeNull();
    if (scenario === null) return;
    const trace = run(scenario, { keepBytes: true });
    expect(sameRun(timed, trace)).toBe(true);
    expect(scenario.id).toBe(`explore/${world.id}/${property}`);
    const faults = (scenario.faults ?? []).map((f) => `${f.action} ${f.segment}`);
    expect(faults).toEqual(FAULTS[world.id] ?? []);
    // It is data: what is written to a file and read again runs the same.
    const read = JSON.parse(JSON.stringify(scenario)) as typeof scenario;
    expect(run(read, { keepBytes: true })).toEqual(trace);
  });

  it('tells runs apart by a single octet or microsecond', () => {
    const [world, property] = CORPUS[0] as (typeof CORPUS)[0];
    const task = taskFor(world, property);
    const { scenario, run: timed } = toScenario(task, found(task));
    if (scenario === null) throw new Error('it can be told in time');
    const [a, b] = scenario.hosts as [(typeof scenario.hosts)[0], (typeof scenario.hosts)[0]];
    const other = { ...scenario, hosts: [{ ...a, iss: [7] }, b] };
    expect(sameRun(timed, run(other, { keepBytes: true }))).toBe(false);
    const later = { ...scenario, cables: scenario.cables.map((c) => ({ ...c, delay: 10_001 })) };
    expect(sameRun(timed, run(later, { keepBytes: true }))).toBe(false);
  });

  it('says why there is none', () => {
    const [world, property] = CORPUS[0] as (typeof CORPUS)[0];
    const task = taskFor(world, property);
    const c = found(task);
    const engine = toScenario(task, { ...c, property: ENGINE, at: 'snd.una beyond snd.nxt' });
    expect(engine.scenario).toBeNull();
    expect(engine.reason?.en).toContain('snd.una beyond snd.nxt');
    // The property is not the one that breaks there.
    const elsewhere = toScenario(task, { ...c, at: 'A' });
    expect(elsewhere.scenario).toBeNull();
    expect(elsewhere.reason?.zh).toContain('do A 0.1');
  });

  it('needs clocks that go alike', () => {
    // B's timer is heeded though A's, which runs equally long, began before it.
    const world = smallWorld('late', [client([[{ do: connect }]]), server([])], {
      ...{ lateness: 10_000_000, timers: 1, steps: 4 },
    });
    const task = { ...taskFor(world, 'fired at B'), plan: planFor(world) };
    const c = found(task);
    expect(toScenario({ ...task, bounds: fullBounds(world.bounds) }, c).scenario).toBeNull();
  });
});
