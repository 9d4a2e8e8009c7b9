import type { Exhibit } from '../exhibit.ts';
import { clock, profiles, restart } from './clock.ts';
import { pool, serverCloses } from './load.ts';
import { manage } from './manage.ts';
import { geometry, lifetime, oneMsl } from './msl.ts';
import { lostAck, oldFin } from './no-time-wait.ts';
import { dies, isnSaves, oldDup, pawsSaves } from './old-duplicate.ts';
import { exhaust, range, smallRange, tuple } from './ports.ts';
import { reopened } from './reopened.ts';
import { newSyn, reuseAddr, reuseOutgoing } from './reuse.ts';

/** In the order they are told. */
export const TIME_WAIT: readonly Exhibit[] = [
  clock,
  profiles,
  restart,
  geometry,
  oneMsl,
  lostAck,
  oldDup,
  oldFin,
  dies,
  isnSaves,
  pawsSaves,
  lifetime,
  serverCloses,
  tuple,
  smallRange,
  exhaust,
  range,
  reuseAddr,
  reuseOutgoing,
  newSyn,
  reopened,
  pool,
  manage,
];
