import type { Arena } from './arena.ts';
import type { Flight } from './flight.ts';

/**
 * The segments that may arrive next. With each all those are stuck that it overtakes, and the bound is on how many
 * of the segments to a host are, or have arrived so.
 */
export function mayArrive({ flights, hosts, bounds }: Arena): readonly Flight[] {
  if (bounds.late === Number.POSITIVE_INFINITY) return flights;
  return flights.filter((f) => {
    if (f.stuck) return true;
    const stuck = flights.filter((g) => g.stuck && g.to.host === f.to.host).length;
    return (hosts[f.to.host]?.late ?? 0) + stuck + aheadOf(f, flights).length <= bounds.late;
  });
}

/** Those that a segment would overtake if it arrived now. */
export function aheadOf(f: Flight, flights: readonly Flight[]): readonly Flight[] {
  return flights.slice(0, flights.indexOf(f)).filter((g) => g.to === f.to && !g.stuck);
}
