/** Searches worlds in a thread of its own, with whatever engine it was bundled with. */
import { parentPort, workerData } from 'node:worker_threads';
import {
  actionText,
  fullBounds,
  HAZARDS,
  planFor,
  propertyNamed,
  search,
  worldNamed,
} from '../../src/explore/index.ts';
import { ENGINE } from '../../src/explore/expand.ts';
import type { Asked, Found } from './searching.ts';

const { asked } = workerData as { readonly asked: readonly Asked[] };
for (const a of asked) {
  const began = performance.now();
  const world = worldNamed(a.world, a.profile);
  const bounds = fullBounds({ ...(a.bounds ?? world.bounds), states: a.states });
  const properties = a.property === ENGINE ? [] : [propertyNamed(a.property)];
  const task = { plan: planFor(world), bounds, properties, hazards: HAZARDS };
  const { counterexample, states, outcome } = search(task);
  const found: Found = {
    world: a.world,
    profile: a.profile,
    states,
    outcome,
    property: counterexample?.property ?? null,
    at: counterexample?.at ?? '',
    run: (counterexample?.path ?? []).map((code) => actionText(code, world.hosts)),
    seconds: (performance.now() - began) / 1000,
  };
  parentPort?.postMessage(found);
  if (counterexample !== null) break;
}
