import type { Address } from '../../wire/address.ts';
import type { SyscallAction } from '../ast.ts';
import type { DrillStack } from '../stack.ts';
import type { Verdict } from '../verdict.ts';

/** What the runner fills in for `...`. */
export interface Endpoints {
  readonly family: 4 | 6;
  readonly local: Address;
  readonly remote: Address;
  /** The port that bind takes. */
  readonly bindPort: number;
  /** The port of the peer that connect reaches. */
  readonly connectPort: number;
}

/** Makes the script's system calls on the stack and compares what they come to with what it says. */
export class Calls {
  readonly stack: DrillStack;
  readonly endpoints: Endpoints;
  /** The live descriptor of the socket under test, once there is one. */
  current: number | null = null;

  constructor(stack: DrillStack, endpoints: Endpoints) {
    this.stack = stack;
    this.endpoints = endpoints;
  }

  /** A blocking call has not returned yet. */
  get pending(): boolean {
    return false;
  }

  /**
   * Makes a call. `done` is called before this returns when the call does, else at the end of the turn in
   * which it does; whoever runs the script compares the time.
   */
  start(a: SyscallAction, done: (v: Verdict) => void): void {
    done({ kind: 'unsupported', what: `${a.name}()` });
  }

  /** TCP_INFO of a live descriptor, or of the socket under test: its fields by name, for code blocks. */
  infoOf(_fd: number | null = this.current): Readonly<Record<string, number>> {
    return {};
  }
}
