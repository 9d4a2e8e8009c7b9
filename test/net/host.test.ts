import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/base/clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { NEVER } from '../../src/base/timer-queue.ts';
import { Cable } from '../../src/link/cable.ts';
import { Tap } from '../../src/link/tap.ts';
import { Host } from '../../src/net/host.ts';
import type { Connection, ConnectionUser } from '../../src/tcp/connection.ts';
import { linux } from '../../src/tcp/profiles/index.ts';
import { STATE_NAMES } from '../../src/tcp/state.ts';
import { Address, Prefix } from '../../src/wire/address.ts';
import { pseudo } from '../../src/wire/checksum.ts';
import { DROP_NAMES } from '../../src/wire/drop.ts';
import { parseTcp, prependTcp, RST, Segment, SYN } from '../../src/wire/tcp.ts';
import { Outside } from './outside.ts';

/** A SYN from port 4000 to port 80. */
function syn(o: Outside, src: string, dst: string) {
  const seg = new Segment();
  seg.sport = 4000;
  seg.dport = 80;
  seg.seq = 100;
  seg.flags = SYN;
  seg.wnd = 1000;
  const p = o.packet(0);
  prependTcp(p, seg, linux.options, pseudo(Address.parse(src), Address.parse(dst), 6, 0));
  const octets = p.octets().slice();
  p.release();
  return o.datagram(src, dst, 6, octets);
}

const quiet: ConnectionUser = {
  onConnected() {},
  onReadable() {},
  onWritable() {},
  onEnded() {},
  onClosed() {},
};

