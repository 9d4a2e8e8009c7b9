import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/base/packet.ts';
import { Address } from '../../src/wire/address.ts';
import { pseudo } from '../../src/wire/checksum.ts';
import * as drop from '../../src/wire/drop.ts';
import { TCP } from '../../src/wire/ip.ts';
import * as tcp from '../../src/wire/tcp.ts';
import type { OptionLayout } from '../../src/wire/tcp-options.ts';
import { facts, hex, naiveChecksum, packetOf, toHex } from './octets.ts';

const { ACK, FIN, PSH, RST, Segment, SYN, URG } = tcp;

const A = Address.parse('192.0.2.1');
const B = Address.parse('198.51.100.7');
const LINUX: OptionLayout = {
  order: ['mss', 'sackOk', 'ts', 'wscale', 'tfo', 'sack', 'uto'],
  padSackOk: true,
  tail: 'nop',
};

function parse(p: Packet, seg = new Segment()): [drop.Drop, tcp.Segment] {
  return [tcp.parseTcp(seg, p, p.from, p.to, pseudo(A, B, TCP, p.length)), seg];
}

function segment(values: Partial<tcp.Segment>): tcp.Segment {
  return Object.assign(new Segment(), { sport: 1, dport: 2, flags: ACK }, values);
}

/** A packet with this segment, from A to B. */
function written(values: Partial<tcp.Segment>, text: ArrayLike<number> = [], shift = 0): Packet {
  const p = packetOf(text, 0xff, shift);
  tcp.prependTcp(p, segment(values), LINUX, pseudo(A, B, TCP, 0));
  return p;
}

const u16 = fc.nat(65_535);
const i32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const header = fc.record({
  sport: u16,
  dport: u16,
  seq: i32,
  ack: i32,
  flags: fc.nat(0x1ff),
  wnd: u16,
  up: u16,
  tsVal: i32,
  tsEcr: i32,
  options: fc.constantFrom(0, tcp.HAS_TS),
});

