/** The signals that ask a command to end: Ctrl-C, `kill`, and the terminal's going. */
export const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Waits for one of them and gives its name; the second one ends the process as usual. */
export function untilStopped(): Promise<string> {
  return new Promise((resolve) => {
    const stop = (signal: string): void => {
      for (const name of STOPS) process.off(name, stop);
      resolve(signal);
    };
    for (const name of STOPS) process.on(name, stop);
  });
}
