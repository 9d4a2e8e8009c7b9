import type { Step } from '../../sim/scenario.ts';
import type { Change } from '../exhibit.ts';

/** B listens on port 80 from the beginning. */
export const listen: Step = { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } };
/** A calls connect() at once. */
export const connect: Step = {
  host: 'A',
  when: { at: 0 },
  do: { call: 'connect', to: 'B', port: 80 },
};

/** The change that keeps a host from breaking the rule. */
export function without(id: string, host: string): Change {
  return { interventions: [{ kind: 'what-if', id, host, off: true }] };
}
