import type { Profile } from '../../src/tcp/profile.ts';
import { type Outcome, type Task, transfer } from './transfer.ts';

/** What a grid varies: loss down, delay across. */
export const LOSSES = [0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1] as const;
/** One way, milliseconds. */
export const DELAYS = [1, 5, 20, 50, 100] as const;

/** Every combination is run with each of these, and the middle one is shown. */
const SEEDS = [1, 2, 3] as const;

/** What is the same for all: 10 Mbit/s, and a queue of 100 packets. */
export const LINE: Pick<Task, 'rate' | 'queue' | 'octets'> = {
  rate: 1_250_000,
  queue: 100,
  octets: 1 << 20,
};

/** One cell: three runs, the fastest first. */
export interface Cell {
  readonly loss: number;
  readonly delay: number;
  readonly runs: readonly Outcome[];
}

/** Runs the whole grid for a profile. */
export function grid(profile: Profile): Cell[] {
  return LOSSES.flatMap((loss) =>
    DELAYS.map((delay) => {
      const runs = SEEDS.map((seed) => transfer({ ...LINE, profile, seed, loss, delay }));
      runs.sort((a, b) => a.seconds - b.seconds);
      return { loss, delay, runs };
    }),
  );
}

/** A table of what `show` makes of the middle run of each cell. */
export function table(cells: readonly Cell[], show: (o: Outcome) => string): string {
  const lines = [`${'loss'.padStart(6)} ${DELAYS.map((d) => `${2 * d} ms`.padStart(10)).join('')}`];
  for (const loss of LOSSES) {
    const row = cells.filter((c) => c.loss === loss);
    const shown = row.map((c) => show(c.runs[1] as Outcome).padStart(10)).join('');
    lines.push(`${`${loss * 100}%`.padStart(6)} ${shown}`);
  }
  return lines.join('\n');
}

/** Octets a second that reached the reader, in thousands. */
export function speed(o: Outcome): string {
  const rate = o.octets / o.seconds / 1000;
  return rate >= 100 ? rate.toFixed(0) : rate.toFixed(1);
}
