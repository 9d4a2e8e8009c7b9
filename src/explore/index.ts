/** Every run of a small world, within bounds, over the real engine: the shortest that breaks a property. */
export { actionText, type ExploreAction, type Kind, pack, programStep, unpack } from './action.ts';
export {
  type Child,
  ENGINE,
  type Expansion,
  expand,
  type Node,
  replay,
  type Task,
} from './expand.ts';
export { HAZARDS } from './hazards.ts';
export {
  type Bounds,
  type ExploreHost,
  type ExploreWorld,
  type FullBounds,
  fullBounds,
  type Guard,
  type ProgramStep,
} from './model.ts';
export { type Plan, planFor } from './plan.ts';
export { ASKED, PROPERTIES, propertyNamed } from './properties/index.ts';
export type { Hazard, Property } from './property.ts';
export type { Beside, Lesser, Question } from './question.ts';
export { QUESTIONS } from './questions/index.ts';
export { type RestoredValues, restoredBy } from './restored.ts';
export { type Batch, type Counterexample, Search, type SearchReport, search } from './search.ts';
export { hashOf } from './state/world-state.ts';
export { difference, type Layout, runInTime, sameRun, type TimedRun } from './timed.ts';
export {
  type LaidStep,
  laidSteps,
  type Staged,
  type StagedWords,
  toScenario,
} from './to-scenario.ts';
export {
  WORLD_PROFILES,
  WORLDS,
  type WorldMaker,
  type WorldProfile,
  worldNamed,
} from './worlds/index.ts';
