import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  drill,
  headerOf,
  type ScriptResult,
  type System,
  versionOf,
} from '../../src/packetdrill/index.ts';
import type { Observer } from '../../src/tcp/observer.ts';
import { STATE_NAMES } from '../../src/tcp/state.ts';

/** Where our own packetdrill scripts are. */
export const DRILL: string = join(import.meta.dirname, '..', 'drill');

/** A script of ours, and what its opening comment says of it. */
export interface OwnScript {
  /** From `test/drill`, with slashes. */
  readonly path: string;
  readonly text: string;
  /** What it shows, without the clause. */
  readonly title: string;
  /** The clauses it shows: what stands in brackets behind the title. */
  readonly clause: string;
  readonly profiles: readonly System[];
  /** The edges of the state diagram it says it takes, one after the other; each `FROM > TO`. */
  readonly takes: readonly string[];
}

/** All of them, in the order of their paths. Throws where an opening comment is not as README.md says. */
export function ownScripts(): OwnScript[] {
  return readdirSync(DRILL, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.pkt'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => read(relative(DRILL, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')));
}

function read(path: string, text: string): OwnScript {
  const [first = ''] = text.split('\n', 1);
  const [, title, clause] = /^\/\/ (.+?) \[(.+)\]$/.exec(first) ?? [];
  if (title === undefined || clause === undefined) {
    throw new Error(`${path} does not begin with what it shows and the [clause]`);
  }
  const { profiles, wrong } = headerOf(text);
  if (profiles.length === 0 || wrong !== null) {
    throw new Error(`${path} does not say for which profiles it holds`);
  }
  const takes = /^\/\/ Takes: (.+)$/m.exec(text)?.[1]?.split(' > ') ?? [];
  return {
    ...{ path, text, title, clause },
    profiles,
    takes: takes.slice(1).map((to, i) => `${takes[i]} > ${to}`),
  };
}

/** The IP versions a script runs in: both, unless it says which. */
export function versionsOf(s: OwnScript): (4 | 6)[] {
  const own = versionOf(s.path, s.text);
  return own === null ? [4, 6] : [own];
}

/** Folders by name, with their scripts. */
export function byFolder(scripts: readonly OwnScript[]): Map<string, OwnScript[]> {
  const folders = new Map<string, OwnScript[]>();
  for (const s of scripts) {
    const folder = dirname(s.path);
    const there = folders.get(folder);
    if (there === undefined) folders.set(folder, [s]);
    else there.push(s);
  }
  return folders;
}

/** Runs a script, and puts the transitions its stack made, each `FROM > TO`, behind those in `taken`. */
export function run(
  s: OwnScript,
  profile: System,
  version: 4 | 6,
  taken: string[] = [],
): ScriptResult {
  const observer: Observer = {
    transition: (_flow, from, to) => {
      taken.push(`${STATE_NAMES[from]} > ${STATE_NAMES[to]}`);
    },
    arrived() {},
    sent() {},
    dropped() {},
    timer() {},
    recovery() {},
  };
  const watch = { observer: () => observer };
  return drill(s.path, s.text, { profile, version, strict: true, watch });
}
