/** A world searched with an engine that has a fault. */
import { Worker } from 'node:worker_threads';
import type { Bounds, WorldProfile } from '../../src/explore/index.ts';
import type { SearchReport } from '../../src/explore/search.ts';
import { bundle, type Planted } from '../mutations/bundle.ts';

/** A search to be made: it ends at its first counterexample, or when it has seen that many states. */
export interface Asked {
  readonly world: string;
  readonly profile: WorldProfile;
  readonly states: number;
  /** What is looked at besides the engine's own invariants; `engine` for these alone. */
  readonly property: string;
  /** Instead of the world's own. */
  readonly bounds?: Bounds;
}

/** What came of it. */
export interface Found {
  readonly states: number;
  readonly outcome: SearchReport['outcome'];
  /** The property that is broken; null when none was within the bound. */
  readonly property: string | null;
  /** The host it is broken at, or what the engine says. */
  readonly at: string;
  /** The steps of the counterexample, as `deliver A2`. */
  readonly run: readonly string[];
  readonly seconds: number;
}

/**
 * Searches with an engine in which `planted` takes the place of a file. Null when the engine cannot even be loaded,
 * or when it is not done after `patience` milliseconds.
 */
export async function searching(
  asked: Asked,
  planted: Planted | null,
  patience: number,
): Promise<Found | null> {
  let code: string;
  try {
    code = await bundle('explore-faults/worker.ts', planted);
  } catch {
    return null; // the fault is none that a compiler lets pass
  }
  return new Promise((resolve) => {
    let found: Found | null = null;
    const worker = new Worker(code, { eval: true, workerData: { asked } });
    const clock = setTimeout(() => void worker.terminate(), patience);
    worker.on('message', (m: Found) => {
      found = m;
    });
    worker.on('error', (error) => void process.stderr.write(`${error}\n`));
    worker.on('exit', () => {
      clearTimeout(clock);
      resolve(found);
    });
  });
}
