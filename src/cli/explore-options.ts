import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import {
  ASKED,
  type Bounds,
  type ExploreWorld,
  fullBounds,
  WORLD_PROFILES as PROFILES,
  PROPERTIES,
  QUESTIONS,
  type Question,
  WORLDS,
  type WorldProfile,
  worldNamed,
} from '../explore/index.ts';
import type { SearchJob } from './explore-job.ts';
import { BOUND_WORDS } from './explore-words.ts';
import { EXPLORE_USAGE } from './explore-words-usage.ts';
import { measure, TIMES } from './profile-options.ts';
import { type Given, nearest, nearNames, UsageError, wholeNumber } from './usage.ts';
import { choices } from './usage-words.ts';
import { readWorld } from './world-file.ts';

const several = { type: 'string', multiple: true } as const;

export const OPTIONS = {
  all: { type: 'boolean' },
  worlds: { type: 'boolean' },
  world: several,
  profile: several,
  nightly: { type: 'boolean' },
  property: several,
  bound: several,
  jobs: { type: 'string', short: 'j' },
  save: { type: 'string' },
  json: { type: 'boolean' },
  stats: { type: 'boolean' },
  lang: { type: 'string' },
} as const;

const MOST_JOBS = 256;

/** A question to be answered: with something taken away, and by the book within the same bounds. */
export interface AskedQuestion {
  readonly question: Question;
  readonly broken: SearchJob;
  readonly standard: SearchJob;
  /** Where more than one thing is taken away: with less of it, which must do no harm. */
  readonly apart: readonly SearchJob[];
}

/** A world to be searched. */
export interface AskedWorld {
  readonly world: ExploreWorld;
  /** Whose TCP it is; null where the world's file says so for each host. */
  readonly profile: WorldProfile | null;
  readonly job: SearchJob;
}

/** What the command line asks for; with neither questions nor worlds, what there is. */
export interface Asked {
  readonly questions: readonly AskedQuestion[];
  readonly worlds: readonly AskedWorld[];
  /** The properties asked for by name, or null: what the question or the world has. */
  readonly properties: readonly string[] | null;
  /** The profiles asked for by name. */
  readonly profiles: readonly WorldProfile[];
  readonly jobs: number;
  /** The file for the counterexample, or null. */
  readonly save: string | null;
}

/** Reads it; throws a UsageError, in the words of whoever is to mend it. */
export function readAsked(given: Given): Asked {
  const questions = questionsOf(given);
  const wantsWorlds = given.has('worlds') || given.has('world');
  const modes = [
    ...(given.words.length > 0 ? ['QUESTION'] : []),
    ...['all', 'worlds', 'world'].filter((o) => given.has(o)).map((o) => `--${o}`),
  ];
  if (modes.length > 1) throw new UsageError(EXPLORE_USAGE.oneOfThese(modes));
  if (!wantsWorlds) {
    for (const option of ['profile', 'nightly']) {
      if (!given.has(option)) continue;
      throw new UsageError(EXPLORE_USAGE.only(`--${option}`, ['--worlds', '--world']));
    }
  }
  if (modes.length === 0) {
    for (const option of ['bound', 'property', 'save']) {
      if (!given.has(option)) continue;
      const withs = ['QUESTION', '--all', '--worlds', '--world'];
      throw new UsageError(EXPLORE_USAGE.only(`--${option}`, withs));
    }
  }
  const properties = propertiesOf(given);
  const bounds = boundsOf(given);
  const profiles = profilesOf(given);
  const worlds = wantsWorlds ? worldsOf(given, profiles) : [];
  const save = given.text('save') ?? null;
  if (save !== null) mustBeWritable(save);
  if (save !== null && questions.length + worlds.length > 1) {
    const ids = new Set(worlds.map((w) => w.world.id));
    const [world] = ids;
    const names = worlds.map((w) => `${w.profile}`);
    if (world === undefined || ids.size > 1) throw new UsageError(EXPLORE_USAGE.saveOne());
    throw new UsageError(EXPLORE_USAGE.saveProfile(world, names));
  }
  return {
    questions: questions.map((q) => asked(q, properties, bounds)),
    worlds: worlds.map(({ world, profile }) => {
      const within = changed(
        given.has('nightly') ? (world.nightly ?? world.bounds) : world.bounds,
        bounds,
      );
      return { world, profile, job: jobOf(world, properties ?? everything(), within) };
    }),
    properties,
    profiles,
    jobs: wholeNumber('jobs', given.text('jobs'), 1, MOST_JOBS) ?? availableParallelism(),
    save,
  };
}

/** Fails before the search where its result could not be saved after it. */
function mustBeWritable(file: string): void {
  try {
    const isThere = existsSync(file);
    if (isThere && statSync(file).isDirectory()) throw new UsageError(EXPLORE_USAGE.isFolder(file));
    accessSync(isThere ? file : dirname(file), constants.W_OK);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(EXPLORE_USAGE.notWritable(file));
  }
}

const everything = (): string[] => PROPERTIES.map((p) => p.id);

function jobOf(world: ExploreWorld, properties: readonly string[], bounds: Bounds): SearchJob {
  return { world, bounds, properties, excepts: true };
}

