/** Seeing what hosts do: traces, captures, text, numbers. */
export { type CaptureOptions, captureLink } from './capture.ts';
export { fanOut } from './fan-out.ts';
export type { Tuple } from './flow-table.ts';
export { type Measured, type Metrics, metrics } from './metrics.ts';
export { type Numbers, numbersOf } from './numbering.ts';
export { hex, optionsText, segmentOptions } from './options.ts';
export { Recorder, type RecorderOptions, type TraceHead } from './recorder.ts';
export { statusTable } from './status-table.ts';
export { TextTrace, type TextTraceOptions } from './text-trace.ts';
export type {
  CallDetail,
  Fate,
  Trace,
  TraceEnd,
  TraceFault,
  TraceFlow,
  TraceFrame,
  TraceHost,
  TraceOption,
  TraceSegment,
} from './trace.ts';
