import type { NumberMode } from '../../src/observe/numbering.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { ask, questionsOf } from '../../src/quiz/ask.ts';
import type { Quiz } from '../../src/quiz/quiz.ts';
import { type Cursor, cursorOn, stepFrom, stopAt } from '../state/cursor.ts';

/** Which questions are asked. */
export interface Asking {
  readonly flow: number;
  readonly seed: number;
  readonly numbers: NumberMode;
  /** Answered already, by {@link Quiz.frame}. */
  readonly done: ReadonlySet<number>;
  /** Those that are asked; null for all. */
  readonly only: ReadonlySet<number> | null;
}

/** What is asked before the next step from `cursor`; null when one may go on. */
export function beforeStep(trace: Trace, cursor: Cursor, o: Asking): Quiz | null {
  const next = stepFrom(trace, cursor, 1);
  if (next.frame <= cursor.frame) return null;
  const d = questionsOf(trace, o.flow).find(
    (x) => x.frame > cursor.frame && x.frame <= next.frame && isOpen(x.frame, o),
  );
  return d === undefined ? null : ask(trace, d.frame, o);
}

/** Whether anything is asked behind `cursor`. */
export function hasMore(trace: Trace, cursor: Cursor, o: Asking): boolean {
  return nextFrame(trace, cursor, o) !== null;
}

/** Where to stand for the next question behind `cursor`, on the last stop before it; null when there is none. */
export function nextPlace(trace: Trace, cursor: Cursor, o: Asking): Cursor | null {
  const frame = nextFrame(trace, cursor, o);
  if (frame === null) return null;
  const stop = stopAt(trace, frame - 1);
  return stop < 0 ? { frame: -1, at: 0 } : cursorOn(trace, stop);
}

function nextFrame(trace: Trace, cursor: Cursor, o: Asking): number | null {
  const all = questionsOf(trace, o.flow);
  return all.find((x) => x.frame > cursor.frame && isOpen(x.frame, o))?.frame ?? null;
}

function isOpen(frame: number, o: Asking): boolean {
  return !o.done.has(frame) && (o.only === null || o.only.has(frame));
}
