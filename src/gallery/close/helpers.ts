import type { Micros } from '../../base/timer-queue.ts';
import type { Action, Step } from '../../sim/scenario.ts';
import { ms } from '../common.ts';

/** When the first side closes, unless there is a reason for another time. */
export const CLOSES_AT = ms(200);

/** One step at a time. */
export function at(host: string, when: Micros, what: Action): Step {
  return { host, when: { at: when }, do: what };
}

/** One step some time after the application has read everything up to the peer's FIN. */
export function onEnd(host: string, after: Micros, what: Action): Step {
  return { host, when: { on: 'ended', after }, do: what };
}
