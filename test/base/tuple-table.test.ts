import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/base/random.ts';
import { type TupleAddress, type Tupled, TupleTable } from '../../src/base/tuple-table.ts';

function v4(w3: number): TupleAddress {
  return { version: 4, w0: 0, w1: 0, w2: 0, w3 };
}
function v6(w0: number, w1: number, w2: number, w3: number): TupleAddress {
  return { version: 6, w0, w1, w2, w3 };
}
function tuple(
  local: TupleAddress,
  localPort: number,
  remote: TupleAddress,
  remotePort: number,
): Tupled {
  return { local, localPort, remote, remotePort };
}
function find<T extends Tupled>(table: TupleTable<T>, t: Tupled): T | null {
  return table.find(t.local, t.remote, t.localPort, t.remotePort);
}
const key = (t: Tupled): string => JSON.stringify([t.local, t.localPort, t.remote, t.remotePort]);

/** Few values for each part, so that tuples often differ in one only, and meet again. */
const address = fc.oneof(
  fc.integer({ min: -2, max: 2 }).map(v4),
  fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: -1, max: 1 }))).map((w) => {
    const [a, b, c, d] = w as [number, number, number, number];
    return v6(a, b, c, d);
  }),
);
const port = fc.constantFrom(0, 1, 80, 65535);
const anyTuple = fc.tuple(address, port, address, port).map((parts) => tuple(...parts));

describe('TupleTable', () => {
  it('finds what a map of strings would, whatever is added and deleted', () => {
    const step = fc.record({ add: fc.boolean(), tuple: anyTuple });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const table = new TupleTable<Tupled>(new SeededRandom(1));
        const model = new Map<string, Tupled>();
        for (const { add, tuple: t } of steps) {
          const there = model.get(key(t));
          expect(find(table, t)).toBe(there ?? null);
          if (!add) {
            expect(table.delete(there ?? t)).toBe(there !== undefined);
            model.delete(key(t));
          } else if (there !== undefined) {
            expect(() => table.add(t)).toThrow('already');
          } else {
            table.add(t);
            model.set(key(t), t);
          }
          expect(table.size).toBe(model.size);
        }
        expect(new Set(table)).toEqual(new Set(model.values()));
      }),
      { numRuns: 300 },
    );
  });

  it('finds what is left after any deletion in a small table, where runs of slots go round its end', () => {
    const steps = fc.array(fc.nat(9), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(fc.integer(), steps, (seed, ports) => {
        const table = new TupleTable<Tupled>(new SeededRandom(seed));
        const all = Array.from({ length: 10 }, (_, i) => tuple(v4(1), i, v4(2), 2));
        const there = new Set<Tupled>();
        for (const i of ports) {
          const t = all[i] as Tupled;
          if (there.delete(t)) {
            table.delete(t);
          } else if (there.size < 8) {
            there.add(t);
            table.add(t);
          }
          for (const u of all) expect(find(table, u)).toBe(there.has(u) ? u : null);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('finds each of 20,000 while it grows, and the rest while it shrinks', () => {
    const table = new TupleTable<Tupled>(new SeededRandom(2));
    const local = v4(0x0a000001);
    const all = Array.from({ length: 20_000 }, (_, i) =>
      tuple(local, 80, v4(i >> 4), 1024 + (i & 15)),
    );
    for (const t of all) table.add(t);
    expect(all.every((t) => find(table, t) === t)).toBe(true);
    all.forEach((t, i) => {
      if (i % 50 !== 0) table.delete(t);
    });
    expect(table.size).toBe(400);
    all.forEach((t, i) => {
      expect(find(table, t)).toBe(i % 50 === 0 ? t : null);
    });
  });

  it('does not delete an object in place of another with its tuple', () => {
    const table = new TupleTable<Tupled>(new SeededRandom(3));
    const t = tuple(v4(1), 1, v4(2), 2);
    table.add(t);
    expect(table.delete({ ...t })).toBe(false);
    expect(find(table, t)).toBe(t);
  });

  it('tells an IPv4 address from an IPv6 address with the same words', () => {
    const table = new TupleTable<Tupled>(new SeededRandom(4));
    const four = tuple(v4(1), 1, v4(2), 2);
    const six = tuple(v6(0, 0, 0, 1), 1, v6(0, 0, 0, 2), 2);
    table.add(four);
    expect(find(table, six)).toBe(null);
    table.add(six);
    expect([find(table, four), find(table, six)]).toEqual([four, six]);
  });

  it('lists its objects in one order, however they came in and whatever the secret', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyTuple, { selector: key, maxLength: 40 }),
        fc.integer(),
        fc.integer(),
        (tuples, seed, other) => {
          const a = new TupleTable<Tupled>(new SeededRandom(seed));
          const b = new TupleTable<Tupled>(new SeededRandom(other));
          for (const t of tuples) a.add(t);
          for (const t of tuples.reverse()) b.add(t);
          expect(a.values()).toEqual(b.values());
        },
      ),
    );
  });

  it('may lose its objects while it is walked', () => {
    const table = new TupleTable<Tupled>(new SeededRandom(5));
    for (let i = 0; i < 100; i++) table.add(tuple(v4(1), i, v4(2), 2));
    const ports: number[] = [];
    for (const t of table) {
      ports.push(t.localPort);
      table.delete(t);
    }
    expect(ports).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(table.size).toBe(0);
  });
});
