/** Worlds of hosts and cables under virtual time, and the stories that are run in them. */
export type { Lang, Words } from '../base/words.ts';
export type { CableOptions } from '../link/cable.ts';
export { type Impairments, parseImpairments } from '../link/impairments.ts';
export { chanceFor } from './chance.ts';
export { Digest, digestLink } from './digest.ts';
export {
  type Action,
  type Happening,
  type RunOptions,
  run,
  type Scenario,
  type ScenarioCable,
  type ScenarioFault,
  type ScenarioHost,
  type Step,
  type When,
} from './scenario.ts';
export { openAndClose, SCENARIOS } from './scenarios/index.ts';
export {
  World,
  type WorldCable,
  type WorldCableOptions,
  type WorldHostOptions,
  type WorldOptions,
} from './world.ts';
