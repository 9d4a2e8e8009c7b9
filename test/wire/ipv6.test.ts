import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Address } from '../../src/wire/address.ts';
import * as drop from '../../src/wire/drop.ts';
import { IpHeader, parseIp, TCP, UDP } from '../../src/wire/ip.ts';
import {
  IPV6_FRAGMENT,
  parseIpv6,
  parseQuotedIpv6,
  prependIpv6,
  prependIpv6Fragment,
} from '../../src/wire/ipv6.ts';
import { hex, packetOf, toHex } from './octets.ts';

const A = Address.parse('fd00:9::2');
const B = Address.parse('2001:db8::ffff:1');

const HOP_BY_HOP = 0;
const ROUTING = 43;
const DESTINATION = 60;

/** A packet whose first next header is `kind`, followed by these octets. */
function packet(kind: number, payload: string, shorter = 0) {
  const p = packetOf(hex(payload), 0xff);
  prependIpv6(p, A, B, kind, 64, 0, 0);
  p.to -= shorter;
  return p;
}

function reasonFor(kind: number, payload: string, shorter = 0): string | undefined {
  return drop.DROP_NAMES[parseIp(new IpHeader(), packet(kind, payload, shorter), true)];
}

/** What is left after the extension headers: protocol and octets, in hexadecimal. */
function restOf(kind: number, payload: string): [number, string] {
  const p = packet(kind, payload);
  const h = new IpHeader();
  expect(parseIpv6(h, p)).toBe(drop.OK);
  return [h.protocol, toHex(p.bytes.subarray(h.payloadFrom, h.payloadTo))];
}

/** Extension headers of 8 octets that mean nothing, and are followed by UDP. */
const PADDED = '1100 0104 00000000';
const TEXT = 'cafe';

describe('an IPv6 header', () => {
  it('is written as RFC 8200 section 3 draws it', () => {
    const p = packetOf(hex('aabbcc'));
    prependIpv6(p, A, B, TCP, 64, 0x12, 0xabcde);
    expect(toHex(p.octets())).toBe(
      '612abcde00030640fd000009000000000000000000000002' +
        '20010db80000000000000000ffff0001' +
        'aabbcc',
    );
  });

  it('written and read again says the same', () => {
    const octet = fc.nat(255);
    fc.assert(
      fc.property(octet, octet, fc.nat(0xfffff), fc.nat(100), (hops, tos, flow, n) => {
        const p = packetOf(new Uint8Array(n), 0xff);
        prependIpv6(p, A, B, UDP, hops, tos, flow);
        const h = new IpHeader();
        expect(parseIp(h, p, true)).toBe(drop.OK);
        expect(h).toMatchObject({
          version: 6,
          protocol: UDP,
          ttl: hops,
          tos,
          flow,
          id: 0,
          isFragment: false,
          headerFrom: p.from,
          payloadFrom: p.from + 40,
          payloadTo: p.to,
        });
        expect([h.src.toString(), h.dst.toString()]).toEqual([A.toString(), B.toString()]);
      }),
    );
  });

  it('tells where the payload ends, before any padding of the link', () => {
    const p = packetOf(hex(`${TEXT} eeeeeeee eeee`));
    p.to -= 6;
    prependIpv6(p, A, B, UDP, 64, 0, 0);
    p.to += 6;
    const h = new IpHeader();
    expect(parseIpv6(h, p)).toBe(drop.OK);
    expect(h.payloadTo - h.payloadFrom).toBe(2);
  });

  it('is dropped when it, or its payload, is not all there', () => {
    expect(reasonFor(UDP, TEXT, 1)).toBe('truncated');
    expect(reasonFor(UDP, TEXT, 3)).toBe('truncated');
    expect(reasonFor(UDP, '')).toBe('');
  });
});

