import { readWorld } from './read-world.ts';
import type { World } from './world.ts';

const KEY = 'synwave.sandbox';

/** The world that was last worked on in this browser; null when there is none. */
export function savedWorld(): World | null {
  try {
    const read = readWorld(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return 'world' in read ? read.world : null;
  } catch {
    return null;
  }
}

/** Keeps a world for the next time, if the browser lets us. */
export function saveWorld(world: World): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(world));
  } catch {
    // Full or forbidden: it is kept as long as the page.
  }
}
