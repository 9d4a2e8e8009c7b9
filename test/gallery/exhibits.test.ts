import { describe, expect, it } from 'vitest';
import { EXHIBITS, type Exhibit, perform, SHELVES, scenarioOf } from '../../src/gallery/index.ts';

/** Seeds under which every exhibit must come out the same. */
const SEEDS = [1, 2, 77];

const failed = (e: Exhibit, o: Parameters<typeof perform>[1]): string[] =>
  perform(e, o)
    .verdicts.filter((v) => !v.ok)
    .map((v) => `${v.says.en} - found: ${v.found}`);

const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);

describe.each(EXHIBITS.map((e) => [e.id, e] as const))('%s', (_id, e) => {
  it('comes out as its checks say, whatever the seed', () => {
    for (const seed of SEEDS) expect([seed, failed(e, { seed })]).toEqual([seed, []]);
  });

  it('has checks that fail under the change it names', () => {
    expect(failed(e, e.refutedBy)).not.toEqual([]);
  });

  it('asks a question that has exactly one right answer', () => {
    const { facts } = perform(e);
    const right = e.question.answers.filter((a) => a.isTrue(facts));
    expect(right.map((a) => a.says.en)).toHaveLength(1);
    expect(e.question.answers.length).toBeGreaterThanOrEqual(3);
  });

  it('keeps to the standard unless it says what it breaks, and then shows how it would be', () => {
    const breaks = scenarioOf(e).hosts.some((h) => (h.whatIfs ?? []).length > 0);
    expect(perform(e).trace.nonStandard.length > 0).toBe(breaks);
    expect(e.standardChecks !== undefined).toBe(breaks);
    if (!breaks) return;
    expect(perform(e, { standard: true }).trace.nonStandard).toEqual([]);
    expect(failed(e, { standard: true })).toEqual([]);
    // What is broken does damage that the standard does not.
    const book = { ...e, checks: e.standardChecks ?? [] };
    expect(failed(book, {})).not.toEqual([]);
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
    const { frames } = perform(e).trace;
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
