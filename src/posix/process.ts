import { type Micros, NEVER } from '../base/timer-queue.ts';
import type { Host } from '../net/host.ts';
import type { Profile } from '../tcp/profile.ts';
import { Capabilities } from './capabilities.ts';
import { constantsOf } from './constants.ts';
import { FileSystem } from './file-system.ts';
import type { OpenFile, Watcher } from './open-file.ts';
import { type Attempt, Deadline, Pending } from './pending.ts';
import { failed, ok, type Result } from './result.ts';
import type { System } from './types.ts';

/** Descriptors a process may have: RLIMIT_NOFILE. */
export const MOST_FILES: number = 1024;
/** The first free one: 0 to 2 are standard input, output and errors. */
const FIRST_FILE = 3;

export interface PosixOptions {
  readonly system: System;
  /** How sockets made from now on behave; the host's when absent. */
  readonly profile?: Profile | undefined;
}

/** What the calls of a process act upon: its descriptors, its files, and the clock that they wait by. */
export class Process {
  readonly host: Host;
  readonly system: System;
  /** How sockets made from now on behave. */
  profile: Profile;
  /** The numbers of this system's headers. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly #open: (OpenFile | undefined)[] = [];
  #files: FileSystem | null = null;
  #capabilities: Capabilities | null = null;

  constructor(host: Host, o: PosixOptions) {
    this.host = host;
    this.system = o.system;
    this.profile = o.profile ?? host.profile;
    this.numbers = constantsOf(o.system);
  }

  /** The files that `open` finds: in memory, of this process alone, empty but for a few directories and devices. */
  get files(): FileSystem {
    this.#files ??= new FileSystem();
    return this.#files;
  }

  /** What the process may do, on Linux: all there is until some of it is given up. */
  get capabilities(): Capabilities {
    this.#capabilities ??= new Capabilities();
    return this.#capabilities;
  }

  /** Whether it may do what `name` stands for; on a system without capabilities it may. */
  may(name: string): boolean {
    return this.#capabilities?.has(name) ?? true;
  }

  /** `w` hears of whatever happens at the descriptors that are open now, until what this gives is called. */
  watch(w: Watcher): () => void {
    const files = this.#open.filter((f) => f !== undefined);
    for (const f of files) f.watchers.add(w);
    return () => {
      for (const f of files) f.watchers.delete(w);
    };
  }

  /** Open descriptors, in order. */
  get descriptors(): readonly number[] {
    return [...this.#open.keys()].filter((fd) => this.#open[fd] !== undefined);
  }

  /** What a descriptor stands for, or null. */
  fileOf(fd: number): OpenFile | null {
    return this.#open[fd] ?? null;
  }

  /** The lowest free descriptor; -1 when the process has as many as it may. */
  get nextDescriptor(): number {
    return this.#free(FIRST_FILE);
  }

  /** Gives `file` the lowest free descriptor, from `least` on if that is given: EMFILE when there is none. */
  give(file: OpenFile, least: number = FIRST_FILE): Result {
    const fd = this.#free(least);
    if (fd < 0) return failed('EMFILE');
    this.#open[fd] = file;
    file.descriptors++;
    return ok(fd);
  }

  /**
   * The descriptor is free again: the file it stood for, or null. With its last one a file is closed, and those who
   * wait at it hear of it.
   */
  take(fd: number): OpenFile | null {
    const file = this.fileOf(fd);
    if (file === null) return null;
    this.#open[fd] = undefined;
    file.descriptors--;
    if (file.descriptors > 0) return file;
    file.closed = true;
    file.release();
    file.abandon();
    return file;
  }

  #free(least: number): number {
    let fd = Math.max(FIRST_FILE, least);
    while (this.#open[fd] !== undefined) fd++;
    return fd < MOST_FILES ? fd : -1;
  }

  /**
   * Begins a call on `f`: it has its result at once, or waits. One that must not wait, or no longer than `most`
   * microseconds, ends with what `partly` says, EAGAIN when absent.
   */
  start(
    f: OpenFile,
    nonBlocking: boolean,
    attempt: Attempt,
    partly: () => Result = () => failed('EAGAIN'),
    most: Micros = NEVER,
  ): Pending {
    const p = new Pending(attempt);
    if (p.retry()) return p;
    if (nonBlocking) {
      p.settle(partly());
      return p;
    }
    f.wait(p);
    if (most !== NEVER) this.limit(p, most, partly);
    return p;
  }

  /** `p` waits no longer than `most` microseconds, and then ends with what `partly` says. */
  limit(p: Pending, most: Micros, partly: () => Result): void {
    const { clock } = this.host;
    p.deadline = new Deadline(clock.timers, clock.now + most, () => p.settle(partly()));
  }
}
