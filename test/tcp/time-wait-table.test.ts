import { describe, expect, it } from 'vitest';
import type { Profile } from '../../src/tcp/profile.ts';
import { freebsd, linux, rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import type { TimeWait } from '../../src/tcp/time-wait-entry.ts';
import { Drill, type Extras } from '../support/drill.ts';

/** Brings a connection of ours from `localPort` to TIME-WAIT. */
function finish(t: Drill, localPort: number, profile?: Profile, offer: Extras = {}): void {
  const { peer: src, us: dst } = t;
  const s = t.connect({ localPort, ...(profile === undefined ? {} : { profile }) });
  t.out();
  t.in('S.', 0, 0, 1, { mss: 1440, src, dst, ...offer });
  t.do(() => s.end());
  const ts: Extras = offer.ts === undefined ? {} : { ts: [offer.ts[0] + 1, 0] };
  t.in('F.', 1, 0, 2, { src, dst, ...ts });
  t.out();
}

function entries(t: Drill): TimeWait[] {
  return [...t.host.tcp.timeWait.values()];
}

function ports(t: Drill): number[] {
  return entries(t).map((e) => e.localPort);
}

describe('the table of TIME-WAIT', () => {
  it('keeps of a connection what its segments are answered by', () => {
    for (const [profile, offer, window] of [
      [rfc, { wscale: 7, ts: [50, 0] }, 262_144 & -8],
      [linux, {}, 65_535],
      [freebsd, { wscale: 2 }, 66_240],
      [withOverrides(rfc, { receiveBuffer: 2 ** 30 }), { wscale: 14 }, 0],
    ] as const) {
      for (const ipv6 of [false, true]) {
        const t = new Drill({ profile, ipv6 });
        const s = t.connect({ localPort: 5000 });
        t.out();
        const { peer: src, us: dst } = t;
        t.in('S.', 0, 0, 1, { mss: 1440, src, dst, ...(offer as Extras) });
        const c = t.connection;
        t.do(() => s.end());
        const ts: Extras = 'ts' in offer ? { ts: [51, 0] } : {};
        t.in('F.', 1, 0, 2, { src, dst, ...ts });
        const [e] = entries(t) as [TimeWait];
        expect([e.local.toString(), e.remote.toString()]).toEqual([dst.toString(), src.toString()]);
        expect([e.localPort, e.remotePort]).toEqual([c.localPort, c.remotePort]);
        expect([e.sndNxt, e.rcvNxt, e.scale]).toEqual([c.snd.nxt, c.rcv.nxt, c.rcv.scale]);
        expect([e.ts.on, e.ts.recent]).toEqual([c.ts.on, c.ts.recent]);
        if (e.ts.on) expect(e.ts.offset).toBe(c.ts.offset);
        expect(e.profile).toBe(profile);
        expect(e.until).toBe(t.clock.now + profile.timeWait);
        expect(Math.abs(e.rcvWnd - ((c.rcv.edge - c.rcv.nxt) | 0))).toBeLessThan(1 << c.rcv.scale);
        expect(window === 0 || e.rcvWnd <= window).toBe(true);
      }
    }
  });

  it('ends each entry by its own profile, however many there are, of both IP versions', () => {
    const t = new Drill({ profile: linux });
    for (let i = 0; i < 200; i++) {
      finish(
        t,
        5000 + i,
        withOverrides(linux, { timeWait: (1 + (i % 3)) * 10_000_000, ttl: 1 + i }),
      );
    }
    // Beyond 63 profiles at once an entry has the host's: a minute.
    expect(ports(t).length).toBe(200);
    t.wait(10_000);
    expect(ports(t).length).toBe(200 - 21);
    t.wait(20_000);
    expect(ports(t).length).toBe(200 - 63);
    finish(t, 4000, withOverrides(linux, { timeWait: 5_000_000 })); // numbers are free again
    t.wait(5000);
    expect(ports(t)).not.toContain(4000);
    t.wait(25_000);
    expect(ports(t)).toEqual([]);
  });

  it('when full gives up the entry that would end first, whatever its profile', () => {
    const profile = withOverrides(linux, { timeWaitLimit: 2 });
    const t = new Drill({ profile });
    finish(t, 5001);
    finish(t, 5002, withOverrides(profile, { timeWait: 10_000_000 }));
    finish(t, 5003);
    expect(ports(t)).toEqual([5001, 5003]);
    finish(t, 5004);
    expect(ports(t)).toEqual([5003, 5004]);
    expect(t.host.tcp.counters.timeWaitEvicted).toBe(2);
  });

  it('gives an entry the number its connection had, or one of its own', () => {
    const t = new Drill();
    const s = t.connect({ localPort: 5001 });
    t.out();
    const { id } = s.connection;
    t.in('S.', 0, 0, 1, { mss: 1460 });
    t.do(() => s.end());
    t.in('F.', 1, 0, 2);
    finish(t, 5002);
    const [first, second] = entries(t) as [TimeWait, TimeWait];
    expect(first.id).toBe(id);
    expect(second.id).not.toBe(id);
    expect((entries(t)[1] as TimeWait).id).toBe(second.id);
  });

  it('answers a FIN again after the window’s octets, with the connection’s timestamps', () => {
    const t = new Drill({ profile: linux, ipv6: true });
    finish(t, 5001, linux, { ts: [10, 0], wscale: 1 });
    t.wait(1500);
    t.in('F.', 1, 0, 2, { src: t.peer, dst: t.us, dport: 5001, ts: [20, 0] });
    expect(t.out({ options: true })).toEqual(['. 2:2(0) ack 2 <TS>']);
    const [e] = entries(t) as [TimeWait];
    expect([e.ts.recent, e.until]).toEqual([20, t.clock.now + linux.timeWait]);
  });
});
