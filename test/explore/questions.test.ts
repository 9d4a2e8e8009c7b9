import { describe, expect, it } from 'vitest';
import {
  type ExploreWorld,
  fullBounds,
  HAZARDS,
  planFor,
  propertyNamed,
  QUESTIONS,
  type Question,
  restoredBy,
  sameRun,
  search,
  type Task,
  toScenario,
} from '../../src/explore/index.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { run } from '../../src/sim/index.ts';
import { expectOrder, expectTold, TOLD } from './told.ts';

/** Steps of the shortest run that breaks it, what breaks, and where. */
const SHORTEST: Readonly<Record<string, readonly [number, string, string]>> = {
  'why-not-two': [11, 'nobody-opened', 'B'],
  'why-not-two-ghost': [3, 'nobody-opened', 'B'],
  'why-not-four': [5, 'not-yet-open', 'A'],
  'why-not-a-hundred': [5, 'nothing-new', 'B'],
  'why-retransmit': [4, 'one-loss', 'A'],
  'why-not-syn-data': [11, 'read-twice', 'B'],
  'why-simultaneous': [5, 'given-up', 'A'],
  'why-cookies': [6, 'given-up', 'A'],
  'why-random-isn': [12, 'foreign-octet', 'B'],
  'why-random-isn-forger': [4, 'nobody-opened', 'B'],
  'why-sequence-numbers': [7, 'wrong-order', 'B'],
  'why-checksum': [7, 'foreign-octet', 'B'],
  'why-four': [7, 'silenced', 'B'],
  'why-not-merge': [9, 'given-up', 'A'],
  'why-fourth-ack': [12, 'given-up', 'B'],
  'why-time-wait': [15, 'spoilt-close', 'B'],
  'why-time-wait-old': [15, 'foreign-octet', 'B'],
  'why-2msl': [15, 'foreign-end', 'A'],
  'why-keepalive': [5, 'for-ever', 'B'],
  'why-reset': [3, 'given-up', 'A'],
  'why-check-reset': [6, 'cut-off', 'B'],
  'why-challenge-ack': [6, 'cut-off', 'B'],
};

/** Where so few states are looked at, they are looked at again, in every order, and by the book. */
const FEW = 150;

function taskFor(q: Question, world: ExploreWorld, reduce = true): Task {
  return {
    plan: planFor(world),
    bounds: fullBounds(world.bounds),
    properties: q.properties.map(propertyNamed),
    hazards: HAZARDS,
    reduce,
  };
}

// That nothing breaks by the book, nor with less taken away, is for all of them: npm run explore:questions.
describe.each(QUESTIONS)('$id', (q) => {
  const [steps, property, at] = SHORTEST[q.id] ?? [];

  it('is answered by the shortest run, which has a scenario', () => {
    const task = taskFor(q, q.world);
    const report = search(task);
    const { outcome, counterexample: c } = report;
    expect([outcome, c?.path.length, c?.property, c?.at]).toEqual(['found', steps, property, at]);
    expect(property).toBe(q.breaks);
    if (c === null) return;
    const { scenario, run: timed, reason } = toScenario(task, c, { id: `explore/${q.id}` });
    expect(reason).toBeNull();
    if (scenario !== null) {
      const trace = run(scenario, { keepBytes: true });
      expect(sameRun(timed, trace)).toBe(true);
      expectOrder(task, c, timed, trace);
      expectTold(q.id, trace);
    }
    if (report.states > FEW) return;
    expect(search(task)).toEqual(report);
    const whole = search(taskFor(q, q.world, false));
    expect([whole.spared, whole.counterexample?.path.length]).toEqual([0, steps]);
    const book = search({ ...taskFor(q, q.standard), bounds: { ...task.bounds, states: 1000 } });
    expect(book.counterexample).toBeNull();
  }, 120_000);
});

describe('the questions', () => {
  it('are all pinned here, and each has a name of its own', () => {
    expect(QUESTIONS.map((q) => q.id).sort()).toEqual(Object.keys(SHORTEST).sort());
    expect(Object.keys(SHORTEST)).toEqual(expect.arrayContaining(Object.keys(TOLD)));
  });

  it('speak both languages, and name exhibits and items that there are', () => {
    const known = EXHIBITS.map((e) => e.id);
    for (const { asks, takenAway, answer, world, apart, exhibits, items } of QUESTIONS) {
      const lesser = apart.map((less) => less.takenAway);
      for (const { zh, en } of [asks, takenAway, answer, world.about, ...lesser]) {
        expect([zh, en].map((text) => text.length > 0)).toEqual([true, true]);
        expect(en).not.toMatch(/[\u4e00-\u9fff]/);
        expect(zh).toMatch(/[\u4e00-\u9fff]/);
      }
      expect(exhibits.filter((id) => !known.includes(id))).toEqual([]);
      expect(items.filter((n) => !(n >= 1 && n <= 117))).toEqual([]);
    }
  });

  it('do not call by the book what the standard does not ask for', () => {
    const more = QUESTIONS.filter((q) => q.beside === 'mechanism').map((q) => q.id);
    expect(more.sort()).toEqual(['why-challenge-ack', 'why-cookies', 'why-keepalive']);
    for (const { beside, standard, answer } of QUESTIONS) {
      const isMore = beside === 'mechanism';
      if (isMore) expect([answer.zh, answer.en].join()).not.toMatch(/照标准来|[Bb]y the book/);
      // By the book nobody has keepalive on, nor SYN cookies.
      const sets = standard.hosts.map((h) => h.set ?? {});
      expect(sets.some((s) => s.keepAlive === true || s.synCookies === 'full')).toBe(
        isMore && !standard.id.includes('challenge'),
      );
    }
  });

  it('know the values that are to be put back', () => {
    const restored = QUESTIONS.flatMap((q) => restoredBy(q).map((r) => [q.id, r.host, r.set]));
    expect(restored).toEqual([
      ['why-cookies', 'B', { synCookies: 'full' }],
      ['why-challenge-ack', 'B', { resetInWindow: 'challenge' }],
      ['why-reset', 'B', { closedPort: 'reset' }],
      ['why-keepalive', 'B', { keepAlive: true }],
    ]);
  });

  it('differ from the standard only in what hosts are told to do otherwise', () => {
    for (const { world, standard } of QUESTIONS) {
      const bare = (w: ExploreWorld): unknown => ({
        ...w,
        hosts: w.hosts.map(({ whatIfs: _, set: __, ...rest }) => rest),
      });
      expect(bare(world)).toEqual(bare(standard));
      expect(standard.hosts.every((h) => (h.whatIfs ?? []).length === 0)).toBe(true);
      expect(world).not.toEqual(standard);
    }
  });
});
