/** One thing measured: the median of several rounds, after one that warms up. */
export interface Measure {
  /** Names it in tables and in JSON; floors and targets refer to it. */
  readonly id: string;
  readonly what: string;
  readonly unit: 'Mbit/s' | 'per s' | 'octets';
  readonly median: number;
  readonly rounds: readonly number[];
}

/** What a bench prints for `run.ts`: measures, or why there are none. */
export interface Output {
  readonly measures: readonly Measure[];
  readonly skipped: string | null;
}

const ROUNDS = 3;

/** Measures `round`, which gives a rate; the first result is thrown away. */
export async function measure(
  id: string,
  what: string,
  unit: Measure['unit'],
  round: () => number | Promise<number>,
): Promise<Measure> {
  await round();
  const rounds: number[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await round());
  const sorted = [...rounds].sort((a, b) => a - b);
  return { id, what, unit, median: sorted[ROUNDS >> 1] as number, rounds };
}

/** Octets in milliseconds, as Mbit/s. */
export function mbits(octets: number, ms: number): number {
  return (octets * 8) / ms / 1000;
}

export const MIB = 1 << 20;
export const CHUNK = 65_536;

/** Ends a bench's process: hands its measures to `run.ts`. */
export function done(measures: readonly Measure[], skipped: string | null = null): never {
  process.stdout.write(`${JSON.stringify({ measures, skipped } satisfies Output)}\n`);
  process.exit(0);
}
