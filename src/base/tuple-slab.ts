import type { TupleHash } from './tuple-hash.ts';
import type { TupleAddress } from './tuple-table.ts';

/** Words that every entry has: links and a time for a {@link SlabLine}, and its ports. */
const NEXT = 0;
const PREVIOUS = 1;
const TIME = 2;
const PORTS = 3;
const OWN = 4;

/** Entries in a chunk of storage, once there are that many: a power of two. */
const CHUNK_BITS = 9;
const CHUNK = 1 << CHUNK_BITS;
/** Entries in the first chunk when it is made; it doubles until it is full-sized. */
const FEWEST = 8;
/** Cells of the index when it is made. */
const FEWEST_CELLS = 16;

/** Where entries keep an address tuple, written to by {@link TupleSlab.readTuple}. */
export interface TupleTarget {
  readonly local: WritableAddress;
  readonly remote: WritableAddress;
  localPort: number;
  remotePort: number;
}

interface WritableAddress {
  version: 4 | 6;
  w0: number;
  w1: number;
  w2: number;
  w3: number;
}

/**
 * A table of small records found by their address tuple, for tables that strangers fill: a record is a few
 * words in a chunk of numbers and no object, so a million of them cost what their words do and the garbage
 * collector does not see them. Entries are known by a number, their slot, which another entry gets when
 * they are gone.
 *
 * An entry of IPv4 takes 24 octets and 4 for each word of its own, one of IPv6 24 more; the index 5.3 to
 * 6.7. It uses open addressing with linear probing: a cell holds a slot and, in the bits that leaves,
 * some of the hash. It grows by a quarter, when it is three quarters full.
 */
export class TupleSlab {
  readonly version: 4 | 6;
  readonly #hash: TupleHash;
  /** Words of an entry. */
  readonly #words: number;
  /** Where its addresses begin, the remote one first. */
  readonly #addresses: number;
  #chunks: Int32Array[] = [];
  /** Slots ever used, and the first of those that are free again: they are linked by NEXT. */
  #used = 0;
  #free = -1;
  #size = 0;
  /** slot + 1 in the lower `#slotBits`, bits of the hash above; 0 means empty. */
  #cells: Int32Array = new Int32Array(FEWEST_CELLS);
  #slotBits = 5;

  /** `own` words of an entry are the caller's. Tables that never meet may share a hash. */
  constructor(hash: TupleHash, version: 4 | 6, own: number) {
    this.#hash = hash;
    this.version = version;
    this.#addresses = OWN + own;
    this.#words = OWN + own + (version === 4 ? 2 : 8);
  }

  get size(): number {
    return this.#size;
  }

