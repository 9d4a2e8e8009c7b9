/** Worlds of hosts and cables under virtual time, and the stories that are run in them. */
export type { Lang, Words } from '../base/words.ts';
export type { CableOptions } from '../link/cable.ts';
export { type Impairments, parseImpairments } from '../link/impairments.ts';
export { chanceFor } from './chance.ts';
export { Digest, digestLink } from './digest.ts';
export { type Intervention, interventionText } from './intervention.ts';
export { nth } from './names.ts';
export { profileOf } from './profile-of.ts';
export { type RunOptions, run } from './run.ts';
export type {
  Action,
  Connect,
  Flood,
  Happening,
  Inject,
  Listen,
  Load,
  Scenario,
  ScenarioCable,
  ScenarioFault,
  ScenarioHost,
  SetOptions,
  Step,
  When,
} from './scenario.ts';
export {
  World,
  type WorldCable,
  type WorldCableOptions,
  type WorldHostOptions,
  type WorldOptions,
} from './world.ts';
