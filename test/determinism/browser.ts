import { runSchedule } from './schedule.ts';

/** Bundled for the browser: the digests of a range of seeds, or the problem there was. */
export function digests(from: number, to: number): string[] {
  const all: string[] = [];
  for (let seed = from; seed < to; seed++) {
    const { digest, ok, problems } = runSchedule(seed);
    all.push(ok ? digest : `${seed}: ${problems.join('; ')}`);
  }
  return all;
}