describe('IPv6 extension headers', () => {
  it.each([
    ['hop-by-hop options', HOP_BY_HOP],
    ['destination options', DESTINATION],
    ['a routing header that is used up', ROUTING],
  ])('that are %s are skipped', (_, kind) => {
    const header = kind === ROUTING ? '1100 0000 00000000' : PADDED;
    expect(restOf(kind, header + TEXT)).toEqual([UDP, TEXT]);
  });

  it('are skipped one after the other', () => {
    const chain =
      '3c00 0104 00000000' + '2b01 0104 00000000 0000000000000000' + '0600 0300 00000000';
    expect(restOf(HOP_BY_HOP, chain + TEXT)).toEqual([TCP, TEXT]);
  });

  it('that are not known are left as the protocol, as is "no next header"', () => {
    expect(restOf(59, TEXT)).toEqual([59, TEXT]);
    expect(restOf(51, PADDED)[0]).toBe(51);
    expect(restOf(HOP_BY_HOP, `3b00 0104 00000000 ${TEXT}`)).toEqual([59, TEXT]);
  });

  it('count as not known when hop-by-hop options are not the first', () => {
    expect(restOf(DESTINATION, `0000 0104 00000000 ${PADDED}`)[0]).toBe(HOP_BY_HOP);
  });

  it('are not read past the end of the payload', () => {
    expect(reasonFor(HOP_BY_HOP, '1100 0104 0000')).toBe('bad-header-length');
    expect(reasonFor(HOP_BY_HOP, '1101 0104 00000000')).toBe('bad-header-length');
    expect(reasonFor(DESTINATION, '')).toBe('bad-header-length');
    expect(reasonFor(IPV6_FRAGMENT, '1100 0001')).toBe('bad-header-length');
    // An option that reaches past its header, and one whose length does.
    expect(reasonFor(HOP_BY_HOP, '1100 0105 00000000')).toBe('bad-header-length');
    expect(reasonFor(HOP_BY_HOP, '1100 0102 0000 0001')).toBe('bad-header-length');
  });

  it('may have options that are not known only if their kind says so [RFC 8200 4.2]', () => {
    expect(reasonFor(DESTINATION, `1100 1e04 00000000 ${TEXT}`)).toBe('');
    for (const kind of ['5e', '9e', 'de']) {
      expect(reasonFor(DESTINATION, `1100 ${kind}04 00000000 ${TEXT}`)).toBe('unknown-protocol');
    }
  });

  it('that route the packet on to others are not accepted [RFC 5095]', () => {
    expect(reasonFor(ROUTING, `1100 0001 00000000 ${TEXT}`)).toBe('unknown-protocol');
  });
});

describe('an IPv6 fragment header', () => {
  it('written and read again says where the fragment belongs, and ends the headers', () => {
    for (const [offset, more] of [
      [0, true],
      [1448, true],
      [65_504, false],
    ] as const) {
      const p = packetOf(new Uint8Array(8));
      prependIpv6Fragment(p, DESTINATION, offset, more, 0xfedcba98);
      prependIpv6(p, A, B, IPV6_FRAGMENT, 64, 0, 0);
      const h = new IpHeader();
      expect(parseIpv6(h, p)).toBe(drop.OK);
      expect(h).toMatchObject({
        protocol: DESTINATION,
        id: 0xfedcba98,
        fragmentOffset: offset,
        moreFragments: more,
        isFragment: true,
        payloadFrom: p.from + 48,
        payloadTo: p.to,
      });
    }
  });

  it('of a datagram in one piece is skipped like the others [RFC 6946]', () => {
    expect(restOf(IPV6_FRAGMENT, `3c00 0000 00000001 ${PADDED} ${TEXT}`)).toEqual([UDP, TEXT]);
  });

  it('is dropped when it cannot be part of any datagram', () => {
    expect(reasonFor(IPV6_FRAGMENT, '1100 0001 00000001 00000000')).toBe('bad-fragment');
    expect(reasonFor(IPV6_FRAGMENT, '1100 0001 00000001')).toBe('bad-fragment');
    expect(reasonFor(IPV6_FRAGMENT, '1100 fff8 00000001 0000000000000000')).toBe('bad-fragment');
  });
});

describe('an IPv6 header quoted in an ICMPv6 error', () => {
  it('is read although most of its packet is missing', () => {
    const p = packet(HOP_BY_HOP, `${PADDED} 0102030405060708 0000`, 2);
    const h = new IpHeader();
    expect(parseQuotedIpv6(h, p, p.from, p.to)).toBe(drop.OK);
    expect([h.protocol, h.payloadTo - h.payloadFrom]).toEqual([UDP, 8]);
  });
});