  /** Octets of storage and index. */
  get octets(): number {
    let n = this.#cells.byteLength;
    for (const chunk of this.#chunks) n += chunk.byteLength;
    return n;
  }

  /** The slot of the entry with that tuple, or -1. */
  find(local: TupleAddress, remote: TupleAddress, localPort: number, remotePort: number): number {
    if (this.#size === 0) return -1;
    const hash = this.#hash.of(local, remote, localPort, remotePort);
    const ports = (localPort << 16) | remotePort;
    const bits = this.#slotBits;
    const tag = hash << bits;
    const cells = this.#cells;
    for (let i = home(hash, cells.length); ; ) {
      const cell = cells[i] as number;
      if (cell === 0) return -1;
      if ((cell ^ tag) >>> bits === 0) {
        const slot = (cell & ~(-1 << bits)) - 1;
        if (this.#is(slot, local, remote, ports)) return slot;
      }
      if (++i === cells.length) i = 0;
    }
  }

  /** Makes an entry, its own words 0, and returns its slot; the tuple must not be there already. */
  add(local: TupleAddress, remote: TupleAddress, localPort: number, remotePort: number): number {
    if ((this.#size + 1) * 4 > this.#cells.length * 3) {
      this.#rebuild(Math.ceil(this.#cells.length * 1.25));
    }
    const slot = this.#take();
    const chunk = this.#chunks[slot >> CHUNK_BITS] as Int32Array;
    const at = (slot & (CHUNK - 1)) * this.#words;
    chunk.fill(0, at, at + this.#words);
    chunk[at + PORTS] = (localPort << 16) | remotePort;
    this.#writeAddresses(chunk, at + this.#addresses, local, remote);
    this.#insert(this.#hash.of(local, remote, localPort, remotePort), slot);
    this.#size++;
    return slot;
  }

  /** The entry goes. It must stand in no line. */
  delete(slot: number): void {
    this.#vacate(this.#cellOf(slot));
    this.#write(slot, NEXT, this.#free);
    this.#free = slot;
    this.#size--;
    if (this.#size > 0) return;
    this.#used = 0;
    this.#free = -1;
    if (this.#chunks.length <= 1) return; // little enough to keep
    this.#chunks = [];
    this.#cells = new Int32Array(FEWEST_CELLS);
    this.#slotBits = 5;
  }

  /** The caller's `i`-th word. */
  get(slot: number, i: number): number {
    return this.#read(slot, OWN + i);
  }

  set(slot: number, i: number, value: number): void {
    this.#write(slot, OWN + i, value);
  }

  readTuple(slot: number, to: TupleTarget): void {
    const { local, remote } = to;
    const ports = this.#read(slot, PORTS);
    to.localPort = ports >>> 16;
    to.remotePort = ports & 0xffff;
    local.version = this.version;
    remote.version = this.version;
    const a = this.#addresses;
    if (this.version === 4) {
      remote.w3 = this.#read(slot, a);
      local.w3 = this.#read(slot, a + 1);
      remote.w0 = remote.w1 = remote.w2 = local.w0 = local.w1 = local.w2 = 0;
      return;
    }
    remote.w0 = this.#read(slot, a);
    remote.w1 = this.#read(slot, a + 1);
    remote.w2 = this.#read(slot, a + 2);
    remote.w3 = this.#read(slot, a + 3);
    local.w0 = this.#read(slot, a + 4);
    local.w1 = this.#read(slot, a + 5);
    local.w2 = this.#read(slot, a + 6);
    local.w3 = this.#read(slot, a + 7);
  }

  /** The slots of all entries, sorted by tuple: the order depends neither on how they came nor on the secret. */
  slots(): Int32Array {
    const slots = new Int32Array(this.#size);
    const mask = ~(-1 << this.#slotBits);
    let n = 0;
    for (const cell of this.#cells) if (cell !== 0) slots[n++] = (cell & mask) - 1;
    return slots.sort((a, b) => this.#compare(a, b));
  }

  /** For lines: the neighbours of an entry, or -1, and its time. */
  next(slot: number): number {
    return this.#read(slot, NEXT);
  }

  previous(slot: number): number {
    return this.#read(slot, PREVIOUS);
  }

  time(slot: number): number {
    return this.#read(slot, TIME);
  }

  setNext(slot: number, next: number): void {
    this.#write(slot, NEXT, next);
  }

  setPrevious(slot: number, previous: number): void {
    this.#write(slot, PREVIOUS, previous);
  }

  setTime(slot: number, time: number): void {
    this.#write(slot, TIME, time);
  }

  #read(slot: number, word: number): number {
    const chunk = this.#chunks[slot >> CHUNK_BITS] as Int32Array;
    return chunk[(slot & (CHUNK - 1)) * this.#words + word] as number;
  }

  #write(slot: number, word: number, value: number): void {
    const chunk = this.#chunks[slot >> CHUNK_BITS] as Int32Array;
    chunk[(slot & (CHUNK - 1)) * this.#words + word] = value;
  }

  #writeAddresses(chunk: Int32Array, at: number, local: TupleAddress, remote: TupleAddress): void {
    if (this.version === 4) {
      chunk[at] = remote.w3;
      chunk[at + 1] = local.w3;
      return;
    }
    chunk[at] = remote.w0;
    chunk[at + 1] = remote.w1;
    chunk[at + 2] = remote.w2;
    chunk[at + 3] = remote.w3;
    chunk[at + 4] = local.w0;
    chunk[at + 5] = local.w1;
    chunk[at + 6] = local.w2;
    chunk[at + 7] = local.w3;
  }

  #is(slot: number, local: TupleAddress, remote: TupleAddress, ports: number): boolean {
    const chunk = this.#chunks[slot >> CHUNK_BITS] as Int32Array;
    const at = (slot & (CHUNK - 1)) * this.#words;
    if (chunk[at + PORTS] !== ports) return false;
    const a = at + this.#addresses;
    if (this.version === 4) return chunk[a] === remote.w3 && chunk[a + 1] === local.w3;
    return (
      chunk[a + 3] === remote.w3 &&
      chunk[a + 2] === remote.w2 &&
      chunk[a + 1] === remote.w1 &&
      chunk[a] === remote.w0 &&
      chunk[a + 7] === local.w3 &&
      chunk[a + 6] === local.w2 &&
      chunk[a + 5] === local.w1 &&
      chunk[a + 4] === local.w0
    );
  }

  #hashOf(slot: number): number {
    this.readTuple(slot, scratch);
    const { local, remote, localPort, remotePort } = scratch;
    return this.#hash.of(local, remote, localPort, remotePort);
  }

  /** A free slot, in storage that grows when there is none. */
  #take(): number {
    const slot = this.#free;
    if (slot >= 0) {
      this.#free = this.#read(slot, NEXT);
      return slot;
    }
    const at = this.#used++;
    const i = at >> CHUNK_BITS;
    const chunk = this.#chunks[i];
    if (chunk === undefined) {
      const entries = i === 0 ? FEWEST : CHUNK;
      this.#chunks.push(new Int32Array(entries * this.#words));
    } else if ((at & (CHUNK - 1)) * this.#words === chunk.length) {
      const larger = new Int32Array(chunk.length * 2);
      larger.set(chunk);
      this.#chunks[i] = larger;
    }
    return at;
  }

  #insert(hash: number, slot: number): void {
    const cells = this.#cells;
    let i = home(hash, cells.length);
    while (cells[i] !== 0) if (++i === cells.length) i = 0;
    cells[i] = (hash << this.#slotBits) | (slot + 1);
  }

  /** The cell that holds an entry. */
  #cellOf(slot: number): number {
    const cells = this.#cells;
    const mask = ~(-1 << this.#slotBits);
    let i = home(this.#hashOf(slot), cells.length);
    while (((cells[i] as number) & mask) !== slot + 1) {
      if (cells[i] === 0) throw new Error('the slot holds no entry');
      if (++i === cells.length) i = 0;
    }
    return i;
  }

  /** Empties a cell, moving up those behind it that would no longer be found. */
  #vacate(at: number): void {
    const cells = this.#cells;
    const n = cells.length;
    const mask = ~(-1 << this.#slotBits);
    let hole = at;
    for (let i = at + 1 === n ? 0 : at + 1; cells[i] !== 0; ) {
      // It may move to the hole unless the place it was meant for comes after the hole.
      const meant = home(this.#hashOf(((cells[i] as number) & mask) - 1), n);
      if ((i - meant + n) % n >= (i - hole + n) % n) {
        cells[hole] = cells[i] as number;
        hole = i;
      }
      if (++i === n) i = 0;
    }
    cells[hole] = 0;
  }

  #rebuild(length: number): void {
    const old = this.#cells;
    const mask = ~(-1 << this.#slotBits);
    this.#cells = new Int32Array(length);
    this.#slotBits = 32 - Math.clz32(length);
    for (const cell of old) {
      if (cell === 0) continue;
      const slot = (cell & mask) - 1;
      this.#insert(this.#hashOf(slot), slot);
    }
  }

  #compare(a: number, b: number): number {
    const ports = (this.#read(a, PORTS) >>> 0) - (this.#read(b, PORTS) >>> 0);
    if (ports !== 0) return ports;
    const half = (this.#words - this.#addresses) / 2;
    for (let i = 0; i < 2 * half; i++) {
      const word = this.#addresses + ((i + half) % (2 * half)); // the local address first
      const order = (this.#read(a, word) >>> 0) - (this.#read(b, word) >>> 0);
      if (order !== 0) return order;
    }
    return 0;
  }
}

const scratch: TupleTarget = {
  local: { version: 4, w0: 0, w1: 0, w2: 0, w3: 0 },
  remote: { version: 4, w0: 0, w1: 0, w2: 0, w3: 0 },
  localPort: 0,
  remotePort: 0,
};

/** Where an entry's search begins: the hash, as a fraction of 2**32, of all cells. Exact in a double. */
function home(hash: number, cells: number): number {
  return Math.floor(((hash >>> 0) * cells) / 4_294_967_296);
}
