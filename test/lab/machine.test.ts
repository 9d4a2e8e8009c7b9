import { describe, expect, it, vi } from 'vitest';
import { whys } from '../../lab/build/stage.ts';
import { hunt, huntFor, taskOf } from '../../lab/engine/hunt.ts';
import type { HuntReply, Searched } from '../../lab/engine/hunt-protocol.ts';
import type { Run } from '../../lab/engine/protocol.ts';
import { stageWorld } from '../../lab/engine/stage.ts';
import { withQuestion } from '../../lab/engine/why.ts';
import { decodeLong, encodeLong } from '../../lab/link/link.ts';
import { after, type Hunt } from '../../lab/machine/hunts.ts';
import {
  boundsWords,
  foundWords,
  progressWords,
  soFarWords,
  stepWords,
} from '../../lab/machine/words.ts';
import { readWorld } from '../../lab/sandbox/read-world.ts';
import { type World, withFaults, worldFrom } from '../../lab/sandbox/world.ts';
import { scenarioJson } from '../../src/cli/scenario-file.ts';
import {
  actionText,
  propertyNamed,
  QUESTIONS,
  type Question,
  search,
} from '../../src/explore/index.ts';
import { toScenario } from '../../src/explore/to-scenario.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { run } from '../../src/sim/run.ts';
import type { Scenario } from '../../src/sim/scenario.ts';

/** What was said of each question. */
const known = new Map<Question, readonly HuntReply[]>();

/** Small enough to be searched in no time. */
const SMALL = QUESTIONS.find((q) => q.id === 'why-not-two-ghost') as Question;

function heard(question: Question): readonly HuntReply[] {
  const before = known.get(question);
  if (before !== undefined) return before;
  const all: HuntReply[] = [];
  let ms = 0;
  huntFor(
    question,
    (reply) => all.push(reply),
    () => ++ms * 50,
  );
  known.set(question, all);
  return all;
}

const searchedOf = (all: readonly HuntReply[]): Searched[] =>
  all.flatMap((r) => (r.hunt === 'searched' ? [r.searched] : []));

function traceOf(world: World): Run {
  const faulty = withFaults(world);
  const setup = { exhibit: 'sandbox', seed: 1, values: {}, interventions: [], world };
  return stageWorld(faulty, setup);
}

describe('a search in the worker', () => {
  it('finds what the command line finds, and none by the book', () => {
    const all = heard(SMALL);
    const [taken, standard] = searchedOf(all);
    const task = taskOf(SMALL, SMALL.world);
    const report = search(task);
    expect(taken?.found?.steps.map((s) => s.action)).toEqual(
      report.counterexample?.path.map((code) => actionText(code, SMALL.world.hosts)),
    );
    expect(taken?.states).toBe(report.states);
    expect(taken?.found?.property).toBe(SMALL.breaks);
    expect(standard).toMatchObject({ outcome: 'exhausted', found: null });
    expect(standard?.states).toBe(search(taskOf(SMALL, SMALL.standard)).states);
  });

  it('tells how far it is, and that it is over', () => {
    const all = heard(SMALL);
    expect(all[0]).toMatchObject({ hunt: 'begins', sides: ['taken', 'standard'] });
    expect(all.at(-1)).toEqual({ hunt: 'over' });
    const progress = all.flatMap((r) => (r.hunt === 'progress' ? [r.progress.states] : []));
    expect(progress.length).toBeGreaterThan(2);
    // All of it can be sent from the worker to the page.
    expect(structuredClone(all)).toEqual(all);
  });

  it('says what it does not know, and what the engine does not take', () => {
    // What the engine says itself is for those who test the page.
    const info = vi.spyOn(console, 'info').mockImplementation(() => {});
    const all: HuntReply[] = [];
    hunt(
      'why-not',
      (reply) => all.push(reply),
      () => 0,
    );
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ hunt: 'refused' });
    const wrong = { ...SMALL, world: { ...SMALL.world, msl: -1 } };
    expect(heard(wrong).at(-1)).toMatchObject({ hunt: 'refused' });
    expect(info).toHaveBeenCalledTimes(1);
    info.mockRestore();
  });
});

