import { didYouMean } from '../../base/nearest.ts';
import type { Result } from '../../posix/result.ts';
import type { SyscallAction } from '../ast.ts';
import { codeConstants, isSameErrno } from '../constants.ts';
import { unknownName } from '../names.ts';
import type { DrillStack } from '../stack.ts';
import { PASSED, type Verdict } from '../verdict.ts';
import { CallContext } from './context.ts';
import type { Endpoints } from './endpoints.ts';
import { errorText } from './error-text.ts';
import { FILE_CALLS } from './files.ts';
import { type Issued, resultOf } from './issued.ts';
import { OPTION_CALLS } from './options.ts';
import { READY_CALLS } from './ready.ts';
import { checkCount } from './shapes.ts';
import { type Make, SOCKET_CALLS } from './sockets.ts';
import { TRANSFER_CALLS } from './transfer.ts';
import { CallError, numberIn, show } from './values.ts';

export type { Endpoints } from './endpoints.ts';

/** The calls by name. */
const CALLS: Readonly<Record<string, Make>> = {
  ...SOCKET_CALLS,
  ...TRANSFER_CALLS,
  ...OPTION_CALLS,
  ...READY_CALLS,
  ...FILE_CALLS,
};

/** A call that has not been made yet, because one before it still blocks. */
interface Waiting {
  readonly action: SyscallAction;
  readonly done: (v: Verdict) => void;
}

/** Makes the script's system calls on the stack and compares what they come to with what it says. */
export class Calls {
  readonly stack: DrillStack;
  readonly endpoints: Endpoints;
  readonly #context: CallContext;
  /** The call that has not returned, as the script writes it; and what waits for it. */
  #pending: SyscallAction | null = null;
  readonly #waiting: Waiting[] = [];

  constructor(stack: DrillStack, endpoints: Endpoints) {
    this.stack = stack;
    this.endpoints = endpoints;
    this.#context = new CallContext(stack, endpoints);
  }

  /** The live descriptor of the socket under test, once there is one. */
  get current(): number | null {
    return this.#context.current;
  }

  /** The call that has not returned yet, as the script writes it; null when none blocks. */
  get pending(): string | null {
    return this.#pending === null ? null : written(this.#pending);
  }

  /** The live descriptor behind the script's number, or null. */
  liveOf(fd: number): number | null {
    return this.#context.liveOf(fd);
  }

  /**
   * Makes a call. `done` is called before this returns when the call does, else at the end of the turn in
   * which it does; whoever runs the script compares the time. Only one call may block: the next one is made
   * when it has returned, unless that is of the blocking form too, which fails at once.
   */
  start(action: SyscallAction, done: (v: Verdict) => void): void {
    if (this.#pending === null) {
      this.#make(action, done);
    } else if (action.until === null) {
      this.#waiting.push({ action, done });
    } else {
      const actual = `\`${written(this.#pending)}\` has not returned yet`;
      done({ kind: 'failed', expected: expectation(action), actual });
    }
  }

  /**
   * TCP_INFO of a live descriptor, by default of the socket under test, and the names that go with it: what
   * code blocks may name. The names alone when there is no socket.
   */
  infoOf(fd: number | null = this.current): Readonly<Record<string, number>> {
    const names = codeConstants(this.stack.api);
    return fd === null ? names : { ...names, ...this.stack.posix.tcpInfo(fd) };
  }

  #make(a: SyscallAction, done: (v: Verdict) => void): void {
    const make = Object.hasOwn(CALLS, a.name) ? (CALLS[a.name] as Make) : null;
    if (make === null) {
      done({
        kind: 'unsupported',
        what: `the call ${a.name}()${didYouMean(a.name, Object.keys(CALLS))}`,
      });
      return;
    }
    const unknown = a.errno === null ? null : unknownName('errno', a.errno);
    if (unknown !== null) {
      done({ kind: 'unsupported', what: `${a.name}() with ${unknown}` });
      return;
    }
    let made: Issued;
    try {
      checkCount(a, this.stack.api);
      made = make(a, this.#context);
    } catch (e) {
      if (!(e instanceof CallError)) throw e;
      done({ kind: 'unsupported', what: `${a.name}() with ${e.message}` });
      return;
    }
    const result = resultOf(made.call);
    if (result !== null) {
      done(this.#judge(a, made, result));
      return;
    }
    this.#pending = a;
    if (!('onresult' in made.call)) return;
    made.call.onresult = (r) => {
      this.#pending = null;
      done(this.#judge(a, made, r));
      this.#resume();
    };
  }

  /** Makes what waited, as far as that does not block again. */
  #resume(): void {
    while (this.#pending === null) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#make(next.action, next.done);
    }
  }

  #judge(a: SyscallAction, made: Issued, r: Result): Verdict {
    const { api } = this.stack;
    try {
      const expected = a.result === 'any' ? null : numberIn(a.result, api);
      const opened = made.opens === true && r.errno === null;
      const asExpected =
        expected === null || (opened ? expected >= 0 : signed(expected) === signed(r.value));
      const sameErrno = a.errno === null || (r.errno !== null && isSameErrno(r.errno, a.errno));
      if (opened && asExpected) this.#context.bind(expected ?? r.value, r.value);
      const differs = made.differs?.(r) ?? new Map<number, string>();
      if (r.errno === null) made.settle?.(r);
      if (asExpected && sameErrno && differs.size === 0) return PASSED;
      return { kind: 'failed', expected: expectation(a), actual: outcome(a, r, differs) };
    } catch (e) {
      if (!(e instanceof CallError)) throw e;
      return { kind: 'unsupported', what: `${a.name}() with ${e.message}` };
    }
  }
}

/** Results are ints; a script may write them without a sign. */
const signed = (n: number): number => (n > 0x7fffffff ? n | 0 : n);

/** The call as the script writes it, without what it comes to. */
function written(a: SyscallAction): string {
  return `${a.name}(${a.args.map(show).join(', ')})`;
}

function expectation(a: SyscallAction): string {
  const result = a.result === 'any' ? '?' : show(a.result);
  return `${written(a)} = ${result}${a.errno === null ? '' : ` ${a.errno} (${errorText(a.errno)})`}`;
}

function outcome(a: SyscallAction, r: Result, differs: ReadonlyMap<number, string>): string {
  const args = a.args.map((arg, i) => differs.get(i) ?? show(arg)).join(', ');
  const errno = r.errno === null ? '' : ` ${r.errno} (${errorText(r.errno)})`;
  return `${a.name}(${args}) = ${r.value}${errno}`;
}
