import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/base/clock.ts';
import type { Packet } from '../../src/base/packet.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { NEVER } from '../../src/base/timer-queue.ts';
import { Cable } from '../../src/link/cable.ts';
import { Impair } from '../../src/link/impair.ts';
import type { Impairments } from '../../src/link/impairments.ts';
import { CountingPool } from '../net/outside.ts';

/** An impaired cable, what arrives at its far end, and what the impairment says it did. */
function setUp(o: Impairments, seed = 1) {
  const clock = new Clock();
  const pool = new CountingPool();
  const cable = new Cable(clock, pool, { checksums: false });
  const faults: string[] = [];
  const link = new Impair(cable.a, clock, new SeededRandom(seed), o, (direction, fault, p) => {
    faults.push(`${direction} ${fault} ${p.bytes[p.to - 1]}`);
  });
  const arrivals: [at: number, mark: number][] = [];
  const octets: Uint8Array[] = [];
  const receiver = {
    deliver(p: Packet): void {
      arrivals.push([clock.now, p.bytes[p.to - 1] as number]);
      octets.push(p.octets().slice());
      p.release();
    },
  };
  cable.b.receiver = receiver;
  link.receiver = receiver;
  /** An IPv4 packet of 40 octets that ends in `mark`, TCP unless another protocol is said. */
  const packet = (mark: number, protocol = 6): Packet => {
    const p = pool.take(40);
    p.bytes.fill(0, p.from, p.from + 40);
    p.to += 40;
    p.bytes[p.from] = 0x45;
    p.bytes[p.from + 9] = protocol;
    p.bytes[p.to - 1] = mark;
    return p;
  };
  const at = (now: number, ...marks: number[]): void =>
    clock.turn(now, () => {
      for (const mark of marks) link.send(packet(mark));
    });
  const run = (): void => {
    for (let t = clock.timers.next(); t !== NEVER; t = clock.timers.next()) clock.turn(t);
  };
  const marks = (): number[] => arrivals.map(([, mark]) => mark);
  return { clock, pool, cable, link, arrivals, octets, faults, packet, at, run, marks };
}

