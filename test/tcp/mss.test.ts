import { describe, expect, it } from 'vitest';
import type { NetInterface } from '../../src/net/interface.ts';
import { defaultMss, effectiveMss, mssToAnnounce } from '../../src/tcp/mss.ts';
import { rfc } from '../../src/tcp/profiles/index.ts';
import { Prefix } from '../../src/wire/address.ts';
import { Drill, type Extras, PEER, PEER6 } from '../support/drill.ts';

/** The lengths of the segments in which a long text goes to a peer whose SYN-ACK offers `offer`. */
function lengths(offer: Extras, o: { mtu?: number; ipv6?: boolean } = {}): Set<number> {
  const t = new Drill(o);
  const s = t.activeOpen(offer);
  t.do(() => s.write(new Uint8Array(20_000)));
  const full = t.out().map((text) => Number(/\((\d+)\)/.exec(text)?.[1]));
  return new Set(full.slice(0, -1));
}

describe('the MSS option', () => {
  it('is in every SYN and SYN-ACK: what the interface takes, less the fixed headers [MUST-14, MUST-67, SHLD-5, SHLD-6]', () => {
    for (const [ipv6, mtu, mss] of [
      [false, 1500, 1460],
      [true, 1500, 1440],
      [false, 576, 536],
      [true, 1280, 1220],
      [false, 9000, 8960],
    ] as const) {
      const t = new Drill({ ipv6, mtu });
      t.connect();
      expect(t.out({ options: true })[0]).toContain(`mss ${mss}`);
      t.listen(81);
      t.in('S', 0, 0, 0, { mss: 100, dport: 81, sport: 1 });
      expect(t.out({ options: true })[0]).toContain(`mss ${mss}`);
    }
  });

  it('does not depend on what the peer offers, and goes again with the SYN', () => {
    const t = new Drill();
    t.connect();
    t.out();
    t.wait(1000);
    expect(t.out({ options: true })[0]).toContain('mss 1460');
    t.in('S', 0, 0, 0, { mss: 536 });
    expect(t.out({ options: true })[0]).toContain('mss 1460');
  });

  it('is never in a segment without SYN [MUST-65]', () => {
    const t = new Drill();
    const s = t.activeOpen();
    t.do(() => s.write(new Uint8Array(100)));
    t.do(() => s.end());
    t.in('F.', 1, 0, 102);
    t.in('F.', 1, 0, 102);
    for (const text of t.out({ options: true })) expect(text).not.toContain('mss');
  });

  it('off a SYN is ignored [MUST-65]', () => {
    const t = new Drill();
    const s = t.activeOpen({ mss: 1000 });
    t.in('.', 1, 0, 1, { mss: 100 });
    expect(s.connection.snd.mss).toBe(1000);
  });
});

describe('the MSS that a route says to announce', () => {
  it('is announced, unless the interface takes less', () => {
    for (const [advMss, mss] of [
      [600, 600],
      [9000, 1460],
    ] as const) {
      const t = new Drill();
      const via = t.host.interfaces[1] as NetInterface;
      t.host.addRoute(new Prefix(t.peer, 32), via, { advMss });
      t.listen();
      t.in('S', 0, 0, 0, { mss: 1400 });
      expect(t.out({ options: true })).toEqual([`S. 0:0(0) ack 1 <mss ${mss}>`]);
      t.in('.', 1, 0, 1);
      expect(t.connection.snd.mss).toBe(1400); // what we send is another matter
    }
  });
});

describe('the send MSS', () => {
  it('is 536 over IPv4 and 1220 over IPv6 when the peer names none [MUST-15]', () => {
    expect(defaultMss(PEER, rfc)).toBe(536);
    expect(defaultMss(PEER6, rfc)).toBe(1220);
    expect(lengths({})).toEqual(new Set([536]));
    expect(lengths({}, { ipv6: true })).toEqual(new Set([1220]));
  });

  it('is the smaller of the peer’s and what the interface carries [MUST-16]', () => {
    expect(lengths({ mss: 1000 })).toEqual(new Set([1000]));
    expect(lengths({ mss: 1460 })).toEqual(new Set([1460]));
    expect(lengths({ mss: 9000 })).toEqual(new Set([1460]));
    expect(lengths({ mss: 9000 }, { ipv6: true })).toEqual(new Set([1440]));
    expect(lengths({ mss: 9000 }, { mtu: 600 })).toEqual(new Set([560]));
  });

  it('is smaller by the options that each segment carries [MUST-16]', () => {
    expect(lengths({ mss: 1460, ts: [1, 0] })).toEqual(new Set([1448]));
    expect(lengths({ mss: 1000, ts: [1, 0] })).toEqual(new Set([988]));
    expect(effectiveMss(1460, 1500, PEER, true, rfc)).toBe(1448);
    expect(effectiveMss(1460, 1500, PEER, false, rfc)).toBe(1460);
  });

  it('of a passive open is what the SYN offered', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: 700 });
    expect(s.connection.snd.mss).toBe(700);
    const u = new Drill();
    expect(u.passiveOpen({}).connection.snd.mss).toBe(536);
  });

  it('does not believe a peer that wants next to nothing: headers would outweigh text', () => {
    for (const mss of [0, 1, 47]) {
      expect(effectiveMss(mss, 1500, PEER, false, rfc)).toBe(48);
      const t = new Drill();
      expect(t.activeOpen({ mss }).connection.snd.mss).toBe(48);
    }
  });

  it('to announce is a 16-bit number', () => {
    expect(mssToAnnounce(65_535, PEER)).toBe(65_495);
    expect(mssToAnnounce(1_000_000, PEER)).toBe(65_535);
  });
});
