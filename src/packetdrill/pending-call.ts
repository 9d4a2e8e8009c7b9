import type { Micros } from '../base/timer-queue.ts';
import type { ScriptEvent, SyscallAction } from './ast.ts';
import type { Verdict } from './verdict.ts';

/** A blocking call that has begun. */
export interface PendingCall {
  readonly event: ScriptEvent;
  readonly call: SyscallAction;
  readonly began: Micros;
  /** When it is to return; null for one that is to return at once. */
  readonly until: Micros | null;
  verdict: Verdict | null;
  ended: Micros;
}
