/** The gallery: scenarios that show TCP's opening, guarding and closing, with what must come of them. */

import { ALIVE } from './alive/index.ts';
import { CLOSE } from './close/index.ts';
import type { Exhibit } from './exhibit.ts';
import { FLOOD } from './flood/index.ts';
import { HEADER } from './header/index.ts';
import { OPEN } from './open/index.ts';
import { QUEUE } from './queue/index.ts';
import { RESET } from './reset/index.ts';
import { TIME_WAIT } from './time-wait/index.ts';
import { WHY_CLOSE } from './why-close/index.ts';
import { WHY_OPEN } from './why-open/index.ts';

export type { Scenario } from '../sim/scenario.ts';
export type { Check, Verdict } from './checks.ts';
export { judge } from './checks.ts';
export {
  type Answer,
  type Change,
  type Erratum,
  type Exhibit,
  type Offer,
  type Parameter,
  type Question,
  SHELVES,
  type Shelf,
  type ShelfId,
  type Try,
  type Values,
} from './exhibit.ts';
export { Facts } from './facts.ts';
export { LATER, type Later, MISSION } from './mission.ts';
export {
  byTheBook,
  type Performance,
  type PerformOptions,
  perform,
  scenarioOf,
} from './perform.ts';
export { segmentText } from './segment-text.ts';
export { type Showing, TEACHING } from './teaching.ts';
export { WHAT_IF_WORDS } from './what-if-words.ts';

/** Everything there is, in the order it is told. */
export const EXHIBITS: readonly Exhibit[] = [
  ...OPEN,
  ...WHY_OPEN,
  ...QUEUE,
  ...FLOOD,
  ...CLOSE,
  ...WHY_CLOSE,
  ...TIME_WAIT,
  ...ALIVE,
  ...RESET,
  ...HEADER,
];
