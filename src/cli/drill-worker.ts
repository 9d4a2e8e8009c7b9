import { parentPort, workerData } from 'node:worker_threads';
import { doJob, type JobOptions } from './drill-job.ts';
import type { Answer, Task } from './drill-workers.ts';

/* What `synwave drill --jobs` runs in each of its threads: scripts as they come, until there are no more. */

const port = parentPort;
port?.on('message', (task: Task | null) => {
  if (task === null) port.close();
  else port.postMessage(answer(task, workerData as JobOptions));
});

function answer({ place, job }: Task, o: JobOptions): Answer {
  try {
    return { place, done: doJob(job, o), problem: null };
  } catch (error) {
    return { place, done: null, problem: error instanceof Error ? error.message : `${error}` };
  }
}
