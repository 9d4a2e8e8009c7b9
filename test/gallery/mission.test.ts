import { describe, expect, it } from 'vitest';
import { showing } from '../../scripts/mission.ts';
import { EXHIBITS, MISSION, TEACHING } from '../../src/gallery/index.ts';
import { ERRATA, GLOSSARY, VOICES } from '../../src/story/index.ts';

/** Experiments that no single scenario is. */
const ELSEWHERE: Readonly<Record<string, () => boolean>> = {
  // The analogies: every exhibit in every voice, a bubble for each segment (test/gallery/narration.ts).
  E26: () => VOICES.includes('playground') && VOICES.includes('letters'),
};

const EXPERIMENTS = [
  ...Array.from({ length: 26 }, (_, i) => `E${String(i + 1).padStart(2, '0')}`),
  'E16b',
];

function missing(names: readonly string[], isThere: (name: string) => boolean): string[] {
  return names.filter((name) => !isThere(name));
}

describe('the mission', () => {
  it('has 117 items, and each is shown by an exhibit', () => {
    expect(MISSION).toHaveLength(117);
    const items = MISSION.map((_, i) => `item ${i + 1}`);
    expect(missing(items, (name) => showing(Number(name.slice(5))).length > 0)).toEqual([]);
  });

  it('has no exhibit for an item that is not there, and no exhibit without an item', () => {
    for (const e of EXHIBITS) {
      expect([e.id, e.items.length > 0]).toEqual([e.id, true]);
      for (const item of e.items) expect(MISSION[item - 1]).toBeDefined();
    }
  });

  it('has every experiment of the lab', () => {
    const there = new Set(EXHIBITS.flatMap((e) => (e.experiment ?? '').split(' ')));
    expect(missing(EXPERIMENTS, (e) => there.has(e) || ELSEWHERE[e]?.() === true)).toEqual([]);
    for (const e of there) if (e !== '') expect(EXPERIMENTS).toContain(e);
  });

  it('says each erratum of the notes where it can be seen, or where the word is looked up', () => {
    const said: ReadonlySet<string> = new Set([
      ...EXHIBITS.flatMap((e) => (e.errata ?? []).map((x) => x.note)),
      ...GLOSSARY.flatMap((t) => t.slips.map((s) => s.erratum)),
    ]);
    const all = ERRATA.map((e) => e.id);
    expect(missing(all, (id) => said.has(id))).toEqual([]);
    for (const id of said) expect(all).toContain(id);
  });

  it('has an exhibit for every way of teaching', () => {
    const ids = EXHIBITS.map((e) => e.id);
    for (const t of TEACHING) expect(ids).toContain(t.exhibit);
    const items = new Set(TEACHING.map((t) => t.item));
    for (let item = 102; item <= 117; item++) expect(items).toContain(item);
  });
});
