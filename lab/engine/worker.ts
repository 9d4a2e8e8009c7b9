/** The engine runs here, beside the page: however long a run takes, the page does not wait. */
import type { Reply, Request, Run, Setup } from './protocol.ts';
import { exhibitNamed } from './shelves.ts';
import { stage, stageWorld } from './stage.ts';

declare const self: DedicatedWorkerGlobalScope;

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  self.postMessage(await answer(data));
};

async function answer({ id, setup }: Request): Promise<Reply> {
  try {
    return { id, run: await staged(setup) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

async function staged(setup: Setup): Promise<Run> {
  if (setup.world !== undefined) return stageWorld(setup.world, setup);
  const exhibit = await exhibitNamed(setup.exhibit);
  if (exhibit === null) throw new RangeError(`no exhibit '${setup.exhibit}'`);
  return stage(exhibit, setup);
}
