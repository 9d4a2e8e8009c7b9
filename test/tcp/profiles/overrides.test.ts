import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../src/tcp/profile.ts';
import { FIELDS } from '../../../src/tcp/profiles/fields.ts';
import { linux, PROFILES, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { Drill } from '../../support/drill.ts';

/** Values as a program without types, or a file, might give them. */
const override = (values: Record<string, unknown>): Profile =>
  withOverrides(rfc, values as Partial<Profile>);

describe('withOverrides', () => {
  it('replaces what is named and leaves the rest, in a new frozen profile', () => {
    const p = withOverrides(linux, { synRetries: 2, nagle: false });
    expect(p).toEqual({ ...linux, synRetries: 2, nagle: false });
    expect(Object.isFrozen(p)).toBe(true);
    expect(linux.synRetries).toBe(10);
  });

  it('refuses a name that no profile has, and says which there are', () => {
    expect(() => override({ synRetry: 2 })).toThrow(TypeError);
    expect(() => override({ synRetry: 2 })).toThrow(
      /no field 'synRetry'; it has name, options, .*synRetries/,
    );
    expect(() => override({ toString: 2 })).toThrow(TypeError);
  });

  it('refuses a value of the wrong type, and says what is allowed', () => {
    const wrong: Record<string, unknown>[] = [
      { name: 1 },
      { nagle: 'no' },
      { probe: true },
      { synRto: '1s' },
      { synRto: undefined },
      { options: null },
      { options: { order: 'mss' } },
      { ephemeralPorts: 5 },
    ];
    for (const values of wrong) expect(() => override(values)).toThrow(TypeError);
    expect(() => override({ nagle: 'no' })).toThrow('nagle is true or false, not string');
    expect(() => override({ options: null })).toThrow(/options is an object of order .*, not null/);
  });

  it('refuses a value out of range, and says what is allowed', () => {
    const wrong: Record<string, unknown>[] = [
      { name: '' },
      { ttl: 0 },
      { ttl: 256 },
      { ttl: 1.5 },
      { synRto: Number.NaN },
      { synRto: Number.POSITIVE_INFINITY },
      { synAckRetries: -1 },
      { probe: 'full' },
      { receiveBuffer: 0 },
      { receiveBuffer: 2 ** 31 },
      { ephemeralPorts: [0, 5] },
      { ephemeralPorts: [6, 5] },
      { options: { ...rfc.options, order: ['mss'] } },
      { options: { ...rfc.options, tail: 'zero' } },
      { minRto: rfc.maxRto + 1 },
    ];
    for (const values of wrong) expect(() => override(values)).toThrow(RangeError);
    expect(() => override({ ttl: 0 })).toThrow('ttl is a whole number from 1 to 255, not 0');
    expect(() => override({ probe: 'full' })).toThrow("probe is 'octet' or 'empty', not 'full'");
  });

  it('takes Infinity where something may have no end', () => {
    const p = withOverrides(linux, { finWait2: Number.POSITIVE_INFINITY });
    expect(p.finWait2).toBe(Number.POSITIVE_INFINITY);
  });

  it('holds for a host, a listener and a single connection', () => {
    const t = new Drill({ profile: withOverrides(rfc, { sack: false }) });
    t.connect();
    t.connect({ localPort: 5001, profile: withOverrides(rfc, { timestamps: false }) });
    t.listen(80, 8, withOverrides(rfc, { windowScaling: false }));
    t.in('S', 0, 0, 0, { mss: 1460, sackOk: true, wscale: 7, dport: 80 });
    expect(t.out({ options: true })).toEqual([
      'S 0:0(0) <mss 1460,TS,wscale 3>',
      'S 0:0(0) <mss 1460,sackOK,wscale 3>',
      'S. 0:0(0) ack 1 <mss 1460,sackOK>',
    ]);
  });
});

describe('every profile', () => {
  it.each(Object.entries(PROFILES))('%s has all fields, each within its range', (name, p) => {
    expect(p.name).toBe(name);
    expect(Object.keys(p).sort()).toEqual(Object.keys(FIELDS).sort());
    expect(withOverrides(rfc, p)).toEqual(p);
    expect(Object.isFrozen(p)).toBe(true);
  });
});
