/** The engine runs here, beside the page: however long a run takes, the page does not wait. */
import type { Words } from '../../src/base/words.ts';
import type { World } from '../sandbox/world.ts';
import type { HuntReply, HuntRequest } from './hunt-protocol.ts';
import type { Reply, Request, Run, Setup } from './protocol.ts';
import { REFUSED, refusalOf, unknownExhibit } from './refusal.ts';
import { exhibitNamed } from './shelves.ts';
import { stage, stageWorld } from './stage.ts';

declare const self: DedicatedWorkerGlobalScope;

self.onmessage = async ({ data }: MessageEvent<Request | HuntRequest>) => {
  if (!('hunt' in data)) {
    self.postMessage(await answer(data));
    return;
  }
  // Loaded when somebody asks for it: most never do.
  const { hunt } = await import('./hunt.ts');
  hunt(
    data.hunt,
    (reply: HuntReply) => self.postMessage(reply),
    () => performance.now(),
  );
};

async function answer({ id, setup }: Request): Promise<Reply> {
  try {
    const run = await staged(setup);
    return 'trace' in run ? { id, run } : { id, error: run };
  } catch (error) {
    // What it says is for programs; whoever tests the page reads it here.
    console.info(error);
    return { id, error: REFUSED };
  }
}

/** The run, or why there is none. */
async function staged(setup: Setup): Promise<Run | Words> {
  if (setup.world !== undefined) {
    const world = await worldToRun(setup.world);
    if ('wrong' in world) return world.wrong;
    const run = stageWorld(world, setup);
    if (world.why === undefined) return run;
    const { withQuestion } = await import('./why.ts');
    return withQuestion(run, world.why);
  }
  const exhibit = await exhibitNamed(setup.exhibit);
  if (exhibit === null) return unknownExhibit(setup.exhibit);
  return refusalOf(exhibit, setup) ?? stage(exhibit, setup);
}

/** A world comes from anywhere, such as a link: it is run only when it is known to end. */
async function worldToRun(given: unknown): Promise<World | { wrong: Words }> {
  const { readWorld } = await import('../sandbox/read-world.ts');
  const { withFaults } = await import('../sandbox/world.ts');
  const read = readWorld(given);
  return 'wrong' in read ? read : withFaults(read.world);
}
