import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Address } from '../../src/wire/address.ts';
import * as drop from '../../src/wire/drop.ts';
import { IpHeader, parseIp, TCP, UDP } from '../../src/wire/ip.ts';
import {
  parseIpv4,
  parseQuotedIpv4,
  prependIpv4,
  prependIpv4Fragment,
} from '../../src/wire/ipv4.ts';
import { hex, naiveChecksum, packetOf, toHex } from './octets.ts';

const A = Address.parse('192.0.2.1');
const B = Address.parse('198.51.100.7');

/** A UDP datagram of 8 octets, with the options given and a right header checksum. */
function datagram(options: string, change: (header: Uint8Array) => void = () => {}): Uint8Array {
  const extra = hex(options);
  const words = 5 + extra.length / 4;
  const header = hex(
    `4${words.toString(16)}00 0000 1234 4000 4011 0000 c0000201 c6336407 ${options}`,
  );
  header[3] = header.length + 8;
  change(header);
  const sum = naiveChecksum(header);
  header[10] = sum >> 8;
  header[11] = sum & 255;
  return Uint8Array.from([...header, ...hex('0102030405060708')]);
}

function parsed(octets: Uint8Array): IpHeader {
  const h = new IpHeader();
  expect(parseIpv4(h, packetOf(octets, 0xff), true)).toBe(drop.OK);
  return h;
}

function reasonFor(octets: Uint8Array, verify = true): string | undefined {
  return drop.DROP_NAMES[parseIp(new IpHeader(), packetOf(octets, 0x45), verify)];
}

