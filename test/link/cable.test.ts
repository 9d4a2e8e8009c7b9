import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/base/clock.ts';
import { type Packet, PacketPool } from '../../src/base/packet.ts';
import { NEVER } from '../../src/base/timer-queue.ts';
import { Cable, type CableOptions } from '../../src/link/cable.ts';
import { Loopback } from '../../src/link/loopback.ts';
import { Tap } from '../../src/link/tap.ts';

/** A cable and what arrives at its b end: when, and the first octet of each packet. */
function setUp(o: CableOptions) {
  const clock = new Clock();
  const pool = new PacketPool();
  const cable = new Cable(clock, pool, o);
  const arrivals: [at: number, mark: number][] = [];
  cable.b.receiver = {
    deliver(p: Packet): void {
      arrivals.push([clock.now, p.bytes[p.from] as number]);
      p.release();
    },
  };
  const send = (mark: number, length = 100): void => {
    const p = pool.take(length);
    p.to += length;
    p.bytes[p.from] = mark;
    cable.a.send(p);
  };
  const run = (): void => {
    for (let t = clock.timers.next(); t !== NEVER; t = clock.timers.next()) clock.turn(t);
  };
  return { clock, pool, cable, arrivals, send, run };
}

describe('a cable', () => {
  it('delivers after its delay, in the order sent', () => {
    const { clock, arrivals, send, run } = setUp({ delay: 500 });
    clock.turn(1000, () => {
      send(1);
      send(2);
    });
    clock.turn(1200, () => send(3));
    run();
    expect(arrivals).toEqual([
      [1500, 1],
      [1500, 2],
      [1700, 3],
    ]);
  });

  it('occupies the line for length / rate with each packet', () => {
    // 1,000,000 octets per second: a microsecond an octet.
    const { clock, arrivals, send, run } = setUp({ delay: 50, rate: 1_000_000 });
    clock.turn(0, () => {
      send(1, 100);
      send(2, 200);
    });
    clock.turn(150, () => send(3, 10)); // waits for the second
    run();
    clock.turn(1000, () => send(4, 10)); // the line has been free for long
    run();
    expect(arrivals).toEqual([
      [150, 1],
      [350, 2],
      [360, 3],
      [1060, 4],
    ]);
  });

  it('drops what finds the queue full, and counts it', () => {
    const { clock, cable, arrivals, send, run } = setUp({ rate: 1_000_000, queue: 2 });
    clock.turn(0, () => {
      for (let mark = 1; mark <= 5; mark++) send(mark); // 1 on the line, 2 and 3 wait
    });
    expect(cable.a.dropped).toBe(2);
    clock.turn(100, () => send(6)); // 2 has the line now, 3 waits
    run();
    expect(arrivals.map(([, mark]) => mark)).toEqual([1, 2, 3, 6]);
    expect(cable.a).toMatchObject({ packets: 4, octets: 400, dropped: 2, underWay: 0 });
  });

  it('never delivers before send returns, even without delay', () => {
    const { clock, arrivals, send } = setUp({});
    clock.turn(7, () => {
      send(1);
      expect(arrivals).toEqual([]);
    });
    expect(arrivals).toEqual([[7, 1]]);
  });

  it('delivers what arrives at one instant in one turn', () => {
    const { clock, arrivals, send } = setUp({ delay: 10 });
    clock.turn(0, () => {
      for (let mark = 0; mark < 200; mark++) send(mark);
    });
    clock.turn(clock.timers.next());
    expect(arrivals.length).toBe(200);
    expect(clock.timers.next()).toBe(NEVER);
  });

  it('loses what is sent, and what would arrive, while it is unplugged', () => {
    const { clock, cable, arrivals, send, run } = setUp({ delay: 10 });
    clock.turn(0, () => send(1));
    clock.turn(5, () => {
      cable.unplug();
      send(2);
    });
    clock.turn(20);
    cable.plug();
    clock.turn(20, () => send(3));
    run();
    expect(arrivals).toEqual([[30, 3]]);
    expect(cable.a).toMatchObject({ packets: 1, dropped: 2 });
  });

  it('drops packets longer than its MTU, and what nobody receives', () => {
    const { clock, cable, arrivals, send, run } = setUp({ mtu: 100 });
    clock.turn(0, () => {
      send(1, 100);
      send(2, 101);
    });
    cable.b.receiver = null;
    clock.turn(0, () => send(3));
    run();
    expect(arrivals).toEqual([[0, 1]]);
    expect(cable.a.dropped).toBe(2);
  });

  it('keeps the order when its delay is made shorter in use', () => {
    const { clock, cable, arrivals, send, run } = setUp({ delay: 100 });
    clock.turn(0, () => send(1));
    cable.delay = 10;
    clock.turn(20, () => send(2));
    run();
    expect(arrivals).toEqual([
      [100, 1],
      [100, 2],
    ]);
  });

  it('refuses options that make no sense', () => {
    const make = (o: CableOptions) => () => setUp(o);
    expect(make({ delay: -1 })).toThrow('delay of a cable is at least 0 microseconds');
    expect(make({ delay: Number.POSITIVE_INFINITY })).toThrow(RangeError);
    expect(make({ rate: 0 })).toThrow(RangeError);
    expect(make({ queue: Number.NaN })).toThrow(RangeError);
    expect(make({ mtu: 20 })).toThrow('at least 68 octets');
  });

  it('behaves as a list of arrival times would, whatever is sent when', () => {
    const sends = fc.array(
      fc.record({
        after: fc.integer({ min: 0, max: 300 }),
        length: fc.integer({ min: 1, max: 400 }),
      }),
      { maxLength: 300 },
    );
    const options = fc.record({
      delay: fc.integer({ min: 0, max: 500 }),
      queue: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(sends, options, (packets, { delay, queue }) => {
        const { clock, cable, arrivals, send, run } = setUp({ delay, queue, rate: 1_000_000 });
        const starts: number[] = [];
        const expected: number[] = [];
        let now = 0;
        let free = 0;
        for (const { after, length } of packets) {
          now += after;
          while (clock.timers.next() < now) clock.turn(clock.timers.next());
          clock.turn(now, () => send(1, length));
          if (free > now && starts.filter((s) => s > now).length >= queue) continue;
          const start = Math.max(now, free);
          starts.push(start);
          free = start + length;
          expected.push(free + delay);
        }
        run();
        expect(arrivals.map(([at]) => at)).toEqual(expected);
        expect(cable.a.dropped).toBe(packets.length - expected.length);
      }),
    );
  });
});

describe('a loopback', () => {
  it('returns packets at the same time, after send has returned', () => {
    const clock = new Clock();
    const pool = new PacketPool();
    const link = new Loopback(clock);
    const seen: number[] = [];
    link.receiver = {
      deliver(p: Packet): void {
        seen.push(p.length);
        if (p.length < 3) {
          const q = pool.take(9);
          q.to += p.length + 1;
          link.send(q);
          expect(seen.at(-1)).toBe(p.length);
        }
        p.release();
      },
    };
    clock.turn(5, () => {
      const p = pool.take(9);
      p.to += 1;
      link.send(p);
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual([1, 2, 3]);
    expect(clock.timers.next()).toBe(NEVER);
    expect(link).toMatchObject({ mtu: 65_535, checksums: false });
  });
});

describe('a tap', () => {
  it('shows what passes both ways and changes nothing', () => {
    const { clock, pool, cable, run } = setUp({ delay: 1 });
    const seen: string[] = [];
    const tap = new Tap(cable.b, (p, direction) => seen.push(`${direction} ${p.length}`));
    const got: number[] = [];
    tap.receiver = {
      deliver(p: Packet): void {
        got.push(p.length);
        p.release();
      },
    };
    clock.turn(0, () => {
      cable.a.send(pool.copyOf(new Uint8Array(5)));
      tap.send(pool.copyOf(new Uint8Array(6)));
    });
    run();
    expect(seen).toEqual(['out 6', 'in 5']);
    expect(got).toEqual([5]);
    expect(tap).toMatchObject({ mtu: 1500, medium: 'ip', checksums: true });
  });
});
