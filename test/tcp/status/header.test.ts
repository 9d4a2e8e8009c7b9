import { describe, expect, it } from 'vitest';
import { rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { IpHeader, parseIp } from '../../../src/wire/ip.ts';
import { Drill } from '../../support/drill.ts';
import { bring, octets } from '../../support/states.ts';

/** The DSCP and the time to live of each packet that was sent. */
function headers(t: Drill): [dscp: number, ttl: number][] {
  const ip = new IpHeader();
  return t.link.sent.splice(0).map((p) => {
    const { version } = (p.bytes[p.from] as number) >> 4 === 4 ? { version: 4 } : { version: 6 };
    if (parseIp(ip, p, true) !== 0) throw new Error('malformed IP');
    const b = p.bytes;
    const tos =
      version === 4
        ? (b[p.from + 1] as number)
        : (((b[p.from] as number) & 15) << 4) | ((b[p.from + 1] as number) >> 4);
    const ttl = b[p.from + (version === 4 ? 8 : 7)] as number;
    expect(tos & 3).toBe(0);
    p.release();
    return [tos >> 2, ttl];
  });
}

describe.each([4, 6])('the header of what is sent over IPv%i', (version) => {
  const ipv6 = version === 6;

  it('carries the DSCP the user gave, on every segment from the SYN on [MUST-48, SHLD-22]', () => {
    const t = new Drill({ ipv6 });
    const s = t.connect({ dscp: 46 });
    expect(headers(t)).toEqual([[46, 64]]);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    t.do(() => s.write(octets(3)));
    t.in('P.', 1, 5, 4);
    t.wait(300);
    t.do(() => s.abort());
    const all = headers(t);
    expect(all.length).toBeGreaterThanOrEqual(4);
    expect(new Set(all.map(String))).toEqual(new Set(['46,64']));
  });

  it('follows when the user changes it [SHLD-21]', () => {
    const { t, s } = bring('ESTABLISHED', { ipv6 });
    t.do(() => s.write(octets(3)));
    s.dscp = 10;
    s.ttl = 5;
    t.in('.', 1, 0, 4);
    t.do(() => s.write(octets(3)));
    expect(headers(t)).toEqual([
      [0, 64],
      [10, 5],
    ]);
    expect([s.dscp, s.ttl]).toEqual([10, 5]);
  });

  it('carries the time to live of the profile, or the user’s [MUST-49]', () => {
    const t = new Drill({ ipv6, profile: withOverrides(rfc, { ttl: 32 }) });
    t.connect({});
    t.connect({ localPort: 5001, ttl: 255 });
    expect(headers(t)).toEqual([
      [0, 32],
      [0, 255],
    ]);
  });
});

it('a DSCP and a time to live that do not exist are refused', () => {
  const { s } = bring('ESTABLISHED');
  for (const dscp of [-1, 64, 1.5, Number.NaN]) {
    expect(() => {
      s.dscp = dscp;
    }).toThrow(RangeError);
  }
  for (const ttl of [0, 256, 1.5, Number.NaN]) {
    expect(() => {
      s.ttl = ttl;
    }).toThrow(RangeError);
  }
  const t = new Drill();
  expect(() => t.connect({ dscp: 64 })).toThrow(RangeError);
  expect(t.states()).toEqual([]);
});
