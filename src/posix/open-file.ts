import { done, type Pending } from './pending.ts';
import { failed, type Result } from './result.ts';
import type { IoVec } from './types.ts';

/** Who wants to hear of changes at a file: poll, or an epoll that has it in its set. */
export interface Watcher {
  /** Something happened; `mask` says what, in POLL* numbers, or is 0 when it may be anything. */
  changed(mask: number): void;
}

/** O_ACCMODE, and what it holds for one that only reads or only writes: the same numbers everywhere. */
const ACCESS = 3;
const READS = 0;
const WRITES = 1;

/** What a descriptor stands for. */
export abstract class OpenFile {
  /** O_* numbers of the system. */
  flags: number;
  closed = false;
  /** How many of them stand for it: F_DUPFD makes more. */
  descriptors = 0;
  readonly watchers = new Set<Watcher>();
  #waiting: Pending[] = [];

  constructor(flags: number) {
    this.flags = flags;
  }

  /** What is ready now, POLL* numbers of the system; those asked for, and errors. */
  abstract ready(): number;

  /** The last descriptor of it is gone. */
  abstract release(): void;

  /** O_RDONLY or O_RDWR: its octets can be had. */
  get mayRead(): boolean {
    return (this.flags & ACCESS) !== WRITES;
  }

  /** O_WRONLY or O_RDWR: it takes octets. */
  get mayWrite(): boolean {
    return (this.flags & ACCESS) !== READS;
  }

  /** Whether epoll may have it in its set: what is always ready, it may not. */
  get canBeAwaited(): boolean {
    return true;
  }

  /** read and readv. */
  read(_iov: readonly IoVec[]): Pending {
    return done(failed('EINVAL'));
  }

  /** write and writev. */
  write(_iov: readonly IoVec[]): Pending {
    return done(failed('EINVAL'));
  }

  /** lseek: `whence` is SEEK_SET, SEEK_CUR or SEEK_END. */
  seek(_offset: number, _whence: number): Result {
    return failed('ESPIPE');
  }

  /** Octets that FIONREAD tells of; null where that means nothing. */
  get waiting(): number | null {
    return null;
  }

  /** `p` is tried again whenever something happens here. */
  wait(p: Pending): void {
    this.#waiting.push(p);
  }

  get isWaitedOn(): boolean {
    return this.#waiting.length > 0;
  }

  /** The descriptor is closed: those who wait hear that it is. */
  abandon(): void {
    for (const p of this.#waiting.splice(0)) p.settle(failed('EBADF'));
    this.wake();
    this.watchers.clear();
  }

  /** Something happened: those who wait try again, in the order in which they came, and watchers hear of it. */
  wake(mask = 0): void {
    if (this.#waiting.length > 0) {
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const p of waiting) if (!p.retry()) this.#waiting.push(p);
    }
    for (const w of [...this.watchers]) w.changed(mask);
  }
}
