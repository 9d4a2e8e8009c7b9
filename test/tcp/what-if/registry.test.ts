import { describe, expect, it } from 'vitest';
import {
  PROFILES,
  type Profile,
  rfc,
  STANDARD,
  violations,
  WHAT_IFS,
  withOverrides,
  withWhatIf,
} from '../../../src/index.ts';

const ids = Object.keys(WHAT_IFS);

/** A value of `whatIf` as a program without types might give it. */
const given = (whatIf: unknown): (() => Profile) => {
  return () => withOverrides(rfc, { whatIf } as Partial<Profile>);
};

describe('the what-ifs', () => {
  it.each(Object.values(PROFILES))('are all off in $name', (profile) => {
    expect(violations(profile)).toEqual([]);
    expect(profile.whatIf).toBe(STANDARD);
  });

  it.each(ids)('%s is on once it was turned on, and names its clause', (id) => {
    const p = withWhatIf(rfc, id);
    expect(violations(p)).toEqual([{ id, clause: WHAT_IFS[id as keyof typeof WHAT_IFS].clause }]);
    expect(violations(p)[0]?.clause).toMatch(/^RFC 9293 section/);
    expect(violations(withWhatIf(p, id))).toEqual(violations(p));
    expect([Object.isFrozen(p), Object.isFrozen(p.whatIf)]).toEqual([true, true]);
    expect(violations(rfc)).toEqual([]);
  });

  it('can be on together, and are found from the values', () => {
    let p = rfc;
    for (const id of ids) p = withWhatIf(p, id);
    expect(violations(p).map((v) => v.id)).toEqual(ids);
    expect(p.whatIf.extraAcks).toBe(2);
    expect(violations(withOverrides(p, { timeWait: rfc.timeWait, whatIf: STANDARD }))).toEqual([]);
    const own = withOverrides(rfc, { timeWait: 0, whatIf: { ...STANDARD, fixedIsn: 0 } });
    expect(violations(own).map((v) => v.id)).toEqual(['fixedIsn', 'noTimeWait']);
  });

  it('that there are not are refused, and those that are are named', () => {
    for (const id of ['threeWay', 'toString', '']) {
      expect(() => withWhatIf(rfc, id)).toThrow(RangeError);
    }
    expect(() => withWhatIf(rfc, 'threeWay')).toThrow(
      /no what-if 'threeWay'; there are twoWay, deliverSynData, .*oneMslTimeWait$/,
    );
  });

  it('are checked in withOverrides, which says what is allowed', () => {
    expect(given(null)).toThrow('whatIf is an object of twoWay, deliverSynData');
    expect(given({ ...STANDARD, threeWay: true })).toThrow(
      "whatIf has no field 'threeWay'; it has",
    );
    expect(given({ ...STANDARD, twoWay: 1 })).toThrow('whatIf has a boolean as twoWay, not number');
    expect(given({ twoWay: true })).toThrow(
      'whatIf has a boolean as deliverSynData, not undefined',
    );
    expect(given({ ...STANDARD, extraAcks: -1 })).toThrow(
      'whatIf has a whole number from 0 to 1000 as extraAcks, not -1',
    );
    expect(given({ ...STANDARD, fixedIsn: 2 ** 32 })).toThrow('from -1 to 4294967295 as fixedIsn');
    expect(given({ ...STANDARD, fixedIsn: 2 ** 32 - 1 })().whatIf.fixedIsn).toBe(2 ** 32 - 1);
  });
});
