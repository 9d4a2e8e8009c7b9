/**
 * Runs inside a namespace, with two TCPs in one process: the kernel's, through `node:net`, and ours,
 * over a TUN device. Each check is made with either as the client; results go out as lines of JSON.
 */
import * as nodeNet from 'node:net';
import { openStack, planStack, STACK_OPTIONS } from '../../src/cli/stack.ts';
import { readOptions } from '../../src/cli/usage.ts';
import {
  atOnce,
  halfCloseByClient,
  halfCloseByServer,
  inSequence,
  type Net,
  refusedPort,
  resetByClient,
  resetByServer,
  type Talk,
} from './connection-checks.ts';
import { ADDRESSES, FAMILIES, type Family } from './namespace.ts';
import { within } from './report.ts';

const plan = planStack(readOptions(process.argv.slice(2), STACK_OPTIONS));
const stack = await openStack(plan, (message) => process.stderr.write(`${message}\n`));
const ours = stack.net as unknown as Net;
const kernel = nodeNet as unknown as Net;

interface Side {
  readonly name: string;
  readonly net: Net;
  address(family: Family): string;
}

const KERNEL: Side = { name: 'the kernel', net: kernel, address: (f) => ADDRESSES[f].kernel };
const OURS: Side = { name: 'we', net: ours, address: (f) => ADDRESSES[f].stack };

type Check = readonly [name: string, seconds: number, f: (t: Talk) => Promise<string>];

const CHECKS: readonly Check[] = [
  ['open, use and close 2,000 connections in sequence', 120, (t) => inSequence(t, 2000)],
  ['have 500 connections at once', 60, (t) => atOnce(t, 500)],
  ['close first as the client, and still receive', 30, halfCloseByClient],
  ['close first as the server, and still receive', 30, halfCloseByServer],
  ['reset as the client', 20, resetByClient],
  ['reset as the server', 20, resetByServer],
  ['are refused where nothing listens', 20, refusedPort],
];

for (const family of FAMILIES) {
  for (const [what, seconds, f] of CHECKS) {
    const reverse = what.includes('as the server');
    for (const client of reverse ? [KERNEL, OURS] : [OURS, KERNEL]) {
      const server = client === OURS ? KERNEL : OURS;
      const actor = reverse ? server : client;
      const talk: Talk = { client: client.net, server: server.net, host: server.address(family) };
      const name = `${actor.name} ${actor === OURS ? what : singular(what)}, IPv${family}`;
      await make(name, seconds, () => f(talk));
    }
  }
}
stack.close();
process.exit(0);

/** The verb of "we close", for the kernel. */
function singular(what: string): string {
  return what
    .replace(/^have /, 'has ')
    .replace(/^are /, 'is ')
    .replace(/^(open|close|reset)\b/, '$1s')
    .replace(', use and close ', ', uses and closes ')
    .replace(', and still receive', ', and still receives');
}

async function make(name: string, seconds: number, f: () => Promise<string>): Promise<void> {
  const began = performance.now();
  let error: string | null = null;
  let detail = '';
  try {
    detail = await within(seconds, f());
  } catch (e) {
    error = e instanceof Error ? e.message : String(e);
  }
  const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const line = { name, error, detail: detail === '' ? took : `${took}, ${detail}` };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
