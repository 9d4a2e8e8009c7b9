import type { ExploreWorld } from '../model.ts';
import { open } from './open.ts';

/** A profile that comes with the engine, as a world is searched with it. */
export type WorldProfile = 'rfc' | 'linux' | 'freebsd';

/** Makes a world in which all hosts behave as a profile says. */
export type WorldMaker = (profile: WorldProfile) => ExploreWorld;

/** The worlds in which nothing may break, by name. */
export const WORLDS: Readonly<Record<string, WorldMaker>> = { open };

/** The world of that name. Throws a RangeError, naming those there are. */
export function worldNamed(id: string, profile: WorldProfile): ExploreWorld {
  const make = Object.hasOwn(WORLDS, id) ? WORLDS[id] : undefined;
  if (make !== undefined) return make(profile);
  throw new RangeError(`there is no world '${id}'; there are ${Object.keys(WORLDS).join(', ')}`);
}
