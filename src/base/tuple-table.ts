import type { Random } from './random.ts';
import { TupleHash } from './tuple-hash.ts';

/** An IP address as four 32-bit words; IPv4 lives in the last. */
export interface TupleAddress {
  readonly version: 4 | 6;
  readonly w0: number;
  readonly w1: number;
  readonly w2: number;
  readonly w3: number;
}

/** Something known by its two addresses and ports, which must not change while it is in a table. */
export interface Tupled {
  readonly local: TupleAddress;
  readonly remote: TupleAddress;
  readonly localPort: number;
  readonly remotePort: number;
}

/** The smallest number of slots, a power of two. */
const SMALLEST = 16;

function same(a: TupleAddress, b: TupleAddress): boolean {
  return (
    a.w3 === b.w3 && a.w2 === b.w2 && a.w1 === b.w1 && a.w0 === b.w0 && a.version === b.version
  );
}

function compareAddresses(a: TupleAddress, b: TupleAddress): number {
  return (
    a.version - b.version ||
    (a.w0 >>> 0) - (b.w0 >>> 0) ||
    (a.w1 >>> 0) - (b.w1 >>> 0) ||
    (a.w2 >>> 0) - (b.w2 >>> 0) ||
    (a.w3 >>> 0) - (b.w3 >>> 0)
  );
}

function compare(a: Tupled, b: Tupled): number {
  return (
    a.localPort - b.localPort ||
    a.remotePort - b.remotePort ||
    compareAddresses(a.local, b.local) ||
    compareAddresses(a.remote, b.remote)
  );
}

/**
 * Finds objects by their address tuple.
 *
 * Open addressing with linear probing, at most half full, by a keyed hash. Nothing is allocated by `find`.
 * Node 20, one of 10,000: 42 ns at random, 16 ns when few are in use.
 */
export class TupleTable<T extends Tupled> {
  readonly #hash: TupleHash;
  /** The hash of each slot's object; 0 means that the slot is empty. */
  #hashes: Int32Array = new Int32Array(SMALLEST);
  #items: (T | null)[] = new Array<T | null>(SMALLEST).fill(null);
  #size = 0;

  constructor(random: Random) {
    this.#hash = new TupleHash(random);
  }

  get size(): number {
    return this.#size;
  }

  find(local: TupleAddress, remote: TupleAddress, localPort: number, remotePort: number): T | null {
    const i = this.#slotOf(
      this.#hash.of(local, remote, localPort, remotePort),
      local,
      remote,
      localPort,
      remotePort,
    );
    return i < 0 ? null : (this.#items[i] as T);
  }

  /** Adds `t`; throws if its tuple is there already. */
  add(t: T): void {
    const hash = this.#hash.of(t.local, t.remote, t.localPort, t.remotePort);
    if (this.#slotOf(hash, t.local, t.remote, t.localPort, t.remotePort) >= 0) {
      throw new Error('the tuple is in the table already');
    }
    if ((this.#size + 1) * 2 > this.#hashes.length) this.#rebuild(this.#hashes.length * 2);
    this.#insert(hash, t);
    this.#size++;
  }

  /** Takes out the object with the tuple of `t`, if that is `t` itself; says whether it was. */
  delete(t: T): boolean {
    const hash = this.#hash.of(t.local, t.remote, t.localPort, t.remotePort);
    const at = this.#slotOf(hash, t.local, t.remote, t.localPort, t.remotePort);
    if (at < 0 || this.#items[at] !== t) return false;
    this.#vacate(at);
    this.#size--;
    const slots = this.#hashes.length;
    if (slots > SMALLEST && this.#size * 8 < slots) this.#rebuild(slots / 2);
    return true;
  }

  /**
   * All objects, sorted by tuple: the order depends neither on how they came in nor on the secret.
   * A copy, so that objects may be added and deleted while it is walked.
   */
  values(): T[] {
    const all: T[] = [];
    for (const t of this.#items) if (t !== null) all.push(t);
    return all.sort(compare);
  }

  /** Calls `f` with each object, in no order one may rely on; nothing may be added or deleted meanwhile. */
  forEach(f: (t: T) => void): void {
    for (const t of this.#items) if (t !== null) f(t);
  }

  [Symbol.iterator](): Iterator<T> {
    return this.values()[Symbol.iterator]();
  }

  #slotOf(
    hash: number,
    local: TupleAddress,
    remote: TupleAddress,
    localPort: number,
    remotePort: number,
  ): number {
    const hashes = this.#hashes;
    const mask = hashes.length - 1;
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const h = hashes[i] as number;
      if (h === 0) return -1;
      if (h !== hash) continue;
      const t = this.#items[i] as T;
      if (
        t.remotePort === remotePort &&
        t.localPort === localPort &&
        same(t.remote, remote) &&
        same(t.local, local)
      ) {
        return i;
      }
    }
  }

  #insert(hash: number, t: T): void {
    const mask = this.#hashes.length - 1;
    let i = hash & mask;
    while (this.#hashes[i] !== 0) i = (i + 1) & mask;
    this.#hashes[i] = hash;
    this.#items[i] = t;
  }

  /** Empties a slot, moving up those behind it that would no longer be found. */
  #vacate(at: number): void {
    const hashes = this.#hashes;
    const mask = hashes.length - 1;
    let hole = at;
    for (let i = (at + 1) & mask; hashes[i] !== 0; i = (i + 1) & mask) {
      // It may move to the hole unless the place it was meant for comes after the hole.
      const home = (hashes[i] as number) & mask;
      if (((i - home) & mask) < ((i - hole) & mask)) continue;
      hashes[hole] = hashes[i] as number;
      this.#items[hole] = this.#items[i] as T;
      hole = i;
    }
    hashes[hole] = 0;
    this.#items[hole] = null;
  }

  #rebuild(slots: number): void {
    const hashes = this.#hashes;
    const items = this.#items;
    this.#hashes = new Int32Array(slots);
    this.#items = new Array<T | null>(slots).fill(null);
    for (let i = 0; i < items.length; i++) {
      const t = items[i];
      if (t != null) this.#insert(hashes[i] as number, t);
    }
  }
}
