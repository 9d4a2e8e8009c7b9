import { existsSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { needs } from './checks-transfer.ts';
import { FOLDER } from './files.ts';
import { Namespace } from './namespace.ts';
import { type Deviation, Differs, judge, Late, type Outcome } from './replay-judge.ts';
import { PAIRS } from './replay-pairs.ts';
import { type Pair, prepare } from './replay-plan.ts';
import { type Report, Skip } from './report.ts';

/**
 * Exhibits of the gallery with the kernel in the place of one of their hosts: what it sends is to be what
 * our profile `linux` sends there, flags, numbers and times. They run side by side, each in a namespace
 * of its own, for the longest takes 131 s.
 */
export async function replayChecks(report: Report): Promise<void> {
  try {
    await Promise.all(
      PAIRS.map(async (pair) => {
        const as = pair.as === undefined ? '' : ` (${pair.as})`;
        await report.check(`the kernel as ${pair.side} of ${pair.exhibit}${as}`, 400, () => {
          return replay(pair);
        });
      }),
    );
  } finally {
    for (const ns of over.splice(0)) await ns.remove();
  }
}

async function replay(pair: Pair): Promise<string> {
  needs('python3');
  if (pair.needs !== undefined && !existsSync(`/proc/sys/net/ipv4/${pair.needs}`)) {
    throw new Skip(`the kernel is ${release()}, which has no ${pair.needs}`);
  }
  if (pair.departs !== undefined) return await departure(pair, pair.departs);
  try {
    return told(await once(pair), '');
  } catch (error) {
    // Other work on this machine may make one of us late: a second chance, for times alone.
    if (!(error instanceof Late)) throw error;
    return told(await once(pair), `; at first ${error.message}`);
  }
}

/** Where the kernel is known to do something else, it must still do so. */
async function departure(pair: Pair, reason: string): Promise<never> {
  try {
    await once(pair);
  } catch (error) {
    if (error instanceof Differs) throw new Skip(`known to differ: ${reason}`);
    throw error;
  }
  throw new Error(`the kernel does as we do now: it is no departure that ${reason}`);
}

let written = 0;

async function once(pair: Pair): Promise<Deviation> {
  const exhibit = EXHIBITS.find((e) => e.id === pair.exhibit);
  if (exhibit === undefined) throw new Error(`there is no exhibit '${pair.exhibit}'`);
  const ns = await makeNamespace();
  over.push(ns);
  const prepared = prepare(exhibit, pair);
  const { plan } = prepared;
  const path = join(FOLDER, `replay-${++written}.json`);
  writeFileSync(path, JSON.stringify(plan));
  const argv = ['python3', 'test/interop/replay-kernel.py', path];
  const out = await ns.run(argv, plan.until + 60);
  return judge(prepared, JSON.parse(out) as Outcome);
}

/** Removed when all is over: while the kernel removes one, nobody gets another. */
const over: Namespace[] = [];
let making: Promise<unknown> = Promise.resolve();

/** One after another: what begins takes some work, and is not to make others late. */
function makeNamespace(): Promise<Namespace> {
  const made = making.then(() => Namespace.make());
  making = made.catch(() => {});
  return made;
}

function told({ most, at, segments, folded }: Deviation, more: string): string {
  const count = `${segments} segment${segments === 1 ? '' : 's'}`;
  const off = `${(most * 1000).toFixed(0)} ms off at most`;
  const where = most > 0.025 ? ` at ${at.toFixed(1)} s (${((most / at) * 100).toFixed(1)} %)` : '';
  const left = folded > 0 ? `, ${folded} bare ACKs left out` : '';
  return `Linux ${release()}, ${count}, ${off}${where}${left}${more}`;
}
