import { describe, expect, it } from 'vitest';
import {
  EXHIBITS,
  type Exhibit,
  judge,
  type Performance,
  perform,
  SHELVES,
  scenarioOf,
} from '../../src/gallery/index.ts';
import { byTheBook, performed } from './performed.ts';

/** Seeds under which every exhibit must come out as it does with seed 1; of a large world one will do. */
const otherSeeds = (e: Exhibit): readonly number[] =>
  scenarioOf(e).sample === undefined ? [2, 77] : [77];

const failed = ({ verdicts }: Pick<Performance, 'verdicts'>): string[] =>
  verdicts.filter((v) => !v.ok).map((v) => `${v.says.en} - found: ${v.found}`);

const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);

describe.each(EXHIBITS.map((e) => [e.id, e] as const))('%s', (_id, e) => {
  it('comes out as its checks say, whatever the seed', () => {
    expect(failed(performed(e))).toEqual([]);
    for (const seed of otherSeeds(e)) {
      expect([seed, failed(perform(e, { seed }))]).toEqual([seed, []]);
    }
  });

  it('has checks that fail under the change it names', () => {
    expect(failed(perform(e, e.refutedBy))).not.toEqual([]);
  });

  it('asks a question that has exactly one right answer', () => {
    const { facts } = performed(e);
    const right = e.question.answers.filter((a) => a.isTrue(facts));
    expect(right.map((a) => a.says.en)).toHaveLength(1);
    expect(e.question.answers.length).toBeGreaterThanOrEqual(3);
  });

  it('keeps to the standard unless it says what it breaks, and then shows how it would be', () => {
    const breaks = scenarioOf(e).hosts.some((h) => (h.whatIfs ?? []).length > 0);
    expect(performed(e).trace.nonStandard.length > 0).toBe(breaks);
    expect(e.standardChecks !== undefined).toBe(breaks);
    if (!breaks) return;
    expect(byTheBook(e).trace.nonStandard).toEqual([]);
    expect(failed(byTheBook(e))).toEqual([]);
    // What is broken does damage that the standard does not.
    const verdicts = judge(e.standardChecks ?? [], performed(e).facts);
    expect(failed({ verdicts })).not.toEqual([]);
  });

  it('runs with everything that it offers', () => {
    for (const { id, host } of e.whatIfs ?? []) {
      const { trace } = perform(e, { interventions: [{ kind: 'what-if', id, host }] });
      expect(trace.nonStandard).toContainEqual(expect.objectContaining({ host, whatIf: id }));
    }
    for (const { interventions, values } of e.tries ?? []) {
      const { trace } = perform(
        e,
        values === undefined ? { interventions } : { interventions, values },
      );
      expect(trace.interventions.every((i) => i.hit)).toBe(true);
    }
    for (const [name, p] of Object.entries(e.parameters ?? {})) {
      for (const value of [p.least, p.most]) perform(e, { values: { [name]: value } });
    }
  });

  it('has no step for a socket that is not there', () => {
    const { frames } = performed(e).trace;
    const lost = frames.filter((f) => f.kind === 'call' && f.detail.error === 'ENOTCONN');
    expect(lost).toEqual([]);
  });

  it('says everything in both languages', () => {
    const words = [
      ...[e.title, e.story, e.point, e.question.asks],
      ...(e.errata ?? []).map((x) => x.says),
      ...(e.tries ?? []).map((x) => x.says),
      ...Object.values(e.parameters ?? {}).map((x) => x.says),
    ];
    for (const { zh, en } of words) {
      expect(isHan(zh), zh).toBe(true);
      expect(isHan(en), en).toBe(false);
    }
    for (const { says } of [...e.checks, ...(e.standardChecks ?? [])]) {
      expect(isHan(says.zh), says.zh).toBe(true);
      expect(isHan(says.en), says.en).toBe(false);
    }
  });
});

describe('the gallery', () => {
  it('has each exhibit once, on a shelf that exists', () => {
    const ids = EXHIBITS.map((e) => e.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const e of EXHIBITS) expect(SHELVES.map((s) => s.id)).toContain(e.shelf);
  });
});
