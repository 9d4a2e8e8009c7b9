import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEVER, Timed, TimerQueue } from '../../src/base/timer-queue.ts';

class Alarm extends Timed {
  readonly id: number;
  readonly fired: [number, number][];
  constructor(id: number, fired: [number, number][]) {
    super();
    this.id = id;
    this.fired = fired;
  }
  override expire(now: number): void {
    this.fired.push([this.id, now]);
  }
}

describe('TimerQueue', () => {
  it('expires what a plain list of deadlines would, in order, however they were moved', () => {
    const step = fc.oneof(
      fc.record({ arm: fc.integer({ min: 0, max: 9 }), in: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ cancel: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ remove: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ advance: fc.integer({ min: 0, max: 30 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const fired: [number, number][] = [];
        const q = new TimerQueue();
        const alarms = Array.from({ length: 10 }, (_, i) => new Alarm(i, fired));
        const model = new Array<number>(10).fill(NEVER);
        let now = 0;
        for (const s of steps) {
          if ('arm' in s) {
            model[s.arm] = now + s.in;
            q.arm(alarms[s.arm] as Alarm, now + s.in);
          } else if ('cancel' in s) {
            model[s.cancel] = NEVER;
            q.arm(alarms[s.cancel] as Alarm, NEVER);
          } else if ('remove' in s) {
            model[s.remove] = NEVER;
            q.remove(alarms[s.remove] as Alarm);
          } else {
            now += s.advance;
            fired.length = 0;
            q.advance(now);
            const due = model.map((at, id) => ({ at, id })).filter((m) => m.at <= now);
            expect(fired.map(([id]) => id).sort()).toEqual(due.map((m) => m.id).sort());
            expect(fired.map(([id]) => model[id])).toEqual(
              due.map((m) => m.at).sort((a, b) => a - b),
            );
            for (const m of due) model[m.id] = NEVER;
          }
          expect(q.next()).toBe(Math.min(...model));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('expires nothing that was cancelled, or moved later before it was due', () => {
    const fired: [number, number][] = [];
    const q = new TimerQueue();
    const [a, b] = [new Alarm(0, fired), new Alarm(1, fired)];
    q.arm(a, 10);
    q.arm(b, 20);
    q.arm(a, NEVER);
    q.arm(b, 30);
    q.advance(29);
    expect(fired).toEqual([]);
    q.advance(30);
    expect(fired).toEqual([[1, 30]]);
    expect(q.next()).toBe(NEVER);
  });

  it('has no deadline left for what it expires, which may set the next one there', () => {
    class Repeating extends Timed {
      times: number[] = [];
      override expire(now: number): void {
        expect(this.due).toBe(NEVER);
        this.times.push(now);
        if (this.times.length < 3) q.arm(this, now + 5);
      }
    }
    const q = new TimerQueue();
    const t = new Repeating();
    q.arm(t, 5);
    for (let now = 0; now <= 30; now++) q.advance(now);
    expect(t.times).toEqual([5, 10, 15]);
  });

  it('may cancel, from one expiry, another that is due at the same time', () => {
    const fired: [number, number][] = [];
    const q = new TimerQueue();
    const victim = new Alarm(1, fired);
    class Canceller extends Timed {
      override expire(): void {
        q.arm(victim, NEVER);
      }
    }
    q.arm(new Canceller(), 10);
    q.arm(victim, 11);
    q.advance(20);
    expect(fired).toEqual([]);
  });
});
