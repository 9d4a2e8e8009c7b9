import type { BareFrame } from './recorder.ts';
import type { TraceFlow, TraceFrame, TraceSegment } from './trace.ts';

/** What a frame is about, finer than its kind. */
export type EventCode = string;

/** Gives every frame its code and the clause that asks for it. */
export function codesOf(
  frames: readonly BareFrame[],
  _segments: readonly TraceSegment[],
  _flows: readonly TraceFlow[],
): TraceFrame[] {
  return frames.map((f) => ({ ...f, code: f.kind, rule: '' }) as TraceFrame);
}
