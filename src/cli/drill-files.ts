import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Failure } from './usage.ts';

/** A script to be run. */
export interface ScriptFile {
  readonly path: string;
  /** The folder it is counted under, as the command line leads to it. */
  readonly folder: string;
}

/** The path that stands for standard input. */
const INPUT = '-';
/** What came there: it can be read but once. */
let input: string | null = null;

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
  if (path !== INPUT) return readFileSync(path, 'latin1');
  input ??= readFileSync(0, 'latin1');
  return input;
}

/** Whether a script can only be read here, and not in another thread. */
export function isInput(path: string): boolean {
  return path === INPUT;
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
