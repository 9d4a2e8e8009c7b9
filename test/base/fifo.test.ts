import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fifo } from '../../src/base/fifo.ts';

describe('Fifo', () => {
  it('has nothing to give when it is empty', () => {
    const q = new Fifo<number>();
    expect([q.length, q.peek(), q.shift()]).toEqual([0, undefined, undefined]);
  });

  it('gives what an array would, however pushes and shifts are mixed', () => {
    const steps = fc.array(
      fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: -40, max: -1 })),
    );
    fc.assert(
      fc.property(steps, (counts) => {
        const q = new Fifo<number>();
        const model: number[] = [];
        let next = 0;
        for (const n of counts) {
          for (let i = 0; i < n; i++) {
            model.push(next);
            q.push(next++);
          }
          for (let i = 0; i > n; i--) {
            expect(q.peek()).toBe(model[0]);
            expect(q.shift()).toBe(model.shift());
          }
          expect(q.length).toBe(model.length);
        }
      }),
    );
  });
});
