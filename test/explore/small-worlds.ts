import {
  type Bounds,
  type Counterexample,
  type ExploreHost,
  type ExploreWorld,
  fullBounds,
  HAZARDS,
  PROPERTIES,
  planFor,
  search,
  type Task,
} from '../../src/explore/index.ts';

const title = { zh: '一个小世界', en: 'a small world' };

/** A client A that does as told, and whatever is given besides. */
export function client(program: ExploreHost['program'], more: Partial<ExploreHost> = {}) {
  return { name: 'A', title: { zh: '客户端', en: 'client' }, profile: 'rfc', program, ...more };
}

/** A server B that listens at port 80. */
export function server(program: ExploreHost['program'], more: Partial<ExploreHost> = {}) {
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

/** The search of a world for one property. */
export function taskFor(world: ExploreWorld, property: string): Task {
  return {
    plan: planFor(world),
    bounds: fullBounds(world.bounds),
    properties: PROPERTIES.filter((p) => p.id === property),
    hazards: HAZARDS,
  };
}

/** The shortest run of a world that breaks a property. */
export function found(task: Task): Counterexample {
  const { counterexample, outcome, states } = search(task);
  if (counterexample !== null) return counterexample;
  throw new Error(`nothing is found in ${task.plan.world.id}: ${outcome} after ${states} states`);
}
