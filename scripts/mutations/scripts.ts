/** Packetdrill scripts of ours against an engine with a fault. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundle, type Planted } from './bundle.ts';

/** Where the worker's own modules believe to be. */
const SCRIPTS = join(import.meta.dirname, '..', '..', 'test', 'packetdrill');
/** Milliseconds after which a script that has not ended is stuck, which counts as failing. */
const STUCK = 20_000;

/**
 * Runs scripts, by their paths below test/drill/, under all their profiles in both IP versions, with an engine in
 * which `planted` takes the place of a file. Those that pass, or null when the engine cannot even be loaded.
 */
export async function passing(
  paths: readonly string[],
  planted: Planted | null,
): Promise<string[] | null> {
  let code: string;
  try {
    code = await bundle('mutations/script-worker.ts', planted, {
      'import.meta.dirname': JSON.stringify(SCRIPTS),
    });
  } catch {
    return null; // the fault is none that a compiler lets pass
  }
  return new Promise((resolve) => {
    const passed: string[] = [];
    let ran = 0;
    let broke = false;
    const worker = new Worker(code, { eval: true, workerData: { paths } });
    const clock = setTimeout(() => void worker.terminate(), STUCK);
    worker.on('message', (m: { readonly path: string; readonly passes: boolean }) => {
      ran++;
      if (m.passes) passed.push(m.path);
    });
    worker.on('error', () => {
      broke = true; // which is a failure, if it got as far as a script
    });
    worker.on('exit', () => {
      clearTimeout(clock);
      resolve(broke && ran === 0 ? null : passed);
    });
  });
}
