/** Seeing what hosts do: traces, captures, text, numbers. */

export { type CaptureOptions, captureLink } from './capture.ts';
export { CLAUSES, type CodeOf, codesOf, EVENT_CODES, type EventCode } from './codes.ts';
export { fanOut } from './fan-out.ts';
export type { Sample, Tuple } from './flow-table.ts';
export { type Measured, type Metrics, metrics } from './metrics.ts';
export {
  type NumberLetters,
  type NumberMode,
  type Numbers,
  type NumberTexts,
  numbersOf,
  numberTexts,
} from './numbering.ts';
export { hex, optionsText, segmentOptions } from './options.ts';
export { Recorder } from './recorder.ts';
export type { RecorderOptions, TraceHead } from './recorder-options.ts';
export { traceSeenBy } from './seen-by.ts';
export { statusTable } from './status-table.ts';
export { TextTrace, type TextTraceOptions } from './text-trace.ts';
export type {
  CallDetail,
  Fate,
  HostChange,
  Trace,
  TraceCounts,
  TraceEnd,
  TraceFlow,
  TraceFrame,
  TraceHost,
  TraceIntervention,
  TraceOption,
  TraceSegment,
  TraceTables,
  TraceTimer,
  TraceVars,
  TraceViolation,
} from './trace.ts';
export { traceUntil } from './until.ts';
