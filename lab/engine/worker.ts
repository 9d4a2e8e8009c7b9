/** The engine runs here, beside the page: however long a run takes, the page does not wait. */
import type { Scenario } from '../../src/sim/scenario.ts';
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
  if (setup.world !== undefined) return stageWorld(await worldToRun(setup.world), setup);
  const exhibit = await exhibitNamed(setup.exhibit);
  if (exhibit === null) throw new RangeError(`no exhibit '${setup.exhibit}'`);
  return stage(exhibit, setup);
}

/** A world comes from anywhere, such as a link: it is run only when it is known to end. */
async function worldToRun(given: unknown): Promise<Scenario> {
  const { readWorld } = await import('../sandbox/read-world.ts');
  const { withFaults } = await import('../sandbox/world.ts');
  const read = readWorld(given);
  if ('wrong' in read) throw new RangeError(read.wrong.en);
  return withFaults(read.world);
}
