/** Searches a world in a thread of its own, with whatever engine it was bundled with. */
import { parentPort, workerData } from 'node:worker_threads';
import { ENGINE } from '../../src/explore/expand.ts';
import {
  actionText,
  fullBounds,
  HAZARDS,
  planFor,
  propertyNamed,
  search,
  worldNamed,
} from '../../src/explore/index.ts';
import type { Asked, Found } from './searching.ts';

const { asked } = workerData as { readonly asked: Asked };
const began = performance.now();
const world = worldNamed(asked.world, asked.profile);
const bounds = fullBounds({ ...(asked.bounds ?? world.bounds), states: asked.states });
const properties = asked.property === ENGINE ? [] : [propertyNamed(asked.property)];
const { counterexample, states, outcome } = search({
  plan: planFor(world),
  bounds,
  properties,
  hazards: HAZARDS,
});
const found: Found = {
  states,
  outcome,
  property: counterexample?.property ?? null,
  at: counterexample?.at ?? '',
  run: (counterexample?.path ?? []).map((code) => actionText(code, world.hosts)),
  seconds: (performance.now() - began) / 1000,
};
parentPort?.postMessage(found);
