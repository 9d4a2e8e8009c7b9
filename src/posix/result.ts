/** What a system call came to: its value, and the errno's name when it failed (its value is then -1). */
export interface Result {
  readonly value: number;
  readonly errno: string | null;
}

/** The call succeeded with this value. */
export const ok = (value = 0): Result => ({ value, errno: null });

/** The call failed. */
export const failed = (errno: string): Result => ({ value: -1, errno });

/**
 * A system call under way. On a blocking descriptor it may wait for what the network brings: `result` is
 * null until then, and `onresult` is called once, at the end of the turn in which it comes.
 */
export interface Call {
  readonly result: Result | null;
  onresult: ((result: Result) => void) | null;
}

/** Has `f` called with the result of `call`: now if it is there, else at the end of the turn in which it comes. */
export function whenDone(call: Call, f: (result: Result) => void): void {
  if (call.result === null) call.onresult = f;
  else f(call.result);
}
