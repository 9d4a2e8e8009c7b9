import { describe, expect, it } from 'vitest';
import { IcmpMessage, parseIcmp } from '../../src/wire/icmp.ts';
import { parseIcmpv6 } from '../../src/wire/icmpv6.ts';
import type { IpHeader } from '../../src/wire/ip.ts';
import { ICMP, ICMPV6 } from '../../src/wire/ip.ts';
import { Outside, type Seen } from './outside.ts';

/** The ICMP message in a packet, its checksum verified, and the octets it carries. */
function message(o: Outside, seen: Seen) {
  const m = new IcmpMessage();
  const { payload, header: h } = seen;
  const p = o.packet(payload);
  const drop =
    h.version === 4
      ? parseIcmp(m, p, p.from, p.to, true)
      : parseIcmpv6(m, p, p.from, p.to, h.src, h.dst, true);
  expect(drop).toBe(0);
  const body = p.bytes.slice(m.bodyFrom, m.bodyTo);
  p.release();
  return { type: m.type, code: m.code, id: m.id, seq: m.seq, body, pointer: m.seq };
}

const from = (h: IpHeader): string => `${h.src} > ${h.dst}`;

/** Puts the fragments the host sent together. */
function joined(seen: readonly Seen[]): Uint8Array {
  const parts = [...seen].sort((a, b) => a.header.fragmentOffset - b.header.fragmentOffset);
  const whole = parts.flatMap((s) => {
    return [...s.payload];
  });
  parts.reduce((at, s) => {
    expect(s.header.fragmentOffset).toBe(at);
    return at + s.payload.length;
  }, 0);
  return Uint8Array.from(whole);
}

describe.each([
  { v: 4, us: '10.0.0.1', them: '10.0.0.2', request: 8, reply: 0 },
  { v: 6, us: 'fd00::1', them: 'fd00::2', request: 128, reply: 129 },
])('echoes over IPv$v', ({ v, us, them, reply }) => {
  it('come back with the same identifier, number and data [RFC 1122 3.2.2.6]', () => {
    const o = new Outside();
    o.give(o.echo(them, us, 56));
    expect(o.seen.length).toBe(1);
    expect(from(o.last.header)).toBe(`${us} > ${them}`);
    const m = message(o, o.last);
    expect(m).toMatchObject({ type: reply, code: 0, id: 0x1234, seq: 1 });
    expect(m.body.length).toBe(56);
    expect(o.host.counters).toMatchObject({ echoesIn: 1, echoRepliesOut: 1 });
    expect(o.pool.out).toBe(0);
  });

  it.each([0, 1, 1452, 1472, 1473, 5000, 65_507])('come back with %i octets', (n) => {
    const o = new Outside();
    const sent = o.echoMessage(them, us, n);
    const octets = sent.octets().slice();
    sent.release();
    // As their kernel would: in fragments, last one first.
    const most = 1400;
    const fragments = [];
    for (let at = 0; at < octets.length; at += most) {
      const part = octets.subarray(at, at + most);
      const more = at + most < octets.length;
      fragments.unshift(o.fragment({ src: them, dst: us, offset: at, more }, part));
    }
    o.give(...fragments);
    for (const { octets: packet } of o.seen) expect(packet.length).toBeLessThanOrEqual(1500);
    const whole = joined(o.seen);
    expect(whole.subarray(8)).toEqual(octets.subarray(8));
    const ids = new Set(o.seen.map((s) => s.header.id));
    expect(ids.size).toBe(1);
    expect(o.seen.at(-1)?.header.moreFragments).toBe(false);
    expect(message(o, { ...o.last, payload: whole }).type).toBe(reply);
    expect(o.pool.out).toBe(0);
  });

  it('with a wrong checksum do not come back', () => {
    const o = new Outside();
    const p = o.echo(them, us);
    p.bytes[p.to - 1] = (p.bytes[p.to - 1] as number) ^ 1;
    o.give(p);
    expect(o.seen).toEqual([]);
    expect(o.drops).toEqual({ 'bad-icmp': 1 });
  });

  it('that cannot be answered are dropped', () => {
    const o = new Outside();
    o.give(o.echo(v === 4 ? '192.0.2.1' : '2001:db8::1', us));
    expect(o.drops).toEqual({ 'no-route': 1 });
    expect(o.pool.out).toBe(0);
  });
});

describe('echoes for many', () => {
  it('are not answered in IPv4 [RFC 1122 3.2.2.6]', () => {
    const o = new Outside();
    o.give(o.echo('10.0.0.2', '10.0.0.255'), o.echo('10.0.0.2', '224.0.0.1'));
    expect(o.seen).toEqual([]);
    expect(o.pool.out).toBe(0);
  });

  it('are answered in IPv6, from an address of the same scope [RFC 4443 4.2]', () => {
    const o = new Outside();
    o.give(o.echo('fe80::2', 'ff02::1'));
    expect(from(o.last.header)).toBe('fe80::1 > fe80::2');
    o.give(o.echo('fd00::2', 'ff02::1:ff00:1'));
    expect(from(o.last.header)).toBe('fd00::1 > fd00::2');
    message(o, o.last);
  });
});

