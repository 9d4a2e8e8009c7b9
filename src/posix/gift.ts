import { send } from '../tcp/calls/index.ts';
import type { Connection } from '../tcp/connection.ts';
import type { IoVec } from './types.ts';

/** What the flags of a call say of its octets. */
export interface How {
  /** MSG_OOB: the last of them is urgent. */
  readonly urgent: boolean;
  /** MSG_MORE: others will follow. */
  readonly more: boolean;
  /** MSG_EOR: a record ends with them. */
  readonly ends: boolean;
}

/** What one call has to send, and how much of it was taken. */
export class Gift {
  readonly #iov: readonly IoVec[];
  readonly total: number;
  sent = 0;
  /** Octets that went with the SYN: they are taken for good once the opening is over. */
  onSyn = 0;
  /** They may be queued while the connection is being opened: FreeBSD's sendto has opened it for them. */
  mayQueue = false;
  /** The process wants to hear when its memory is free again. */
  isZeroCopy = false;
  /** It has waited for a connection. */
  waited = false;
  #piece = 0;
  #at = 0;

  constructor(iov: readonly IoVec[]) {
    this.#iov = iov.filter((v) => v.length > 0);
    this.total = this.#iov.reduce((n, v) => n + v.length, 0);
  }

  get isEmpty(): boolean {
    return this.sent === this.total;
  }

  /** The memory that comes next cannot be read. */
  get isBad(): boolean {
    return !this.isEmpty && this.#iov[this.#piece]?.base === null;
  }

  /** All of it up to what cannot be read, in one piece. */
  get text(): Uint8Array {
    const bad = this.#iov.findIndex((v) => v.base === null);
    const good = bad < 0 ? this.#iov : this.#iov.slice(0, bad);
    const first = good[0];
    if (good.length === 1 && first !== undefined) {
      return (first.base as Uint8Array).subarray(0, first.length);
    }
    const all = new Uint8Array(good.reduce((n, v) => n + v.length, 0));
    let at = 0;
    for (const { base, length } of good) {
      all.set((base as Uint8Array).subarray(0, length), at);
      at += length;
    }
    return all;
  }

  /** The first `n` octets have gone with the SYN. */
  wentOnSyn(n: number): void {
    this.onSyn = n;
    this.sent = n;
    let left = n;
    for (const { length } of this.#iov) {
      if (left < length) break;
      left -= length;
      this.#piece++;
    }
    this.#at = left;
  }

  /** Gives `c` up to `most` octets of the next piece; returns how many it took. */
  give(c: Connection, most: number, how: How): number {
    const v = this.#iov[this.#piece] as IoVec;
    const base = v.base as Uint8Array;
    const end = Math.min(v.length, base.length);
    const n = Math.min(most, end - this.#at);
    const last = this.sent + n === this.total;
    const hints = { more: !last || how.more, ends: last && how.ends };
    const taken = n === 0 ? 0 : send(c, base, this.#at, this.#at + n, how.urgent && last, hints);
    this.sent += taken;
    this.#at += taken;
    if (this.#at === end) {
      this.#piece++;
      this.#at = 0;
    }
    return taken;
  }
}
