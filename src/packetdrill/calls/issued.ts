import type { Call, Result } from '../../posix/result.ts';

/** A call that was made. */
export interface Issued {
  /** What it came to, or what will tell. */
  readonly call: Call | Result;
  /**
   * What stands where its arguments give something back: by number of the argument, as a script writes it.
   * Only what is not as the script says. Asked once it has returned.
   */
  readonly differs?: (r: Result) => ReadonlyMap<number, string>;
  /** Its value is a descriptor, for which the script has a number of its own. */
  readonly opens?: boolean;
  /** Asked once it has returned as the script says. */
  readonly settle?: (r: Result) => void;
}

/** Nothing but its result matters. */
export const issued = (call: Call | Result): Issued => ({ call });

/** The result of one that does not wait; null while it waits. */
export function resultOf(call: Call | Result): Result | null {
  return 'onresult' in call ? call.result : call;
}