describe('a TCP header', () => {
  it('is written as RFC 9293 section 3.1 draws it, with the checksum of its octets and the pseudo-header [MUST-2]', () => {
    const p = written(
      { sport: 0x1234, dport: 0x50, seq: 0x01020304, ack: -2, flags: PSH | ACK, wnd: 0x7210 },
      hex('cafe01'),
    );
    expect(toHex(p.octets())).toMatch(/^1234005001020304fffffffe50187210....0000cafe01$/);
    const whole = [...hex('c0000201 c6336407 0006 0017'), ...p.octets()];
    expect(naiveChecksum(whole)).toBe(0);
  });

  it('has the checksum that its words, added up one by one, give [MUST-2]', () => {
    const p = packetOf([]);
    const [src, dst] = [Address.parse('10.1.1.1'), Address.parse('10.1.1.2')];
    tcp.prependTcp(
      p,
      segment({ sport: 4096, dport: 80, seq: 1, flags: SYN, wnd: 8192 }),
      LINUX,
      pseudo(src, dst, TCP, 0),
    );
    const words = [0x0a01, 0x0101, 0x0a01, 0x0102, 6, 20, 4096, 80, 0, 1, 0, 0, 0x5002, 8192, 0];
    const sum = words.reduce((a, b) => a + b);
    expect(p.view.getUint16(p.from + 16)).toBe(~((sum & 0xffff) + (sum >>> 16)) & 0xffff);
  });

  it('written and read again says the same, at any alignment', () => {
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 80 }), fc.nat(3), (values, text, shift) => {
        const p = written(values, text, shift);
        const [d, seg] = parse(p);
        expect(d).toBe(drop.OK);
        const { ack, up, tsVal, tsEcr, ...rest } = values;
        expect(seg).toMatchObject(rest);
        expect(seg.ack).toBe(values.flags & ACK ? ack : 0);
        expect(seg.up).toBe(values.flags & URG ? up : 0);
        if (values.options !== 0) expect([seg.tsVal, seg.tsEcr]).toEqual([tsVal, tsEcr]);
        expect(seg.bytes).toBe(p.bytes);
        expect([...seg.bytes.subarray(seg.textFrom, seg.textTo)]).toEqual([...text]);
        expect([seg.optionsFrom, seg.optionsTo]).toEqual([p.from + 20, seg.textFrom]);
      }),
    );
  });

  it('shows observers where things lie in the packet that was written', () => {
    const p = packetOf(hex('cafe'));
    const seg = segment({ options: tcp.HAS_TS });
    tcp.prependTcp(p, seg, LINUX, -1);
    expect(seg.bytes).toBe(p.bytes);
    expect([seg.optionsFrom, seg.optionsTo, seg.textFrom, seg.textTo]).toEqual([
      p.from + 20,
      p.from + 32,
      p.from + 32,
      p.to,
    ]);
  });

  it('has a window of 16 bits that is never negative [MUST-1]', () => {
    const [, seg] = parse(written({ wnd: 65_535 }));
    expect(seg.wnd).toBe(65_535);
    expect(() => written({ wnd: 65_536 })).toThrow('window');
    expect(() => written({ wnd: -1 })).toThrow('window');
  });

  it('has its reserved bits sent as zero and ignored when they come', () => {
    const p = written({ flags: 0xfff });
    expect((p.bytes[p.from + 12] as number) & 0x0e).toBe(0);
    p.view.setUint8(p.from + 12, 0x5e);
    const seg = new Segment();
    expect(tcp.parseTcp(seg, p, p.from, p.to, -1)).toBe(drop.OK);
    expect(seg.flags).toBe(0xff);
  });

  it('whose checksum is wrong has its segment dropped, whichever bit was flipped [MUST-3]', () => {
    fc.assert(
      fc.property(
        header,
        fc.uint8Array({ maxLength: 60 }),
        fc.nat(),
        fc.nat(3),
        (values, text, bit, shift) => {
          const p = written(values, text, shift);
          const i = p.from + ((bit >> 3) % p.length);
          p.bytes[i] = (p.bytes[i] as number) ^ (1 << (bit & 7));
          expect([drop.BAD_TCP_CHECKSUM, drop.BAD_TCP_HEADER]).toContain(parse(p)[0]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('has a checksum that covers both addresses and the length [MUST-3]', () => {
    const p = written({ seq: 5 }, hex('00000000'));
    const seg = new Segment();
    const check = (a: Address, b: Address, to: number): drop.Drop =>
      tcp.parseTcp(seg, p, p.from, to, pseudo(a, b, TCP, to - p.from));
    expect(check(A, B, p.to)).toBe(drop.OK);
    expect(check(A, Address.parse('198.51.100.8'), p.to)).toBe(drop.BAD_TCP_CHECKSUM);
    expect(check(Address.parse('192.0.2.0'), B, p.to)).toBe(drop.BAD_TCP_CHECKSUM);
    expect(check(A, B, p.to - 2)).toBe(drop.BAD_TCP_CHECKSUM);
  });

  it('has no checksum, and none is looked at, where the link cannot corrupt', () => {
    const p = packetOf(hex('cafe'));
    tcp.prependTcp(p, segment({ seq: 9 }), LINUX, -1);
    expect(p.view.getUint16(p.from + 16)).toBe(0);
    const seg = new Segment();
    expect(tcp.parseTcp(seg, p, p.from, p.to, -1)).toBe(drop.OK);
    expect(parse(p)[0]).toBe(drop.BAD_TCP_CHECKSUM);
  });

  it('is dropped when it is too short, or its length is', () => {
    const seg = new Segment();
    const p = written({}, hex('cafe'));
    expect(tcp.parseTcp(seg, p, p.from, p.from + 19, -1)).toBe(drop.BAD_TCP_HEADER);
    for (const [words, expected] of [
      [4, drop.BAD_TCP_HEADER],
      [0, drop.BAD_TCP_HEADER],
      [5, drop.OK],
      [6, drop.BAD_TCP_HEADER],
      [15, drop.BAD_TCP_HEADER],
    ]) {
      p.view.setUint8(p.from + 12, (words as number) << 4);
      expect(tcp.parseTcp(seg, p, p.from, p.to, -1), `${words} words`).toBe(expected);
    }
  });
});

describe('parseTcp', () => {
  it('neither throws, whatever the octets, nor reads outside of them', () => {
    const octets = fc
      .tuple(fc.integer({ min: 4, max: 15 }), fc.uint8Array({ maxLength: 90 }))
      .map(([words, b]) => {
        if (b.length > 12) b[12] = words << 4;
        return b;
      });
    fc.assert(
      fc.property(octets, fc.nat(3), fc.boolean(), (bytes, shift, verify) => {
        const results = [0, 0xff].map((outside) => {
          const p = packetOf(bytes, outside, shift);
          const seg = new Segment();
          const d = tcp.parseTcp(seg, p, p.from, p.to, verify ? 0 : -1);
          if (d === drop.OK) {
            expect(seg.optionsFrom).toBe(p.from + 20);
            expect(seg.optionsTo).toBe(seg.textFrom);
            expect(seg.textFrom).toBeLessThanOrEqual(seg.textTo);
            expect(seg.textTo).toBe(p.to);
            expect(seg.sackCount).toBeLessThanOrEqual(4);
          }
          seg.bytes = new Uint8Array(0); // differs, as it should
          return [d, facts(seg)];
        });
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 5000 },
    );
  });

  it('leaves nothing of the segment before in the one that is read next', () => {
    const seg = new Segment();
    Object.assign(seg, { options: 255, sackCount: 4, flags: 0x1ff, up: 9 });
    parse(written({}), seg);
    expect(seg).toMatchObject({ options: 0, sackCount: 0, flags: ACK, up: 0 });
  });
});

describe('SEG.LEN', () => {
  it('counts the text, and SYN and FIN as one each', () => {
    for (const [flags, n] of [
      [ACK, 3],
      [SYN, 4],
      [FIN | ACK, 4],
      [SYN | FIN, 5],
      [RST | PSH | URG, 3],
    ] as const) {
      expect(segment({ flags, textFrom: 10, textTo: 13 }).len).toBe(n);
    }
  });
});

describe('tcpFlags', () => {
  it('writes flags as packetdrill does', () => {
    const { AE, CWR, ECE } = tcp;
    expect(
      [
        SYN,
        SYN | ACK,
        ACK,
        PSH | ACK,
        FIN | ACK,
        RST | ACK,
        RST,
        0,
        SYN | FIN,
        FIN | PSH | ACK,
        URG | ACK,
      ]
        .map(tcp.tcpFlags)
        .join(' '),
    ).toBe('S S. . P. F. R. R - SF FP. U.');
    expect(
      [SYN | ECE | CWR, SYN | ECE | ACK, SYN | ECE | CWR | AE].map(tcp.tcpFlags).join(' '),
    ).toBe('SEW SE. SEWA');
  });
});
