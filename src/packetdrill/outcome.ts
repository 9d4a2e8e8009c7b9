import type { Micros } from '../base/timer-queue.ts';

/** How a script came out. `unsupported`: it asks for something the runner does not know. */
export type Outcome = 'passed' | 'failed' | 'unsupported';

/** What went wrong, by the kind of event it went wrong at. */
export type ProblemKind =
  | 'syntax'
  | 'option'
  | 'packet'
  | 'missing packet'
  | 'time'
  | 'system call'
  | 'shell'
  | 'code'
  | 'left over'
  | 'limit'
  /** The engine broke: not the script's fault. */
  | 'fault'
  | 'unsupported';

/** A field of a packet, such as `flags` or `option 2`, in which it is not what the script says. */
export interface FieldDifference {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
}

/** One thing that is not as a script says. */
export interface Problem {
  readonly kind: ProblemKind;
  /** Where in the script, from 1. */
  readonly line: number;
  /** Where in that line, from 1, when the script could not be read; `text` is the whole line then. */
  readonly column?: number;
  /** The event as it is written there. */
  readonly text: string;
  /** The first field of a packet that differs, or null where it is not about one. */
  readonly field: FieldDifference | null;
  /** All fields of the packet that differ, the first of them first; empty where it is not about one. */
  readonly fields: readonly FieldDifference[];
  /** What the script says, and what came, a line or a few for people. */
  readonly expected: string;
  readonly actual: string;
  /** The script's time at which it went wrong, microseconds. */
  readonly at: Micros;
}

/** A packet or an event that a run has seen, for the account of it. */
export interface LogEntry {
  readonly at: Micros;
  /** In packetdrill's notation, numbers in script space. */
  readonly text: string;
  /** `in` was injected, `out` came from the stack, `call` is anything else the script did. */
  readonly kind: 'in' | 'out' | 'call';
  /** The line it was expected at or injected from; null for a packet nobody asked for. */
  readonly line: number | null;
}

/** A script that has been run. */
export interface ScriptResult {
  readonly path: string;
  readonly outcome: Outcome;
  /** What it failed at, or does not support; null when it passed. */
  readonly problem: Problem | null;
  /** What was not as the script says, and does not matter by its own option `--non_fatal`. */
  readonly warnings: readonly Problem[];
  /** Packets of the stack that the script never asked for, in the order they came. */
  readonly leftOver: readonly LogEntry[];
  /** What happened, up to the failure. */
  readonly log: readonly LogEntry[];
  /** How long it ran, in virtual time, microseconds. */
  readonly time: Micros;
  /** Events of the script that were played. */
  readonly events: number;
}
