import { describe, expect, it } from 'vitest';
import { linux, rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { Prefix } from '../../src/wire/address.ts';
import { MSS, octets, segments, write } from '../support/data.ts';
import { Drill } from '../support/drill.ts';

/** The time to live, or hop limit, of every packet sent since the last look. */
function timesToLive(t: Drill): number[] {
  return t.link.sent.splice(0).map((p) => {
    const at = p.from + (t.us.version === 4 ? 8 : 7);
    const ttl = p.bytes[at] as number;
    p.release();
    return ttl;
  });
}

/** The addresses that the IPv4 packets now waiting are from. */
function sources(t: Drill): string[] {
  return t.link.sent.map((p) => p.bytes.subarray(p.from + 12, p.from + 16).join('.'));
}

describe('the time to live', () => {
  it.each([false, true])(
    'is what the socket’s profile says, in every segment [MUST-49] (IPv6: %s)',
    (ipv6) => {
      const t = new Drill({ ipv6 });
      const s = t.connect({ profile: withOverrides(rfc, { ttl: 17 }) });
      t.iss = s.connection.snd.iss;
      t.in('S.', 0, 0, 1, { mss: MSS });
      write(t, s, 100);
      t.in('.', 1, 100, 101);
      t.do(() => s.end());
      t.do(() => s.release()); // octets are unread: a reset
      const seen = timesToLive(t);
      expect(seen.length).toBeGreaterThanOrEqual(5);
      expect(new Set(seen)).toEqual(new Set([17]));
    },
  );

  it('is the host’s own where the socket has no wish [MUST-49]', () => {
    const t = new Drill({ profile: withOverrides(linux, { ttl: 99 }) });
    t.passiveOpen();
    t.in('F.', 1, 0, 1);
    t.in('.', 1, 0, 1, { dport: 81 }); // nobody listens: a reset that belongs to no connection
    expect(timesToLive(t)).toEqual([99, 99]);
  });
});

describe('the MSS option', () => {
  it('is sent with the defaults too: 536 over IPv4, 1220 over IPv6 [MAY-3]', () => {
    for (const [ipv6, mtu, mss] of [
      [false, 576, 536],
      [true, 1280, 1220],
    ] as const) {
      const t = new Drill({ ipv6, mtu });
      t.connect();
      expect(t.out({ options: true })[0]).toContain(`mss ${mss}`);
    }
  });
});

describe('several SENDs', () => {
  it('of one turn go as one segment, with one PSH [MAY-16, SHLD-27]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    s.noDelay = true;
    t.do(() => {
      for (let i = 0; i < 10; i++) s.write(octets(10));
    });
    expect(t.out()).toEqual(['P. 1:101(100) ack 1']);
  });
});

describe('a SYN that is not answered', () => {
  it('is sent again at doubling intervals, and the user can learn of it at R1 [MUST-22, SHLD-9]', () => {
    const t = new Drill({ profile: rfc });
    const { connection } = t.connect();
    expect(t.waitAndSee(6_999).map((x) => x.split(' ')[0])).toEqual(['0', '1000', '3000']);
    expect(connection.softError).toBeNull();
    t.wait(1);
    expect(t.out()).toEqual(['S 0:0(0)']);
    expect(connection.softError).toBe('ETIMEDOUT');
    t.in('S.', 0, 0, 1, { mss: MSS });
    expect(connection.softError).toBeNull();
    expect(t.events).toEqual(['connected']);
  });

  it('ends the connection with ETIMEDOUT after all of them [MUST-22]', () => {
    const t = new Drill({ profile: rfc });
    t.connect();
    t.wait(300_000);
    expect(t.events).toEqual(['close ETIMEDOUT']);
    expect(t.states()).toEqual([]);
  });
});

describe('R1', () => {
  it('has IP asked for another way, from the same address [MUST-20, MUST-45]', () => {
    const t = new Drill({ profile: rfc });
    const s = t.passiveOpen();
    const other = new Drill().link;
    other.receiver = null;
    const second = t.host.attach(other, [Prefix.parse('10.0.9.1/24')]);
    t.host.addRoute(Prefix.parse('10.0.0.2/32'), second);
    write(t, s, 100);
    t.wait(3_500);
    expect(t.out().length).toBe(3); // at 0, 1 and 3 s
    expect(other.sent.length).toBe(0);
    t.wait(3_500);
    expect(t.out()).toEqual([]);
    expect(other.sent.length).toBe(1); // at 7 s, the third retransmission
    t.link.sent.push(...other.sent.splice(0));
    expect(sources(t)).toEqual(['10.0.0.1']);
    expect(t.out()).toEqual(['P. 1:101(100) ack 1']);
    expect(s.localAddress.toString()).toBe('10.0.0.1');
  });

  it('makes segments smaller when the other way carries less [MUST-20, MUST-16]', () => {
    const t = new Drill({ profile: rfc });
    const s = t.passiveOpen({ mss: MSS });
    const other = new Drill({ mtu: 600 }).link;
    other.receiver = null;
    t.host.addRoute(
      Prefix.parse('10.0.0.2/32'),
      t.host.attach(other, [Prefix.parse('10.0.9.1/24')]),
    );
    write(t, s, MSS);
    t.wait(7_000);
    t.link.sent.length = 0;
    t.link.sent.push(...other.sent.splice(0));
    expect(segments(t).map((p) => [p.seq, p.len])).toEqual([[1, 560]]);
  });
});
