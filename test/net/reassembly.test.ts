import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/base/clock.ts';
import type { Packet } from '../../src/base/packet.ts';
import { NEVER } from '../../src/base/timer-queue.ts';
import { IPV4_TIMEOUT, Reassembly, type ReassemblyLimits } from '../../src/net/reassembly.ts';
import { Address } from '../../src/wire/address.ts';
import { DROP_NAMES } from '../../src/wire/drop.ts';
import { IpHeader, parseIp } from '../../src/wire/ip.ts';
import { prependIpv4Fragment } from '../../src/wire/ipv4.ts';
import { IPV6_FRAGMENT, prependIpv6, prependIpv6Fragment } from '../../src/wire/ipv6.ts';
import { CountingPool, pattern } from './outside.ts';

const ADDRESSES = {
  4: [Address.parse('10.0.0.2'), Address.parse('10.0.0.1')],
  6: [Address.parse('fd00::2'), Address.parse('fd00::1')],
} as const;

/** [from, to) of a datagram's payload. */
interface Part {
  readonly from: number;
  readonly to: number;
}

function setUp(version: 4 | 6 = 4, limits?: ReassemblyLimits) {
  const clock = new Clock();
  const pool = new CountingPool();
  const drops: string[] = [];
  let duplicates = 0;
  const expired: number[] = [];
  const r = new Reassembly(
    clock,
    pool,
    IPV4_TIMEOUT,
    {
      drop(p, reason) {
        drops.push(DROP_NAMES[reason] as string);
        p.release();
      },
      duplicate(p) {
        duplicates++;
        p.release();
      },
      expired: (first) => void expired.push(first.length),
    },
    limits,
  );
  const h = new IpHeader();
  /** Gives a fragment of `payload`; returns the datagram's payload when it is whole. */
  const take = (payload: Uint8Array, part: Part, id = 1, tos = 0): Uint8Array | null => {
    const [src, dst] = ADDRESSES[version];
    const p = pool.copyOf(payload.subarray(part.from, part.to));
    const more = part.to < payload.length;
    if (version === 4) {
      prependIpv4Fragment(p, src, dst, 17, 64, tos, id, part.from, more, true);
    } else {
      prependIpv6Fragment(p, 17, part.from, more, id);
      prependIpv6(p, src, dst, IPV6_FRAGMENT, 64, tos, 0);
    }
    return takePacket(p);
  };
  const takePacket = (p: Packet): Uint8Array | null => {
    expect(parseIp(h, p, true)).toBe(0);
    const whole = r.take(p, h);
    if (whole === null) return null;
    const found = whole.bytes.slice(h.payloadFrom, h.payloadTo);
    expect(h.isFragment).toBe(false);
    expect(h.src.equals(ADDRESSES[version][0])).toBe(true);
    expect(h.protocol).toBe(17);
    whole.release();
    return found;
  };
  const counts = () => ({ drops, duplicates, expired });
  return { clock, pool, r, h, take, counts };
}

/** A length and how it is cut into fragments. */
const datagrams = fc
  .tuple(fc.integer({ min: 2, max: 300 }), fc.uniqueArray(fc.integer({ min: 1, max: 299 })))
  .filter(([units, cuts]) => cuts.some((c) => c < units))
  .chain(([units, cuts]) => {
    const edges = [0, ...cuts.filter((c) => c < units).sort((a, b) => a - b), units];
    const length = fc.integer({ min: units * 8 - 7, max: units * 8 });
    const parts = (n: number): Part[] =>
      edges
        .slice(0, -1)
        .map((e, i) => ({ from: e * 8, to: Math.min((edges[i + 1] as number) * 8, n) }));
    return length.map((n) => ({ n, parts: parts(n) }));
  });

/** The fragments of one in some order, some of them again. */
const arrivals = datagrams.chain(({ n, parts }) =>
  fc
    .tuple(
      fc.shuffledSubarray(parts, { minLength: parts.length }),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }),
    )
    .map(([order, again]) => {
      const list = [...order];
      for (const [which, where] of again) {
        list.splice(where % list.length, 0, parts[which % parts.length] as Part);
      }
      return { n, parts: list, distinct: parts.length };
    }),
);

