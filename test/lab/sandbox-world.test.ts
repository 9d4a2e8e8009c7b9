import { describe, expect, it } from 'vitest';
import { stageWorld } from '../../lab/engine/stage.ts';
import { decodeLong, encodeLong } from '../../lab/link/link.ts';
import { ACTIONS } from '../../lab/sandbox/actions.ts';
import { actionOf, nextStep, renamed, withHost, withoutHost } from '../../lab/sandbox/edit.ts';
import { readWorld, whyNoWorld } from '../../lab/sandbox/read-world.ts';
import { STARTS } from '../../lab/sandbox/starts.ts';
import { FAULTED, type World, withFaults } from '../../lab/sandbox/world.ts';

const blank = STARTS[0]?.world as World;

function read(world: unknown): World {
  const result = readWorld(world);
  if ('wrong' in result) throw new Error(result.wrong.en);
  return result.world;
}

function traceOf(given: World) {
  const world = withFaults(given);
  const setup = { exhibit: 'sandbox', seed: world.seed, values: {}, interventions: [], world };
  return stageWorld(world, setup).trace;
}

describe('the worlds to begin with', () => {
  it.each(STARTS)('$id can be run, and its connections close', ({ world }) => {
    const trace = traceOf(read(world));
    expect(trace.segments.length).toBeGreaterThan(5);
    expect(trace.segments.some((s) => s.flags.includes('F'))).toBe(true);
  });

  it('have losses where they say so, the same in every run', () => {
    const lossy = STARTS.find((s) => s.id === 'lossy')?.world as World;
    const lost = (w: World) =>
      traceOf(w)
        .segments.filter((s) => s.fate === 'lost')
        .map((s) => s.id);
    expect(lost(read(lossy)).length).toBeGreaterThan(2);
    expect(lost(read(lossy))).toEqual(lost(read(lossy)));
    expect(lost(read({ ...lossy, seed: 2 }))).not.toEqual(lost(read(lossy)));
  });
});

describe('rules', () => {
  it('speak about one segment, every n-th, or some by chance', () => {
    const world = withFaults({
      ...blank,
      rules: [
        { host: 'A', action: 'drop', which: { segment: 2 } },
        { host: 'A', action: 'delay', which: { every: 2 }, by: 1000 },
        { host: 'B', action: 'corrupt', which: { percent: 20 } },
      ],
    });
    const faults = world.faults ?? [];
    expect(faults.find((f) => f.segment === 'A2')).toEqual({ segment: 'A2', action: 'drop' });
    expect(faults.find((f) => f.segment === 'A4')).toEqual({
      segment: 'A4',
      action: 'delay',
      by: 1000,
    });
    const byChance = faults.filter((f) => f.action === 'corrupt').length;
    expect(byChance).toBeGreaterThan(FAULTED * 0.1);
    expect(byChance).toBeLessThan(FAULTED * 0.3);
  });
});

describe('a world as text', () => {
  it.each(STARTS)(
    'brings back $id as it was, in a link of a few hundred octets',
    async ({ world }) => {
      const link = await encodeLong({ route: 'sandbox', exhibit: 'sandbox', world: read(world) });
      expect(link.length).toBeLessThan(2000);
      expect(read((await decodeLong(link)).world)).toEqual(read(world));
    },
  );

  it('keeps a value that never ends', () => {
    const [a, ...others] = blank.hosts;
    const hosts = [{ ...a, set: { finWait2: Number.POSITIVE_INFINITY } }, ...others];
    const world = read({ ...blank, hosts });
    expect(read(JSON.parse(JSON.stringify(world)))).toEqual(world);
  });
});

