import type { Micros } from '../base/timer-queue.ts';
import type { Words } from '../base/words.ts';
import type { Action, Happening, ScenarioHost } from '../sim/scenario.ts';

/**
 * A small world whose every course is searched: hosts, the cables between them, and what each application
 * may do. What the network does to a segment and when a timer expires is the search's to choose. Plain data.
 */
export interface ExploreWorld {
  readonly id: string;
  readonly title: Words;
  /** What may happen in it, in a sentence or two. */
  readonly about: Words;
  /** Two hosts, and a third where somebody forges segments. */
  readonly hosts: readonly ExploreHost[];
  /** Which hosts are joined; the first two unless said otherwise. */
  readonly cables?: readonly (readonly [string, string])[];
  /** How long a segment may be about, microseconds; one that is as old is gone. RFC 9293 section 3.4.2. */
  readonly msl: Micros;
  /** The first two hosts can change places: such states count once. */
  readonly symmetric?: boolean;
  /** How far a search goes unless told otherwise. */
  readonly bounds: Bounds;
  /** How far it goes when there is a night for it; `bounds` unless given. */
  readonly nightly?: Bounds;
}

/** A host of the world. Its name is one letter or more: its segments are called after it. */
export interface ExploreHost extends ScenarioHost {
  /** What is done before anything else can happen, such as to listen. */
  readonly ready?: readonly Action[];
  /**
   * What its applications may do: each list in its order, the lists among each other in any. A step may come
   * at any time from when it can, or never.
   */
  readonly program?: readonly (readonly ProgramStep[])[];
}

/** One thing an application may do. */
export interface ProgramStep {
  readonly do: Action;
  /** It waits until the application was told this; without it a call on a socket waits until the socket is there. */
  readonly when?: Guard;
}

/** What an application must have been told; `socket` is that of the step unless given. */
export interface Guard {
  readonly on: Happening;
  readonly socket?: string;
}

/** How far a search goes. What is absent is not bounded. */
export interface Bounds {
  /** Steps of a run: the depth of the search. */
  readonly steps?: number;
  /** Segments that hosts may send in a run, all together. */
  readonly segments?: number;
  /** Segments that may be lost, arrive twice, or be damaged. */
  readonly lose?: number;
  readonly duplicate?: number;
  readonly damage?: number;
  /** Of these three together. */
  readonly faults?: number;
  /** To each host, segments that may be stuck while later ones overtake them; 0: they arrive in their order. */
  readonly late?: number;
  /** Segments that may grow as old as the MSL and be gone: losses that nobody causes. */
  readonly expired?: number;
  /** How often timers may expire. */
  readonly timers?: number;
  /** How many of these expiries may come while segments are still on their way: a timer that was too short. */
  readonly early?: number;
  /**
   * How much later than its deadline a host may heed a timer while those of other hosts go on, microseconds; 0
   * by default: they expire in the order of their deadlines, and in any where these are the same.
   */
  readonly lateness?: Micros;
  /** Distinct states, all together: the search ends there. */
  readonly states?: number;
}

/** Bounds as every part of the search reads them: what is absent is infinite, or 0 for faults and lateness. */
export type FullBounds = Readonly<Record<keyof Bounds, number>>;

/** Fills in what `b` leaves out. Throws a RangeError for a bound that is no number of at least 0. */
export function fullBounds(b: Bounds): FullBounds {
  for (const [name, value] of Object.entries(b)) {
    if (typeof value === 'number' && value >= 0) continue;
    throw new RangeError(`the bound '${name}' is a number of at least 0, not ${String(value)}`);
  }
  const many = Number.POSITIVE_INFINITY;
  const { lose = 0, duplicate = 0, damage = 0, lateness = 0 } = b;
  const { steps = many, segments = many, states = many, faults = many } = b;
  const { timers = many, early = many, late = many, expired = many } = b;
  const faulty = { lose, duplicate, damage, faults };
  return { ...faulty, steps, segments, late, expired, timers, early, lateness, states };
}
