import { Worker } from 'node:worker_threads';
import { type Done, doJob, type Job, type JobOptions } from './drill-job.ts';

/** What a worker is given: a script and its place. Null says that there are no more. */
export interface Task {
  readonly place: number;
  readonly job: Job;
}

/** One script's place, and what came of it or why it could not be run. */
export interface Answer {
  readonly place: number;
  readonly done: Done | null;
  readonly problem: string | null;
}

/** Called as each script is done, in whatever order that is. */
export type OnDone = (done: Done, place: number) => void;

/** Scripts a worker is given ahead, so that it never waits. */
const AHEAD = 4;
/** Scripts for which another worker pays: it takes as long to begin as dozens of them to run. */
const WORTH_A_WORKER = 20;

/**
 * Runs scripts, several at a time where there are workers; gives what came of each, in the order of `all`.
 * Which worker ran which makes no difference: nothing is shared between scripts.
 */
export async function runJobs(
  all: readonly Job[],
  o: JobOptions,
  jobs: number,
  onDone: OnDone,
): Promise<Done[]> {
  const several = Math.min(jobs, Math.ceil(all.length / WORTH_A_WORKER));
  const file = workerFile();
  if (several <= 1 || file === null) {
    return all.map((job, place) => {
      const done = doJob(job, o);
      onDone(done, place);
      return done;
    });
  }
  return await inWorkers(file, all, o, several, onDone);
}

/** The worker as it was built; null where the sources are run, which Node by itself does not. */
function workerFile(): URL | null {
  if (!import.meta.url.endsWith('.js')) return null;
  return new URL('./drill-worker.js', import.meta.url);
}

async function inWorkers(
  file: URL,
  all: readonly Job[],
  o: JobOptions,
  jobs: number,
  onDone: OnDone,
): Promise<Done[]> {
  const came = new Array<Done>(all.length);
  let next = 0;
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(file, { workerData: o });
      let waiting = 0;
      const give = (): void => {
        for (; waiting < AHEAD && next < all.length; waiting++, next++) {
          const { path, text, profile } = all[next] as Job;
          worker.postMessage({ place: next, job: { path, text, profile } } satisfies Task);
        }
        if (waiting === 0) worker.postMessage(null);
      };
      worker.on('message', ({ place, done, problem }: Answer) => {
        waiting--;
        if (done === null) reject(new Error(problem ?? 'a worker failed'));
        else {
          came[place] = done;
          onDone(done, place);
        }
        give();
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve());
      give();
    });
  await Promise.all(Array.from({ length: jobs }, one));
  return came;
}