describe('a host', () => {
  it('answers a segment for nobody with a reset, which cannot be fragmented', () => {
    const o = new Outside();
    o.give(syn(o, '10.0.0.2', '10.0.0.1'));
    expect(o.last.header).toMatchObject({ protocol: 6, ttl: 64, dontFragment: true, id: 0 });
    const seg = new Segment();
    const p = o.packet(o.last.payload);
    const sum = pseudo(Address.parse('10.0.0.1'), Address.parse('10.0.0.2'), 6, p.length);
    expect(parseTcp(seg, p, p.from, p.to, sum)).toBe(0);
    expect(seg.flags & RST).toBe(RST);
    p.release();
    o.give(syn(o, 'fd00::2', 'fd00::1'));
    expect(o.last.header).toMatchObject({ version: 6, protocol: 6 });
    expect(o.pool.out).toBe(0);
  });

  it('discards segments for many silently [MUST-57]', () => {
    const o = new Outside();
    for (const dst of ['10.0.0.255', '255.255.255.255', '224.0.0.1']) {
      o.give(syn(o, '10.0.0.2', dst));
    }
    o.give(syn(o, 'fd00::2', 'ff02::1'));
    expect(o.seen).toEqual([]);
    const reason = DROP_NAMES.indexOf('broadcast-segment');
    expect(o.host.tcp.counters.drops[reason]).toBe(4);
    expect(o.pool.out).toBe(0);
  });

  it.each([
    ['a multicast address', '224.0.0.5', '10.0.0.1'],
    ['the broadcast address', '255.255.255.255', '10.0.0.1'],
    ['the broadcast address of our network', '10.0.0.255', '10.0.0.1'],
    ['no address', '0.0.0.0', '10.0.0.1'],
    ['a loopback address', '127.0.0.1', '10.0.0.1'],
    ['our own address', '10.0.0.1', '10.0.0.1'],
    ['no IPv6 address', '::', 'fd00::1'],
    ['an IPv6 group', 'ff02::1', 'fd00::1'],
    ['the IPv6 loopback address', '::1', 'fd00::1'],
    ['our own IPv6 address', 'fd00::1', 'fd00::1'],
    ['an IPv4-mapped address', '::ffff:10.0.0.2', 'fd00::1'],
  ])('drops a packet from %s', (_, src, dst) => {
    const o = new Outside();
    o.give(syn(o, src, dst));
    expect(o.drops).toEqual({ 'bad-source': 1 });
    expect(o.seen).toEqual([]);
    expect(o.pool.out).toBe(0);
  });

  it.each([
    ['another host', '10.0.0.2', '10.0.0.3'],
    ['a loopback address', '10.0.0.2', '127.0.0.1'],
    ['a group it is not in', '10.0.0.2', '224.0.0.5'],
    ['another IPv6 host', 'fd00::2', 'fd00::3'],
    ['the IPv6 loopback address', 'fd00::2', '::1'],
    ['the routers of the link', 'fe80::2', 'ff02::2'],
  ])('drops a packet for %s', (_, src, dst) => {
    const o = new Outside();
    o.give(syn(o, src, dst));
    expect(o.drops).toEqual({ 'not-for-us': 1 });
    expect(o.seen).toEqual([]);
    expect(o.pool.out).toBe(0);
  });

  it('accepts a packet whose TTL has come to its end here [RFC 1122 3.2.1.7]', () => {
    const o = new Outside();
    o.give(o.datagram('10.0.0.2', '10.0.0.1', 17, 8, 1));
    expect(o.drops).toEqual({ 'no-listener': 1 });
  });

  it('verifies the IP checksum only where the link asks for it', () => {
    for (const checksums of [true, false]) {
      const o = new Outside({ checksums });
      const p = o.datagram('10.0.0.2', '10.0.0.1', 17, 8);
      p.bytes[p.from + 8] = 9; // the TTL, behind the checksum's back
      o.give(p);
      expect(o.drops).toEqual(checksums ? { 'bad-ip-checksum': 1 } : { 'no-listener': 1 });
    }
  });

  it('takes link-local packets only on their own link', () => {
    const o = new Outside();
    const other = new Cable(o.clock, o.pool);
    o.host.attach(other.a, [Prefix.parse('fe80::5/64')]);
    o.give(syn(o, 'fe80::2', 'fe80::5'));
    expect(o.drops).toEqual({ 'not-for-us': 1 });
  });

  it('drops a datagram that is a fragment of another once it is put together', () => {
    const o = new Outside();
    const inner = Uint8Array.from([17, 0, 0, 1, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8]);
    const ends = { src: 'fd00::2', dst: 'fd00::1', protocol: 44 };
    o.give(
      o.fragment({ ...ends, more: true }, inner.subarray(0, 8)),
      o.fragment({ ...ends, offset: 8 }, inner.subarray(8)),
    );
    expect(o.drops).toEqual({ 'bad-fragment': 1 });
    expect(o.seen).toEqual([]);
    expect(o.pool.out).toBe(0);
  });

  it('tells its observer what it drops', () => {
    const o = new Outside();
    const reasons: string[] = [];
    const observer = new Proxy(
      {},
      {
        get:
          (_, name) =>
          (...args: unknown[]) => {
            if (name === 'dropped') reasons.push(DROP_NAMES[args[1] as number] as string);
          },
      },
    );
    o.host.observer = observer as unknown as NonNullable<Host['observer']>;
    o.give(o.packet(3));
    expect(reasons).toEqual(['bad-version']);
  });

  it('drops what is sent through an interface that was detached', () => {
    const o = new Outside();
    const route = o.host.routeTo(Address.parse('10.0.0.2'), null);
    o.host.detach(o.i);
    o.clock.turn(0, () => {
      o.host.send(route as never, Address.parse('10.0.0.2'), o.packet(20), 64, 0);
    });
    expect(o.drops).toEqual({ 'interface-down': 1 });
    expect(o.pool.out).toBe(0);
  });

  it('drops a segment that the link cannot carry', () => {
    const o = new Outside({ mtu: 1000 });
    const route = o.host.routeTo(Address.parse('10.0.0.2'), null);
    o.clock.turn(0, () => {
      o.host.send(route as never, Address.parse('10.0.0.2'), o.packet(981), 64, 0);
    });
    expect(o.drops).toEqual({ 'too-big': 1 });
    expect(o.pool.out).toBe(0);
  });

  it('attaches to links that carry IP only', () => {
    const host = new Host({ clock: new Clock(), random: new SeededRandom(1) });
    const link = { mtu: 1500, medium: 'ethernet', checksums: true, receiver: null } as const;
    const wrong = { ...link, receiver: null, send: () => {} };
    expect(() => host.attach(wrong, [])).toThrow(TypeError);
  });

  it.each([['127.0.0.1'], ['::1'], ['10.0.0.1'], ['fe80::1'], ['127.9.9.9']])(
    'connects to itself at %s, and nothing leaves it',
    (text) => {
      const o = new Outside();
      const remote = Address.parse(text);
      o.clock.turn(0, () => {
        o.host.tcp.listen({ localPort: 80, onConnection: () => {} });
      });
      let c: Connection | undefined;
      o.clock.turn(0, () => {
        c = o.host.tcp.open({ remote, remotePort: 80, user: quiet });
      });
      o.settle();
      expect(STATE_NAMES[c?.state as number]).toBe('ESTABLISHED');
      expect(o.seen).toEqual([]);
      expect(o.host.loopback.packetsIn).toBeGreaterThanOrEqual(3);
      expect(o.pool.out).toBe(0);
    },
  );

  it('connects to another through a cable with a tap', () => {
    const o = new Outside({ delay: 1000 });
    const seen: string[] = [];
    const peer = new Host({ clock: o.clock, random: new SeededRandom(2), pool: o.pool });
    const tap = new Tap(o.cable.b, (_, direction) => seen.push(direction));
    peer.attach(tap, [Prefix.parse('10.0.0.2/24'), Prefix.parse('fd00::2/64')]);
    peer.tcp.listen({ localPort: 80, onConnection: () => {} });
    for (const remote of ['10.0.0.2', 'fd00::2']) {
      seen.length = 0;
      let c: Connection | undefined;
      o.clock.turn(o.clock.now, () => {
        c = o.host.tcp.open({ remote: Address.parse(remote), remotePort: 80, user: quiet });
      });
      o.settle(o.clock.now + 10_000);
      expect(STATE_NAMES[c?.state as number]).toBe('ESTABLISHED');
      expect(seen.slice(0, 3)).toEqual(['in', 'out', 'in']);
      expect(o.pool.out).toBe(0);
    }
  });
});

