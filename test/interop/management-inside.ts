/**
 * Runs inside a namespace, with the kernel's TCP and ours in one process: the checks of one group, all
 * at once where they do not disturb each other. Results go out as lines of JSON.
 */
import { KEEP_ALIVE } from './management-keepalive.ts';
import { QUEUES } from './management-queues.ts';
import { Site } from './management-site.ts';
import { STATES } from './management-states.ts';
import { TIMES } from './management-times.ts';
import { ECN } from './posix-ecn.ts';
import { FAST_OPEN, SHARED_PREFIXES } from './posix-fast-open.ts';
import { OPTIONS } from './posix-options.ts';
import { SIGNATURES } from './posix-signatures.ts';
import { Skip, within } from './report.ts';

/** A check made inside: its name, its limit in seconds, and how it is made. */
export type InsideCheck = readonly [
  name: string,
  seconds: number,
  f: (site: Site) => Promise<string>,
];

/** Checks by group. */
const GROUPS: Readonly<Record<string, readonly InsideCheck[]>> = {
  times: TIMES,
  queues: QUEUES,
  states: STATES,
  keepalive: KEEP_ALIVE,
  'fast-open': FAST_OPEN,
  signatures: SIGNATURES,
  ecn: ECN,
  options: OPTIONS,
};

/** Made one after the other: one takes the device down, or they change what the kernel has for all. */
const IN_TURN: readonly string[] = ['keepalive', 'fast-open', 'signatures', 'ecn'];

const group = process.argv[2] ?? '';
const checks = GROUPS[group];
if (checks === undefined) throw new TypeError(`give a group: ${Object.keys(GROUPS).join(', ')}`);
const site = new Site(group === 'fast-open' ? SHARED_PREFIXES : []);
if (IN_TURN.includes(group)) for (const check of checks) await make(check);
else await Promise.all(checks.map(make));
site.close();
process.exit(0);

async function make([name, seconds, f]: InsideCheck): Promise<void> {
  const began = performance.now();
  const line = { name, error: null as string | null, skip: null as string | null, detail: '' };
  try {
    line.detail = await within(seconds, f(site));
  } catch (e) {
    const message = e instanceof Error ? e.message : String(e);
    if (e instanceof Skip) line.skip = message;
    else line.error = message;
  }
  const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  line.detail = line.detail === '' ? took : `${took}, ${line.detail}`;
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
