import type { Words } from '../base/words.ts';
import type { NumberMode } from '../observe/numbering.ts';
import type { WhatIfId } from '../tcp/what-if.ts';
import type { MisconceptionId } from './misconceptions.ts';

/**
 * What is asked: the next segment, the next state, an exact number, which timer comes first, what the
 * application gets to know; or the question of an exhibit.
 */
export type QuizKind = 'segment' | 'state' | 'number' | 'timer' | 'application' | 'exhibit';

/** A rule to break, and where, so that a wrong answer comes true. */
export interface QuizWhatIf {
  readonly id: WhatIfId;
  readonly host: string;
}

/** One answer. */
export interface QuizOption {
  readonly says: Words;
  readonly isTrue: boolean;
  /** The mistake behind a wrong answer; null for the true one, and where it has no name. */
  readonly misconception: MisconceptionId | null;
  /** Why it is wrong; null as above. */
  readonly wrong: Words | null;
  /** Switches under which it would be right, or null. */
  readonly whatIf: QuizWhatIf | null;
}

/** A question with its answers, made from what the engine does next. */
export interface Quiz {
  /** The first frame that must not have been seen when it is asked; 0 at the very beginning. */
  readonly frame: number;
  /** The frame that gives the answer away; null when the answer is that nothing happens. */
  readonly answer: number | null;
  readonly flow: number | null;
  readonly kind: QuizKind;
  readonly asks: Words;
  /**
   * Where `entry` is null, what can be chosen, in the order to show; exactly one is true. Otherwise the true
   * answer and the wrong ones that have a name, none of which is to be shown before the answer.
   */
  readonly options: readonly QuizOption[];
  /** What is to be typed, or null when there is something to choose from. */
  readonly entry: 'number' | 'seconds' | null;
  /** The true answer. */
  readonly truth: Words;
  /** Why it is so. */
  readonly because: Words;
  /** The clause that says so, as in traces, or empty. */
  readonly rule: string;
}

/** A place in a trace where something can be asked. */
export interface Decision {
  /** As in {@link Quiz.frame}. */
  readonly frame: number;
  readonly flow: number | null;
  /** What can be asked there, the most telling first. */
  readonly kinds: readonly QuizKind[];
  /** How much there is to learn, 1 to 3. */
  readonly weight: number;
}

export interface AskOptions {
  /** Chooses among kinds and wrong answers, and shuffles. */
  readonly seed: number;
  /** How sequence numbers are written; `relative` by default. */
  readonly numbers?: NumberMode;
  readonly kind?: QuizKind;
}
