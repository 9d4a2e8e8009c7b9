import type { Words } from '../base/words.ts';
import type { ExploreWorld } from './model.ts';

/**
 * What the world is that a broken one stands beside: TCP by the book, RFC 9293, or with a mechanism that the book does
 * not know, or leaves to whoever builds or uses TCP.
 */
export type Beside = 'book' | 'mechanism';

/** A question's world with less taken away. */
export interface Lesser {
  /** What still is. */
  readonly takenAway: Words;
  readonly world: ExploreWorld;
}

/** A "why" that the search answers: what breaks when a mechanism is taken away, and does not when it is there. */
export interface Question {
  /** Its name on the command line: `why-not-two`. */
  readonly id: string;
  /** The question, as a person asks it. */
  readonly asks: Words;
  /** What is taken away, in a sentence. */
  readonly takenAway: Words;
  /** What the counterexample shows, in the words of someone who has just seen it. */
  readonly answer: Words;
  /** The world in which something is taken away: what-ifs, or values of a profile, of its hosts. */
  readonly world: ExploreWorld;
  /** The same world with the mechanism in its place: nothing may be found there within the same bounds. */
  readonly standard: ExploreWorld;
  /** Whether that is the standard, or more than it asks for. */
  readonly beside: Beside;
  /** Where more than one thing is taken away: the worlds with less of it, where nothing may be found either. */
  readonly apart: readonly Lesser[];
  /** The properties of which one breaks. */
  readonly properties: readonly string[];
  /** The property that it is all about: the one whose breaking is the answer. */
  readonly breaks: string;
  /** Exhibits of the gallery that tell of the same, and items of the mission. */
  readonly exhibits: readonly string[];
  readonly items: readonly number[];
}
