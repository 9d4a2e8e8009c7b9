import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { headerOf, profilesOf, type System, versionOf } from '../packetdrill/index.ts';
import { Failure } from './usage.ts';

/** A script to be run. */
export interface ScriptFile {
  readonly path: string;
  /** The folder it is counted under, as the command line leads to it. */
  readonly folder: string;
}

/** The path that stands for standard input. */
const INPUT = '-';

/**
 * The scripts that `paths` name, in order: files as they are, below folders every `*.pkt`, sorted; `-` is
 * standard input.
 */
export function findScripts(paths: readonly string[]): ScriptFile[] {
  return paths.flatMap((path) => {
    if (path === INPUT) return [{ path, folder: path }];
    if (!statSync(path).isDirectory()) return [{ path, folder: dirname(path) }];
    const found = walk(path).map((file) => ({ path: file, folder: folderOf(path, file) }));
    if (found.length > 0) return found;
    throw new Failure(`${path}: no *.pkt below it`, 'Scripts of packetdrill end in .pkt.');
  });
}

/** What a script says, whatever its octets are: one character for each. */
export function readScript(path: string): string {
  return readFileSync(path === INPUT ? 0 : path, 'latin1');
}

function folderOf(root: string, file: string): string {
  const below = relative(root, dirname(file));
  return below === '' ? root : below;
}

function walk(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const sorted = entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return sorted.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : walk(path);
    return entry.isFile() && entry.name.endsWith('.pkt') ? [path] : [];
  });
}

/** One run of a script. */
export interface Run extends ScriptFile {
  readonly text: string;
  readonly profile: System;
  /** The script names several profiles, and this is one of its runs. */
  readonly isOneOfSeveral: boolean;
}

/** What is to be run of the scripts that were found. */
export interface Plan {
  readonly runs: readonly Run[];
  /** Scripts that are not run, because they are about the other version of IP. */
  readonly otherVersion: number;
  /** Scripts that are not run, because they name profiles, and not the one that was asked for. */
  readonly otherProfile: number;
}

/** Reads the scripts and says which are run, and under which profiles. Throws what reading a file throws. */
export function planOf(
  files: readonly ScriptFile[],
  asked: { readonly profile?: System; readonly version?: 4 | 6 },
): Plan {
  const runs: Run[] = [];
  let [otherVersion, otherProfile] = [0, 0];
  for (const file of files) {
    const text = readScript(file.path);
    const { version, profile } = asked;
    const { profiles, wrong } = headerOf(text);
    const isNamed = profiles.length > 0 && wrong === null;
    if (version !== undefined && (versionOf(file.path, text) ?? version) !== version) {
      otherVersion++;
    } else if (isNamed && profile !== undefined && !profiles.includes(profile)) {
      otherProfile++;
    } else {
      const under = profile === undefined ? profilesOf(text) : [profile];
      const isOneOfSeveral = under.length > 1;
      for (const one of under) runs.push({ ...file, text, profile: one, isOneOfSeveral });
    }
  }
  return { runs, otherVersion, otherProfile };
}
