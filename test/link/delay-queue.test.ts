import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Packet } from '../../src/base/packet.ts';
import { NEVER } from '../../src/base/timer-queue.ts';
import { DelayQueue } from '../../src/link/delay-queue.ts';

it('gives packets in the order of their time, and of their coming when that is the same', () => {
  /** A packet due after so long, or null: take one out. */
  const steps = fc.array(fc.option(fc.integer({ min: 0, max: 20 }), { freq: 3 }), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(steps, (list) => {
      const queue = new DelayQueue();
      const model: { packet: Packet; due: number }[] = [];
      for (const due of list) {
        if (due === null) {
          expect(queue.pop()).toBe(model.shift()?.packet ?? null);
        } else {
          const packet = new Packet(128);
          queue.push(packet, due);
          const at = model.findIndex((m) => m.due > due);
          model.splice(at < 0 ? model.length : at, 0, { packet, due });
        }
        expect(queue.length).toBe(model.length);
        expect(queue.next).toBe(model[0]?.due ?? NEVER);
      }
    }),
  );
});