describe('hostile packets', () => {
  /** Something like an IP packet: a plausible header with wild fields, or nothing of the kind. */
  const octet = fc.integer({ min: 0, max: 255 });
  const v4 = fc
    .tuple(
      fc.constantFrom(0x45, 0x46, 0x4f, 0x44),
      octet,
      fc.constantFrom(0, 0x40, 0x20, 0x01, 0x21),
      octet,
      fc.constantFrom(1, 6, 17, 58, 99),
      fc.uint8Array({ maxLength: 120 }),
      fc.constantFrom(1, 2, 255),
      fc.constantFrom(1, 3, 255),
    )
    .map(([first, tos, flags, offset, protocol, payload, src, dst]) => {
      const b = new Uint8Array(20 + payload.length);
      b.set([
        first,
        tos,
        b.length >> 8,
        b.length & 255,
        0,
        tos & 3,
        flags,
        offset & 3,
        64,
        protocol,
      ]);
      b.set([10, 0, 0, src, 10, 0, 0, dst], 12);
      b.set(payload, 20);
      return b;
    });
  /** A TCP segment to a port where somebody listens, with any flags and options. */
  const segment = fc
    .tuple(octet, octet, octet, fc.uint8Array({ maxLength: 60 }), fc.boolean())
    .map(([port, offset, flags, rest, plain]) => {
      const b = new Uint8Array(40 + rest.length);
      b.set([0x45, 0, 0, b.length, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 2, 10, 0, 0, 1]);
      b.set([0, port & 3, 0, 80, 0, 0, 0, port, 0, 0, 0, 0], 20);
      b.set([plain ? 0x50 : offset, plain ? 2 : flags, 4, 0, 0, 0, 0, 0], 32);
      b.set(rest, 40);
      return b;
    });
  const v6 = fc
    .tuple(
      fc.constantFrom(0, 6, 17, 43, 44, 58, 59, 60, 99),
      fc.uint8Array({ maxLength: 120 }),
      fc.constantFrom(1, 2),
      fc.constantFrom(0xfd, 0xfe, 0xff),
    )
    .map(([next, payload, src, group]) => {
      const b = new Uint8Array(40 + payload.length);
      b.set([0x60, 0, 0, 0, payload.length >> 8, payload.length & 255, next, 64, 0xfd]);
      b[23] = src;
      b.set(group === 0xff ? [0xff, 2] : [group, group === 0xfe ? 0x80 : 0], 24);
      b[39] = 1;
      b.set(payload, 40);
      return b;
    });
  const any = fc.oneof(v4, v6, segment, fc.uint8Array({ maxLength: 200 }));

  it('never throw, and nothing is held for long', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 60 }), (packets) => {
        const o = new Outside({ checksums: false });
        o.host.tcp.listen({ localPort: 80, onConnection: () => {} });
        for (const octets of packets) o.give(o.packet(octets));
        expect(o.pool.out).toBeLessThanOrEqual(packets.length);
        for (let t = o.clock.timers.next(); t !== NEVER; t = o.clock.timers.next()) o.clock.turn(t);
        expect(o.pool.out).toBe(0);
      }),
      { numRuns: 5000 },
    );
  });

  it('leave no more behind than the limits of reassembly, however many they are', () => {
    const o = new Outside({ checksums: false });
    const payload = new Uint8Array(8);
    for (let i = 0; i < 20_000; i++) {
      const src = i % 2 === 0 ? '10.0.0.2' : 'fd00::2';
      const dst = i % 2 === 0 ? '10.0.0.1' : 'fd00::1';
      const offset = (i * 16) % 60_000;
      const id = i % 3 === 0 ? 5 : i & 0xffff;
      o.clock.turn(o.clock.now + 10, () => {
        o.i.deliver(o.fragment({ src, dst, protocol: 17, id, offset, more: true }, payload));
      });
    }
    expect(o.pool.out).toBeLessThanOrEqual((2 * 4 * 1024 * 1024) / 2048);
    expect(o.drops['reassembly-full']).toBeGreaterThan(0);
    for (let t = o.clock.timers.next(); t !== NEVER; t = o.clock.timers.next()) o.clock.turn(t);
    expect(o.pool.out).toBe(0);
  });
});
