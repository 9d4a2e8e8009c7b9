/*
 * A small file system in memory: files by path, a few directories that are always there, and the two devices that
 * need no driver. What it refuses, it refuses with the errno that Linux's path_openat() and its kin give.
 */

/** Octets that the files of a process may hold together; what is beyond is ENOSPC. */
export const MOST_OCTETS: number = 2 ** 26;
/** Files that there may be at once; ENOSPC beyond, as when a disk has no inode left. */
const MOST_NODES = 4096;
/** NAME_MAX and PATH_MAX, octets; the second counts the zero at the end. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 4096;
/** The smallest piece that a file takes, octets. */
const SMALLEST = 4096;

const NOTHING = new Uint8Array(0);
const DIRECTORIES = ['/', '/dev', '/tmp', '/var', '/var/tmp'];

/** `null` and `zero` are /dev/null and /dev/zero. */
export type NodeKind = 'regular' | 'directory' | 'null' | 'zero';

/** How to open: the O_ flags of a call that matter to a file system. */
export interface Opening {
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly writes?: boolean;
  /** Nothing but a directory will do. */
  readonly directory?: boolean;
}

/** A file, whatever paths and descriptors lead to it: what kernels call an inode. */
export class FileNode {
  readonly kind: NodeKind;
  readonly #owner: FileSystem;
  #octets: Uint8Array = NOTHING;
  #size = 0;
  /** Descriptors that stand for it, and whether a path leads to it: without any its room is free again. */
  #opens = 0;
  isLinked = true;

  constructor(owner: FileSystem, kind: NodeKind) {
    this.#owner = owner;
    this.kind = kind;
  }

  /** Octets; of a device 0. */
  get size(): number {
    return this.#size;
  }

  /** Copies what is at `at` into `into`: how many octets there were, 0 at the end. */
  readAt(at: number, into: Uint8Array): number {
    if (this.kind === 'zero') {
      into.fill(0);
      return into.length;
    }
    const n = Math.max(0, Math.min(into.length, this.#size - at));
    if (n > 0) into.set(this.#octets.subarray(at, at + n));
    return n;
  }

  /** Writes at `at`, with zeros up to there: how many octets found room. What devices are given is gone. */
  writeAt(at: number, octets: Uint8Array): number {
    if (this.kind !== 'regular') return octets.length;
    const end = Math.min(at + octets.length, this.#size + this.#owner.room);
    if (end <= at) return 0;
    if (end > this.#size) this.resize(end);
    this.#octets.set(octets.subarray(0, end - at), at);
    return end - at;
  }

  /** Cuts it, or goes on with zeros; false when there is no room for so many octets. */
  resize(size: number): boolean {
    if (size - this.#size > this.#owner.room) return false;
    this.#owner.used += size - this.#size;
    if (size > this.#octets.length) {
      const grown = new Uint8Array(Math.max(SMALLEST, size, this.#octets.length * 2));
      grown.set(this.#octets.subarray(0, this.#size));
      this.#octets = grown;
    } else if (size === 0) this.#octets = NOTHING;
    else if (size < this.#size) this.#octets.fill(0, size, this.#size);
    this.#size = size;
    return true;
  }

  opened(): void {
    this.#opens++;
  }

  closed(): void {
    this.#opens--;
    this.forget();
  }

  /** Gives its room back once nothing leads to it any more. */
  forget(): void {
    if (this.#opens === 0 && !this.isLinked) this.resize(0);
  }
}

/** The files of one process. Paths are absolute, or begin at `/`; there are no links. */
export class FileSystem {
  readonly #nodes = new Map<string, FileNode>();
  /** Octets that its files hold, those without a path too while they are open. */
  used = 0;

  constructor() {
    for (const path of DIRECTORIES) this.#nodes.set(path, new FileNode(this, 'directory'));
    this.#nodes.set('/dev/null', new FileNode(this, 'null'));
    this.#nodes.set('/dev/zero', new FileNode(this, 'zero'));
  }

  /** Octets for which there is room. */
  get room(): number {
    return MOST_OCTETS - this.used;
  }

  /** The file at `path`, made where `how` says so; or an errno. */
  open(path: string, how: Opening = {}): FileNode | string {
    const name = resolve(path);
    if (!name.startsWith('/')) return name;
    const found = this.#nodes.get(name);
    const wrong = found === undefined ? null : whyNot(found, path, how);
    if (wrong !== null) return wrong;
    if (found !== undefined) {
      if (how.truncate === true && found.kind === 'regular') found.resize(0);
      return found;
    }
    const lost = this.#wayTo(name);
    if (lost !== null) return lost;
    if (how.create !== true) return 'ENOENT';
    if (path.endsWith('/')) return 'EISDIR';
    if (this.#nodes.size >= MOST_NODES) return 'ENOSPC';
    const made = new FileNode(this, 'regular');
    this.#nodes.set(name, made);
    return made;
  }

  /** Whether the path leads to something. */
  has(path: string): boolean {
    return this.#nodes.has(resolve(path));
  }

  /** The path leads nowhere from now on; those who have the file open keep it. An errno, or null. */
  unlink(path: string): string | null {
    const name = resolve(path);
    if (!name.startsWith('/')) return name;
    const node = this.#nodes.get(name);
    if (node === undefined) return this.#wayTo(name) ?? 'ENOENT';
    if (node.kind === 'directory') return 'EISDIR';
    if (node.kind !== 'regular') return 'EPERM';
    this.#nodes.delete(name);
    node.isLinked = false;
    node.forget();
    return null;
  }

  /** Why there can be no file of that name, or null: what stands before its last component is no directory. */
  #wayTo(name: string): string | null {
    for (let end = name.indexOf('/', 1); end > 0; end = name.indexOf('/', end + 1)) {
      const node = this.#nodes.get(name.slice(0, end));
      if (node === undefined) return 'ENOENT';
      if (node.kind !== 'directory') return 'ENOTDIR';
    }
    return null;
  }
}

/** Why a file that is there cannot be opened so, or null: may_open() and do_last(). */
function whyNot(node: FileNode, path: string, how: Opening): string | null {
  if (how.create === true && how.exclusive === true) return 'EEXIST';
  const isDirectory = node.kind === 'directory';
  if (!isDirectory && (path.endsWith('/') || how.directory === true)) return 'ENOTDIR';
  if (isDirectory && (how.create === true || how.writes === true)) return 'EISDIR';
  return null;
}

/** The path from the root on, without `.`, `..` and doubled slashes; or an errno. */
function resolve(path: string): string {
  if (path === '') return 'ENOENT';
  if (path.length >= LONGEST_PATH) return 'ENAMETOOLONG';
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name.length > LONGEST_NAME) return 'ENAMETOOLONG';
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}
