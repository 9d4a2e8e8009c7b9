/**
 * Throws packets, options and whole sequences of segments at the engine, in every state, and looks
 * whether it throws, grows or goes round in circles.
 *
 *     npm run fuzz -- --seconds 60              with a seed of its own, which it prints
 *     npm run fuzz -- --seconds 60 --seed 7     the same cases in the same order
 *     npm run fuzz -- --case 03a1...            one case again
 */
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { play } from '../test/fuzz/case.ts';
import { Coverage } from '../test/fuzz/coverage.ts';
import { Fuzzer, fromHex, smallest, toHex } from '../test/fuzz/fuzzer.ts';
import { MOST_GENES } from '../test/fuzz/genes.ts';

/** A case that takes longer is stuck; milliseconds. */
const PATIENCE = 20_000;

/** Node 20 does not hand the loader of TypeScript on to threads. */
const IN_THREAD = `import('tsx/esm/api').then((tsx) => {
  tsx.register();
  return import(${JSON.stringify(import.meta.url)});
});`;

/** What both threads see: how many cases have begun, the length of the one that runs, its octets. */
interface Shared {
  readonly progress: Int32Array;
  readonly genes: Uint8Array;
}

interface Work {
  readonly seed: number;
  readonly seconds: number;
  readonly memory: SharedArrayBuffer;
}

function share(memory: SharedArrayBuffer): Shared {
  return { progress: new Int32Array(memory, 0, 2), genes: new Uint8Array(memory, 8) };
}

/** The thread that plays; the other watches over it. */
function work({ seed, seconds, memory }: Work): void {
  const { progress, genes } = share(memory);
  const fuzzer = new Fuzzer(seed);
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    const next = fuzzer.next();
    genes.set(next);
    progress[1] = next.length;
    Atomics.add(progress, 0, 1);
    const found = fuzzer.try(next);
    if (found === null) continue;
    const { genes: small, error } = smallest(found);
    parentPort?.postMessage({ error: error.stack ?? error.message, genes: toHex(small) });
    return;
  }
  const { cases, reached, kept } = fuzzer;
  parentPort?.postMessage({ cases, reached, kept });
}

function watch(seed: number, seconds: number): void {
  const memory = new SharedArrayBuffer(8 + MOST_GENES);
  const { progress, genes } = share(memory);
  console.log(`fuzzing for ${seconds} s; the same again: npm run fuzz -- --seed ${seed}`);
  const worker = new Worker(IN_THREAD, { eval: true, workerData: { seed, seconds, memory } });
  let last = 0;
  const timer = setInterval(() => {
    const now = Atomics.load(progress, 0);
    if (now === last) {
      fail('it goes round in circles', toHex(genes.slice(0, progress[1])));
    }
    last = now;
  }, PATIENCE);
  worker.on('error', (error) =>
    fail(error.stack ?? error.message, toHex(genes.slice(0, progress[1]))),
  );
  worker.on(
    'message',
    (m: { error?: string; genes?: string; cases?: number; reached?: number; kept?: number }) => {
      clearInterval(timer);
      if (m.error !== undefined) fail(m.error, m.genes ?? '');
      console.log(
        `${m.cases} cases, nothing found; ${m.reached} things reached, by ${m.kept} cases`,
      );
    },
  );
}

function fail(what: string, genes: string): never {
  console.error(what);
  console.error(`the case again: npm run fuzz -- --case ${genes}`);
  process.exit(1);
}

if (isMainThread) {
  const { values } = parseArgs({
    options: { seconds: { type: 'string' }, seed: { type: 'string' }, case: { type: 'string' } },
  });
  if (values.case === undefined) {
    watch(Number(values.seed ?? Date.now() % 1_000_000), Number(values.seconds ?? 60));
  } else {
    play(fromHex(values.case), new Coverage());
    console.log('nothing found');
  }
} else {
  work(workerData as Work);
}
