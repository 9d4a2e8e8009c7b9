/**
 * Sequence numbers, modulo 2**32 (RFC 9293 section 3.4).
 *
 * Held as signed 32-bit integers: `| 0` after every sum keeps V8 on small integers, and the sign
 * carries no meaning. Show one to a person, or write it to a wide field, only through {@link uint}.
 */
export type Seq = number;

/** a < b. Defined while the two are less than 2**31 apart, as every comparison of RFC 9293 is. */
export function lt(a: Seq, b: Seq): boolean {
  return ((a - b) | 0) < 0;
}

/** a =< b. */
export function leq(a: Seq, b: Seq): boolean {
  return ((a - b) | 0) <= 0;
}

/** low =< x < low + length. */
export function within(x: Seq, low: Seq, length: number): boolean {
  return (x - low) >>> 0 < length;
}

/** The later of two. */
export function later(a: Seq, b: Seq): Seq {
  return ((a - b) | 0) < 0 ? b : a;
}

/** The earlier of two. */
export function earlier(a: Seq, b: Seq): Seq {
  return ((a - b) | 0) < 0 ? a : b;
}

/** As a number from 0 to 2**32 - 1, for people and wide fields. */
export function uint(a: Seq): number {
  return a >>> 0;
}