/** Everything that can be done in the world of a question, once, one thing after another. */
function inTurn({ world }: Question): Scenario {
  const { id, title, hosts, cables = [[hosts[0]?.name ?? '', hosts[1]?.name ?? '']] } = world;
  const all = hosts.flatMap(({ name, ready = [], program = [] }) =>
    [...ready, ...program.flat().map((s) => s.do)].map((action) => ({ host: name, do: action })),
  );
  return {
    ...{ id, title },
    hosts: hosts.map(({ ready: _, program: __, ...h }) => h),
    cables: cables.map((between) => ({ between, delay: 10 })),
    steps: all.map((s, i) => ({ ...s, when: { at: i * 10_000 } })),
    faults: [
      { segment: 'A1', action: 'delay', by: 7000 },
      { segment: 'A1', action: 'duplicate', by: 500_000 },
      { segment: 'A2', action: 'corrupt', bit: 0 },
    ],
    until: 100_000_000,
  };
}

/** What comes of a scenario as a world that went through a link. */
async function linked(scenario: Scenario, q: Question): Promise<Run> {
  const read = readWorld(JSON.parse(JSON.stringify(worldFrom(scenario, q.id))));
  if ('wrong' in read) throw new Error(read.wrong.en);
  const link = await encodeLong({ route: 'sandbox', exhibit: 'sandbox', world: read.world });
  expect(link.length).toBeLessThan(4000);
  const again = readWorld((await decodeLong(link)).world);
  if ('wrong' in again) throw new Error(again.wrong.en);
  expect(again.world.why).toBe(q.id);
  return traceOf(again.world);
}

const plainly = (trace: Trace): Trace => ({ ...trace, scenario: '' });

describe('what was found', () => {
  it.each(QUESTIONS)('$id: its world is one that a link brings back, and runs alike', async (q) => {
    const scenario = inTurn(q);
    const { trace } = await linked(scenario, q);
    expect(plainly(trace)).toEqual(plainly(run(scenario, { keepBytes: true })));
  });

  it.each(QUESTIONS)('$id: so is its counterexample, which has a card of its own', async (q) => {
    const task = taskOf(q, q.world);
    const { counterexample } = search(task);
    if (counterexample === null) throw new Error('nothing was found');
    const { scenario, reason } = toScenario(task, counterexample);
    if (scenario === null) throw new Error(reason.en);
    const staged = await linked(scenario, q);
    expect(plainly(staged.trace)).toEqual(plainly(run(scenario, { keepBytes: true })));
    const { card } = withQuestion(staged, q.id);
    expect(card).toMatchObject({ point: q.answer, items: q.items });
    // The connection that is drawn is the one that breaks.
    expect(card.breaks?.title).toBe(propertyNamed(counterexample.property).title);
    expect(card.focus[0]).toBe(card.breaks?.flow);
    const { ends } = staged.trace.flows.find((f) => f.id === card.breaks?.flow) ?? { ends: [] };
    expect(ends.map((e) => e.host)).toContain(counterexample.at);
    const changed = {
      ...staged.setup,
      interventions: [{ kind: 'what-if', id: 'twoWay', host: 'B' }],
    };
    expect(withQuestion({ ...staged, setup: changed } as Run, q.id).card.breaks).toBeUndefined();
    expect(card.story.zh).toBe(q.asks.zh + q.takenAway.zh);
    // The scenario's file by itself is a world, too.
    const plain = readWorld(JSON.parse(scenarioJson(scenario, { story: q.asks, point: q.answer })));
    if ('wrong' in plain) throw new Error(plain.wrong.en);
    expect(traceOf(plain.world).trace.segments).toEqual(staged.trace.segments);
  });

  it('leaves alone the card of a world that answers nothing that is known', () => {
    const task = taskOf(SMALL, SMALL.world);
    const { counterexample } = search(task);
    const { scenario } = toScenario(task, counterexample as NonNullable<typeof counterexample>);
    const staged = traceOf(worldFrom(scenario as NonNullable<typeof scenario>, 'why-not'));
    expect(withQuestion(staged, 'why-not')).toBe(staged);
  });
});

