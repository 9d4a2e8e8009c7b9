/** What the page and the worker that searches say to each other: plain data. */
import type { Words } from '../../src/base/words.ts';
import type { Bounds, Kind, SearchReport } from '../../src/explore/index.ts';
import type { World } from '../sandbox/world.ts';

/** Asks for the answer to a question. */
export interface HuntRequest {
  /** Its name, such as `why-not-two`. */
  readonly hunt: string;
}

/**
 * Which world is searched: that without the mechanism; by the book, or with a mechanism that the book does not ask
 * for; or with less taken away.
 */
export type Side = 'taken' | 'standard' | 'mechanism' | 'apart';

/** How far the search of one world has come. */
export interface Progress extends Pick<SearchReport, 'states' | 'transitions' | 'depth'> {
  /** Milliseconds since it began. */
  readonly ms: number;
}

/** One thing that happened. */
export interface FoundStep {
  /** As the command line has it: `deliver A2`. */
  readonly action: string;
  readonly kind: Kind;
  /** The segment, or the host. */
  readonly name: string;
  /** Of an application's step, the call. */
  readonly call: string | null;
}

/** The shortest run that breaks a property. */
export interface Found {
  /** What broke: its name, what it says, and the clause that says so. */
  readonly property: string;
  readonly title: Words;
  readonly clause: string;
  /** The host where it broke; of an error of the engine, what it says. */
  readonly at: string;
  /** What happened, one thing after another. */
  readonly steps: readonly FoundStep[];
  /** The run as a world that the lab opens, or why there is none. */
  readonly world: World | null;
  readonly reason: Words | null;
}

/** What became of the search of one world. */
export interface Searched extends Progress {
  readonly outcome: SearchReport['outcome'];
  readonly found: Found | null;
  /** Documented hazards that were met, and how often. */
  readonly hazards: readonly {
    readonly title: Words;
    readonly clause: string;
    readonly times: number;
  }[];
}

export type HuntReply =
  | {
      readonly hunt: 'begins';
      readonly sides: readonly Side[];
      readonly bounds: Bounds;
      /** What the counterexample shows. */
      readonly answer: Words;
    }
  /** Of the world at that place among the sides. */
  | { readonly hunt: 'progress'; readonly place: number; readonly progress: Progress }
  | { readonly hunt: 'searched'; readonly place: number; readonly searched: Searched }
  | { readonly hunt: 'over' }
  /** There is no such question, or the engine does not take its world. */
  | { readonly hunt: 'refused'; readonly why: Words };
