import { parentPort } from 'node:worker_threads';
import type { Task } from '../explore/index.ts';
import { expandAll, type Order, type Reply, taskOf } from './explore-job.ts';

/* What `synwave explore --jobs` runs in each of its threads: batches as they come, until there are no more. */

const port = parentPort;
let task: Task | null = null;

port?.on('message', (order: Order | null) => {
  if (order === null) port.close();
  else port.postMessage(reply(order));
});

function reply({ job, batch }: Order): Reply {
  const { number } = batch;
  try {
    if (job !== null) task = taskOf(job);
    if (task === null) throw new Error('a worker was given work and no search');
    return { number, results: expandAll(task, batch), problem: null };
  } catch (error) {
    return { number, results: null, problem: error instanceof Error ? error.message : `${error}` };
  }
}
