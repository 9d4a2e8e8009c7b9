import type { Exhibit } from '../exhibit.ts';
import { clock, profiles, restart } from './clock.ts';
import { geometry, lifetime, oneMsl } from './msl.ts';

import { reopened } from './reopened.ts';

/** In the order they are told. */
export const TIME_WAIT: readonly Exhibit[] = [
  clock,
  profiles,
  restart,
  geometry,
  oneMsl,
  lifetime,
  reopened,
];
