import type { Pending } from './pending.ts';
import { failed } from './result.ts';

/** Who wants to hear of changes at a file: poll, or an epoll that has it in its set. */
export interface Watcher {
  /** Something happened; `mask` says what, in POLL* numbers, or is 0 when it may be anything. */
  changed(mask: number): void;
}

/** What a descriptor stands for. */
export abstract class OpenFile {
  /** O_* numbers of the system. */
  flags: number;
  closed = false;
  readonly watchers = new Set<Watcher>();
  #waiting: Pending[] = [];

  constructor(flags: number) {
    this.flags = flags;
  }

  /** What is ready now, POLL* numbers of the system; those asked for, and errors. */
  abstract ready(): number;

  /** The last descriptor of it is gone. */
  abstract release(): void;

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