describe('an IPv4 header', () => {
  it('is written as RFC 791 draws it', () => {
    const p = packetOf(hex('aabbcc'));
    prependIpv4(p, A, B, TCP, 64, 0x12, 0xfedc, true, true);
    expect(toHex(p.octets())).toBe('45120017fedc400040064fb6c0000201c6336407aabbcc');
    expect(naiveChecksum(p.octets().subarray(0, 20))).toBe(0);
  });

  it('is written without a checksum when none is wanted', () => {
    const p = packetOf(hex('aabbcc'));
    prependIpv4(p, A, B, TCP, 64, 0, 1, false, false);
    expect(p.view.getUint16(p.from + 10)).toBe(0);
    const h = new IpHeader();
    expect(parseIpv4(h, p, true)).toBe(drop.BAD_IP_CHECKSUM);
    expect(parseIpv4(h, p, false)).toBe(drop.OK);
  });

  it('written and read again says the same', () => {
    const octet = fc.nat(255);
    fc.assert(
      fc.property(
        fc.record({
          protocol: octet,
          ttl: octet,
          tos: octet,
          id: fc.nat(65_535),
          df: fc.boolean(),
          n: fc.nat(100),
        }),
        fc.integer(),
        fc.integer(),
        (f, src, dst) => {
          const p = packetOf(new Uint8Array(f.n), 0xff);
          prependIpv4(
            p,
            Address.v4(src),
            Address.v4(dst),
            f.protocol,
            f.ttl,
            f.tos,
            f.id,
            f.df,
            true,
          );
          const h = new IpHeader();
          expect(parseIp(h, p, true)).toBe(drop.OK);
          expect(h).toMatchObject({
            version: 4,
            protocol: f.protocol,
            ttl: f.ttl,
            tos: f.tos,
            id: f.id,
            dontFragment: f.df,
            fragmentOffset: 0,
            moreFragments: false,
            isFragment: false,
            headerFrom: p.from,
            payloadFrom: p.from + 20,
            payloadTo: p.to,
          });
          expect([h.src.w3, h.dst.w3]).toEqual([src, dst]);
        },
      ),
    );
  });

  it('of a fragment written and read again says where the fragment belongs', () => {
    for (const [offset, more] of [
      [0, true],
      [1480, true],
      [65_504, false],
    ] as const) {
      const p = packetOf(new Uint8Array(8));
      prependIpv4Fragment(p, A, B, UDP, 64, 0, 77, offset, more, true);
      const h = new IpHeader();
      expect(parseIpv4(h, p, true)).toBe(drop.OK);
      expect(h).toMatchObject({
        id: 77,
        fragmentOffset: offset,
        moreFragments: more,
        isFragment: true,
        dontFragment: false,
      });
    }
  });

  it('may carry options, which are ignored, known or not [MUST-50]', () => {
    // Kind 94 is not assigned; then a record route, and one with a length that makes no sense.
    for (const options of ['5e040000', '07070400000000 00', '9400ffff ffffffff']) {
      const octets = datagram(options);
      const h = parsed(octets);
      expect(h.payloadTo - h.payloadFrom).toBe(8);
      expect(h.payloadFrom - h.headerFrom).toBe(octets.length - 8);
    }
  });

  it('tells where the payload ends, before any padding of the link', () => {
    const h = parsed(Uint8Array.from([...datagram(''), ...new Array(18).fill(0xee)]));
    expect(h.payloadTo - h.payloadFrom).toBe(8);
  });

  it('is dropped for its checksum when any one bit is flipped, or for what the bit broke', () => {
    const good = datagram('');
    for (let bit = 0; bit < 160; bit++) {
      const bad = good.slice();
      bad[bit >> 3] = (bad[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(reasonFor(bad), `bit ${bit}`).not.toBe('');
    }
    const bad = good.slice();
    bad[8] = 1;
    expect(reasonFor(bad)).toBe('bad-ip-checksum');
    expect(reasonFor(bad, false)).toBe('');
  });

  it('is dropped when a length in it is wrong', () => {
    const good = datagram('');
    expect(reasonFor(good)).toBe('');
    expect(reasonFor(good.slice(0, 19))).toBe('truncated');
    expect(reasonFor(good.slice(0, 0))).toBe('truncated');
    expect(reasonFor(good.slice(0, 27))).toBe('truncated');
    expect(
      reasonFor(
        datagram('', (h) => {
          h[0] = 0x44;
        }),
      ),
    ).toBe('bad-header-length');
    expect(
      reasonFor(
        datagram('', (h) => {
          h[0] = 0x4f;
        }),
      ),
    ).toBe('bad-header-length');
    expect(
      reasonFor(
        datagram('', (h) => {
          h[3] = 19;
        }),
      ),
    ).toBe('bad-total-length');
    expect(
      reasonFor(
        datagram('', (h) => {
          h[0] = 0x55;
        }),
      ),
    ).toBe('bad-version');
  });

  it('of a fragment is dropped when it cannot be part of any datagram', () => {
    const flags =
      (value: number, more = 0) =>
      (h: Uint8Array) => {
        h[6] = value >> 8;
        h[7] = value & 255;
        h[3] = (h[3] as number) + more;
      };
    expect(reasonFor(datagram('', flags(0x2000)))).toBe('');
    // Not a multiple of 8 octets, with others to follow; then none at all.
    expect(reasonFor(datagram('', flags(0x2000, -1)))).toBe('bad-fragment');
    expect(reasonFor(datagram('', flags(0x2000, -8)))).toBe('bad-fragment');
    // Reaches past 65,535 octets: the "ping of death".
    expect(reasonFor(datagram('', flags(0x1fff)))).toBe('bad-fragment');
  });
});

describe('an IPv4 header quoted in an ICMP error', () => {
  it('is read although most of its packet is missing and its checksum is wrong', () => {
    const octets = datagram('', (h) => {
      h[2] = 5;
    });
    octets[10] = 0;
    const h = new IpHeader();
    const p = packetOf(octets);
    expect(parseIpv4(new IpHeader(), p, false)).toBe(drop.TRUNCATED);
    expect(parseQuotedIpv4(h, p, p.from, p.to)).toBe(drop.OK);
    expect([h.protocol, h.payloadTo - h.payloadFrom]).toEqual([UDP, 8]);
    expect(h.dst.toString()).toBe('198.51.100.7');
  });
});
