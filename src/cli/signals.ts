/** The signals that ask a command to end: Ctrl-C, `kill`, and the terminal's going. */
export const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
