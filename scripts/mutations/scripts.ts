/** Packetdrill scripts of ours against an engine with a fault. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '..', '..');
/** Milliseconds after which a script that has not ended is stuck, which counts as failing. */
const STUCK = 20_000;

/** The source of a file of the engine, with a fault in it. */
export interface Planted {
  /** The whole path. */
  readonly file: string;
  readonly source: string;
}

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
    code = await bundle(planted);
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

/** The worker and the whole engine in one text: loading it file by file takes ten times as long. */
async function bundle(planted: Planted | null): Promise<string> {
  const result = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    define: {
      'import.meta.dirname': JSON.stringify(join(ROOT, 'test', 'packetdrill')),
    },
    build: {
      ssr: 'scripts/mutations/script-worker.ts',
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
