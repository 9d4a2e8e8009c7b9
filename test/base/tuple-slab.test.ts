import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/base/random.ts';
import { TupleHash } from '../../src/base/tuple-hash.ts';
import { TupleSlab, type TupleTarget } from '../../src/base/tuple-slab.ts';
import type { TupleAddress } from '../../src/base/tuple-table.ts';

type Words = readonly [number, number, number, number];

interface Tuple {
  readonly local: Words;
  readonly remote: Words;
  readonly localPort: number;
  readonly remotePort: number;
}

function address(version: 4 | 6, w: Words): TupleAddress {
  return version === 4
    ? { version, w0: 0, w1: 0, w2: 0, w3: w[3] }
    : { version, w0: w[0], w1: w[1], w2: w[2], w3: w[3] };
}

function find(slab: TupleSlab, t: Tuple): number {
  const { version } = slab;
  return slab.find(
    address(version, t.local),
    address(version, t.remote),
    t.localPort,
    t.remotePort,
  );
}

function add(slab: TupleSlab, t: Tuple): number {
  const { version } = slab;
  return slab.add(address(version, t.local), address(version, t.remote), t.localPort, t.remotePort);
}

function key(version: 4 | 6, t: Tuple): string {
  return JSON.stringify([
    address(version, t.local),
    address(version, t.remote),
    t.localPort,
    t.remotePort,
  ]);
}

function target(): TupleTarget {
  const zero = (): { version: 4 | 6; w0: number; w1: number; w2: number; w3: number } => ({
    version: 4,
    w0: 9,
    w1: 9,
    w2: 9,
    w3: 9,
  });
  return { local: zero(), remote: zero(), localPort: 0, remotePort: 0 };
}

/** Few values for each part, so that tuples often differ in one only, and meet again. */
const word = fc.constantFrom(0, 1, -1, 0x7fffffff);
const words = fc.tuple(word, word, word, word);
const port = fc.constantFrom(0, 1, 80, 65535);
const tuple = fc.record({ local: words, remote: words, localPort: port, remotePort: port });

describe('TupleSlab', () => {
  for (const version of [4, 6] as const) {
    it(`finds what a map of strings would, whatever is added and deleted, over IPv${version}`, () => {
      const step = fc.record({ add: fc.boolean(), tuple, value: fc.integer() });
      fc.assert(
        fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
          const slab = new TupleSlab(new TupleHash(new SeededRandom(3)), version, 2);
          const model = new Map<string, readonly [slot: number, value: number]>();
          for (const s of steps) {
            const k = key(version, s.tuple);
            const there = model.get(k);
            expect(find(slab, s.tuple)).toBe(there?.[0] ?? -1);
            if (there !== undefined && !s.add) {
              slab.delete(there[0]);
              model.delete(k);
            } else if (there === undefined && s.add) {
              const slot = add(slab, s.tuple);
              expect([slab.get(slot, 0), slab.get(slot, 1)]).toEqual([0, 0]);
              slab.set(slot, 1, s.value);
              model.set(k, [slot, s.value]);
            }
            expect(slab.size).toBe(model.size);
          }
          const seen = new Map<string, readonly [number, number]>();
          for (const slot of slab.slots()) {
            const t = target();
            slab.readTuple(slot, t);
            seen.set(JSON.stringify([t.local, t.remote, t.localPort, t.remotePort]), [
              slot,
              slab.get(slot, 1),
            ]);
          }
          expect(seen).toEqual(model);
        }),
        { numRuns: 150 },
      );
    });
  }

  it('grows to tens of thousands and lets go of its storage when the last has gone', () => {
    const slab = new TupleSlab(new TupleHash(new SeededRandom(1)), 4, 4);
    const at = (i: number): Tuple => ({
      local: [0, 0, 0, 1],
      remote: [0, 0, 0, i],
      localPort: 80,
      remotePort: i & 0xffff,
    });
    const slots: number[] = [];
    const empty = slab.octets;
    for (let i = 0; i < 20_000; i++) slots.push(add(slab, at(i)));
    expect(new Set(slots).size).toBe(20_000);
    for (let i = 0; i < 20_000; i += 3) slab.delete(slots[i] as number);
    for (let i = 0; i < 20_000; i++) expect(find(slab, at(i))).toBe(i % 3 === 0 ? -1 : slots[i]);
    for (let i = 0; i < 20_000; i += 3) add(slab, at(i)); // in the places that are free
    expect(slab.octets / slab.size).toBeLessThan(48);
    for (const slot of slab.slots()) slab.delete(slot);
    expect(slab.size).toBe(0);
    expect(slab.octets).toBe(empty);
  });

  it('lists entries by tuple, whatever the secret and the order they came in', () => {
    const list = (seed: number, order: readonly number[]): number[] => {
      const slab = new TupleSlab(new TupleHash(new SeededRandom(seed)), 4, 0);
      for (const i of order) {
        add(slab, {
          local: [0, 0, 0, i & 1],
          remote: [0, 0, 0, i],
          localPort: 80,
          remotePort: i >> 3,
        });
      }
      return [...slab.slots()].map((slot) => {
        const t = target();
        slab.readTuple(slot, t);
        return t.remote.w3;
      });
    };
    const order = Array.from({ length: 64 }, (_, i) => i);
    expect(list(1, order)).toEqual(list(2, order.toReversed()));
  });
});
