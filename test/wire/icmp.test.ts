import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Address } from '../../src/wire/address.ts';
import * as drop from '../../src/wire/drop.ts';
import * as icmp from '../../src/wire/icmp.ts';
import { IpHeader, parseQuotedIp, UDP } from '../../src/wire/ip.ts';
import { prependIpv4 } from '../../src/wire/ipv4.ts';
import { facts, hex, naiveChecksum, packetOf, toHex } from './octets.ts';

const { IcmpMessage } = icmp;

/** A UDP packet of `n` octets. */
function offending(n: number) {
  const p = packetOf(Uint8Array.from({ length: n - 20 }, (_, i) => i & 255));
  prependIpv4(p, Address.v4(1), Address.v4(2), UDP, 64, 0, 5, false, true);
  return p;
}

describe('an ICMP echo', () => {
  it('is written as RFC 792 draws it, and read again', () => {
    const p = packetOf(hex('abcdef'));
    icmp.prependEcho(p, icmp.ICMP_ECHO, 0x1234, 0xfffe);
    icmp.finishIcmp(p);
    expect(toHex(p.octets()).replace(/^(....)..../, '$1____')).toBe('0800____1234fffeabcdef');
    expect(naiveChecksum(p.octets())).toBe(0);
    const m = new IcmpMessage();
    expect(icmp.parseIcmp(m, p, p.from, p.to, true)).toBe(drop.OK);
    expect(m).toMatchObject({
      type: 8,
      code: 0,
      id: 0x1234,
      seq: 0xfffe,
      checksumOk: true,
      hasQuote: false,
    });
    expect(toHex(p.bytes.subarray(m.bodyFrom, m.bodyTo))).toBe('abcdef');
  });

  it('can be made its own reply', () => {
    const p = packetOf(hex('abcdef'));
    icmp.prependEcho(p, icmp.ICMP_ECHO, 1, 2);
    icmp.finishIcmp(p);
    p.bytes[p.from] = icmp.ICMP_ECHO_REPLY;
    icmp.finishIcmp(p);
    const m = new IcmpMessage();
    expect(icmp.parseIcmp(m, p, p.from, p.to, true)).toBe(drop.OK);
    expect(m).toMatchObject({ type: 0, id: 1, seq: 2 });
  });
});

describe('an ICMP error', () => {
  it('quotes a small packet whole, and of a large one what fits 576 octets [RFC 1812 4.3.2.3]', () => {
    for (const [n, quoted] of [
      [28, 28],
      [548, 548],
      [549, 548],
      [1500, 548],
    ] as const) {
      const about = offending(n);
      const p = packetOf([], 0, 0);
      const big = packetOf(new Uint8Array(600));
      big.to = big.from;
      icmp.buildUnreachable(big, icmp.ICMP_PORT_UNREACHABLE, 0, about, about.from, about.to);
      expect(big.length).toBe(8 + quoted);
      const m = new IcmpMessage();
      expect(icmp.parseIcmp(m, big, big.from, big.to, true)).toBe(drop.OK);
      expect(m).toMatchObject({ type: 3, code: 3, mtu: 0, hasQuote: true });
      const h = new IpHeader();
      expect(parseQuotedIp(h, big, m.quotedFrom, m.quotedTo)).toBe(drop.OK);
      expect([h.protocol, h.id, h.payloadTo - h.payloadFrom]).toEqual([UDP, 5, quoted - 20]);
      expect(p.length).toBe(0);
    }
  });

  it('tells the MTU when fragmentation is needed, and only then [RFC 1191]', () => {
    const about = offending(100);
    const m = new IcmpMessage();
    for (const [code, mtu] of [
      [icmp.ICMP_FRAGMENTATION_NEEDED, 1400],
      [icmp.ICMP_HOST_UNREACHABLE, 0],
    ] as const) {
      const p = packetOf(new Uint8Array(600));
      p.to = p.from;
      icmp.buildUnreachable(p, code, 1400, about, about.from, about.to);
      expect(icmp.parseIcmp(m, p, p.from, p.to, true)).toBe(drop.OK);
      expect([m.code, m.mtu]).toEqual([code, mtu]);
    }
  });

  it('tells that time was exceeded', () => {
    const about = offending(40);
    const p = packetOf(new Uint8Array(600));
    p.to = p.from;
    icmp.buildTimeExceeded(p, icmp.ICMP_REASSEMBLY_EXCEEDED, about, about.from, about.to);
    const m = new IcmpMessage();
    expect(icmp.parseIcmp(m, p, p.from, p.to, true)).toBe(drop.OK);
    expect(m).toMatchObject({ type: 11, code: 1, hasQuote: true });
  });
});

describe('parseIcmp', () => {
  it('drops a message with a wrong checksum, if it is to look', () => {
    const p = packetOf(hex('0800 0000 0001 0001'));
    const m = new IcmpMessage();
    expect(icmp.parseIcmp(m, p, p.from, p.to, true)).toBe(drop.BAD_ICMP);
    expect(m.checksumOk).toBe(false);
    expect(icmp.parseIcmp(m, p, p.from, p.to, false)).toBe(drop.OK);
    expect(m.checksumOk).toBe(true);
  });

  it('drops a message too short for its header', () => {
    const p = packetOf(hex('0800 f7ff 000000'));
    expect(icmp.parseIcmp(new IcmpMessage(), p, p.from, p.to, false)).toBe(drop.BAD_ICMP);
  });

  it('neither throws, whatever the octets, nor reads outside of them', () => {
    const types = fc.constantFrom(0, 3, 4, 5, 8, 11, 12, 200);
    fc.assert(
      fc.property(types, fc.uint8Array({ maxLength: 60 }), fc.boolean(), (type, octets, verify) => {
        if (octets.length > 0) octets[0] = type;
        const results = [0, 0xff].map((outside) => {
          const p = packetOf(octets, outside);
          const m = new IcmpMessage();
          const d = icmp.parseIcmp(m, p, p.from, p.to, verify);
          if (d === drop.OK) expect([m.bodyFrom, m.bodyTo]).toEqual([p.from + 8, p.to]);
          if (m.hasQuote) expect([m.quotedFrom, m.quotedTo]).toEqual([p.from + 8, p.to]);
          return [d, facts(m)];
        });
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 1000 },
    );
  });
});
