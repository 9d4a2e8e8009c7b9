/**
 * Measures synwave beside Node's own `net`, each bench in a process of its own, and prints a table.
 *
 *     npm run bench                           everything: about a minute and a half
 *     npm run bench -- --json                 for programs
 *     npm run bench -- --only bulk            the benches whose name contains "bulk", and the baseline
 *     npm run bench -- --check                fail when a floor is missed
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Measure, Output } from './measure.ts';

/**
 * What is measured, what with, and the least ratio to it: the aim, and what must never be missed. What is
 * measured by itself has no ratio; `most` is what it must not exceed, and `mostRatio` what its ratio should
 * not.
 */
interface Goal {
  readonly id: string;
  readonly against: string | null;
  readonly aim: number | null;
  readonly floor: number | null;
  readonly most?: number;
  readonly mostRatio?: number;
}

const GOALS: readonly Goal[] = [
  { id: 'node-bulk', against: 'node-bulk', aim: null, floor: null },
  { id: 'engine-bulk', against: 'node-bulk', aim: 0.5, floor: 0.35 },
  { id: 'engine-bulk-65535', against: 'node-bulk', aim: null, floor: null },
  { id: 'duplex-bulk', against: 'node-bulk', aim: null, floor: null },
  { id: 'tun-in', against: 'node-bulk', aim: 0.2, floor: null },
  { id: 'tun-out', against: 'node-bulk', aim: 0.1, floor: null },
  { id: 'tun-in-duplex', against: 'node-bulk', aim: 0.2, floor: null },
  { id: 'tun-out-duplex', against: 'node-bulk', aim: 0.1, floor: null },
  { id: 'node-connections', against: 'node-connections', aim: null, floor: null },
  { id: 'engine-connections', against: 'node-connections', aim: 2, floor: null },
  { id: 'duplex-connections', against: 'node-connections', aim: 2, floor: null },
  { id: 'node-connections-100', against: 'node-connections-100', aim: null, floor: null },
  { id: 'engine-connections-100', against: 'node-connections-100', aim: 2, floor: null },
  { id: 'duplex-connections-100', against: 'node-connections-100', aim: 2, floor: null },
  { id: 'half-open-v4', against: null, aim: null, floor: null, most: 48 },
  { id: 'half-open-v4-rss', against: null, aim: null, floor: null },
  { id: 'time-wait-v4', against: null, aim: null, floor: null, most: 48 },
  { id: 'time-wait-v4-rss', against: null, aim: null, floor: null },
  { id: 'half-open-v6', against: null, aim: null, floor: null, most: 80 },
  { id: 'time-wait-v6', against: null, aim: null, floor: null, most: 80 },
  { id: 'node-idle', against: 'node-idle', aim: null, floor: null },
  { id: 'engine-idle', against: 'node-idle', aim: null, floor: null, mostRatio: 0.6 },
  { id: 'engine-idle-used', against: 'node-idle', aim: null, floor: null, mostRatio: 0.6 },
  { id: 'cookies', against: null, aim: null, floor: null },
  { id: 'explore-states', against: null, aim: null, floor: null },
  { id: 'explore-octets', against: null, aim: null, floor: null },
  { id: 'explore-worlds', against: null, aim: null, floor: null },
  { id: 'explore-hashes', against: null, aim: null, floor: null },
];

const BENCHES = [
  'bulk-engine',
  'connections-engine',
  'duplex',
  'tun',
  'tables',
  'idle-node',
  'idle',
  'explore',
] as const;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    check: { type: 'boolean', default: false },
  },
});

const ROOT = join(import.meta.dirname, '..');

/**
 * What runs is what tsc makes, as in the published package: tools that compile on loading add code of
 * their own, which halved the rate of connections.
 */
function compile(): void {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(ROOT, 'bench')], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the benches do not compile');
}

function bench(name: string): Output {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(ROOT, '.cache/bench/bench', `${name}.js`)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], timeout: 180_000 },
  );
  if (status === 0) return JSON.parse(stdout) as Output;
  return { measures: [], skipped: `it ended with ${status}` };
}

compile();
const found = new Map<string, Measure>();
const skipped: { bench: string; reason: string }[] = [];
for (const name of ['loopback', ...BENCHES.filter((b) => b.includes(values.only))]) {
  const output = bench(name);
  for (const m of output.measures) found.set(m.id, m);
  if (output.skipped !== null) skipped.push({ bench: name, reason: output.skipped });
}

interface Row extends Measure {
  readonly ratio: number;
  readonly aim: number | null;
  readonly floor: number | null;
  readonly most: number | null;
  readonly mostRatio: number | null;
}

const rows: Row[] = [];
for (const { id, against, aim, floor, most, mostRatio } of GOALS) {
  const m = found.get(id);
  const base = against === null ? null : found.get(against);
  if (m === undefined || base === undefined) continue;
  const ratio = base === null ? Number.NaN : m.median / base.median;
  rows.push({ ...m, ratio, aim, floor, most: most ?? null, mostRatio: mostRatio ?? null });
}

if (values.json) {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length };
  console.log(JSON.stringify({ machine, rows, skipped }, null, 2));
} else {
  console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? '?'}`);
  console.log('ratio: to node:net over loopback, measured in the same run; median of 3\n');
  console.log(`${'what'.padEnd(42)}${'median'.padStart(16)}${'ratio'.padStart(8)}   aim`);
  for (const row of rows) {
    const value = `${Math.round(row.median).toLocaleString('en')} ${row.unit}`;
    const ratio = Number.isNaN(row.ratio) ? '-' : row.ratio.toFixed(2);
    const aim = aimOf(row);
    console.log(`${row.what.padEnd(42)}${value.padStart(16)}${ratio.padStart(8)}   ${aim}`);
  }
  for (const s of skipped) console.log(`${s.bench}: skipped, ${s.reason}`);
}

function aimOf(row: Row): string {
  if (row.most !== null) return `at most ${row.most} ${row.median <= row.most ? 'met' : 'missed'}`;
  if (row.mostRatio !== null) {
    return `at most ${row.mostRatio} ${row.ratio <= row.mostRatio ? 'met' : 'missed'}`;
  }
  return row.aim === null ? '' : `${row.aim} ${row.ratio >= row.aim ? 'met' : 'missed'}`;
}

const above = rows.filter((row) => row.most !== null && !(row.median <= row.most));
for (const row of above) {
  console.error(`${row.what}: ${row.median.toFixed(1)} ${row.unit} are more than ${row.most}`);
}
const below = rows.filter((row) => row.floor !== null && !(row.ratio >= row.floor));
for (const row of below) {
  console.error(`${row.what}: ratio ${row.ratio.toFixed(2)} is below the floor of ${row.floor}`);
}
process.exitCode = values.check && below.length + above.length > 0 ? 1 : 0;
