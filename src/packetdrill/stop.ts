import { ScriptError } from './ast.ts';
import { Unsupported } from './config.ts';
import type { Problem, ScriptResult } from './outcome.ts';

/** The script is over. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/**
 * The result of a script that cannot be run at all, for what was thrown when it was read.
 *
 * @param text the script, to show the line
 */
export function unreadable(path: string, error: unknown, text = ''): ScriptResult {
  const isUnsupported = error instanceof Unsupported;
  if (!isUnsupported && !(error instanceof ScriptError)) throw error;
  const problem: Problem = {
    kind: isUnsupported ? 'option' : 'syntax',
    line: error.line,
    ...(isUnsupported || text === '' ? {} : { column: error.column }),
    text: lineOf(text, error.line),
    field: null,
    fields: [],
    expected: isUnsupported ? 'what the runner knows' : 'a script of packetdrill',
    actual: isUnsupported ? error.message : error.what,
    at: 0,
  };
  const nothing = { warnings: [], leftOver: [], log: [], time: 0, events: 0 };
  return { path, outcome: 'unsupported', problem, ...nothing };
}

/** A line of a script, tabs as blanks, so that its columns are where they are. */
function lineOf(text: string, line: number): string {
  return (text.split('\n', line)[line - 1] ?? '').replaceAll('\t', ' ').trimEnd();
}
