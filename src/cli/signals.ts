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

/** Knows whether one of them has come since it was made; the second one ends the process as usual. */
export class StopWatch {
  came = false;
  readonly #stop = (): void => {
    this.came = true;
    this.close();
  };

  constructor() {
    for (const name of STOPS) process.on(name, this.#stop);
  }

  /** Stops watching. */
  close(): void {
    for (const name of STOPS) process.off(name, this.#stop);
  }
}
