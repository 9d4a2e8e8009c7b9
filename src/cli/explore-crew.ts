import { setImmediate as turn } from 'node:timers/promises';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { Search, type SearchReport } from '../explore/index.ts';
import { expandAll, type Order, type Reply, type SearchJob, taskOf } from './explore-job.ts';

/** What is called while a search goes on, some ten times a second; `true` asks it to end. */
export type OnProgress = (soFar: SearchReport) => boolean;

/** A search that is over. */
export interface Searched {
  readonly report: SearchReport;
  /** How long it took, milliseconds. */
  readonly ms: number;
  /** The most memory that the process has held so far, octets. */
  readonly resident: number;
}

/** How often the event loop gets its turn, milliseconds. */
const TURN = 100;
/** States from which on workers pay: it takes them as long to begin as 1,000 states take here. */
const WORTH_WORKERS = 1000;
/** Batches a worker is given ahead, so that it never waits. */
const AHEAD = 2;

/**
 * Those who search: this thread while there are few states, workers beside it when there are many. Who looks at
 * which states makes no difference to what is found: `Search` takes everything in in its order.
 */
export class Crew {
  readonly #jobs: number;
  readonly #file: URL | null;
  readonly #options: WorkerOptions;
  readonly #worthWorkers: number;
  #members: Member[] = [];

  /** `file` is the worker's; null where there can be none. */
  constructor(
    jobs: number,
    file: URL | null = workerFile(),
    options: WorkerOptions = {},
    worthWorkers = WORTH_WORKERS,
  ) {
    this.#jobs = jobs;
    this.#file = file;
    this.#options = options;
    this.#worthWorkers = worthWorkers;
  }

  /** Searches to the end, or until `onProgress` ends it. Throws what {@link taskOf} throws. */
  async search(job: SearchJob, onProgress: OnProgress): Promise<Searched> {
    const began = performance.now();
    const task = taskOf(job);
    const s = new Search(task);
    const alone = this.#jobs <= 1 || this.#file === null;
    let last = began;
    while (!s.isOver && (alone || s.visited.size < this.#worthWorkers)) {
      const batch = s.next();
      if (batch === null) break;
      s.takeIn(batch.number, expandAll(task, batch));
      if (performance.now() - last < TURN) continue;
      if (onProgress(s.report)) s.stop();
      await turn();
      last = performance.now();
    }
    if (!s.isOver) await this.#together(s, job, onProgress);
    const resident = process.resourceUsage().maxRSS * 1024;
    return { report: s.report, ms: performance.now() - began, resident };
  }

  /** Sends all workers away. */
  async close(): Promise<void> {
    const members = this.#members;
    this.#members = [];
    await Promise.all(members.map((m) => m.worker.terminate()));
  }

  async #together(s: Search, job: SearchJob, onProgress: OnProgress): Promise<void> {
    const file = this.#file;
    while (file !== null && this.#members.length < this.#jobs) {
      this.#members.push(new Member(new Worker(file, this.#options)));
    }
    const members = this.#members;
    for (const m of members) m.isNew = true;
    const watch = setInterval(() => {
      if (onProgress(s.report)) s.stop();
    }, TURN);
    try {
      await new Promise<void>((resolve, reject) => {
        const go = (): void => {
          // The one with the least to do first.
          for (let ahead = 0; ahead < AHEAD; ahead++) {
            for (const m of members) if (m.waiting <= ahead) m.give(s, job);
          }
          if (members.every((m) => m.waiting === 0)) resolve();
        };
        for (const m of members) m.listen(s, go, reject);
        go();
      });
    } finally {
      clearInterval(watch);
    }
  }
}

/** A worker, and how many batches it has. */
class Member {
  readonly worker: Worker;
  waiting = 0;
  /** It has not been told of this search. */
  isNew = true;

  constructor(worker: Worker) {
    this.worker = worker;
  }

  give(s: Search, job: SearchJob): void {
    const batch = s.next();
    if (batch === null) return;
    this.worker.postMessage({ job: this.isNew ? job : null, batch } satisfies Order);
    this.isNew = false;
    this.waiting++;
  }

  listen(s: Search, go: () => void, reject: (error: Error) => void): void {
    this.worker.removeAllListeners('message');
    this.worker.removeAllListeners('error');
    this.worker.on('error', reject);
    this.worker.on('message', ({ number, results, problem }: Reply) => {
      this.waiting--;
      if (results === null) {
        reject(new Error(problem ?? 'a worker failed'));
        return;
      }
      s.takeIn(number, results);
      go();
    });
  }
}

/** The worker as it was built; null where the sources are run, which Node by itself does not. */
function workerFile(): URL | null {
  if (!import.meta.url.endsWith('.js')) return null;
  return new URL('./explore-worker.js', import.meta.url);
}
