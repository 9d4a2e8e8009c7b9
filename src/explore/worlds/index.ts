import type { ExploreWorld } from '../model.ts';
import { abort } from './abort.ts';
import { closeByClient, closeByServer, halfClose, simultaneousClose } from './close.ts';
import { crashOfClient, crashOfServer } from './crash.ts';
import { forged } from './forged.ts';
import type { WorldProfile } from './hosts.ts';
import { keepalive } from './keepalive.ts';
import { lateFin } from './late-fin.ts';
import { open, simultaneousOpen } from './open.ts';
import { synQueueOfOne } from './queue.ts';
import { reopen, reopenAfterTimeWait } from './reopen.ts';
import { text, zeroWindow } from './text.ts';

export type { WorldProfile };

/** Makes a world in which all hosts behave as a profile says. */
export type WorldMaker = (profile: WorldProfile) => ExploreWorld;

/** The profiles in which nothing may break. */
export const WORLD_PROFILES: readonly WorldProfile[] = ['rfc', 'linux', 'freebsd'];

/** The worlds in which nothing may break, by name. */
export const WORLDS: Readonly<Record<string, WorldMaker>> = {
  open,
  'simultaneous-open': simultaneousOpen,
  'close-by-client': closeByClient,
  'close-by-server': closeByServer,
  'half-close': halfClose,
  'simultaneous-close': simultaneousClose,
  reopen,
  'reopen-after-time-wait': reopenAfterTimeWait,
  'late-fin': lateFin,
  'crash-of-client': crashOfClient,
  'crash-of-server': crashOfServer,
  'syn-queue-of-one': synQueueOfOne,
  abort,
  text,
  'zero-window': zeroWindow,
  forged,
  keepalive,
};

/** The world of that name. Throws a RangeError, naming those there are. */
export function worldNamed(id: string, profile: WorldProfile): ExploreWorld {
  const make = Object.hasOwn(WORLDS, id) ? WORLDS[id] : undefined;
  if (make !== undefined) return make(profile);
  throw new RangeError(`there is no world '${id}'; there are ${Object.keys(WORLDS).join(', ')}`);
}
