/** The smallest storage a ring takes, octets. */
const SMALLEST = 4096;
/** Free storages kept of each size. */
const KEEP = 64;

/** Storage given back by empty rings, by power of two: a connection at rest holds none. */
const free: Uint8Array[][] = Array.from({ length: 32 }, () => []);
const NOTHING = new Uint8Array(0);

function takeStorage(size: number): Uint8Array {
  return free[31 - Math.clz32(size)]?.pop() ?? new Uint8Array(size);
}

function giveStorage(bytes: Uint8Array): void {
  const kept = free[31 - Math.clz32(bytes.length)] as Uint8Array[];
  if (bytes.length > 0 && kept.length < KEEP) kept.push(bytes);
}

/**
 * A ring of octets addressed by distance from its front: the send and the receive queue.
 *
 * Octets may be put beyond `length` (out-of-order text waits there); {@link commit} makes them count.
 * Storage grows by doubling as it is used, to 2**30 octets at most, and goes back to a common pool when the
 * ring is empty. How much may be in it is its owner's affair.
 */
export class Ring {
  #bytes: Uint8Array = NOTHING;
  #front = 0;
  /** How far past the front anything was put; at least `length`. */
  #extent = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Octets of storage held now. */
  get storage(): number {
    return this.#bytes.length;
  }

  /** Writes src[from, to) at `offset` past the front, without changing `length`. */
  put(offset: number, src: Uint8Array, from: number, to: number): void {
    const end = offset + to - from;
    if (end > this.#bytes.length) this.#grow(end);
    if (end > this.#extent) this.#extent = end;
    const size = this.#bytes.length;
    const at = (this.#front + offset) & (size - 1);
    const n = to - from;
    if (at + n <= size) {
      this.#bytes.set(from === 0 && to === src.length ? src : src.subarray(from, to), at);
    } else {
      const first = size - at;
      this.#bytes.set(src.subarray(from, from + first), at);
      this.#bytes.set(src.subarray(from + first, to), 0);
    }
  }

  /** Makes the next `n` octets that were put part of the queue. */
  commit(n: number): void {
    if (this.#length + n > this.#extent) {
      throw new Error('ring: committed octets that were never put');
    }
    this.#length += n;
  }

  /** Appends src[from, to). */
  push(src: Uint8Array, from: number, to: number): void {
    this.put(this.#length, src, from, to);
    this.#length += to - from;
  }

  /** Copies `n` octets from `offset` past the front to dst[at]. */
  peek(offset: number, n: number, dst: Uint8Array, at: number): void {
    const size = this.#bytes.length;
    const start = (this.#front + offset) & (size - 1);
    const end = start + n;
    if (end <= size) {
      dst.set(this.#bytes.subarray(start, end), at);
    } else {
      const first = size - start;
      dst.set(this.#bytes.subarray(start, size), at);
      dst.set(this.#bytes.subarray(0, n - first), at + first);
    }
  }

  /** Takes `n` octets off the front; storage is given back when nothing is left. */
  drop(n: number): void {
    if (n > this.#length) throw new Error('ring: dropped octets that are not there');
    this.#length -= n;
    this.#extent -= n;
    if (this.#extent === 0) {
      this.#release();
    } else {
      this.#front = (this.#front + n) & (this.#bytes.length - 1);
    }
  }

  /** Forgets what was put beyond `length`. */
  trim(): void {
    this.#extent = this.#length;
    if (this.#extent === 0) this.#release();
  }

  /** Forgets everything. */
  clear(): void {
    this.#length = 0;
    this.#extent = 0;
    this.#release();
  }

  #release(): void {
    giveStorage(this.#bytes);
    this.#bytes = NOTHING;
    this.#front = 0;
  }

  #grow(need: number): void {
    if (this === NO_OCTETS) throw new Error('ring: put octets into the one that stays empty');
    let size = Math.max(SMALLEST, this.#bytes.length * 2);
    while (size < need) size *= 2;
    const bytes = takeStorage(size);
    if (this.#extent > 0) this.peek(0, this.#extent, bytes, 0);
    giveStorage(this.#bytes);
    this.#bytes = bytes;
    this.#front = 0;
  }
}

/** A ring that stays empty, for all who have nothing in theirs: to put anything into it throws. */
export const NO_OCTETS = new Ring();
