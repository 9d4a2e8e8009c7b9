import type { BenchWatch } from './bench.ts';
import type { Overrides } from './config.ts';

/** How scripts are run. */
export interface RunOptions extends Overrides {
  /** Packets that are left over at the end fail a script. */
  readonly strict?: boolean;
  /** Gives the same run for the same script; 1 unless given. */
  readonly seed?: number;
  /** False: what happened is not written down for a script that passes, of which it is seldom asked. */
  readonly logsPassed?: boolean;
  /** Looks on, for a recording. */
  readonly watch?: BenchWatch;
}