describe('what nobody takes', () => {
  it('is answered with port unreachable when it is UDP [RFC 1122 3.2.2.1]', () => {
    const o = new Outside();
    const p = o.datagram('10.0.0.2', '10.0.0.1', 17, 100);
    const octets = p.octets().slice();
    o.give(p);
    const m = message(o, o.last);
    expect(m).toMatchObject({ type: 3, code: 3 });
    expect(m.body).toEqual(octets);
    o.give(o.datagram('fd00::2', 'fd00::1', 17, 100));
    expect(message(o, o.last)).toMatchObject({ type: 1, code: 4 });
    expect(o.host.counters.icmpErrorsOut).toBe(2);
    expect(o.pool.out).toBe(0);
  });

  it('is answered with protocol unreachable when it is something else', () => {
    const o = new Outside();
    o.give(o.datagram('10.0.0.2', '10.0.0.1', 99, 1400));
    expect(message(o, o.last)).toMatchObject({ type: 3, code: 2 });
    expect(o.last.octets.length).toBe(576);
    o.give(o.datagram('fd00::2', 'fd00::1', 99, 1400));
    // Parameter problem, unrecognized next header, which stands in octet 6.
    expect(message(o, o.last)).toMatchObject({ type: 4, code: 1, pointer: 6 });
    expect(o.last.octets.length).toBe(1280);
  });

  it('is pointed at behind extension headers, too [RFC 4443 3.4]', () => {
    const o = new Outside();
    // Destination options with padding, 8 octets, then protocol 99.
    const payload = Uint8Array.from([99, 0, 1, 4, 0, 0, 0, 0, 1, 2, 3]);
    o.give(o.datagram('fd00::2', 'fd00::1', 60, payload));
    expect(message(o, o.last)).toMatchObject({ type: 4, code: 1, pointer: 40 });
  });

  it('is silently dropped when there is nothing in it [RFC 8200 4.7]', () => {
    const o = new Outside();
    o.give(o.datagram('fd00::2', 'fd00::1', 59, 0));
    expect(o.seen).toEqual([]);
    expect(o.drops).toEqual({ 'unknown-protocol': 1 });
  });

  it('is silently dropped when it was for many, or is an ICMP error [RFC 1122 3.2.2]', () => {
    const o = new Outside();
    o.give(o.datagram('10.0.0.2', '10.0.0.255', 17, 10));
    o.give(o.datagram('10.0.0.2', '255.255.255.255', 99, 10));
    o.give(o.datagram('fd00::2', 'ff02::1', 17, 10));
    const error = Uint8Array.from([3, 3, 0xfc, 0xfc, 0, 0, 0, 0]);
    o.give(o.datagram('10.0.0.2', '10.0.0.1', ICMP, error));
    expect(o.seen).toEqual([]);
    expect(o.host.counters.icmpErrorsIn).toBe(1);
    expect(o.pool.out).toBe(0);
  });

  it('is counted quietly when it is what a kernel tells its neighbours', () => {
    const o = new Outside();
    // A router solicitation, a neighbour solicitation of duplicate address detection, a group report.
    const solicitation = Uint8Array.from([133, 0, 0, 0, 0, 0, 0, 0]);
    o.give(o.datagram('fe80::9', 'ff02::2', ICMPV6, solicitation, 255));
    o.give(o.datagram('::', 'ff02::1:ff00:9', ICMPV6, solicitation, 255));
    const report = Uint8Array.from([58, 0, 5, 2, 0, 0, 1, 0, 143, 0, 0, 0, 0, 0, 0, 0]);
    o.give(o.datagram('::', 'ff02::16', 0, report, 1));
    expect(o.seen).toEqual([]);
    expect(o.drops).toEqual({ 'not-for-us': 1, 'bad-source': 2 });
    expect(o.pool.out).toBe(0);
  });

  it('is answered 50 times at once, then 100 times a second [RFC 4443 2.4 (f)]', () => {
    const o = new Outside();
    const flood = (n: number): number => {
      const before = o.seen.length;
      for (let i = 0; i < n; i++) o.give(o.datagram('10.0.0.2', '10.0.0.1', 17, 10));
      return o.seen.length - before;
    };
    expect(flood(80)).toBe(50);
    o.settle(o.clock.now + 100_000);
    expect(flood(80)).toBe(10);
    o.settle(o.clock.now + 60_000_000);
    expect(flood(80)).toBe(50);
    expect(o.host.counters.icmpErrorsLimited).toBe(130);
  });
});

describe('a datagram that stays incomplete', () => {
  it.each([
    { us: '10.0.0.1', them: '10.0.0.2', timeout: 30_000_000, type: 11 },
    { us: 'fd00::1', them: 'fd00::2', timeout: 60_000_000, type: 3 },
  ])('is reported to $them when its beginning is there', ({ us, them, timeout, type }) => {
    const o = new Outside();
    const part = new Uint8Array(16);
    o.give(
      o.fragment({ src: them, dst: us, protocol: 17, id: 1, more: true }, part),
      o.fragment({ src: them, dst: us, protocol: 17, id: 2, offset: 16, more: true }, part),
    );
    o.settle(timeout - 1);
    expect(o.seen).toEqual([]);
    o.settle(timeout);
    expect(o.seen.length).toBe(1);
    expect(message(o, o.last)).toMatchObject({ type, code: 1 });
    expect(o.drops).toEqual({ 'reassembly-timeout': 2 });
    expect(o.pool.out).toBe(0);
  });

  it('is not reported when it was an ICMP error, or for many', () => {
    const o = new Outside();
    const part = new Uint8Array(16);
    part[0] = 3;
    o.give(
      o.fragment({ src: '10.0.0.2', dst: '10.0.0.1', more: true }, part),
      o.fragment({ src: '10.0.0.2', dst: '10.0.0.255', protocol: 17, more: true }, part),
      o.fragment({ src: 'fd00::2', dst: 'fd00::1', more: true }, part),
    );
    o.settle(60_000_000);
    expect(o.seen).toEqual([]);
    expect(o.drops).toEqual({ 'reassembly-timeout': 3 });
    expect(o.pool.out).toBe(0);
  });
});
