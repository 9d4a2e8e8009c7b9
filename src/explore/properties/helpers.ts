import { NEVER } from '../../base/timer-queue.ts';
import type { Words } from '../../base/words.ts';
import { Connection } from '../../tcp/connection.ts';
import { SLOTS } from '../../tcp/timers.ts';
import type { Arena, ArenaHost } from '../arena.ts';
import type { End } from '../end.ts';
import type { Property } from '../property.ts';

/** A property that is broken by a single end: the name of its host is where. */
export function ofEnds(
  id: string,
  clause: string,
  title: Words,
  isBroken: (e: End, arena: Arena) => boolean,
): Property {
  return {
    id,
    clause,
    title,
    broken: (arena) => {
      for (const h of arena.hosts) {
        for (const e of h.witness.ends) if (isBroken(e, arena)) return h.name;
      }
      return null;
    },
  };
}

/** Nothing is on its way, and no timer runs: whatever has not happened never will, unless an application acts. */
export function isQuiet(arena: Arena): boolean {
  if (arena.flights.length > 0) return false;
  return arena.hosts.every((h) => arena.deadline(h) === Number.POSITIVE_INFINITY);
}

const MOVING = SLOTS.filter((slot) => slot !== 'keepAlive');

/**
 * Nothing is on its way, and no timer runs but those of keep-alive, which only ask whether the peer is there. In a
 * FreeBSD these always run, and nothing would ever be quiet.
 */
export function isStill({ flights, hosts }: Arena): boolean {
  if (flights.length > 0) return false;
  return hosts.every(({ host }) =>
    [...host.tcp.flows()].every(
      (f) => f instanceof Connection && MOVING.every((slot) => f.timers[slot] === NEVER),
    ),
  );
}

/** What the network has done to segments so far that it should not have. */
export function faultsOf({ spent }: Arena): number {
  return spent.lose + spent.duplicate + spent.damage + spent.expired;
}

/** The ends of which a host still holds state; null for a flow of which nobody saw the beginning. */
export function heldAt({ host, witness }: ArenaHost): (End | null)[] {
  return [...host.tcp.flows()].map((f) => witness.endOf(f.id));
}
