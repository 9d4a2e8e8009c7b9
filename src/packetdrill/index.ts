/** packetdrill scripts, read and run against a stack of this package in virtual time. */
export type { Script, ScriptEvent } from './ast.ts';
export { ScriptError } from './ast.ts';
export type { BenchWatch } from './bench.ts';
export { type Config, definesOf, type Overrides, systemOf, type Tolerance } from './config.ts';
export { type DrillOptions, drill, versionOf } from './drill.ts';
export type { Dialect } from './flows.ts';
export { type Header, headerOf, profilesOf } from './header.ts';
export { headerFor } from './header-text.ts';
export type {
  FieldDifference,
  LogEntry,
  Outcome,
  Problem,
  ProblemKind,
  ScriptResult,
} from './outcome.ts';
export { parseScript } from './parse.ts';
export { entryText, failureText, reasonText, warningText } from './report.ts';
export type { RunOptions } from './run-options.ts';
export { runScript } from './runner.ts';
export type { DrillStack } from './stack.ts';
export { SYSTEMS, type System } from './systems.ts';
