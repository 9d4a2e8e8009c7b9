import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Party } from '../../src/base/clock.ts';
import { type Micros, Timed } from '../../src/base/timer-queue.ts';
import { Driver, type Notice } from '../../src/node/driver.ts';
import { SystemRandom } from '../../src/node/random.ts';

class Alarm extends Timed {
  readonly rang: Micros[] = [];
  next: (() => void) | null = null;
  override expire(now: Micros): void {
    this.rang.push(now);
    this.next?.();
  }
}

class Speaker extends Party {
  readonly turns: Micros[] = [];
  readonly #driver: Driver;
  constructor(driver: Driver) {
    super();
    this.#driver = driver;
  }
  override endTurn(): void {
    this.turns.push(this.#driver.clock.now);
  }
}

class News implements Notice {
  noticed = false;
  told = 0;
  inTurn = false;
  readonly #driver: Driver;
  constructor(driver: Driver) {
    this.#driver = driver;
  }
  notify(): void {
    this.told++;
    this.inTurn = this.#driver.clock.inTurn;
  }
}

/** So little that it is due as soon as the turn has ended. */
const SHORTLY: Micros = 0.001;

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('the driver of real time', () => {
  let driver: Driver;
  beforeEach(() => {
    driver = new Driver();
  });
  afterEach(() => driver.close());

  it('shows microseconds since its start, and what they are on the calendar', async () => {
    expect(driver.clock.now).toBe(0);
    const before = driver.now();
    await sleep(20);
    driver.enter();
    expect(driver.clock.now - before).toBeGreaterThan(18_000);
    expect(Math.abs(driver.epoch + driver.now() - Date.now() * 1000)).toBeLessThan(50_000);
  });

  it('can start at another time', () => {
    const other = new Driver(5_000_000);
    expect(other.clock.now).toBe(5_000_000);
    expect(other.now()).toBeGreaterThanOrEqual(5_000_000);
    expect(Math.abs(other.epoch + other.now() - Date.now() * 1000)).toBeLessThan(50_000);
    other.close();
  });

  it('makes a turn soon when a party is touched between turns, one for many touches', async () => {
    const speaker = new Speaker(driver);
    driver.clock.touch(speaker);
    driver.clock.touch(speaker);
    expect(speaker.turns).toEqual([]);
    await sleep(1);
    expect(speaker.turns).toHaveLength(1);
    driver.clock.touch(speaker);
    await sleep(1);
    expect(speaker.turns).toHaveLength(2);
  });

  it('makes a turn soon after enter, though nobody was touched', async () => {
    const alarm = new Alarm();
    driver.enter();
    driver.clock.timers.arm(alarm, driver.clock.now);
    await sleep(2);
    expect(alarm.rang).toHaveLength(1);
  });

  it('expires timers when they are due and not before', async () => {
    const alarms = [30_000, 10_000, 20_500].map((due) => {
      const alarm = new Alarm();
      driver.turn(() => driver.clock.timers.arm(alarm, driver.clock.now + due));
      return { alarm, due: alarm.due };
    });
    await sleep(60);
    for (const { alarm, due } of alarms) {
      expect(alarm.rang).toHaveLength(1);
      expect(alarm.rang[0]).toBeGreaterThanOrEqual(due);
      expect((alarm.rang[0] as number) - due).toBeLessThan(15_000);
    }
  });

  it('expires a timer that was moved later, only then', async () => {
    const alarm = new Alarm();
    driver.turn(() => driver.clock.timers.arm(alarm, driver.clock.now + 10_000));
    driver.turn(() => driver.clock.timers.arm(alarm, driver.clock.now + 40_000));
    await sleep(25);
    expect(alarm.rang).toEqual([]);
    await sleep(30);
    expect(alarm.rang).toHaveLength(1);
  });

  it('runs what is due at once in the same call, as on a cable without delay', () => {
    const alarm = new Alarm();
    alarm.next = () => {
      if (alarm.rang.length < 50) driver.clock.timers.arm(alarm, driver.clock.now + SHORTLY);
    };
    driver.turn(() => driver.clock.timers.arm(alarm, driver.clock.now));
    expect(alarm.rang).toHaveLength(50);
  });

  it('lets the event loop live though there is always something due', async () => {
    const alarm = new Alarm();
    alarm.next = () => driver.clock.timers.arm(alarm, driver.clock.now + SHORTLY);
    driver.turn(() => driver.clock.timers.arm(alarm, driver.clock.now));
    const start = performance.now();
    for (let i = 0; i < 10; i++) await sleep(1);
    expect(performance.now() - start).toBeLessThan(500);
    expect(alarm.rang.length).toBeGreaterThan(100);
  });

  it('waits for what is due in microseconds without the millisecond of a platform timer', async () => {
    const alarm = new Alarm();
    let left = 100;
    alarm.next = () => {
      if (--left > 0) driver.clock.timers.arm(alarm, driver.clock.now + 50);
    };
    const start = performance.now();
    driver.turn(() => driver.clock.timers.arm(alarm, driver.clock.now + 50));
    while (left > 0) await sleep(1);
    expect(performance.now() - start).toBeLessThan(80); // 100 platform timers take 109 ms or more
  });

  it('runs input directly when it is called within a turn', () => {
    const order: string[] = [];
    driver.turn(() => {
      driver.turn(() => order.push('inner'));
      order.push('outer');
    });
    expect(order).toEqual(['inner', 'outer']);
    expect(driver.clock.inTurn).toBe(false);
  });

  it('notifies after the turn, once for many requests', async () => {
    const news = new News(driver);
    driver.turn(() => {
      driver.later(news);
      driver.later(news);
    });
    expect(news.told).toBe(0);
    await sleep(1);
    expect(news.told).toBe(1);
    expect(news.inTurn).toBe(false);
    driver.later(news);
    await sleep(1);
    expect(news.told).toBe(2);
  });

  it('takes as many unrefs as refs', () => {
    driver.ref();
    driver.ref();
    driver.unref();
    driver.unref();
    expect(() => driver.unref()).toThrow('unref without ref');
  });

  it('makes no turns of its own after it was closed', async () => {
    const speaker = new Speaker(driver);
    const alarm = new Alarm();
    driver.turn(() => driver.clock.timers.arm(alarm, driver.clock.now + 1000));
    driver.close();
    driver.clock.touch(speaker);
    await sleep(10);
    expect(speaker.turns).toEqual([]);
    expect(alarm.rang).toEqual([]);
  });
});

describe('the system’s random numbers', () => {
  it('are 32-bit words that do not repeat from batch to batch', () => {
    const random = new SystemRandom();
    const seen = new Set<number>();
    for (let i = 0; i < 2000; i++) {
      const word = random.u32();
      expect(word).toBe(word >>> 0);
      seen.add(word);
    }
    expect(seen.size).toBeGreaterThan(1995);
  });
});
