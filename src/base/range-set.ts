/** Room for eight ranges: the largest typed array V8 keeps inside its own heap, so a cheap one. */
const SMALLEST = 16;
const NOTHING = new Int32Array(0);

/**
 * Disjoint ranges [from, to) of sequence numbers modulo 2**32, ascending: text that waits beyond a
 * gap, or what selective acknowledgments have covered.
 *
 * Ranges that touch are one. Everything in it, and every number asked about, must lie within a span
 * of less than 2**31. Storage is taken when first needed, and given up when empty if it has grown.
 */
export class RangeSet {
  /** How many ranges there are. */
  count = 0;
  /** Octets covered. */
  total = 0;
  /** The edges of the ranges in turn; the first 2 * count entries count. */
  #edges: Int32Array = NOTHING;

  /** Adds [from, to), merging it with all it overlaps or touches; returns the octets newly covered. */
  add(from: number, to: number): number {
    if (((to - from) | 0) <= 0) return 0;
    const first = this.#search(from, 0);
    let low = from | 0;
    let high = to | 0;
    let had = 0;
    let last = first;
    for (; last < this.count && ((this.from(last) - to) | 0) <= 0; last++) {
      const f = this.from(last);
      const t = this.to(last);
      had += (t - f) | 0;
      if (((f - low) | 0) < 0) low = f;
      if (((t - high) | 0) > 0) high = t;
    }
    this.#move(last, first + 1);
    this.#edges[2 * first] = low;
    this.#edges[2 * first + 1] = high;
    const fresh = ((high - low) | 0) - had;
    this.total += fresh;
    return fresh;
  }

  /** Forgets everything below `seq`; returns the octets removed. */
  removeBelow(seq: number): number {
    const n = this.firstAbove(seq);
    let removed = 0;
    for (let i = 0; i < n; i++) removed += (this.to(i) - this.from(i)) | 0;
    this.#move(n, 0);
    if (this.count > 0 && ((this.from(0) - seq) | 0) < 0) {
      removed += (seq - this.from(0)) | 0;
      this.#edges[0] = seq;
    }
    this.total -= removed;
    return removed;
  }

  /** Forgets everything. */
  clear(): void {
    this.count = 0;
    this.total = 0;
    this.#rest();
  }

  /** The first number of range `i`. */
  from(i: number): number {
    return this.#edges[2 * i] as number;
  }

  /** The number after the last of range `i`. */
  to(i: number): number {
    return this.#edges[2 * i + 1] as number;
  }

  /** The range `seq` is in, or -1. */
  indexOf(seq: number): number {
    const i = this.firstAbove(seq);
    return i < this.count && ((this.from(i) - seq) | 0) <= 0 ? i : -1;
  }

  /** The first range that reaches beyond `seq`, or `count`. */
  firstAbove(seq: number): number {
    return this.#search(seq, 1);
  }

  contains(seq: number): boolean {
    return this.indexOf(seq) >= 0;
  }

  /** Whether all of [from, to) is there; an empty range is always. */
  covers(from: number, to: number): boolean {
    if (((to - from) | 0) <= 0) return true;
    const i = this.indexOf(from);
    return i >= 0 && ((this.to(i) - to) | 0) >= 0;
  }

  /** The first range whose `to` is at least `seq + beyond`, or `count`. */
  #search(seq: number, beyond: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (((this.to(middle) - seq) | 0) >= beyond) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Moves the ranges from the `j`-th on so that they start at the `k`-th; a gap has yet to be filled. */
  #move(j: number, k: number): void {
    const count = this.count + k - j;
    if (2 * count > this.#edges.length) {
      const edges = new Int32Array(Math.max(SMALLEST, 2 * this.#edges.length));
      edges.set(this.#edges);
      this.#edges = edges;
    }
    if (k !== j && j < this.count) this.#edges.copyWithin(2 * k, 2 * j, 2 * this.count);
    this.count = count;
    if (count === 0) this.#rest();
  }

  /** Gives up storage that has grown; the smallest is kept, for reordering comes back. */
  #rest(): void {
    if (this.#edges.length > SMALLEST) this.#edges = NOTHING;
  }
}
