import type { Words } from '../../src/base/words.ts';
import type { Reply, Request, Run, Setup } from './protocol.ts';

/** A run was given up because another was asked for. */
export class Superseded extends Error {}

/** A setup cannot be run: why, for whoever asked for it. */
export class Refused extends Error {
  readonly words: Words;

  constructor(words: Words) {
    super(words.en);
    this.words = words;
  }
}

/** One that waits for the worker. */
interface Waiting {
  readonly id: number;
  readonly setup: Setup;
  readonly resolve: (run: Run) => void;
  readonly reject: (error: Error) => void;
}

let worker: Worker | null = null;
let waiting: Waiting | null = null;
let count = 0;

/** Loads the engine before anybody needs it. */
export function warmUp(): void {
  worker ??= start();
}

/**
 * Runs a setup in the worker. Only the newest counts: one still under way is stopped, and its promise
 * rejects with {@link Superseded}. Rejects with {@link Refused} when the setup cannot be run.
 */
export function perform(setup: Setup): Promise<Run> {
  if (waiting !== null) {
    worker?.terminate();
    worker = null;
    waiting.reject(new Superseded());
  }
  return new Promise((resolve, reject) => {
    waiting = { id: ++count, setup, resolve, reject };
    worker ??= start();
    worker.postMessage({ id: count, setup } satisfies Request);
  });
}

/** A worker with the engine, which whoever asks for it ends. */
export function newWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}

function start(): Worker {
  const w = newWorker();
  w.onmessage = ({ data }: MessageEvent<Reply>) => {
    if (waiting === null || waiting.id !== data.id) return;
    const { resolve, reject } = waiting;
    waiting = null;
    // A long run takes as long to be taken in as to be drawn: the page is not held up for both at once.
    if ('run' in data) setTimeout(resolve, 0, data.run);
    else reject(new Refused(data.error));
  };
  w.onerror = () => {
    waiting?.reject(new Refused(NO_ENGINE));
    waiting = null;
    worker = null;
  };
  return w;
}

export const NO_ENGINE: Words = {
  zh: '引擎没能加载。请检查网络，再试一次。',
  en: 'The engine could not be loaded. Check the network and try again.',
};
