/** Searching: states a second by one thread, what a state takes, and the two parts that a transition always has. */
import {
  expand,
  fullBounds,
  HAZARDS,
  hashOf,
  PROPERTIES,
  planFor,
  replay,
  Search,
  type Task,
  worldNamed,
} from '../src/explore/index.ts';
import { done, type Measure, measure } from './measure.ts';

const STATES = 4000;
const TIMES = 20_000;

const world = worldNamed('open', 'linux');
const task: Task = {
  plan: planFor(world),
  bounds: fullBounds({ ...world.bounds, states: STATES }),
  properties: PROPERTIES,
  hazards: HAZARDS,
};
let octets = Number.NaN;

/** Searches as far as the bound of states; gives its rate by the time of the processor, whoever else uses it. */
function states(): number {
  const before = process.cpuUsage();
  const s = new Search(task);
  for (let batch = s.next(); batch !== null; batch = s.next()) {
    s.takeIn(
      batch.number,
      batch.nodes.map((node) => expand(task, node)),
    );
  }
  const { states: n, octets: all } = s.report;
  octets = all / n;
  return perSecond(n, before);
}

function perSecond(n: number, before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (n * 1e6) / (user + system);
}

function worlds(): number {
  const before = process.cpuUsage();
  for (let i = 0; i < TIMES; i++) replay(task, []).dispose();
  return perSecond(TIMES, before);
}

/** The hash of a connection that is open at both ends. */
function hashes(): number {
  const path: number[] = [];
  for (let i = 0; i < 6; i++) {
    const [first] = replay(task, path).actions();
    if (first !== undefined) path.push(first);
  }
  const arena = replay(task, path);
  const before = process.cpuUsage();
  for (let i = 0; i < TIMES; i++) hashOf(arena);
  return perSecond(TIMES, before);
}

const rate = await measure('explore-states', 'explore, states found', 'per s', states);
const perState: Measure = {
  ...{ id: 'explore-octets', what: 'explore, tables, a state', unit: 'octets' },
  ...{ median: octets, rounds: [octets] },
};
done([
  rate,
  perState,
  await measure('explore-worlds', 'explore, worlds begun', 'per s', worlds),
  await measure('explore-hashes', 'explore, states hashed', 'per s', hashes),
]);
