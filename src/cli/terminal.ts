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
  /** Columns of that screen; 80 when it is none. */
  readonly columns: number;
  /** Colour is wanted: a screen, and NO_COLOR not set. */
  readonly color: boolean;
}

/** The terminal of this process. A reader that goes away early, such as `head`, ends it quietly. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  const { NO_COLOR = '', TERM = '' } = process.env;
  const gone = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  };
  stdout.on('error', gone);
  stderr.on('error', gone);
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    outIsScreen: stdout.isTTY === true,
    errIsScreen: stderr.isTTY === true,
    columns: stdout.isTTY === true ? stdout.columns : 80,
    color: stdout.isTTY === true && NO_COLOR === '' && TERM !== 'dumb',
  };
}