function asked(
  question: Question,
  properties: readonly string[] | null,
  bounds: Changes,
): AskedQuestion {
  const looked = properties ?? question.properties;
  const within = changed(question.world.bounds, bounds);
  return {
    question,
    broken: jobOf(question.world, looked, within),
    standard: jobOf(question.standard, looked, within),
    apart: question.apart.map(({ world }) => jobOf(world, looked, within)),
  };
}

function questionsOf(given: Given): readonly Question[] {
  if (given.has('all')) return QUESTIONS;
  return given.words.map((id) => {
    const found = QUESTIONS.find((q) => q.id === id);
    if (found !== undefined) return found;
    if (Object.hasOwn(WORLDS, id)) throw new UsageError(EXPLORE_USAGE.isWorld(id));
    throw new UsageError(EXPLORE_USAGE.noQuestion(id, nearQuestions(id)));
  });
}

/** Questions that a mistyped name may have meant: by their names, or by what they take away. */
function nearQuestions(id: string): string[] {
  const ids = QUESTIONS.map((q) => q.id);
  const near = nearNames(id, ids);
  if (near.length > 0) return near;
  const taken = new Map(
    QUESTIONS.map((q) => [q.id, q.world.hosts.flatMap((h) => h.whatIfs ?? [])]),
  );
  const what = nearNames(id, [...new Set([...taken.values()].flat())]);
  return ids.filter((q) => taken.get(q)?.some((name) => what.includes(name)));
}

function profilesOf(given: Given): WorldProfile[] {
  const asked = given.all('profile').flatMap((text) => text.split(','));
  return asked.map((text) => {
    const found = PROFILES.find((p) => p === text);
    if (found !== undefined) return found;
    const near = nearest(text, PROFILES);
    throw new UsageError(choices(`--profile ${text}`, PROFILES, near));
  });
}

function worldsOf(given: Given, profiles: readonly WorldProfile[]): Omit<AskedWorld, 'job'>[] {
  const names = given.has('worlds') ? Object.keys(WORLDS) : given.all('world');
  return names.flatMap((name): Omit<AskedWorld, 'job'>[] => {
    if (Object.hasOwn(WORLDS, name)) {
      const all = profiles.length === 0 ? PROFILES : profiles;
      return all.map((profile) => ({ world: worldNamed(name, profile), profile }));
    }
    if (!existsSync(name) && !/[./]/.test(name)) {
      if (QUESTIONS.some((q) => q.id === name)) {
        throw new UsageError(EXPLORE_USAGE.isQuestion(name));
      }
      const known = Object.keys(WORLDS);
      throw new UsageError(EXPLORE_USAGE.noWorld(name, known, nearest(name, known)));
    }
    if (!existsSync(name)) throw new UsageError(EXPLORE_USAGE.noFile(name));
    const world = readWorld(name);
    if (profiles.length === 0) return [{ world, profile: null }];
    return profiles.map((profile) => ({ world: as(world, profile), profile }));
  });
}

/** The world with every host's TCP as `profile` has it. */
function as(world: ExploreWorld, profile: WorldProfile): ExploreWorld {
  return { ...world, hosts: world.hosts.map((h) => ({ ...h, profile })) };
}

function propertiesOf(given: Given): readonly string[] | null {
  const ids = [...PROPERTIES, ...ASKED].map((p) => p.id);
  const asked = given.all('property').flatMap((text) => text.split(','));
  for (const id of asked) {
    if (ids.includes(id)) continue;
    throw new UsageError(EXPLORE_USAGE.noProperty(id, ids, nearest(id, ids)));
  }
  return asked.length === 0 ? null : ids.filter((id) => asked.includes(id));
}

/** Bounds by name, as they were asked for; null for none. */
type Changes = ReadonlyMap<keyof Bounds, number | null>;

function boundsOf(given: Given): Changes {
  const names = Object.keys(BOUND_WORDS) as (keyof Bounds)[];
  const changes = new Map<keyof Bounds, number | null>();
  for (const text of given.all('bound').flatMap((t) => t.split(','))) {
    const [, key, value = ''] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
    const name = names.find((n) => n === key);
    if (name === undefined) throw new UsageError(EXPLORE_USAGE.boundForm(text, names));
    if (changes.has(name)) throw new UsageError(EXPLORE_USAGE.boundTwice(name));
    changes.set(name, boundOf(name, value, text));
  }
  return changes;
}

function boundOf(name: keyof Bounds, value: string, text: string): number | null {
  if (value === 'any') return null;
  if (name === 'lateness' && value !== '0') {
    const time = measure(value, TIMES);
    if (time === null) throw new UsageError(EXPLORE_USAGE.boundTime(text));
    return time;
  }
  if (name === 'states' && Number(value) === 0) throw new UsageError(EXPLORE_USAGE.noStates());
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new UsageError(EXPLORE_USAGE.boundNumber(text));
}

function changed(bounds: Bounds, changes: Changes): Bounds {
  const all = fullBounds(bounds);
  const now: Record<string, number> = {};
  for (const name of Object.keys(BOUND_WORDS) as (keyof Bounds)[]) {
    const change = changes.get(name);
    now[name] = change === null ? Number.POSITIVE_INFINITY : (change ?? all[name]);
  }
  return now;
}
