import type { SeededRandom } from '../../src/base/random.ts';
import type { Impairments } from '../../src/link/impair.ts';
import { type Profile, s } from '../../src/tcp/profile.ts';
import { PROFILES, withOverrides } from '../../src/tcp/profiles/index.ts';

/** What one application does with its connection. Sizes are octets, times microseconds. */
export interface Habits {
  /** Octets it sends in all. */
  readonly total: number;
  /** Octets it gives in one write, at most. */
  readonly chunk: number;
  /** Of 100 writes, so many are followed by a pause of up to `writePause`. */
  readonly writePauses: number;
  readonly writePause: number;
  /** Octets it reads at once, at most. */
  readonly bite: number;
  /** Of 100 reads, so many are followed by a pause of up to `readPause`: windows close. */
  readonly readPauses: number;
  readonly readPause: number;
  /** It closes only once the other side has: a half-closed connection until then. */
  readonly closesSecond: boolean;
  readonly noDelay: boolean;
  readonly profile: Profile;
}

/** Everything about one run that chance decides before it begins. */
export interface Plan {
  readonly family: 4 | 6;
  readonly mtu: number;
  readonly delay: number;
  readonly rate: number;
  readonly queue: number;
  /** What goes wrong on the way from the client, and from the server. */
  readonly faults: readonly [Impairments, Impairments];
  readonly habits: readonly [Habits, Habits];
}

/** An integer from `least` to `most`. */
export function between(random: SeededRandom, least: number, most: number): number {
  return least + (random.u32() % (most - least + 1));
}

function oneOf<T>(random: SeededRandom, ...values: readonly T[]): T {
  return values[random.u32() % values.length] as T;
}

export function drawPlan(random: SeededRandom): Plan {
  const family = oneOf(random, 4 as const, 6 as const);
  const second = between(random, 0, 3);
  return {
    family,
    mtu: oneOf(random, 1500, 1500, 9000, family === 4 ? 576 : 1280),
    delay: oneOf(random, 0, 100, 10_000, 50_000),
    rate: oneOf(random, Number.POSITIVE_INFINITY, 1_000_000, 50_000_000),
    queue: oneOf(random, Number.POSITIVE_INFINITY, 20, 100),
    faults: [drawFaults(random), drawFaults(random)],
    habits: [drawHabits(random, second === 1), drawHabits(random, second === 2)],
  };
}

/** Faults that a connection must survive: never so many that giving up would be right. */
function drawFaults(random: SeededRandom): Impairments {
  const chance = (most: number): number =>
    between(random, 0, 2) === 0 ? 0 : percent(random, most);
  const rules = Array.from({ length: between(random, 0, 3) }, () => ({
    segment: between(random, 1, 30),
    action: oneOf(random, 'drop', 'delay', 'duplicate', 'corrupt', 'reorder') as 'drop',
    by: between(random, 1, 1000) * 1000,
  }));
  return {
    loss: chance(6),
    burst: { p: chance(1), r: 0.5 + percent(random, 50) },
    delay: oneOf(random, 0, 0, 5000),
    jitter: oneOf(random, 0, 1000, 30_000),
    reorder: chance(10),
    reorderBy: between(random, 1, 100) * 1000,
    duplicate: chance(10),
    corrupt: chance(3),
    rules,
  };
}

/** A probability of up to `most` percent, in steps of a tenth. */
function percent(random: SeededRandom, most: number): number {
  return between(random, 0, most * 10) / 1000;
}

function drawHabits(random: SeededRandom, closesSecond: boolean): Habits {
  const base = oneOf(random, ...Object.values(PROFILES));
  const buffer = oneOf(random, 3000, 16_384, 65_536, 524_288);
  return {
    total: oneOf(random, 0, 1, between(random, 2, 5000), between(random, 5000, 150_000)),
    chunk: oneOf(random, 1 + between(random, 0, 100), 1460, 10_000, 100_000),
    writePauses: oneOf(random, 0, 5, 30),
    writePause: oneOf(random, 1000, 60_000, 700_000),
    bite: oneOf(random, 100, 1000, 65_536),
    readPauses: oneOf(random, 0, 5, 30),
    readPause: oneOf(random, 1000, 60_000, 700_000),
    closesSecond,
    noDelay: oneOf(random, true, false),
    profile: withOverrides(base, {
      sendBuffer: oneOf(random, 3000, 16_384, 65_536, 524_288),
      receiveBuffer: buffer,
      timestamps: oneOf(random, true, true, false),
      sack: oneOf(random, true, true, false),
      windowScaling: oneOf(random, true, true, false),
      initialWindow: oneOf(random, 1, 4, 10),
      keepAlive: oneOf(random, true, false),
      keepAliveIdle: oneOf(random, s(1), s(7200)),
      keepAliveInterval: s(1),
      keepAliveCount: 50,
      // Bad luck that lasts is no fault of the engine: what must end is given six hours of virtual time.
      r2: Number.POSITIVE_INFINITY,
      timeWait: s(1200), // ten times the longest RTO, or the last FIN would find nobody now and then
      synRetries: 20,
      synTimeout: Number.POSITIVE_INFINITY,
      synAckRetries: 20,
    }),
  };
}