describe.each([4, 6] as const)('reassembly of IPv%i', (version) => {
  it('puts a datagram together from any order, with duplicates', () => {
    fc.assert(
      fc.property(arrivals, ({ n, parts, distinct }) => {
        const { take, r, pool } = setUp(version);
        const payload = pattern(n);
        const arrived = new Set<Part>();
        for (const part of parts) {
          const whole = take(payload, part);
          arrived.add(part);
          if (arrived.size < distinct) {
            expect(whole).toBeNull();
          } else {
            // What comes after that are duplicates of it, and begin another.
            expect(whole).toEqual(payload);
            break;
          }
        }
        expect(r.datagrams).toBe(0);
        expect(r.memory).toBe(0);
        expect(pool.out).toBe(0);
      }),
    );
  });

  it('never gives what it was not given, whatever overlaps', () => {
    const range = fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 40 }), (ranges) => {
        const { take, r, pool, clock } = setUp(version);
        const payload = pattern(200);
        for (const [at, n] of ranges) {
          const part = { from: at * 8, to: Math.min((at + n) * 8, 200) };
          const whole = take(payload, part);
          if (whole !== null) expect(whole).toEqual(payload);
        }
        while (clock.timers.next() !== NEVER) clock.turn(clock.timers.next());
        expect(r.datagrams).toBe(0);
        expect(pool.out).toBe(0);
      }),
    );
  });

  it('drops a datagram whose fragments overlap, and what still comes of it [RFC 5722 4]', () => {
    const { take, counts, r, pool } = setUp(version);
    const payload = pattern(64);
    take(payload, { from: 0, to: 24 });
    take(payload, { from: 16, to: 40 });
    expect(counts().drops).toEqual(['bad-fragment', 'bad-fragment']);
    expect(take(payload, { from: 0, to: 32 })).toBeNull();
    expect(take(payload, { from: 32, to: 64 })).toBeNull();
    expect(counts().drops.length).toBe(4);
    expect(pool.out).toBe(0);
    expect(r.datagrams).toBe(1);
  });

  it('lets exact copies pass, but no copy with other octets [RFC 8200 4.5]', () => {
    const { take, counts } = setUp(version);
    const payload = pattern(64);
    take(payload, { from: 0, to: 24 });
    take(payload, { from: 0, to: 24 });
    expect(counts()).toMatchObject({ drops: [], duplicates: 1 });
    const other = payload.map((x) => x ^ 1);
    take(other, { from: 0, to: 24 });
    expect(counts().drops).toEqual(['bad-fragment', 'bad-fragment']);
    // The same octets, once as a middle part and once as the end.
    take(payload, { from: 0, to: 24 }, 2);
    take(payload.subarray(0, 24), { from: 0, to: 24 }, 2);
    expect(counts()).toMatchObject({ duplicates: 1 });
    expect(counts().drops.length).toBe(4);
  });

  it('drops a datagram with two ends', () => {
    const { take, counts } = setUp(version);
    take(pattern(64), { from: 56, to: 64 });
    take(pattern(48), { from: 40, to: 48 });
    expect(counts().drops).toEqual(['bad-fragment', 'bad-fragment']);
  });

  it('drops a datagram with octets beyond its end', () => {
    const { take, counts } = setUp(version);
    take(pattern(64), { from: 32, to: 40 });
    take(pattern(24), { from: 16, to: 24 });
    expect(counts().drops).toEqual(['bad-fragment', 'bad-fragment']);
    take(pattern(24), { from: 16, to: 24 }, 2);
    take(pattern(64), { from: 32, to: 40 }, 2);
    expect(counts().drops.length).toBe(4);
  });

  it('drops what has waited too long, telling about it only if the beginning is there', () => {
    const { take, counts, clock, pool, r } = setUp(version);
    const payload = pattern(64);
    clock.turn(1000, () => void take(payload, { from: 0, to: 8 }, 1));
    clock.turn(2000, () => void take(payload, { from: 8, to: 16 }, 2));
    clock.turn(2000 + IPV4_TIMEOUT - 1);
    expect(counts().expired).toEqual([version === 4 ? 28 : 56]);
    expect(counts().drops).toEqual(['reassembly-timeout']);
    clock.turn(2000 + IPV4_TIMEOUT);
    expect(counts().expired.length).toBe(1);
    expect(counts().drops.length).toBe(2);
    expect(pool.out).toBe(0);
    expect(r.datagrams).toBe(0);
    expect(clock.timers.next()).toBe(NEVER);
  });

  it('tells datagrams apart by their identification', () => {
    const { take } = setUp(version);
    const one = pattern(32);
    const two = pattern(32).map((x) => ~x);
    take(one, { from: 0, to: 16 }, 1);
    take(two, { from: 0, to: 16 }, 2);
    expect(take(two, { from: 16, to: 32 }, 2)).toEqual(two);
    expect(take(one, { from: 16, to: 32 }, 1)).toEqual(one);
  });

  it('holds no more datagrams than its limit: the oldest goes', () => {
    const { take, counts, r } = setUp(version, { datagrams: 3, octets: 1 << 20 });
    const payload = pattern(32);
    for (let id = 1; id <= 4; id++) take(payload, { from: 0, to: 16 }, id);
    expect(r.datagrams).toBe(3);
    expect(counts().drops).toEqual(['reassembly-full']);
    expect(take(payload, { from: 16, to: 32 }, 1)).toBeNull();
    expect(take(payload, { from: 16, to: 32 }, 4)).toEqual(payload);
  });

  it('remembers what was spoiled when memory runs out', () => {
    const { take, counts } = setUp(version, { datagrams: 100, octets: 3 * 2048 });
    const payload = pattern(64);
    take(payload, { from: 0, to: 16 }, 1);
    take(payload, { from: 8, to: 24 }, 1);
    for (let id = 2; id <= 5; id++) take(payload, { from: 0, to: 16 }, id);
    take(payload, { from: 32, to: 40 }, 1);
    const bad = 'bad-fragment';
    expect(counts().drops).toEqual([bad, bad, 'reassembly-full', bad]);
  });

  it('holds no more memory than its limit', () => {
    const { take, counts, r, pool } = setUp(version, { datagrams: 100, octets: 10 * 2048 });
    const payload = pattern(8000);
    for (let i = 0; i < 500; i++) {
      take(payload, { from: i * 8, to: i * 8 + 8 }, i % 7);
      expect(r.memory).toBeLessThanOrEqual(10 * 2048);
      expect(pool.out).toBeLessThanOrEqual(10);
    }
    expect(counts().drops.every((reason) => reason === 'reassembly-full')).toBe(true);
  });

  it('keeps signs of congestion, and drops datagrams that mix them [RFC 3168 5.3]', () => {
    const { take, h, counts } = setUp(version);
    const payload = pattern(32);
    take(payload, { from: 0, to: 16 }, 1, 2);
    expect(take(payload, { from: 16, to: 32 }, 1, 3)).toEqual(payload);
    expect(h.tos & 3).toBe(3);
    take(payload, { from: 0, to: 16 }, 2, 0);
    expect(take(payload, { from: 16, to: 32 }, 2, 3)).toBeNull();
    expect(counts().drops).toEqual(['bad-fragment', 'bad-fragment']);
  });

  it('puts the largest datagram together', () => {
    const { take } = setUp(version);
    const n = version === 4 ? 65_515 : 65_535;
    const payload = pattern(n);
    let whole: Uint8Array | null = null;
    for (let from = 0; from < n; from += 1400) {
      whole = take(payload, { from, to: Math.min(from + 1400, n) });
    }
    expect(whole).toEqual(payload);
  });
});
