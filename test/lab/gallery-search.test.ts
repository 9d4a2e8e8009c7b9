import { describe, expect, it } from 'vitest';
import { catalogue, scenes } from '../../lab/build/stage.ts';
import { EXPERIMENTS, PATH } from '../../lab/gallery/path.ts';
import { search } from '../../lab/gallery/search.ts';
import { passes, THEMES } from '../../lab/gallery/themes.ts';
import { OPENING } from '../../lab/state/opening.ts';

const all = catalogue();
const ids = (text: string): string[] => search(all, text).found.map((e) => e.id);

describe('the search of the gallery', () => {
  it('finds everything for an empty text, in the order of the shelves', () => {
    expect(search(all, ' ').found).toEqual(all);
  });

  it('finds an exhibit by its id and by its title in both languages', () => {
    expect(ids('open/basic')[0]).toBe('open/basic');
    expect(ids('四次挥手')).toContain('close/basic');
    expect(ids('four segments close')).toContain('close/basic');
  });

  it('finds a state by any of its spellings, slips of the notes included', () => {
    const found = ids('SYN-RECEIVED');
    expect(found).toContain('open/names');
    expect(ids('SYN_RCVD')).toContain('open/names');
    expect(ids('SYN-REVD')).toContain('open/names');
    expect(search(all, 'SYN-REVD').term.slip).not.toBeNull();
  });

  it('finds what is about the SYN queue by its Chinese name', () => {
    expect(ids('半连接队列')).toContain('flood/syn');
    expect(ids('CLOSE_WAIT')[0]).toMatch(/^leak\/close-wait/);
  });

  it('finds experiments, items of the mission and errata by their numbers', () => {
    expect(ids('E09')).toEqual(['close/three-segment', 'ablate/forced-merge']);
    expect(ids('e9')).toEqual(ids('E09'));
    expect(ids('N9')).toContain('close/three-segment');
    expect(search(all, '47').found.some((e) => e.items.includes(47))).toBe(true);
    expect(ids('N1')).not.toContain('close/three-segment');
  });

  it('wants all words, and finds nothing for what is nowhere', () => {
    expect(ids('SYN 洪泛').length).toBeGreaterThan(0);
    expect(ids('qqqqzzzz')).toEqual([]);
    expect(ids('???')).toEqual([]);
  });
});

describe('the filters of the gallery', () => {
  it('has exhibits for every theme', () => {
    for (const { id } of THEMES) {
      const found = all.filter((e) => passes(e, { theme: id, experiment: null }));
      expect(found.length, id).toBeGreaterThan(2);
    }
  });

  it('knows every experiment that an exhibit is part of', () => {
    for (const e of all)
      if (e.experiment !== null) expect(EXPERIMENTS).toHaveProperty(e.experiment);
    for (const name of Object.keys(EXPERIMENTS)) {
      expect(
        all.some((e) => passes(e, { theme: null, experiment: name })),
        name,
      ).toBe(true);
    }
  });

  it('begins with fourteen experiments, each an exhibit of that number', () => {
    expect(PATH).toHaveLength(14);
    for (const { id, experiment } of PATH) {
      expect(all.find((e) => e.id === id)?.experiment, id).toBe(experiment);
    }
  });

  it('calls a network bad when it does something to a segment by itself', () => {
    const bad = all.filter((e) => e.isOnBadNetwork).map((e) => e.id);
    expect(bad).toContain('open/lost-syn');
    expect(bad).not.toContain('open/basic');
  });
});

describe('the scenes of an experiment', () => {
  it('are told of where there are several, which what the page opens with has not', () => {
    const { E19 } = scenes();
    expect(E19?.map((e) => e.id)).toContain('leak/close-wait-fixed');
    const opening = all.find((e) => e.id === OPENING.exhibit)?.experiment ?? '';
    expect(scenes()).not.toHaveProperty(opening);
  });
});
