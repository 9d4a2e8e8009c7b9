import { describe, expect, it } from 'vitest';
import { interventionWords } from '../../lab/card/intervention-words.ts';
import { isTried, keptValues, withoutTry, withTry } from '../../lab/card/kept.ts';
import { scaleOf, sliderOf, stepsOf, timeWords, typed, valueAt } from '../../lab/card/quantity.ts';
import { byTheBook, switched } from '../../lab/card/what-ifs.ts';
import { fieldScale, readValue, valueText } from '../../lab/what-if/field-value.ts';
import { clauseWords } from '../../lab/what-if/words.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import { FIELD_NAMES } from '../../src/tcp/profiles/field-words.ts';
import { FIELDS } from '../../src/tcp/profiles/fields.ts';
import { PROFILES } from '../../src/tcp/profiles/index.ts';
import { WHAT_IFS } from '../../src/tcp/what-if.ts';

const hosts = ['A', 'B'].map((name) => ({
  name,
  title: { zh: name, en: name },
  profile: 'linux',
  set: {},
  stack: [],
  whatIfs: name === 'B' ? ['twoWay'] : [],
}));

describe('a slider of the card', () => {
  const parameters = EXHIBITS.flatMap((e) =>
    Object.entries(e.parameters ?? {}).map(([name, p]) => [`${e.id} ${name}`, p] as const),
  );

  it.each(parameters)('%s reaches both bounds and stays within them', (_, p) => {
    expect(valueAt(p, 0)).toBe(p.least);
    expect(valueAt(p, stepsOf(p))).toBe(p.most);
    for (let place = 0; place <= stepsOf(p); place++) {
      const value = valueAt(p, place);
      expect(Number.isInteger(value) && value >= p.least && value <= p.most).toBe(true);
    }
  });

  it.each(parameters)('%s shows the value it has, as a number that can be typed again', (_, p) => {
    const { size } = scaleOf(p.unit, p.most);
    expect(typed(p, String(p.value / size))).toBe(p.value);
    expect(sliderOf(p, p.least)).toBe(0);
    expect(sliderOf(p, p.most)).toBe(stepsOf(p));
  });

  it('refuses what is no number or out of bounds', () => {
    const says = { zh: '', en: '' };
    const p = { says, unit: 'microseconds', value: 0, least: 0, most: 5_000_000 } as const;
    expect(typed(p, '10')).toBe(10_000);
    expect(typed(p, '0.5')).toBe(500);
    for (const bad of ['', 'x', '-1', '5001', 'Infinity']) expect(typed(p, bad)).toBeNull();
  });
});

describe('a what-if', () => {
  it('that is switched on and off again leaves no trace', () => {
    const on = switched([], hosts, 'noFourth', 'A', true);
    expect(on).toEqual([{ kind: 'what-if', id: 'noFourth', host: 'A' }]);
    expect(switched(on, hosts, 'noFourth', 'A', false)).toEqual([]);
  });

  it('that the scenario has on itself is switched off by name', () => {
    const off = switched([], hosts, 'twoWay', 'B', false);
    expect(off).toEqual([{ kind: 'what-if', id: 'twoWay', host: 'B', off: true }]);
    expect(switched(off, hosts, 'twoWay', 'B', true)).toEqual([]);
  });

  it('that is on for all goes on for the others', () => {
    const all: Intervention[] = [{ kind: 'what-if', id: 'noFourth' }];
    expect(switched(all, hosts, 'noFourth', 'A', false)).toEqual([
      { kind: 'what-if', id: 'noFourth', host: 'B' },
    ]);
  });

  it('goes with all others by the book, and nothing else does', () => {
    const drop: Intervention = { kind: 'fault', segment: 'A1', action: 'drop' };
    const done: Intervention[] = [drop, { kind: 'what-if', id: 'noFourth', host: 'A' }];
    expect(byTheBook(done, hosts)).toEqual([
      drop,
      { kind: 'what-if', id: 'twoWay', host: 'B', off: true },
    ]);
  });

  it('has its clause in both languages', () => {
    for (const { clause } of Object.values(WHAT_IFS)) {
      const { zh, en } = clauseWords(clause);
      expect(zh).toMatch(/^RFC 9293 第 [\d.、]+ 节(第.步(、第.步)?)?$/);
      expect(en).toBe(clause);
    }
  });
});

describe('a field of a profile', () => {
  it.each(FIELD_NAMES)('%s can be typed as every profile has it', (name) => {
    for (const profile of Object.values(PROFILES)) {
      const scale = fieldScale(name, profile[name]);
      expect(readValue(name, valueText(profile[name], scale), scale)).toEqual(profile[name]);
    }
  });

  it('is there for every field of one number, flag or choice', () => {
    const plain = Object.entries(FIELDS).filter(
      ([, f]) => !['name', 'options', 'icmp', 'what-if'].includes(f.kind),
    );
    expect([...FIELD_NAMES].sort()).toEqual(plain.map(([name]) => name).sort());
  });
});

describe('what was done', () => {
  const tries = EXHIBITS.flatMap((e) => [...(e.tries ?? []).flatMap((t) => t.interventions)]);

  it('is said without code in either language', () => {
    for (const i of tries) {
      const { zh, en } = interventionWords(i);
      expect(zh).not.toMatch(/undefined|null|Infinity|\[object/);
      expect(en).not.toMatch(/undefined|null|Infinity|\[object|[\u4e00-\u9fff]/);
      if (i.kind !== 'set') expect(zh).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('says times in the unit that suits them', () => {
    expect(timeWords(0).en).toBe('0 ms');
    expect(timeWords(1500).en).toBe('1.5 ms');
    expect(timeWords(60_000_000).en).toBe('60 s');
  });
});

describe('values that somebody chose', () => {
  const setup = { exhibit: 'x', seed: 1, values: { clients: 3000 }, interventions: [] };
  const says = { zh: '', en: '' };

  it('stay when something else is tried, and when that is taken back', () => {
    const kill = {
      says,
      interventions: [{ kind: 'host', host: 'B', what: 'kill', at: 7 }],
    } as const;
    const tried = withTry(setup, kill);
    expect(tried.values).toEqual({ clients: 3000 });
    expect(isTried(tried, kill)).toBe(true);
    expect(withoutTry(tried, kill)).toEqual(setup);
  });

  it('give way to those that a try sets, which go with it', () => {
    const more = { says, interventions: [], values: { clients: 5000 } };
    const tried = withTry(setup, more);
    expect(tried.values).toEqual({ clients: 5000 });
    expect(isTried(setup, more)).toBe(false);
    expect(withoutTry(tried, more).values).toEqual({});
  });

  it('go along to another scene that has them too, within its bounds', () => {
    const bounds = { clients: { least: 3, most: 5000 } };
    expect(keptValues(bounds, { clients: 3000, reaction: 1 })).toEqual({ clients: 3000 });
    expect(keptValues(bounds, { clients: 9000 })).toEqual({});
  });
});