describe('an impairment by name', () => {
  it('drops the segment it names, and no other', () => {
    const { at, run, marks, faults, link } = setUp({
      rules: [
        { segment: 3, action: 'drop' },
        { segment: 5, action: 'drop' },
      ],
    });
    at(0, 1, 2, 3, 4);
    at(10, 5, 6);
    run();
    expect(marks()).toEqual([1, 2, 4, 6]);
    expect(faults).toEqual(['out drop 3', 'out drop 5']);
    expect(link.out).toMatchObject({ packets: 6, segments: 6, dropped: 2 });
  });

  it('counts TCP segments only', () => {
    const { clock, link, packet, run, marks } = setUp({ rules: [{ segment: 2, action: 'drop' }] });
    clock.turn(0, () => {
      link.send(packet(1));
      link.send(packet(2, 1)); // ICMP
      const fragment = packet(3);
      fragment.bytes[fragment.from + 7] = 1; // not the first fragment
      link.send(fragment);
      link.send(packet(4));
    });
    run();
    expect(marks()).toEqual([1, 2, 3]);
  });

  it('delays, duplicates and corrupts by name', () => {
    const { at, run, arrivals, faults, octets } = setUp({
      rules: [
        { segment: 1, action: 'delay', by: 50 },
        { segment: 2, action: 'duplicate' },
        { segment: 3, action: 'corrupt' },
      ],
    });
    at(0, 1, 2, 3);
    run();
    expect(arrivals.map(([t]) => t)).toEqual([0, 0, 0, 50]);
    expect(arrivals[0]).toEqual(arrivals[1]);
    expect(arrivals[3]?.[1]).toBe(1);
    expect(faults.map((f) => f.split(' ')[1])).toEqual(['delay', 'duplicate', 'corrupt']);
    const flipped = octets[2] as Uint8Array;
    const sent = octets[0] as Uint8Array;
    const differing = flipped.reduce((n, x, i) => {
      const sentOctet = i === 39 ? 3 : (sent[i] as number);
      return n + (x ^ sentOctet).toString(2).replaceAll('0', '').length;
    }, 0);
    expect(differing).toBe(1);
  });

  it('has a copy come later than the first, and both late when the first is', () => {
    const { at, run, arrivals, faults } = setUp({
      rules: [
        { segment: 1, action: 'duplicate', by: 30 },
        { segment: 2, action: 'delay', by: 50 },
        { segment: 2, action: 'duplicate', by: 30 },
      ],
    });
    at(0, 1, 2, 3);
    run();
    expect(arrivals).toEqual([
      [0, 1],
      [0, 3],
      [30, 1],
      [50, 2],
      [80, 2],
    ]);
    expect(faults).toEqual(['out duplicate 1', 'out delay 2', 'out duplicate 2']);
  });

  it('flips the bit it is told to, in both copies', () => {
    const { at, run, octets } = setUp({
      rules: [
        { segment: 2, action: 'corrupt', bit: 9 },
        { segment: 2, action: 'duplicate' },
      ],
    });
    at(0, 1, 2);
    run();
    const [sent, ...copies] = octets as [Uint8Array, Uint8Array, Uint8Array];
    for (const copy of copies) {
      const differing = [...copy.keys()].filter((i) => i < 39 && copy[i] !== sent[i]);
      expect(differing).toEqual([21]); // the text begins at 20: the header says it has no words
      expect((copy[21] as number) ^ (sent[21] as number)).toBe(2);
    }
  });

  it('does the first of two things that exclude each other', () => {
    const { at, run, arrivals } = setUp({
      rules: [
        { segment: 1, action: 'delay', by: 50 },
        { segment: 1, action: 'drop' },
        { segment: 1, action: 'delay', by: 70 },
      ],
    });
    at(0, 1);
    run();
    expect(arrivals).toEqual([[50, 1]]);
  });

  it('holds a reordered segment until the next has passed', () => {
    const { at, run, arrivals } = setUp({ rules: [{ segment: 2, action: 'reorder' }] });
    at(0, 1, 2);
    at(300, 3, 4);
    run();
    expect(arrivals).toEqual([
      [0, 1],
      [300, 3],
      [300, 2],
      [300, 4],
    ]);
  });

  it('lets a reordered segment go after a while when no other passes', () => {
    const { at, run, arrivals } = setUp({
      rules: [{ segment: 1, action: 'reorder', by: 777 }],
    });
    at(0, 1);
    run();
    expect(arrivals).toEqual([[777, 1]]);
  });
});

