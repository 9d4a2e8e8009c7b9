import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/base/packet.ts';
import { linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { IpHeader, parseIp } from '../../../src/wire/ip.ts';
import { Drill } from '../../support/drill.ts';
import { drops, tell } from './quoting.ts';

const MINUTES = 60_000;

/** An established connection that has `n` full segments in flight. */
function sending(n: number, o: ConstructorParameters<typeof Drill>[0] = {}) {
  const t = new Drill(o);
  const s = t.activeOpen({ mss: o.ipv6 === true ? 1440 : 1460 });
  const c = s.connection;
  const { mss } = c.snd;
  t.do(() => s.write(new Uint8Array(mss * n)));
  for (const p of t.link.sent.splice(0)) p.release();
  return { t, s, c, mss };
}

const tooBig = (mtu: number, seq = 1, len = 1460) => ({ type: 3, code: 4, rest: mtu, seq, len });
const tooBig6 = (mtu: number, seq = 1, len = 1440) => ({ type: 2, rest: mtu, seq, len });

/** Lengths of the IP packets the host has sent, and whether they may not be fragmented. */
function sizes(t: Drill): string[] {
  return t.link.sent.splice(0).map((p: Packet) => {
    const h = new IpHeader();
    parseIp(h, p, true);
    const size = `${p.length}${h.dontFragment ? '' : ' may fragment'}`;
    p.release();
    return size;
  });
}

describe('"fragmentation needed"', () => {
  it('has what is in flight sent again at once, smaller, and leaves cwnd alone [RFC 1191 6.4]', () => {
    const { t, c } = sending(3);
    const { cwnd, ssthresh } = c.congestion;
    tell(t, tooBig(1000));
    expect(c.snd.mss).toBe(960);
    expect(t.out().map((line) => line.slice(0, 14).trim())).toEqual([
      '. 1:961(960) a',
      '. 961:1921(960',
      '. 1921:2881(96',
      '. 2881:3841(96',
      'P. 3841:4381(5',
    ]);
    expect(c.congestion).toMatchObject({ cwnd, ssthresh });
    expect(t.host.tcp.counters.pathMtuReductions).toBe(1);
    t.in('.', 1, 0, 4381);
    expect(t.waitAndSee(10_000)).toEqual([]);
  });

  it('is heeded once, though every segment in flight is answered with one', () => {
    const { t } = sending(3);
    tell(t, tooBig(1000));
    t.out();
    tell(t, tooBig(1000, 1461));
    tell(t, tooBig(1000, 2921));
    expect(t.out()).toEqual([]);
    expect(drops(t, 'icmp-bad-mtu')).toBe(2);
  });

  it('without an MTU takes the next plateau below the length it quotes [RFC 1191 7]', () => {
    const { t, c } = sending(1);
    tell(t, tooBig(0));
    expect(c.pathMtu).toBe(1492);
    tell(t, tooBig(0, 1, 1452));
    expect(c.pathMtu).toBe(1006);
    tell(t, tooBig(0, 1, 966));
    expect(c.pathMtu).toBe(552);
  });

  it('leaves the timestamps their room', () => {
    const t = new Drill();
    const s = t.activeOpen({ mss: 1460, ts: [1, 0] });
    t.do(() => s.write(new Uint8Array(3000)));
    sizes(t);
    tell(t, tooBig(1000, 1, 1448));
    expect(sizes(t)).toEqual(['1000', '1000', '1000', '104']);
  });

  it.each([
    { what: 'a larger MTU', mtu: 1501, len: 1460 },
    { what: 'the same MTU', mtu: 1500, len: 1460 },
    { what: 'less than any link has', mtu: 67, len: 1460 },
    { what: 'that something that fits is too big', mtu: 1000, len: 100 },
    { what: 'that something is too big which we never sent', mtu: 1000, len: 1461 },
  ])('is not believed when it tells $what', ({ mtu, len }) => {
    const { t, c } = sending(2);
    tell(t, tooBig(mtu, 1, len));
    expect(c.snd.mss).toBe(1460);
    expect(t.out()).toEqual([]);
    expect(drops(t, 'icmp-bad-mtu')).toBe(1);
    expect(t.host.pathMtus.size).toBe(0);
  });

  it.each([0, -1, 2921, 2922])(
    'is not believed about %i, which is not in flight [RFC 5927 7.2]',
    (seq) => {
      const { t, c } = sending(2);
      tell(t, tooBig(1000, seq));
      expect(c.snd.mss).toBe(1460);
      expect(t.out()).toEqual([]);
      expect(drops(t, 'icmp-not-in-flight') + drops(t, 'icmp-bad-mtu')).toBe(1);
    },
  );

  it('means nothing to a SYN, and to nobody else', () => {
    const t = new Drill();
    t.connect();
    t.out();
    tell(t, tooBig(1000, 0, 0));
    expect(t.states()).toEqual(['SYN-SENT']);
    expect(t.host.pathMtus.size).toBe(0);
  });

  it('never brings the path below 552: what is narrower gets packets without DF [RFC 1191 3]', () => {
    const { t, c } = sending(1);
    tell(t, tooBig(296));
    expect(c.snd.mss).toBe(512);
    expect(sizes(t)).toEqual(['552 may fragment', '552 may fragment', '476 may fragment']);
    tell(t, tooBig(296, 1, 512));
    expect(sizes(t)).toEqual([]);
    t.wait(9.9 * MINUTES);
  });

  it('is heeded down to what the profile allows', () => {
    const profile = withOverrides(rfc, { minPathMtu: 296 });
    const { t, c } = sending(1, { profile });
    tell(t, tooBig(296));
    expect(c.snd.mss).toBe(256);
    expect(sizes(t)[0]).toBe('296');
  });
});

describe('"packet too big"', () => {
  it('does the same over IPv6 [RFC 8201 4]', () => {
    const { t, c } = sending(2, { ipv6: true });
    tell(t, tooBig6(1300));
    expect(c.snd.mss).toBe(1240);
    expect(sizes(t)).toEqual(['1300', '1300', '460']);
  });

  it.each([1279, 68, 0])(
    'is not believed when it tells %i, less than any IPv6 link has [RFC 8201 4]',
    (mtu) => {
      const { t, c } = sending(2, { ipv6: true });
      tell(t, tooBig6(mtu));
      expect(c.snd.mss).toBe(1440);
      expect(drops(t, 'icmp-bad-mtu')).toBe(1);
    },
  );
});

describe('a path that is known to be narrow', () => {
  it('gives new connections their send MSS, and leaves what we announce alone [SHLD-6, MUST-67]', () => {
    const { t } = sending(1);
    tell(t, tooBig(1000));
    t.out();
    const again = t.connect({ localPort: 5001 });
    expect(t.out({ options: true })[0]).toContain('mss 1460');
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(again.connection.snd.mss).toBe(960);
    t.port = 80;
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460, sport: 7 });
    expect(t.out({ options: true }).join()).toContain('mss 1460');
  });

  it('is tried with larger segments again after 10 minutes [RFC 1191 6.3]', () => {
    const { t, s, c } = sending(1);
    tell(t, tooBig(1000));
    t.out();
    t.in('.', 1, 0, 1461);
    t.wait(9.9 * MINUTES);
    t.do(() => s.write(new Uint8Array(1920)));
    expect(sizes(t)).toEqual(['1000', '1000']);
    t.in('.', 1, 0, 3381);
    t.wait(0.2 * MINUTES);
    t.do(() => s.write(new Uint8Array(2920)));
    expect(sizes(t)).toEqual(['1500', '1500']);
    expect(c.snd.mss).toBe(1460);
    expect(t.host.pathMtus.size).toBe(0);
  });

  it('is learned at the timeout by a connection whose own error was lost', () => {
    const { t, s } = sending(1);
    const other = t.connect({ localPort: 5001 });
    t.out();
    t.in('S.', 0, 0, 1, { mss: 1460 });
    t.out();
    t.do(() => other.write(new Uint8Array(1460)));
    sizes(t);
    t.port = s.localPort;
    t.iss = s.connection.snd.iss;
    tell(t, tooBig(1000));
    t.in('.', 1, 0, 1461);
    sizes(t);
    t.wait(3500);
    expect(other.connection.snd.mss).toBe(960);
    expect(sizes(t)[0]).toBe('1000');
  });

  it('stays so for a peer with a small MSS, and for profile linux', () => {
    const t = new Drill({ profile: linux });
    const s = t.activeOpen({ mss: 536 });
    t.do(() => s.write(new Uint8Array(536)));
    sizes(t);
    tell(t, tooBig(560, 1, 536));
    expect(s.connection.snd.mss).toBe(520);
  });
});
