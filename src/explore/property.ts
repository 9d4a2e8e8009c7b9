import type { Words } from '../base/words.ts';
import type { Arena } from './arena.ts';

/**
 * Something that must never be so in any state of any run. It looks at the state, or at what the last step did to
 * the one host it concerned, and at nothing else: steps of two hosts that do not concern each other are tried in
 * one order only.
 */
export interface Property {
  readonly id: string;
  /** What must not happen, as a headline. */
  readonly title: Words;
  /** The clause that says so. */
  readonly clause: string;
  /** The name of the host it is broken at, or null while it holds. */
  broken(arena: Arena): string | null;
}

/** A broken property that the standard itself says can be broken: counted, named, and no finding. */
export interface Hazard {
  readonly id: string;
  readonly title: Words;
  /** The clause that says so. */
  readonly clause: string;
  /** Whether what is broken in this state is that. */
  covers(arena: Arena, broken: Property): boolean;
}