describe('an impairment by chance', () => {
  it('does the same with the same seed, and something else with another', () => {
    const o: Impairments = {
      loss: 0.1,
      burst: { p: 0.02, r: 0.3 },
      delay: 1000,
      jitter: 500,
      reorder: 0.1,
      reorderBy: 2000,
      duplicate: 0.1,
      corrupt: 0.1,
    };
    const record = (seed: number) => {
      const s = setUp(o, seed);
      for (let i = 0; i < 200; i++) s.at(i * 100, i);
      s.run();
      return [s.arrivals, s.faults, s.octets];
    };
    expect(record(1)).toEqual(record(1));
    expect(record(1)).not.toEqual(record(2));
  });

  it('releases every packet once, whatever it does to it', () => {
    const s = setUp({
      direction: 'both',
      loss: 0.1,
      delay: 100,
      reorder: 0.2,
      duplicate: 0.2,
      corrupt: 0.2,
      limit: 5,
      rules: [
        { segment: 2, action: 'reorder' },
        { segment: 3, action: 'reorder' },
        { segment: 50, action: 'duplicate' },
        { segment: 300, action: 'reorder' },
      ],
    });
    for (let i = 0; i < 300; i++) {
      s.at(i * 20, i);
      s.clock.turn(i * 20, () => s.cable.b.send(s.packet(i)));
    }
    s.run();
    expect(s.pool.out).toBe(0);
    expect(s.link.out?.held).toBe(0);
    expect(s.link.out?.overflowed).toBeGreaterThan(0);
  });

  it('loses about as many packets as it should', () => {
    const { at, link } = setUp({ loss: 0.25 });
    for (let i = 0; i < 10_000; i++) at(i, i & 255);
    expect(link.out?.dropped).toBeGreaterThan(2300);
    expect(link.out?.dropped).toBeLessThan(2700);
  });

  it('loses everything at probability 1 and nothing at 0', () => {
    const all = setUp({ loss: 1 });
    const none = setUp({ loss: 0, duplicate: 0, corrupt: 0, reorder: 0 });
    for (let i = 0; i < 1000; i++) {
      all.at(i, 1);
      none.at(i, 1);
    }
    all.run();
    none.run();
    expect(all.arrivals.length).toBe(0);
    expect(none.arrivals.length).toBe(1000);
  });

  it('loses in bursts whose mean length is 1 / r', () => {
    const { at, link, faults, clock } = setUp({ burst: { p: 0.01, r: 0.25 } });
    let bursts = 0;
    let before = 0;
    let losing = false;
    for (let i = 0; i < 20_000; i++) {
      at(clock.now + 1, 1);
      const lost = faults.length > before;
      before = faults.length;
      if (lost && !losing) bursts++;
      losing = lost;
    }
    const mean = (link.out?.dropped as number) / bursts;
    expect(mean).toBeGreaterThan(3.4);
    expect(mean).toBeLessThan(4.6);
  });

  it('adds delay and jitter without changing the order', () => {
    const { at, run, arrivals, marks } = setUp({ delay: 1000, jitter: 300 });
    for (let i = 0; i < 100; i++) at(i * 50, i);
    run();
    expect(marks()).toEqual(Array.from({ length: 100 }, (_, i) => i));
    for (const [t, mark] of arrivals) {
      expect(t).toBeGreaterThanOrEqual(mark * 50 + 1000);
      expect(t).toBeLessThanOrEqual(mark * 50 + 1300);
    }
    expect(new Set(arrivals.map(([t, mark]) => t - mark * 50)).size).toBeGreaterThan(20);
  });

  it('lets later packets overtake the ones it reorders', () => {
    const { at, run, marks, link } = setUp({ reorder: 0.2, reorderBy: 250 });
    for (let i = 0; i < 100; i++) at(i * 100, i);
    run();
    expect(link.out?.reordered).toBeGreaterThan(5);
    expect(marks()).not.toEqual([...marks()].sort((a, b) => a - b));
    expect([...marks()].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('lets no packet overtake one that is due at the same time', () => {
    const { at, run, marks } = setUp({ rules: [{ segment: 1, action: 'delay', by: 100 }] });
    at(0, 1);
    at(100, 2);
    run();
    expect(marks()).toEqual([1, 2]);
  });

  it('holds no more than its limit', () => {
    const { at, run, arrivals, link, faults } = setUp({ delay: 1000, limit: 10 });
    for (let i = 0; i < 15; i++) at(0, i);
    expect(link.out).toMatchObject({ held: 10, overflowed: 5 });
    run();
    expect(arrivals.length).toBe(10);
    expect(faults.length).toBe(5);
  });
});

describe('the direction of an impairment', () => {
  const both = (direction: 'in' | 'out' | 'both') => {
    const s = setUp({ direction, loss: 1 });
    s.clock.turn(0, () => {
      s.link.send(s.packet(1));
      s.cable.b.send(s.packet(2));
    });
    s.run();
    return s.marks();
  };

  it('is out, in or both, seen from the host', () => {
    expect(both('out')).toEqual([2]);
    expect(both('in')).toEqual([1]);
    expect(both('both')).toEqual([]);
  });
});

describe('an impaired link', () => {
  it('needs checksums when it corrupts, and is otherwise like the link inside', () => {
    expect(setUp({ loss: 0.5 }).link.checksums).toBe(false);
    expect(setUp({ corrupt: 0.001 }).link.checksums).toBe(true);
    expect(setUp({ rules: [{ segment: 1, action: 'corrupt' }] }).link.checksums).toBe(true);
    expect(setUp({}).link).toMatchObject({ mtu: 1500, medium: 'ip' });
  });

  it('refuses impairments that make no sense', () => {
    expect(() => setUp({ loss: 1.5 })).toThrow('loss is a probability from 0 to 1, not 1.5');
    expect(() => setUp({ delay: -1 })).toThrow(RangeError);
    expect(() => setUp({ limit: 0 })).toThrow(RangeError);
    expect(() => setUp({ rules: [{ segment: 0, action: 'drop' }] })).toThrow('counted from 1');
    expect(() => setUp({ rules: [{ segment: 1, action: 'delay' }] })).toThrow("needs 'by'");
  });
});
