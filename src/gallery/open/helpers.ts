import type { Step } from '../../sim/scenario.ts';
import type { Facts } from '../facts.ts';

/** B listens on port 80 from the beginning. */
export const listen: Step = { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } };
/** A calls connect() at once. */
export const connect: Step = {
  host: 'A',
  when: { at: 0 },
  do: { call: 'connect', to: 'B', port: 80 },
};

/** When a socket's application read for the first time; null when it never did. */
export function firstRead(f: Facts, host: string, socket = 'main'): number | null {
  return f.calls(host, 'read', socket)[0]?.at ?? null;
}

/** The difference of two sequence numbers, modulo 2^32. */
export function apart(later: number, earlier: number): number {
  return (later - earlier) >>> 0;
}
