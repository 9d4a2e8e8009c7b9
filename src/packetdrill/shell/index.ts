import type { DrillStack } from '../stack.ts';
import type { Verdict } from '../verdict.ts';

/**
 * Does to the stack what a shell command of a script would do to the system, one of those the suites use:
 * what it does not know is unsupported, and a command that would not succeed has failed.
 */
export function runShell(text: string, _stack: DrillStack): Verdict {
  return { kind: 'unsupported', what: `the shell command \`${text}\`` };
}
