import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Address } from '../../src/wire/address.ts';
import { BAD_UDP, OK } from '../../src/wire/drop.ts';
import { parseUdp, prependUdp, UDP_HEADER, UdpHeader } from '../../src/wire/udp.ts';
import { hex, naiveChecksum, packetOf, toHex } from './octets.ts';

const A = Address.parse('192.0.2.1');
const B = Address.parse('192.168.0.1');
const A6 = Address.parse('2001:db8::1');
const B6 = Address.parse('fd3d:fa7b:d17d::1');

/** The pseudo-header of RFC 768. */
function pseudoOctets(length: number): Uint8Array {
  return hex(`c0000201 c0a80001 0011 ${length.toString(16).padStart(4, '0')}`);
}

describe('prependUdp', () => {
  it('writes ports, length and a checksum over the pseudo-header [RFC 768]', () => {
    const p = packetOf(hex('010203'));
    prependUdp(p, 1, 9811, A, B, true);
    const octets = p.bytes.slice(p.from, p.to);
    expect(toHex(octets.subarray(0, 6))).toBe('00012653000b');
    const checked = [...pseudoOctets(11), ...octets, 0];
    expect(naiveChecksum(checked)).toBe(0);
  });

  it('writes a checksum of zero as 0xffff, for zero says that there is none [RFC 768]', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), (word) => {
        const p = packetOf([word >> 8, word & 0xff]);
        prependUdp(p, 1, 2, A, B, true);
        expect(p.view.getUint16(p.from + 6)).not.toBe(0);
      }),
    );
    const p = packetOf([0, 0]);
    prependUdp(p, 1, 2, A, B, true);
    const zero = p.view.getUint16(p.from + 6);
    const q = packetOf([zero >> 8, zero & 0xff]); // what makes the sum come out as zero
    prependUdp(q, 1, 2, A, B, true);
    expect(q.view.getUint16(q.from + 6)).toBe(0xffff);
    expect(parseUdp(new UdpHeader(), q, q.from, q.to, A, B, true)).toBe(OK);
  });

  it('leaves the checksum out where it is not wanted', () => {
    const p = packetOf([1, 2, 3]);
    prependUdp(p, 1, 2, A, B, false);
    expect(p.view.getUint16(p.from + 6)).toBe(0);
  });
});

describe('parseUdp', () => {
  it('reads what prependUdp wrote, over either IP version', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (text, v6) => {
        const [src, dst] = v6 ? [A6, B6] : [A, B];
        const p = packetOf(text, 0xaa);
        prependUdp(p, 4000, 9811, src, dst, true);
        const u = new UdpHeader();
        expect(parseUdp(u, p, p.from, p.to, src, dst, true)).toBe(OK);
        expect([u.sport, u.dport, u.hasChecksum]).toEqual([4000, 9811, true]);
        expect(p.bytes.slice(u.payloadFrom, u.payloadTo)).toEqual(text);
      }),
    );
  });

  it('finds every damaged bit that the checksum covers [RFC 1122 4.1.3.4]', () => {
    const p = packetOf([1, 2, 3, 4, 5]);
    prependUdp(p, 1, 2, A, B, true);
    for (let i = p.from; i < p.to; i++) {
      p.bytes[i] = (p.bytes[i] as number) ^ 0x10;
      const gone = p.view.getUint16(p.from + 6) === 0;
      if (!gone) expect(parseUdp(new UdpHeader(), p, p.from, p.to, A, B, true)).toBe(BAD_UDP);
      p.bytes[i] = (p.bytes[i] as number) ^ 0x10;
    }
  });

  it('takes a datagram without a checksum over IPv4, and none over IPv6 [RFC 8200 8.1]', () => {
    const p = packetOf([1, 2]);
    prependUdp(p, 1, 2, A, B, false);
    const u = new UdpHeader();
    expect(parseUdp(u, p, p.from, p.to, A, B, true)).toBe(OK);
    expect(u.hasChecksum).toBe(false);
    expect(parseUdp(u, p, p.from, p.to, A6, B6, true)).toBe(BAD_UDP);
    // Where nobody computes any, as on links of a simulation, none is missed.
    expect(parseUdp(u, p, p.from, p.to, A6, B6, false)).toBe(OK);
  });

  it('refuses a length that is too short or reaches too far, and ignores padding', () => {
    const p = packetOf([...hex('0001 0002 000a 0000'), 1, 2, 9, 9]);
    const u = new UdpHeader();
    expect(parseUdp(u, p, p.from, p.to, A, B, true)).toBe(OK);
    expect(u.payloadTo - u.payloadFrom).toBe(2);
    for (const length of [0, 7, 13, 0xffff]) {
      p.view.setUint16(p.from + 4, length);
      expect(parseUdp(u, p, p.from, p.to, A, B, true)).toBe(BAD_UDP);
    }
    expect(parseUdp(u, p, p.from, p.from + UDP_HEADER - 1, A, B, true)).toBe(BAD_UDP);
  });
});
