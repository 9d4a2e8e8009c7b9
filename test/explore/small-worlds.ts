import type { Arena } from '../../src/explore/arena.ts';
import {
  type Bounds,
  type Counterexample,
  type ExploreHost,
  type ExploreWorld,
  fullBounds,
  HAZARDS,
  PROPERTIES,
  type Property,
  planFor,
  search,
  type Task,
} from '../../src/explore/index.ts';

const title = { zh: '一个小世界', en: 'a small world' };

/** A client A that does as told, and whatever is given besides. */
export function client(
  program: NonNullable<ExploreHost['program']>,
  more: Partial<ExploreHost> = {},
) {
  return { name: 'A', title: { zh: '客户端', en: 'client' }, profile: 'rfc', program, ...more };
}

/** A server B that listens at port 80. */
export function server(
  program: NonNullable<ExploreHost['program']>,
  more: Partial<ExploreHost> = {},
) {
  return {
    ...{ name: 'B', title: { zh: '服务器', en: 'server' }, profile: 'rfc', program, ...more },
    ready: [{ call: 'listen', port: 80 }] as const,
  };
}

/** A connects from a port that is always the same. */
export const connect = { call: 'connect', to: 'B', port: 80, localPort: 5000 } as const;

export function smallWorld(
  id: string,
  hosts: readonly ExploreHost[],
  bounds: Bounds,
  more: Partial<ExploreWorld> = {},
): ExploreWorld {
  return { id, title, about: title, hosts, msl: 120_000_000, bounds, ...more };
}

/** Moments that are no fault of anybody's, and worth a scenario. */
const MOMENTS: readonly Property[] = [
  moment('lost for good', ({ hosts, flights, spent }) => {
    const e = hosts[0]?.witness.ends[0];
    return (
      e?.wrote === 'a' && e.peer?.accepted === true && spent.lose === 1 && flights.length === 0
    );
  }),
  moment('reset at the end', ({ hosts }) => {
    const e = hosts[1]?.witness.ends[0];
    return e?.closed === true && e.resetBy !== null;
  }),
  moment('reset by its next life', ({ hosts }) => {
    const e = hosts[0]?.witness.ends[0];
    return e !== undefined && e.wrote === 'a' && e.resetBy !== null && hosts[1]?.boots === 2;
  }),
];

function moment(id: string, isHere: (arena: Arena) => boolean): Property {
  return { id, title, clause: 'none', broken: (arena) => (isHere(arena) ? 'A' : null) };
}

/** The search of a world for one property, or for one of the moments above. */
export function taskFor(world: ExploreWorld, property: string): Task {
  return {
    plan: planFor(world),
    bounds: fullBounds(world.bounds),
    properties: [...PROPERTIES, ...MOMENTS].filter((p) => p.id === property),
    hazards: HAZARDS,
  };
}

/** The shortest run of a world that breaks a property. */
export function found(task: Task): Counterexample {
  const { counterexample, outcome, states } = search(task);
  if (counterexample !== null) return counterexample;
  throw new Error(`nothing is found in ${task.plan.world.id}: ${outcome} after ${states} states`);
}
