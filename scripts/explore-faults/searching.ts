/** A world searched with an engine that has a fault. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import type { Bounds, WorldProfile } from '../../src/explore/index.ts';
import type { SearchReport } from '../../src/explore/search.ts';
import type { Planted } from '../mutations/scripts.ts';

const ROOT = join(import.meta.dirname, '..', '..');

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
    code = await bundle(planted);
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

/** The worker and the whole engine in one text: see mutations/scripts.ts. */
async function bundle(planted: Planted | null): Promise<string> {
  const result = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: 'scripts/explore-faults/worker.ts',
      write: false,
      minify: false,
      target: 'node20',
      rollupOptions: { output: { format: 'cjs' } },
    },
    plugins: [
      {
        name: 'fault',
        enforce: 'pre',
        load: (id: string) => (planted !== null && id === planted.file ? planted.source : null),
      },
    ],
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (first === undefined || !('output' in first)) throw new Error('vite has built nothing');
  return first.output[0].code;
}
