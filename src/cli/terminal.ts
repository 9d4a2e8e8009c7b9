import type { Locale } from './lang.ts';
import { describe, explain } from './problems.ts';
import { Failure } from './usage.ts';

/** Where a command writes, and what it may assume about who reads it. */
export interface Terminal {
  /** Results: standard output. */
  out(text: string): void;
  /** Messages and progress: standard error. */
  err(text: string): void;
  /** Standard output is a person's screen. */
  readonly outIsScreen: boolean;
  /** Standard error is a person's screen: a line of it may be rewritten. */
  readonly errIsScreen: boolean;
  /** Columns of the screen; 80 when there is none. */
  readonly columns: number;
  /** Colour is wanted: a screen, and NO_COLOR not set. */
  readonly color: boolean;
  /** Says the reader's language, where no option does. */
  readonly locale: Locale;
}

/**
 * The terminal of this process. A reader that goes away early, such as `head`, ends it quietly; what
 * cannot be written, to a full disk for example, ends it as a failure.
 */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  const { NO_COLOR = '', TERM = '' } = process.env;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    stderr.write(explain(new Failure(`standard output: ${describe(error).message}`)));
    process.exit(1);
  });
  stderr.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    outIsScreen: stdout.isTTY === true,
    errIsScreen: stderr.isTTY === true,
    columns: (stdout.isTTY === true ? stdout.columns : stderr.columns) || 80,
    color: stdout.isTTY === true && NO_COLOR === '' && TERM !== 'dumb',
    locale: process.env as Locale,
  };
}
