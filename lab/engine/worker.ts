/** The engine runs here, beside the page: however long a run takes, the page does not wait. */
import type { Words } from '../../src/base/words.ts';
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
    return { id, error: error instanceof Refused ? error.words : engineWords(error) };
  }
}

/** A setup that is not even given to the engine. */
class Refused extends Error {
  readonly words: Words;

  constructor(words: Words) {
    super(words.en);
    this.words = words;
  }
}

/** The engine speaks English to whoever writes programs for it. */
function engineWords(error: unknown): Words {
  return {
    zh: '设置对不上：没有这样的主机、参数或报文段，或者值超出了范围',
    en: error instanceof Error ? error.message : String(error),
  };
}

async function staged(setup: Setup): Promise<Run> {
  if (setup.world !== undefined) return stageWorld(await worldToRun(setup.world), setup);
  const exhibit = await exhibitNamed(setup.exhibit);
  if (exhibit === null) throw new Refused(noExhibit(setup.exhibit));
  return stage(exhibit, setup);
}

function noExhibit(id: string): Words {
  return { zh: `没有叫“${id}”的场景`, en: `there is no experiment '${id}'` };
}

/** A world comes from anywhere, such as a link: it is run only when it is known to end. */
async function worldToRun(given: unknown): Promise<Scenario> {
  const { readWorld } = await import('../sandbox/read-world.ts');
  const { withFaults } = await import('../sandbox/world.ts');
  const read = readWorld(given);
  if ('wrong' in read) throw new Refused(read.wrong);
  return withFaults(read.world);
}
