import type { Words } from '../base/words.ts';
import type { TraceFrame, TraceSegment } from '../observe/trace.ts';
import type { WhatIfId } from '../tcp/what-if.ts';
import type { MisconceptionId } from './misconceptions.ts';
import type { NumberWriter } from './numbers.ts';
import type { QuizKind, QuizWhatIf } from './quiz.ts';

/** Something that can be said of what comes next. The same key means the same claim. */
export interface Claim {
  readonly key: string;
  readonly says: (n: NumberWriter) => Words;
}

/** A claim that is false. */
export interface Mistake extends Claim {
  readonly misconception: MisconceptionId;
  readonly whatIf: QuizWhatIf | null;
}

/** A question without its words. */
export interface Draft {
  readonly kind: QuizKind;
  readonly frame: number;
  readonly answer: number | null;
  readonly flow: number;
  /** The frame whose "why" explains the answer. */
  readonly explains: number;
  readonly asks: (n: NumberWriter) => Words;
  readonly truth: Claim;
  readonly mistakes: readonly Mistake[];
  readonly entry: 'number' | 'seconds' | null;
  readonly weight: number;
  /** Where numbers of both directions can be counted from. */
  readonly host: string;
  readonly references: References;
}

/** Segments to count from: `own` has a number of the host's direction, `peer` one of the other's. */
export interface References {
  readonly own: Reference | null;
  readonly peer: Reference | null;
}

export interface Reference {
  readonly segment: string;
  readonly field: 'seq' | 'ack';
  readonly raw: number;
}

export interface Timer {
  readonly host: string;
  readonly name: string;
  readonly due: number;
}

/** What is known of one end of a flow before a moment. `sentAt` goes on: it holds for that moment only. */
export interface EndView {
  readonly host: string;
  state: string;
  nxt: number | null;
  rcvNxt: number | null;
  timers: readonly Timer[];
  /** The last segment it sent, and the last that came. */
  sent: TraceSegment | null;
  came: TraceSegment | null;
  /** How the last segment it sent came to be, by event code. */
  sentCode: string;
  /** When each of its numbers was last sent, and how long it had then waited since the time before. */
  readonly sentAt: Map<number, { readonly at: number; readonly waited: number | null }>;
  finSent: boolean;
}

/** Something that happens to an end, and what follows from it in the same instant. */
export interface Moment {
  /** The frame that sets it off, by place; it is seen when the question is asked. */
  readonly i: number;
  readonly frame: TraceFrame;
  readonly segment: TraceSegment | null;
  readonly flow: number;
  readonly end: EndView;
  readonly peer: EndView | null;
  /** Frames that follow, by place, until something else happens to the same end. */
  readonly reaction: readonly number[];
  /** The segments that it sends in the same instant, in the reaction and after it, and the frames that say so. */
  readonly sends: readonly TraceSegment[];
  readonly sentFrames: readonly number[];
  /** How often its application acts in the same instant, after this. */
  readonly downCalls: number;
  /** States that it enters in the same instant. */
  readonly enters: readonly string[];
  /** What its application is told in the same instant, by event code. */
  readonly tells: readonly string[];
  /** What-ifs that are on at the host. */
  readonly broken: ReadonlySet<string>;
}

/** A what-if for `host`, unless it is on already. */
export function supposing(m: Moment, id: WhatIfId, host = m.end.host): QuizWhatIf | null {
  return m.broken.has(`${id}@${host}`) ? null : { id, host };
}
