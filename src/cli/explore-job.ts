import {
  type Batch,
  type Bounds,
  type Expansion,
  type ExploreWorld,
  expand,
  fullBounds,
  HAZARDS,
  planFor,
  propertyNamed,
  type Task,
} from '../explore/index.ts';

/** A search as it can be sent to a worker: plain data. */
export interface SearchJob {
  readonly world: ExploreWorld;
  readonly bounds: Bounds;
  /** Ids of the properties that are looked at. */
  readonly properties: readonly string[];
  /** Whether documented hazards are excepted. */
  readonly excepts: boolean;
}

/** What a worker is given: a piece of a search, and the search where it is another one than before. */
export interface Order {
  readonly job: SearchJob | null;
  readonly batch: Batch;
}

/** A batch that is done, or why it could not be. */
export interface Reply {
  readonly number: number;
  readonly results: readonly Expansion[] | null;
  readonly problem: string | null;
}

/** The search itself. Throws a RangeError or a TypeError for a world that makes no sense. */
export function taskOf({ world, bounds, properties, excepts }: SearchJob): Task {
  return {
    plan: planFor(world),
    bounds: fullBounds(bounds),
    properties: properties.map(propertyNamed),
    hazards: excepts ? HAZARDS : [],
  };
}

export function expandAll(task: Task, { nodes }: Batch): Expansion[] {
  return nodes.map((node) => expand(task, node));
}
