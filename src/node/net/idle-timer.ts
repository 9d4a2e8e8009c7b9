import { badType, nodeError } from './errors.ts';

/** The longest delay setTimeout takes, milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Tells when nothing has happened for a while; it keeps no process alive. */
export class IdleTimer {
  #timer: NodeJS.Timeout | null = null;

  /** Calls `idle` after `ms` milliseconds without {@link refresh}; 0 for never. Throws as Node does. */
  set(ms: number, idle: () => void): void {
    if (typeof ms !== 'number') throw badType('msecs', 'of type number', ms);
    if (!(ms >= 0) || ms === Number.POSITIVE_INFINITY) {
      throw nodeError(
        RangeError,
        'ERR_OUT_OF_RANGE',
        `The value of "msecs" is out of range. It must be a non-negative finite number. Received ${ms}`,
      );
    }
    this.clear();
    if (ms === 0) return;
    this.#timer = setTimeout(idle, Math.min(ms, LONGEST));
    this.#timer.unref();
  }

  /** Something happened. */
  refresh(): void {
    if (this.#timer !== null) this.#timer.refresh();
  }

  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
