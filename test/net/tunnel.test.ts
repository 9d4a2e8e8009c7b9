import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openActive } from '../../src/tcp/calls/open.ts';
import type { Connection, ConnectionUser } from '../../src/tcp/connection.ts';
import { freebsd, withOverrides } from '../../src/tcp/profiles/index.ts';
import { ICMP_PORT_UNREACHABLE, ICMP_UNREACHABLE } from '../../src/wire/icmp.ts';
import { ICMPV6_PACKET_TOO_BIG } from '../../src/wire/icmpv6.ts';
import { UDP } from '../../src/wire/ip.ts';
import { prependIpv4 } from '../../src/wire/ipv4.ts';
import { prependUdp } from '../../src/wire/udp.ts';
import { Drill } from '../support/drill.ts';
import { drops, tell } from '../tcp/icmp/quoting.ts';

const OURS = 9811;
const IN = { udp: [1, OURS] } as const;
const ELSEWHERE = { udp: [2, OURS] } as const;

const user: ConnectionUser = {
  onConnected() {},
  onReadable() {},
  onWritable() {},
  onEnded() {},
  onClosed() {},
};

function drill(o: { ipv6?: boolean; cookies?: boolean } = {}): Drill {
  const synCookies = o.cookies === true ? ('always' as const) : freebsd.synCookies;
  const t = new Drill({ profile: withOverrides(freebsd, { synCookies }), ipv6: o.ipv6 ?? false });
  t.host.tunnel.port = OURS;
  return t;
}

function connect(t: Drill, udpPort = 1): Connection {
  const c = t.do(() =>
    openActive(t.host.tcp, {
      remote: t.peer,
      remotePort: t.peerPort,
      localPort: 5000,
      user,
      udpPort,
    }),
  );
  t.port = 5000;
  return c;
}

function established(t: Drill): Connection {
  const c = connect(t);
  t.out();
  t.in('S.', 0, 0, 1, { ...IN, mss: 1460 });
  t.out();
  return c;
}

describe('an active OPEN through UDP', () => {
  it('sends its SYN in a datagram, and announces an MSS that leaves room for its header', () => {
    for (const [ipv6, mss] of [
      [false, 1452],
      [true, 1432],
    ] as const) {
      const t = drill({ ipv6 });
      connect(t);
      expect(t.out({ options: true })).toEqual([
        `S 0:0(0) <mss ${mss},sackOK,TS,wscale 6>/udp(9811 > 1)`,
      ]);
    }
  });

  it('leaves more room when told that the tunnel takes more', () => {
    const t = drill();
    t.host.tunnel.overhead = 100;
    connect(t);
    expect(t.out({ options: true })[0]).toContain('mss 1360');
  });

  it('takes the answer from that port alone; any other is answered where it came from', () => {
    const t = drill();
    const c = connect(t);
    t.out();
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.out()).toEqual(['R 1:1(0)']);
    t.in('S.', 0, 0, 1, { ...ELSEWHERE, mss: 1460 });
    expect(t.out()).toEqual(['R 1:1(0)/udp(9811 > 2)']);
    t.in('R.', 0, 0, 1);
    t.in('R.', 0, 0, 1, ELSEWHERE);
    expect(t.states()).toEqual(['SYN-SENT']);
    expect(drops(t, 'wrong-encapsulation')).toBe(4);
    t.in('S.', 0, 0, 1, { ...IN, mss: 1460 });
    expect(t.out()).toEqual(['. 1:1(0) ack 1/udp(9811 > 1)']);
    expect(c.snd.mss).toBe(1452);
  });

  it('retransmits in datagrams too', () => {
    const t = drill();
    connect(t);
    t.out();
    t.wait(1000);
    expect(t.out()).toEqual(['S 0:0(0)/udp(9811 > 1)']);
  });

  it('needs a port that is one', () => {
    const t = drill();
    expect(() => connect(t, 65_536)).toThrow(RangeError);
    expect(() => {
      t.host.tunnel.port = -1;
    }).toThrow(RangeError);
    expect(() => {
      t.host.tunnel.overhead = 7;
    }).toThrow(RangeError);
  });
});

