import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Address } from '../../src/wire/address.ts';
import * as drop from '../../src/wire/drop.ts';
import { IpHeader, parseIp, parseQuotedIp, UDP } from '../../src/wire/ip.ts';
import { prependIpv4 } from '../../src/wire/ipv4.ts';
import { prependIpv6 } from '../../src/wire/ipv6.ts';
import { facts, packetOf } from './octets.ts';

/** Random octets, most of which begin like an IP packet, so that parsing gets somewhere. */
const octets = fc.oneof(
  fc.uint8Array({ maxLength: 120 }),
  fc
    .tuple(
      fc.integer({ min: 5, max: 15 }),
      fc.nat(100),
      fc.uint8Array({ minLength: 18, maxLength: 110 }),
    )
    .map(([words, total, rest]) =>
      Uint8Array.from([0x40 | words, 0, 0, total, ...rest.subarray(2)]),
    ),
  fc
    .tuple(
      fc.constantFrom(0, 43, 44, 60, 17),
      fc.nat(80),
      fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 43, 44, 60)), { maxLength: 80 }),
    )
    .map(([next, n, rest]) =>
      Uint8Array.from([0x60, 0, 0, 0, 0, n, next, 64, ...new Array<number>(32).fill(1), ...rest]),
    ),
);

describe('parseIp', () => {
  it('neither throws, whatever the octets, nor reads outside of them', () => {
    fc.assert(
      fc.property(octets, fc.nat(3), fc.boolean(), fc.boolean(), (bytes, shift, verify, quoted) => {
        const results = [0, 0xff].map((outside) => {
          const p = packetOf(bytes, outside, shift);
          const h = new IpHeader();
          const d = quoted ? parseQuotedIp(h, p, p.from, p.to) : parseIp(h, p, verify);
          if (d === drop.OK) {
            expect(h.headerFrom).toBe(p.from);
            expect(h.payloadFrom).toBeGreaterThan(p.from);
            expect(h.payloadFrom).toBeLessThanOrEqual(h.payloadTo);
            expect(h.payloadTo).toBeLessThanOrEqual(p.to);
          }
          return [d, facts(h)];
        });
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 5000 },
    );
  });

  it('takes the version from the packet, and no other than 4 and 6', () => {
    for (let version = 0; version < 16; version++) {
      const p = packetOf(new Uint8Array(60));
      if (version === 6) prependIpv6(p, Address.parse('::1'), Address.parse('::2'), UDP, 1, 0, 0);
      else prependIpv4(p, Address.v4(1), Address.v4(2), UDP, 1, 0, 0, false, true);
      p.bytes[p.from] = (version << 4) | (version === 6 ? 0 : 5);
      const h = new IpHeader();
      const known = version === 4 || version === 6;
      expect(parseIp(h, p, true)).toBe(known ? drop.OK : drop.BAD_VERSION);
      expect(parseQuotedIp(h, p, p.from, p.to)).toBe(known ? drop.OK : drop.BAD_VERSION);
      if (known) expect(h.version).toBe(version);
    }
  });

  it('leaves nothing of an IPv6 fragment in the header that is read next', () => {
    const h = new IpHeader();
    Object.assign(h, { flow: 9, id: 9, fragmentOffset: 8, moreFragments: true, tos: 9 });
    const p = packetOf(new Uint8Array(3));
    prependIpv4(p, Address.v4(1), Address.v4(2), UDP, 1, 0, 0, false, true);
    parseIp(h, p, true);
    expect(h).toMatchObject({ flow: 0, id: 0, isFragment: false, tos: 0 });
  });
});
