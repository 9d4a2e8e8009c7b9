import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Address } from '../../src/wire/address.ts';
import * as drop from '../../src/wire/drop.ts';
import { IcmpMessage, prependEcho } from '../../src/wire/icmp.ts';
import * as v6 from '../../src/wire/icmpv6.ts';
import { IpHeader, parseQuotedIp, TCP } from '../../src/wire/ip.ts';
import { prependIpv6 } from '../../src/wire/ipv6.ts';
import { facts, hex, naiveChecksum, packetOf, toHex } from './octets.ts';

const A = Address.parse('fd00:9::2');
const B = Address.parse('2001:db8::1');

/** A TCP packet of `n` octets. */
function offending(n: number) {
  const p = packetOf(Uint8Array.from({ length: n - 40 }, (_, i) => i & 255));
  prependIpv6(p, A, B, TCP, 64, 0, 7);
  return p;
}

/** A packet with nothing in it and room for 1,300 octets. */
function empty() {
  const p = packetOf(new Uint8Array(1300));
  p.to = p.from;
  return p;
}

function parsed(p: ReturnType<typeof empty>): IcmpMessage {
  const m = new IcmpMessage();
  expect(v6.parseIcmpv6(m, p, p.from, p.to, B, A, true)).toBe(drop.OK);
  return m;
}

describe('an ICMPv6 echo', () => {
  it('is written as RFC 4443 section 4 draws it, its checksum covering the addresses', () => {
    const p = packetOf(hex('abcdef'));
    prependEcho(p, v6.ICMPV6_ECHO, 0x1234, 0xfffe);
    v6.finishIcmpv6(p, B, A);
    expect(toHex(p.octets()).replace(/^(....)..../, '$1____')).toBe('8000____1234fffeabcdef');
    const view = new DataView(new ArrayBuffer(40));
    B.writeTo(view, 0);
    A.writeTo(view, 16);
    view.setUint32(32, p.length);
    view.setUint32(36, 58);
    expect(naiveChecksum([...new Uint8Array(view.buffer), ...p.octets()])).toBe(0);
    expect(parsed(p)).toMatchObject({ type: 128, id: 0x1234, seq: 0xfffe, hasQuote: false });
  });
});

describe('an ICMPv6 error', () => {
  it('quotes a small packet whole, and of a large one what fits 1,280 octets [RFC 4443 2.4]', () => {
    for (const [n, quoted] of [
      [48, 48],
      [1232, 1232],
      [1233, 1232],
      [1500, 1232],
    ] as const) {
      const about = offending(n);
      const p = empty();
      v6.buildUnreachableV6(p, v6.ICMPV6_PORT_UNREACHABLE, about, about.from, about.to, B, A);
      expect(p.length).toBe(8 + quoted);
      const m = parsed(p);
      expect(m).toMatchObject({ type: 1, code: 4, hasQuote: true });
      const h = new IpHeader();
      expect(parseQuotedIp(h, p, m.quotedFrom, m.quotedTo)).toBe(drop.OK);
      expect([h.protocol, h.flow, h.payloadTo - h.payloadFrom]).toEqual([TCP, 7, quoted - 40]);
    }
  });

  it('tells the MTU, all 32 bits of it, when a packet was too big', () => {
    const about = offending(100);
    const p = empty();
    v6.buildPacketTooBig(p, 0xfffffff0, about, about.from, about.to, B, A);
    expect(parsed(p)).toMatchObject({ type: 2, code: 0, mtu: 0xfffffff0 });
  });

  it('tells that time was exceeded', () => {
    const about = offending(100);
    const p = empty();
    v6.buildTimeExceededV6(p, v6.ICMPV6_HOP_LIMIT_EXCEEDED, about, about.from, about.to, B, A);
    expect(parsed(p)).toMatchObject({ type: 3, code: 0, mtu: 0, hasQuote: true });
  });
});

describe('parseIcmpv6', () => {
  it('drops a message whose checksum is not that of its addresses', () => {
    const p = packetOf(hex('abcdef'));
    prependEcho(p, v6.ICMPV6_ECHO, 1, 2);
    v6.finishIcmpv6(p, B, A);
    const m = new IcmpMessage();
    const other = Address.parse('fd00:9::3');
    expect(v6.parseIcmpv6(m, p, p.from, p.to, B, other, true)).toBe(drop.BAD_ICMP);
    expect(v6.parseIcmpv6(m, p, p.from, p.to, B, other, false)).toBe(drop.OK);
  });

  it('neither throws, whatever the octets, nor reads outside of them', () => {
    const types = fc.constantFrom(1, 2, 3, 4, 128, 129, 135, 200);
    fc.assert(
      fc.property(types, fc.uint8Array({ maxLength: 60 }), fc.boolean(), (type, octets, verify) => {
        if (octets.length > 0) octets[0] = type;
        const results = [0, 0xff].map((outside) => {
          const p = packetOf(octets, outside);
          const m = new IcmpMessage();
          return [v6.parseIcmpv6(m, p, p.from, p.to, B, A, verify), facts(m)];
        });
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 1000 },
    );
  });
});
