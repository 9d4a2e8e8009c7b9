import { describe, expect, it } from 'vitest';
import { freebsd, withOverrides } from '../../src/tcp/profiles/index.ts';
import { ICMP_UNREACHABLE } from '../../src/wire/icmp.ts';
import { ICMPV6_PACKET_TOO_BIG } from '../../src/wire/icmpv6.ts';
import { Drill } from '../support/drill.ts';
import { tell } from './icmp/quoting.ts';

const steps = withOverrides(freebsd, { blackHole: 'steps' });

/** What goes out while nothing comes back, after a write of a full segment. */
function attempts(ipv6: boolean, profile = steps, ts = false): string[] {
  const t = new Drill({ profile, ipv6 });
  const s = t.passiveOpen(ts ? { mss: 1460, ts: [1, 0] } : { mss: 1460 });
  const full = (ipv6 ? 1440 : 1460) - (ts ? 12 : 0);
  t.do(() => s.write(new Uint8Array(full)));
  return t.waitAndSee(20_000).map((line) => /\((\d+)\)/.exec(line)?.[1] ?? '');
}

describe('a path that swallows large packets', () => {
  it('is tried twice with every smaller size, then with the full one again', () => {
    expect(attempts(false).slice(0, 7)).toEqual([
      '1460',
      '1460',
      '1200',
      '1200',
      '536',
      '536',
      '1460',
    ]);
  });

  it('leaves out a size that is no smaller than the one before', () => {
    expect(attempts(true).slice(0, 6)).toEqual(['1440', '1440', '1220', '1220', '1440', '1440']);
  });

  it('leaves room for options, as always', () => {
    expect(attempts(false, steps, true).slice(0, 3)).toEqual(['1448', '1448', '1188']);
  });

  it('is not suspected unless the profile says so', () => {
    expect(new Set(attempts(false, freebsd))).toEqual(new Set(['1460']));
  });

  it('goes on in the size that came through', () => {
    const t = new Drill({ profile: steps });
    const s = t.passiveOpen({ mss: 1460 });
    t.do(() => s.write(new Uint8Array(1460)));
    t.waitAndSee(1000);
    t.in('.', 1, 0, 1201);
    expect(t.out()).toEqual(['P. 1201:1461(260) ack 1']);
    expect(t.connection.snd.mss).toBe(1200);
  });
});

describe('a path MTU told in SYN-SENT', () => {
  it('narrows the MSS of the next SYN over IPv6, and not over IPv4', () => {
    for (const [ipv6, mss] of [
      [true, 1240],
      [false, 1460],
    ] as const) {
      const t = new Drill({ profile: freebsd, ipv6 });
      t.connect();
      t.out();
      if (ipv6) tell(t, { type: ICMPV6_PACKET_TOO_BIG, rest: 1300 });
      else tell(t, { type: ICMP_UNREACHABLE, code: 4, rest: 1300 });
      expect(t.out()).toEqual([]);
      t.wait(1000);
      expect(t.out({ options: true })).toEqual([`S 0:0(0) <mss ${mss},sackOK,TS,wscale 6>`]);
    }
  });

  it('counts for nothing where the MSS announced is the interface’s [SHLD-6]', () => {
    const profile = withOverrides(freebsd, { announcePathMtu: false });
    const t = new Drill({ profile, ipv6: true });
    t.connect();
    t.out();
    tell(t, { type: ICMPV6_PACKET_TOO_BIG, rest: 1300 });
    t.wait(1000);
    expect(t.out({ options: true })[0]).toContain('mss 1440');
  });
});