describe('the questions', () => {
  it('are on the cards of exhibits that there are', () => {
    const ids = EXHIBITS.map((e) => e.id);
    for (const w of whys()) {
      expect(
        w.exhibits.filter((id) => !ids.includes(id)),
        w.id,
      ).toEqual([]);
    }
  });
});

describe('a hunt', () => {
  const begun: Hunt = {
    ...{ phase: 'running', sides: [], bounds: null, answer: null },
    ...{ progress: null, searched: [], why: null },
  };

  it('is what the worker has said so far', () => {
    const h = heard(SMALL).reduce(after, begun);
    expect(h.phase).toBe('over');
    expect(h.sides).toEqual(['taken', 'standard']);
    expect(h.searched).toHaveLength(2);
    expect(h.progress).toBeNull();
    expect(h.answer).toEqual(SMALL.answer);
    const why = { zh: '不行', en: 'no' };
    expect(after(begun, { hunt: 'refused', why })).toMatchObject({ phase: 'failed', why });
  });

  it('is told in both languages, and claims no proof', () => {
    const [taken, standard] = searchedOf(heard(SMALL)) as [Searched, Searched];
    expect(foundWords(taken, 'taken', 'zh')).toMatch(/^找到了，最短 \d+ 步就出错：/);
    expect(foundWords(taken, 'taken', 'en')).toMatch(/breaks in \d+ steps, and in no fewer/);
    expect(foundWords(standard, 'standard', 'zh')).toContain('不是证明');
    expect(foundWords(standard, 'standard', 'en')).toContain('no proof');
    expect(foundWords({ ...standard, outcome: 'states' }, 'standard', 'en')).toContain('more');
    expect(soFarWords(standard, 0, 'en')).toMatch(/^nothing of the kind in the \d+ states within/);
    expect(soFarWords({ ...standard, outcome: 'states' }, 0, 'zh')).toContain('没有看完');
    expect(soFarWords(null, 1200, 'zh')).toBe('还在找，看了 1,200 个状态');
    expect(foundWords(taken, 'standard', 'en')).toContain('fault of the engine');
    expect(progressWords({ states: 2500, transitions: 1, depth: 4, ms: 500 }, 'en')).toBe(
      '2,500 states, 4 steps deep, 5,000 states a second',
    );
    for (const lang of ['zh', 'en'] as const) {
      for (const s of taken.found?.steps ?? []) expect(stepWords(s, lang)).toContain(s.name);
    }
  });

  it('names its bounds, and what has none', () => {
    expect(boundsWords({ lose: 1, duplicate: 2, faults: 2, timers: 3, steps: 9 }, 'en')).toBe(
      'lost: 1, doubled: 2, 2 in all, segments late and out of order as they like, timers that expire: 3, 9 steps',
    );
    expect(boundsWords({ late: 1, timers: 2, early: 1, lateness: 500_000, states: 9 }, 'zh')).toBe(
      '不丢失、不重复、不损坏，去往每台主机的报文段里，滞留的不超过 1 个，定时器到期 2 次，其中 1 次可以在报文段还没到时，定时器最多晚 0.5 秒，步数不限，9 个状态',
    );
    expect(boundsWords({ late: 0, timers: 0, early: 0 }, 'en')).toBe(
      'nothing lost, doubled or damaged, segments arrive in order, timers that expire: 0, any number of steps',
    );
    expect(boundsWords({}, 'zh')).toBe(
      '不丢失、不重复、不损坏，报文段可以任意迟到和乱序，定时器到期不限，步数不限',
    );
  });
});
