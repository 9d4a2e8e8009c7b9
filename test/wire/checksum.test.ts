import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Address } from '../../src/wire/address.ts';
import { finish, pseudo, sum, sumPacket } from '../../src/wire/checksum.ts';
import { hex, naiveChecksum, packetOf } from './octets.ts';

const start = fc.integer({ min: 0, max: 7 });

describe('the Internet checksum', () => {
  it('is that of the example in RFC 1071 section 3', () => {
    const p = packetOf(hex('0001 f203 f4f5 f6f7'));
    expect(finish(sum(p.view, p.from, p.to, 0))).toBe(0x220d);
    expect(finish(sumPacket(p, p.from, p.to, 0))).toBe(0x220d);
  });

  it('is the same by octets, by the view and by words, at any alignment and length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), start, fc.boolean(), (octets, shift, ones) => {
        const p = packetOf(octets, ones ? 255 : 0, shift);
        const expected = naiveChecksum(octets);
        expect(finish(sum(p.view, p.from, p.to, 0))).toBe(expected);
        expect(finish(sumPacket(p, p.from, p.to, 0))).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('goes on from the sum of octets before, if they were even', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 90 }), start, fc.nat(45), (octets, shift, half) => {
        const p = packetOf(octets, 0xa5, shift);
        const middle = Math.min(p.from + 2 * half, p.from + (octets.length & ~1));
        const expected = naiveChecksum(octets);
        const first = sumPacket(p, p.from, middle, 0);
        expect(finish(sumPacket(p, middle, p.to, first))).toBe(expected);
        expect(finish(sum(p.view, middle, p.to, sum(p.view, p.from, middle, 0)))).toBe(expected);
      }),
    );
  });

  it('does not overflow on the largest packet, or on two of them', () => {
    for (const value of [0xff, 0x80, 0]) {
      for (const n of [65_535, 65_536]) {
        const p = packetOf(new Uint8Array(n).fill(value));
        const expected = naiveChecksum(p.octets());
        expect(finish(sum(p.view, p.from, p.to, 0))).toBe(expected);
        expect(finish(sumPacket(p, p.from, p.to, 0))).toBe(expected);
      }
    }
    const p = packetOf(new Uint8Array(65_536).fill(0xff));
    const once = sum(p.view, p.from, p.to, 0);
    expect(finish(sum(p.view, p.from, p.to, once))).toBe(0);
    expect(finish(sumPacket(p, p.from, p.to, once))).toBe(0);
  });

  it('tells octets that are all zero from those that sum to zero', () => {
    const zero = packetOf(new Uint8Array(40));
    const ones = packetOf(new Uint8Array(40).fill(0xff));
    expect(finish(sumPacket(zero, zero.from, zero.to, 0))).toBe(0xffff);
    expect(finish(sumPacket(ones, ones.from, ones.to, 0))).toBe(0);
  });

  it('of octets that include their own checksum is 0, and is not when a bit is flipped', () => {
    const some = fc.uint8Array({ minLength: 2, maxLength: 120 });
    fc.assert(
      fc.property(some, fc.nat(), start, (octets, bit, shift) => {
        octets[0] = 0;
        octets[1] = 0;
        const p = packetOf(octets, 0, shift);
        p.view.setUint16(p.from, finish(sumPacket(p, p.from, p.to, 0)));
        expect(finish(sumPacket(p, p.from, p.to, 0))).toBe(0);
        const i = p.from + ((bit >> 3) % octets.length);
        p.bytes[i] = (p.bytes[i] as number) ^ (1 << (bit & 7));
        expect(finish(sumPacket(p, p.from, p.to, 0))).not.toBe(0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the pseudo-header', () => {
  it('sums to what its octets do, for IPv4', () => {
    const [src, dst] = [Address.parse('192.0.2.1'), Address.parse('255.254.253.252')];
    expect(finish(pseudo(src, dst, 6, 1480))).toBe(
      naiveChecksum(hex('c0000201 fffefdfc 0006 05c8')),
    );
  });

  it('sums to what its octets do, for IPv6, with a length of more than 16 bits', () => {
    const [src, dst] = [Address.parse('fd00:9::2'), Address.parse('ffff:fffe:fffd::abcd:1')];
    const octets = hex(`fd00 0009 0000 0000 0000 0000 0000 0002
      ffff fffe fffd 0000 0000 0000 abcd 0001  0001 0003  0000 003a`);
    expect(finish(pseudo(src, dst, 58, 65_539))).toBe(naiveChecksum(octets));
  });

  it('is never negative, which would mean that no checksum is wanted', () => {
    const all = Address.parse('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff');
    expect(pseudo(all, all, 255, 0xffff_ffff)).toBeGreaterThan(0);
  });
});
