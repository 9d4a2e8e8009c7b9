import { describe, expect, it } from 'vitest';
import { Clock, Party } from '../../src/base/clock.ts';
import { Timed } from '../../src/base/timer-queue.ts';

class Speaker extends Party {
  readonly said: string[];
  readonly name: string;
  next: (() => void) | null = null;
  constructor(name: string, said: string[]) {
    super();
    this.name = name;
    this.said = said;
  }
  override endTurn(): void {
    this.said.push(this.name);
    const { next } = this;
    this.next = null;
    next?.();
  }
}

describe('Clock', () => {
  it('takes input, then expires timers, and lets each touched party speak once at the end', () => {
    const said: string[] = [];
    const clock = new Clock();
    const host = new Speaker('host', said);
    class Alarm extends Timed {
      override expire(now: number): void {
        said.push(`timer ${now}`);
        clock.touch(host);
      }
    }
    clock.timers.arm(new Alarm(), 5);
    clock.turn(7, () => {
      said.push(`input ${clock.now}`);
      clock.touch(host);
    });
    expect(said).toEqual(['input 7', 'timer 7', 'host']);
  });

  it('lets a party touched by another, or by itself, speak in the same turn', () => {
    const said: string[] = [];
    const clock = new Clock();
    const [a, b] = [new Speaker('a', said), new Speaker('b', said)];
    a.next = () => {
      clock.touch(b);
      clock.touch(a);
    };
    clock.turn(0, () => clock.touch(a));
    expect(said).toEqual(['a', 'b', 'a']);
  });

  it('wakes its driver when a party is touched outside a turn, not inside', () => {
    let woken = 0;
    const said: string[] = [];
    const clock = new Clock();
    clock.wake = () => woken++;
    const host = new Speaker('host', said);
    clock.touch(host);
    clock.touch(host);
    expect(woken).toBe(1);
    clock.turn(0, () => clock.touch(host));
    expect([woken, said]).toEqual([1, ['host']]);
  });

  it('never goes back', () => {
    const clock = new Clock();
    clock.turn(10);
    clock.turn(5);
    expect(clock.now).toBe(10);
  });

  it('refuses a turn inside a turn, and can go on after something threw', () => {
    const clock = new Clock();
    expect(() => clock.turn(0, () => clock.turn(0))).toThrow('inside a turn');
    expect(clock.inTurn).toBe(false);
    clock.turn(1);
    expect(clock.now).toBe(1);
  });
});
