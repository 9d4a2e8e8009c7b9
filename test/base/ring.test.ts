import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_OCTETS, Ring } from '../../src/base/ring.ts';

/** `n` octets counting up from `first`. */
function run(first: number, n: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => first + i);
}

function peek(ring: Ring, offset: number, n: number): number[] {
  const out = new Uint8Array(n + 2);
  ring.peek(offset, n, out, 1);
  expect([out[0], out[n + 1]]).toEqual([0, 0]);
  return [...out.subarray(1, n + 1)];
}

describe('Ring', () => {
  it('holds no storage until something is put', () => {
    const ring = new Ring();
    expect([ring.length, ring.storage]).toEqual([0, 0]);
  });

  it('gives its storage back when it is emptied, and works on', () => {
    const ring = new Ring();
    ring.push(run(0, 10), 0, 10);
    expect(ring.storage).toBeGreaterThan(0);
    ring.drop(10);
    expect([ring.length, ring.storage]).toEqual([0, 0]);
    ring.push(run(7, 3), 0, 3);
    expect(peek(ring, 0, 3)).toEqual([7, 8, 9]);
    ring.clear();
    expect([ring.length, ring.storage]).toEqual([0, 0]);
  });

  it('keeps storage while octets wait out of order, although its length is 0', () => {
    const ring = new Ring();
    ring.push(run(0, 4), 0, 4);
    ring.put(10, run(50, 3), 0, 3);
    ring.drop(4);
    expect(ring.length).toBe(0);
    expect(ring.storage).toBeGreaterThan(0);
    expect(peek(ring, 6, 3)).toEqual([50, 51, 52]);
  });

  it('keeps octets that wait out of order when it grows', () => {
    const ring = new Ring();
    ring.push(run(0, 4000), 0, 4000);
    ring.drop(3990);
    ring.put(30, run(90, 20), 0, 20); // wraps in the storage
    const before = ring.storage;
    ring.put(50, run(0, 9000), 0, 9000);
    expect(ring.storage).toBeGreaterThan(before);
    expect(peek(ring, 30, 20)).toEqual([...run(90, 20)]);
    ring.put(10, run(70, 20), 0, 20);
    ring.commit(40);
    expect(peek(ring, 0, 50)).toEqual([...run(3990, 10), ...run(70, 20), ...run(90, 20)]);
  });

  it('throws when octets are committed that were never put', () => {
    const ring = new Ring();
    ring.put(0, run(0, 5), 0, 5);
    expect(() => ring.commit(6)).toThrow('never put');
  });

  it('throws when octets are dropped that are not there', () => {
    const ring = new Ring();
    ring.push(run(0, 5), 0, 5);
    expect(() => ring.drop(6)).toThrow('not there');
  });

  it('shares one that stays empty, whatever is done to it', () => {
    expect(() => NO_OCTETS.push(run(0, 1), 0, 1)).toThrow('stays empty');
    expect(() => NO_OCTETS.put(3, run(0, 1), 0, 1)).toThrow('stays empty');
    expect(() => NO_OCTETS.commit(1)).toThrow();
    expect(() => NO_OCTETS.drop(1)).toThrow();
    NO_OCTETS.drop(0);
    NO_OCTETS.trim();
    NO_OCTETS.clear();
    expect([NO_OCTETS.length, NO_OCTETS.storage]).toEqual([0, 0]);
  });

  it('does not share storage with another ring', () => {
    const [a, b] = [new Ring(), new Ring()];
    a.push(run(1, 5), 0, 5);
    a.clear();
    a.push(run(1, 5), 0, 5);
    b.push(run(50, 5), 0, 5);
    expect(peek(a, 0, 5)).toEqual([1, 2, 3, 4, 5]);
  });
});

/** A queue as an array with holes: undefined where nothing was put. */
class Model {
  octets: (number | undefined)[] = [];
  length = 0;

  /** Octets put at the front, without a hole. */
  get ready(): number {
    const hole = this.octets.indexOf(undefined);
    return hole < 0 ? this.octets.length : hole;
  }

  put(offset: number, src: Uint8Array): void {
    while (this.octets.length < offset + src.length) this.octets.push(undefined);
    for (let i = 0; i < src.length; i++) this.octets[offset + i] = src[i];
  }
}

const size = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 5000 }));
const step = fc.oneof(
  fc.record({ push: size }),
  fc.record({ put: size, offset: size }),
  fc.record({ commit: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ drop: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ trim: fc.constant(true) }),
  fc.record({ clear: fc.constant(true) }),
);

describe('Ring and an array', () => {
  it('hold the same octets after any calls', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const ring = new Ring();
        const model = new Model();
        let value = 0;
        for (const s of steps) {
          value = (value + 37) & 255;
          if ('push' in s) {
            const src = run(value, s.push + 2);
            ring.push(src, 1, s.push + 1);
            model.put(model.length, src.subarray(1, s.push + 1));
            model.length += s.push;
          } else if ('put' in s) {
            const src = run(value, s.put);
            ring.put(model.length + s.offset, src, 0, s.put);
            model.put(model.length + s.offset, src);
          } else if ('commit' in s) {
            const n = Math.floor((model.ready - model.length) * s.commit);
            ring.commit(n);
            model.length += n;
          } else if ('drop' in s) {
            const n = Math.floor(model.length * s.drop);
            ring.drop(n);
            model.octets.splice(0, n);
            model.length -= n;
          } else if ('trim' in s) {
            ring.trim();
            model.octets.length = model.length;
          } else {
            ring.clear();
            model.octets.length = 0;
            model.length = 0;
          }
          expect(ring.length).toBe(model.length);
          expect(ring.storage === 0).toBe(model.octets.length === 0);
          const all = peek(ring, 0, model.octets.length);
          expect(
            all.findIndex((x, i) => model.octets[i] !== undefined && model.octets[i] !== x),
          ).toBe(-1);
        }
      }),
      { numRuns: 200 },
    );
  });
});
