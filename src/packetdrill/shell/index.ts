import type { DrillStack } from '../stack.ts';
import { PASSED, type Verdict } from '../verdict.ts';
import { findCommand } from './commands.ts';
import { parseShell, ShellError } from './parse.ts';
import { type Outcome, runList, Unsupported } from './run.ts';

/**
 * Does to the stack what a shell command of a script would do to the system, one of those the suites use:
 * what it does not know is unsupported, and a command that would not succeed has failed.
 */
export function runShell(text: string, stack: DrillStack): Verdict {
  let outcome: Outcome;
  try {
    outcome = runList(parseShell(text), stack, findCommand);
  } catch (e) {
    if (e instanceof ShellError) return { kind: 'unsupported', what: `shell syntax: ${e.message}` };
    if (e instanceof Unsupported) return { kind: 'unsupported', what: e.message };
    throw e;
  }
  if (outcome.status === 0) return PASSED;
  const said = (outcome.complaint || outcome.out).trim();
  return {
    kind: 'failed',
    expected: `\`${text.trim()}\` succeeds`,
    actual: `exit status ${outcome.status}${said === '' ? '' : `: ${said}`}`,
  };
}