describe('a listener', () => {
  it('answers plain SYNs plainly, and those in datagrams in datagrams', () => {
    const t = drill();
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <mss 1460>']);
    t.in('S', 0, 0, 0, { ...IN, mss: 1460, sport: 40_001 });
    expect(t.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <mss 1452>/udp(9811 > 1)']);
  });

  it('completes an opening only from where the SYN came', () => {
    const t = drill();
    t.listen();
    t.in('S', 0, 0, 0, IN);
    t.out();
    t.in('.', 1, 0, 1);
    t.in('.', 1, 0, 1, ELSEWHERE);
    expect(t.out()).toEqual(['R 1:1(0)', 'R 1:1(0)/udp(9811 > 2)']);
    expect(t.accepted).toHaveLength(0);
    t.in('.', 1, 0, 1, IN);
    expect(t.accepted).toHaveLength(1);
    expect(t.connection.udpPort).toBe(1);
  });

  it('knows of a cookie only what the ACK says: it may come from another UDP port', () => {
    const t = drill({ cookies: true });
    t.listen();
    t.in('S', 0, 0, 0, IN);
    expect(t.out()).toEqual(['S. 0:0(0) ack 1/udp(9811 > 1)']);
    t.in('.', 1, 0, 1, ELSEWHERE);
    expect(t.connection.udpPort).toBe(2);
  });

  it('sends a reset for a closed port the way the segment came', () => {
    const t = drill();
    t.in('S', 0, 0, 0, IN);
    expect(t.out()).toEqual([expect.stringMatching(/^R\. .* ack 1\/udp\(9811 > 1\)$/)]);
  });
});

describe('an established connection', () => {
  it('goes on when a stranger sends from another port', () => {
    const t = drill();
    established(t);
    t.in('F.', 1, 0, 1);
    t.in('F.', 1, 0, 1, ELSEWHERE);
    expect(t.out()).toEqual(['R 1:1(0)', 'R 1:1(0)/udp(9811 > 2)']);
    t.in('F.', 1, 0, 1, IN);
    expect(t.out()).toEqual(['. 1:1(0) ack 2/udp(9811 > 1)']);
  });

  it('keeps its port in TIME-WAIT, but a newer SYN may come from another', () => {
    const t = drill();
    t.listen();
    t.in('S', 0, 0, 0, IN);
    t.out();
    t.in('.', 1, 0, 1, IN);
    t.do(() => t.accepted[0]?.end());
    t.in('F.', 1, 0, 2, IN);
    expect(t.out()).toEqual(['F. 1:1(0) ack 1/udp(9811 > 1)', '. 2:2(0) ack 2/udp(9811 > 1)']);
    t.in('S', 2, 0, 0);
    t.in('S', 2, 0, 0, ELSEWHERE);
    expect(
      t
        .out()
        .map((s) => s.replace(/-?\d+:-?\d+/, ''))
        .join(),
    ).toBe('R. (0) ack 3,R. (0) ack 3/udp(9811 > 2)');
    t.in('F.', 1, 0, 2, IN);
    expect(t.out()).toEqual(['. 2:2(0) ack 2/udp(9811 > 1)']);
    t.in('S', 2, 0, 0, IN);
    expect(t.out()).toEqual([]);
    t.in('S', 3, 0, 0, ELSEWHERE);
    expect(t.out()).toEqual(['S. 0:0(0) ack 4/udp(9811 > 2)']);
  });

  it('fills packets to the last octet, and no further', () => {
    const t = drill();
    const s = established(t);
    expect(s.snd.mss).toBe(1452);
    t.listen();
    t.in('S', 0, 0, 0, { ...IN, mss: 1460, sport: 41_000, dport: 80 });
    t.out();
    t.in('.', 1, 0, 1, { ...IN, sport: 41_000, dport: 80 });
    t.do(() => t.accepted[0]?.write(new Uint8Array(1452)));
    expect(t.out()).toEqual(['P. 1:1453(1452) ack 1/udp(9811 > 1)']);
  });

  it('lets a datagram of another port be: nobody listens there', () => {
    const t = drill();
    established(t);
    t.in('R.', 1, 0, 1, { udp: [1, OURS + 1] });
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.host.tunnel.port = 0;
    t.in('R.', 1, 0, 1, IN);
    expect(t.states()).toEqual(['ESTABLISHED']);
  });

  it('drops damaged datagrams, and those without a source port', () => {
    const t = drill();
    established(t);
    const p = t.build('R', 1, 0, 0, IN);
    p.bytes[p.to - 1] = 1;
    t.clock.turn(t.clock.now, () => t.link.receiver?.deliver(p));
    t.in('R', 1, 0, 0, { udp: [0, OURS] });
    expect(t.states()).toEqual(['ESTABLISHED']);
  });
});

describe('whatever comes to the tunnel', () => {
  it('does no harm', () => {
    const t = drill();
    t.listen();
    established(t);
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 80 }),
        fc.nat(65_535),
        fc.constantFrom(OURS, OURS + 1),
        fc.boolean(),
        (octets, sport, dport, checked) => {
          const p = t.pool.copyOf(octets);
          prependUdp(p, sport, dport, t.peer, t.us, checked);
          prependIpv4(p, t.peer, t.us, UDP, 64, 0, 0, true, true);
          t.clock.turn(t.clock.now, () => t.link.receiver?.deliver(p));
          t.check();
          t.out();
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('ICMP about a datagram', () => {
  const refused = { type: ICMP_UNREACHABLE, code: ICMP_PORT_UNREACHABLE };

  it('concerns a connection only if both UDP ports are its own', () => {
    const t = drill();
    connect(t);
    t.out();
    tell(t, { ...refused, udp: [OURS + 1, 1] });
    tell(t, { ...refused, udp: [OURS, 2] });
    tell(t, { ...refused, udp: [OURS, 0] });
    tell(t, refused);
    expect(t.states()).toEqual(['SYN-SENT']);
    tell(t, { ...refused, udp: [OURS, 1] });
    expect(t.states()).toEqual([]);
  });

  it('narrows the path, less the UDP header', () => {
    const t = drill({ ipv6: true });
    t.listen();
    t.in('S', 0, 0, 0, { ...IN, mss: 1460 });
    t.out();
    t.in('.', 1, 0, 1, IN);
    t.do(() => t.accepted[0]?.write(new Uint8Array(1432)));
    expect(t.out()).toEqual(['P. 1:1433(1432) ack 1/udp(9811 > 1)']);
    tell(t, { type: ICMPV6_PACKET_TOO_BIG, rest: 1300, seq: 1, len: 1432, udp: [OURS, 1] });
    expect(t.out()).toEqual([
      '. 1:1233(1232) ack 1/udp(9811 > 1)',
      'P. 1233:1433(200) ack 1/udp(9811 > 1)',
    ]);
  });
});
