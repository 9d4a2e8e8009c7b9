import { describe, expect, it } from 'vitest';
import { buildSegment, type SegmentToSend } from '../../src/packetdrill/build-packet.ts';
import { Flow } from '../../src/packetdrill/flow.ts';
import { compareSegment, type MatchRules } from '../../src/packetdrill/match.ts';
import { readPacket, type TcpOnWire } from '../../src/packetdrill/wire-packet.ts';
import { Address } from '../../src/wire/address.ts';
import { tcp } from './support.ts';

const WAY = {
  src: Address.parse('192.0.2.1'),
  dst: Address.parse('192.168.0.1'),
  sport: 1,
  dport: 2,
};
const NO_INFO = { ttl: null, tos: null, ecn: null, dscp: null, flowLabel: null };
const SEGMENT: SegmentToSend = {
  ...{ ip: NO_INFO, udp: null, flags: 0x18, seq: 1, ack: 1, window: 100, urgent: 0 },
  badChecksum: false,
  ...{ options: new Uint8Array(0), length: 3, key: null },
};
const RULES = { timestampTick: 0, timestampTolerance: 0, digestOf: null };

/** The segment as it would be seen, after `change` of its octets, of which 0 is the first of the IP header. */
function seen(s: Partial<SegmentToSend>, change: (octets: Uint8Array) => void = () => {}) {
  const octets = (buildSegment(WAY, { ...SEGMENT, ...s }) as Uint8Array).slice();
  change(octets);
  return readPacket({ at: 0, octets });
}

/** The name of the first field that differs from `> P. 1:4(3) ack 1`. */
function differs(
  live: ReturnType<typeof seen>,
  wanted = '> P. 1:4(3) ack 1',
  rules: MatchRules = RULES,
): string | null {
  const c = compareSegment(tcp(wanted), live as TcpOnWire, new Flow(3), rules);
  return c.differences[0]?.name ?? null;
}

describe('a segment that is not quite the one expected', () => {
  it('is known when it is', () => {
    expect(differs(seen({}))).toBeNull();
  });

  it('is told in every field that differs, in the order of the header', () => {
    const live = seen({ flags: 0x210 }, (o) => o.fill(7, 41, 42)) as TcpOnWire;
    const c = compareSegment(tcp('> P. 1:4(3) ack 1'), live, new Flow(3), RULES);
    expect(c.differences.map((d) => d.name)).toEqual(['flags', 'reserved bits', 'text', 'packet']);
  });

  it('differs by reserved bits, by text that is not zeros, by a checksum', () => {
    expect(differs(seen({ flags: 0x218 }))).toBe('reserved bits');
    expect(differs(seen({}, (o) => o.fill(7, 41, 42)))).toBe('text');
    expect(differs(seen({}, (o) => o.fill(0x55, 36, 38)))).toBe('packet');
  });

  it('differs by the datagram it travels in', () => {
    expect(differs(seen({ udp: { from: 9, to: 8 } }))).toBe('UDP');
    expect(differs(seen({ udp: { from: 9, to: 8 } }), '> P. 1:4(3) ack 1 /udp(9 > 8)')).toBeNull();
  });

  it('may have any options where the script says so, and else no more than it has', () => {
    const options = Uint8Array.of(1, 1, 1, 0);
    expect(differs(seen({ options }))).toBe('option 1');
    expect(differs(seen({ options }), '> P. 1:4(3) ack 1 <nop,nop,nop,eol>')).toBeNull();
    expect(differs(seen({ options }), '> P. 1:4(3) ack 1 <...>')).toBeNull();
  });
});

describe('an option with a value that the script does not write out', () => {
  it('is a timestamp, compared where the script says what a tick is', () => {
    const options = Uint8Array.of(1, 1, 8, 10, 0, 0, 0, 200, 0, 0, 0, 0);
    const wanted = '> P. 1:4(3) ack 1 <nop,nop,TS val 201 ecr 0>';
    const rules = (timestampTolerance: number): MatchRules => {
      return { ...RULES, timestampTick: 1000, timestampTolerance };
    };
    // The first timestamp of a flow is what its value is counted from.
    const flow = new Flow(3);
    const one = (text: string, val: number, r: MatchRules) => {
      const at = options.slice();
      at[7] = val;
      return compareSegment(tcp(text), seen({ options: at }) as TcpOnWire, flow, r).differences[0]
        ?.name;
    };
    expect(one(wanted, 200, rules(0))).toBeUndefined();
    expect(one('> P. 1:4(3) ack 1 <nop,nop,TS val 203 ecr 0>', 203, rules(1000))).toBeUndefined();
    expect(one('> P. 1:4(3) ack 1 <nop,nop,TS val 206 ecr 0>', 203, rules(1000))).toBe('option 3');
    expect(one('> P. 1:4(3) ack 1 <nop,nop,TS val 206 ecr 0>', 203, RULES)).toBeUndefined();
  });

  it('is a signature, compared with the one that the key makes', () => {
    const digest = Uint8Array.from({ length: 16 }, (_, i) => i);
    const options = Uint8Array.of(1, 1, 19, 18, ...digest);
    const wanted = '> P. 1:4(3) ack 1 <nop,nop,md5 valid>';
    const by = (d: Uint8Array): MatchRules => ({ ...RULES, digestOf: () => d });
    expect(differs(seen({ options }), wanted, by(digest))).toBeNull();
    expect(differs(seen({ options }), wanted, by(new Uint8Array(16)))).toBe('option 3');
    expect(differs(seen({ options }), wanted)).toBe('option 3');
  });
});

describe('octets that are no packet', () => {
  it.each([[[]], [[0x45]], [[0x45, 0, 0, 200]], [new Array(60).fill(0x60)], [[0x45, 0, 0, 20]]])(
    'are read as something else: %j',
    (octets) => {
      expect(readPacket({ at: 0, octets: Uint8Array.from(octets) }).kind).toBe('other');
    },
  );
});