/** What must not be run, by what is wrong with it. */
const HOSTILE: Readonly<Record<string, unknown>> = {
  'no object': 7,
  null: null,
  'no hosts': { ...blank, hosts: [] },
  'a thousand hosts': { ...blank, hosts: Array(1000).fill(blank.hosts[0]) },
  'two hosts of one name': { ...blank, hosts: [blank.hosts[0], blank.hosts[0]] },
  'an unknown profile': {
    ...blank,
    hosts: [{ ...blank.hosts[0], profile: 'toString' }, blank.hosts[1]],
  },
  'an unknown what-if': {
    ...blank,
    hosts: [{ ...blank.hosts[0], whatIfs: ['x'] }, blank.hosts[1]],
  },
  'a gigabyte of buffer': {
    ...blank,
    hosts: [{ ...blank.hosts[0], set: { receiveBuffer: 2 ** 30 } }, blank.hosts[1]],
  },
  'a field that is none': {
    ...blank,
    hosts: [{ ...blank.hosts[0], set: JSON.parse('{"__proto__":1,"x":2}') }, blank.hosts[1]],
  },
  'a cable to nowhere': { ...blank, cables: [{ between: ['A', 'Z'], delay: 1000 }] },
  'a cable without delay': { ...blank, cables: [{ between: ['A', 'B'], delay: 0 }] },
  'a step of nobody': { ...blank, steps: [{ host: 'Z', when: { at: 0 }, do: { call: 'close' } }] },
  'an unknown call': { ...blank, steps: [{ host: 'A', when: { at: 0 }, do: { call: 'exec' } }] },
  'a million connections': {
    ...blank,
    steps: [
      { host: 'A', when: { at: 0 }, do: { call: 'load', to: 'B', port: 80, count: 1e6, every: 0 } },
    ],
  },
  'an answer to each answer': {
    ...blank,
    steps: [
      { host: 'A', when: { on: 'received', every: true }, do: { call: 'send', text: 'x' } },
      { host: 'B', when: { on: 'received', every: true }, do: { call: 'send', text: 'x' } },
    ],
  },
  'a connection each time one ends': {
    ...blank,
    steps: [
      {
        host: 'A',
        when: { on: 'closed', every: true },
        do: { call: 'connect', to: 'B', port: 80 },
      },
    ],
  },
  'probes every second for a day': {
    ...blank,
    steps: [{ host: 'A', when: { at: 0 }, do: { call: 'set', keepAliveIdle: 1_000_000 } }],
  },
  'a year': { ...blank, until: 365 * 86_400_000_000 },
  'times that are no numbers': {
    ...blank,
    steps: [{ host: 'A', when: { at: 'x' }, do: { call: 'close' } }],
  },
};

describe('what cannot be run', () => {
  it.each(Object.entries(HOSTILE))('%s: said in both languages', (_, world) => {
    const why = whyNoWorld(world);
    expect(why?.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(why?.en).toMatch(/^[\u0020-\u007e]+$/);
  });

  it('says where it is', () => {
    const steps = [
      ...blank.steps,
      { host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'A', port: 80 } },
    ];
    expect(whyNoWorld({ ...blank, steps })?.en).toMatch(/^step 5: /);
  });

  it('is nothing in a world that was read', () => {
    for (const { world } of STARTS) expect(whyNoWorld(read(world))).toBeNull();
  });
});

describe('the editor', () => {
  it('adds hosts that are joined to the server, and takes them away with all that is about them', () => {
    const more = withHost(blank);
    expect(more.hosts.map((h) => h.name)).toEqual(['A', 'B', 'C']);
    expect(whyNoWorld(more)).toBeNull();
    const back = withoutHost(more, 2);
    expect(back).toEqual(blank);
    expect(withoutHost(more, 0).steps.every((s) => s.host !== 'A')).toBe(true);
  });

  it('renames a host wherever it is spoken of', () => {
    const world = renamed(blank, 1, 'Server');
    expect(whyNoWorld(world)).toBeNull();
    expect(JSON.stringify(world)).not.toContain('"B"');
  });

  it('has for every action what it needs', () => {
    for (const kind of ACTIONS) {
      const step = { host: 'A', when: { at: 1000 }, do: actionOf(kind, blank, 'A') };
      const steps = [...blank.steps, step];
      const why = whyNoWorld({ ...blank, steps, until: 60_000_000 });
      expect(why, kind.id).toBeNull();
      expect(traceOf(read({ ...blank, steps, until: 60_000_000 })).frames.length).toBeGreaterThan(
        3,
      );
    }
  });

  it('puts a new step after the last', () => {
    expect(nextStep(blank)).toEqual({ host: 'B', when: { at: 1_000_000 }, do: { call: 'close' } });
  });
});
