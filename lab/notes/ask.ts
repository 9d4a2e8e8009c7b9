import type { Values } from '../../src/gallery/exhibit.ts';
import type { Reply, Request, Run } from '../engine/protocol.ts';

/** Runs that were asked for, by what was asked. */
const known = new Map<string, Promise<Run>>();
const waiting = new Map<number, { resolve: (run: Run) => void; reject: (error: Error) => void }>();
let worker: Worker | null = null;
let count = 0;

/**
 * Runs an exhibit beside the one on the bench, which goes on undisturbed. Rejects with an Error when it
 * cannot be run.
 */
export function ask(exhibit: string, values: Values = {}): Promise<Run> {
  const key = JSON.stringify([exhibit, values]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const asked = new Promise<Run>((resolve, reject) => {
    worker ??= start();
    waiting.set(++count, { resolve, reject });
    const setup = { exhibit, seed: 1, values, interventions: [] };
    worker.postMessage({ id: count, setup } satisfies Request);
  });
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  return asked;
}

/** Lets go of the engine; what was asked for and has come stays. */
export function release(): void {
  if (waiting.size > 0) return;
  worker?.terminate();
  worker = null;
}

function start(): Worker {
  const w = new Worker(new URL('../engine/worker.ts', import.meta.url), { type: 'module' });
  w.onmessage = ({ data }: MessageEvent<Reply>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ('run' in data) asked?.resolve(data.run);
    else asked?.reject(new RangeError(data.error.en));
  };
  w.onerror = (e) => {
    for (const { reject } of waiting.values()) reject(new Error(e.message));
    waiting.clear();
    worker = null;
  };
  return w;
}
