/** What the page and the worker that runs the engine say to each other: plain data. */
import type { Words } from '../../src/base/words.ts';
import type { Erratum, Offer, Parameter, ShelfId, Try, Values } from '../../src/gallery/exhibit.ts';
import type { Trace } from '../../src/observe/trace.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import type { Profile } from '../../src/tcp/profile.ts';

/** What is to be run. The same setup gives the same run, for ever. */
export interface Setup {
  /** An exhibit's id, or `sandbox`. */
  readonly exhibit: string;
  readonly seed: number;
  /** Parameters of the exhibit that are not as it has them. */
  readonly values: Values;
  readonly interventions: readonly Intervention[];
  /** The world, when the exhibit is the sandbox. */
  readonly world?: Scenario;
}

/** A host of the world, as its scenario has it. */
export interface CardHost {
  readonly name: string;
  readonly title: Words;
  readonly profile: string;
  /** What-ifs that the scenario itself has on. */
  readonly whatIfs: readonly string[];
  /** Values of the profile that the scenario replaces. */
  readonly set: Partial<Profile>;
  /** What its TCP is in this run, as the opening comment of a packetdrill script says it. */
  readonly stack: readonly string[];
}

/** What a check says, and whether it holds of this run. */
export interface CardCheck {
  readonly says: Words;
  readonly ok: boolean;
  readonly found: string | null;
}

/** The exhibit in words, and what this run makes of its question and its checks. */
export interface Card {
  readonly id: string;
  readonly shelf: ShelfId | null;
  readonly title: Words;
  readonly story: Words;
  readonly point: Words;
  readonly items: readonly number[];
  readonly experiment: string | null;
  readonly errata: readonly Erratum[];
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly whatIfs: readonly Offer[];
  readonly tries: readonly Try[];
  readonly hosts: readonly CardHost[];
  /** The flows to draw when nobody asks for another. */
  readonly focus: readonly number[];
  readonly question: {
    readonly asks: Words;
    readonly answers: readonly { readonly says: Words; readonly isTrue: boolean }[];
  } | null;
  readonly checks: readonly CardCheck[];
  /** Of a run that a search has found, as it was found: what breaks with its last frame. */
  readonly breaks?: Breaks;
}

/** A property that is broken. */
export interface Breaks {
  readonly title: Words;
  /** The clause that it is from. */
  readonly clause: string;
  /** The flow in which it is. */
  readonly flow: number;
}

/** What came of a setup. */
export interface Run {
  readonly setup: Setup;
  readonly trace: Trace;
  readonly card: Card;
}

export interface Request {
  readonly id: number;
  readonly setup: Setup;
}

export type Reply =
  | { readonly id: number; readonly run: Run }
  /** The setup cannot be run: what to tell whoever made it. */
  | { readonly id: number; readonly error: Words };
