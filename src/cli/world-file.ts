import { basename } from 'node:path';
import type { ExploreHost, ExploreWorld } from '../explore/index.ts';
import { action, endless, happening, host, SEARCHED_CALLS } from './action-check.ts';
import { BOUND_WORDS } from './explore-words.ts';
import {
  type Check,
  fields,
  flag,
  listOf,
  micros,
  readJson,
  text,
  value,
  whole,
  words,
  wordsOf,
} from './json-check.ts';
import { checkWorld } from './world-check.ts';

/** Lists of steps, and steps in each. */
const MOST_STEPS = 64;

const many = whole(0, 1e15);
const step = fields({
  do: action(SEARCHED_CALLS),
  'when?': fields({ on: happening, 'socket?': text }),
});
const pair = value(
  { zh: '两台主机的名字', en: 'the names of two hosts' },
  (v) => Array.isArray(v) && v.length === 2 && v.every((name) => typeof name === 'string'),
);

const bounds = fields(
  Object.fromEntries(
    Object.keys(BOUND_WORDS).map((name) => [
      `${name}?`,
      name === 'lateness' ? micros : name === 'states' ? whole(1, 1e15) : many,
    ]),
  ),
);

/** What a world's file must be; `docs/explore.md` says what it means. */
const WORLD: Check = fields({
  'id?': text,
  'title?': words,
  'about?': words,
  hosts: listOf(
    host({
      'ready?': listOf(action(SEARCHED_CALLS)),
      'program?': listOf(listOf(step, 0, MOST_STEPS), 0, MOST_STEPS),
    }),
    2,
    4,
  ),
  'cables?': listOf(pair),
  msl: value(
    { zh: '以微秒计的时间，大于 0', en: 'a time in microseconds, above 0' },
    (v) => typeof v === 'number' && v > 0,
  ),
  'symmetric?': flag,
  'bounds?': bounds,
  'nightly?': bounds,
});

/** How far a world's file goes that says nothing of it. */
export const FILE_BOUNDS = {
  faults: 1,
  lose: 1,
  duplicate: 1,
  late: 1,
  timers: 2,
  states: 1_000_000,
};

/** A world from a file of JSON. Throws a UsageError that says what is wrong in it, and where. */
export function readWorld(file: string): ExploreWorld {
  const read = readJson(file, WORLD) as Record<string, unknown> & ExploreWorld;
  checkWorld(read, file);
  const id = read.id ?? basename(file, '.json');
  return {
    ...read,
    id,
    title: wordsOf(read.title ?? id),
    about: wordsOf(read.about ?? ''),
    hosts: read.hosts.map(hostOf),
    // Any search ends: one that has no other bound, at that of states.
    bounds:
      read.bounds === undefined ? FILE_BOUNDS : { states: FILE_BOUNDS.states, ...read.bounds },
  };
}

function hostOf(h: ExploreHost): ExploreHost {
  return {
    ...h,
    title: wordsOf(h.title ?? h.name),
    ...(h.set === undefined ? {} : { set: endless(h.set as Record<string, unknown>) }),
  };
}
