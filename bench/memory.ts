import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Measure } from './measure.ts';

setFlagsFromString('--expose_gc');
/** Collects garbage now. */
export const collect = runInNewContext('gc') as () => void;

/** Resident octets, after everything that can be collected has been. */
export function resident(): number {
  collect();
  collect();
  return process.memoryUsage.rss();
}

/** A measure of octets, taken once: what was allocated cannot be allocated for the first time again. */
export function octets(id: string, what: string, value: number): Measure {
  return { id, what, unit: 'octets', median: value, rounds: [value] };
}
