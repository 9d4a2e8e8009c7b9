/** Left rotations of the four rounds, RFC 1321 section 3.4. */
// biome-ignore format: a table
const SHIFTS = new Uint8Array([
  7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21,
]);

/**
 * floor(2**32 * abs(sin(i + 1))): the table T of RFC 1321 section 3.4, which engines would not all compute
 * alike.
 */
// biome-ignore format: a table
const SINES = new Int32Array([
  0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
  0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
  0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
  0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
  0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
  0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
  0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
  0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
]);

const BLOCK = 64;
/** Octets of a digest. */
export const MD5_LENGTH = 16;

/**
 * MD5, RFC 1321: what TCP MD5 signatures need (RFC 2385), and nothing that is to be kept safe today should
 * rely on. One object computes one digest after the other: {@link Md5.finish} begins anew.
 */
export class Md5 {
  readonly #state = new Int32Array(4);
  readonly #block = new Uint8Array(BLOCK);
  readonly #words = new Int32Array(BLOCK / 4);
  /** Octets taken so far; those of an unfinished block wait in it. */
  #length = 0;

  constructor() {
    this.#begin();
  }

  /** Takes bytes[from, to) as what comes next of the message. */
  update(bytes: Uint8Array, from = 0, to: number = bytes.length): this {
    for (let at = from; at < to; ) {
      const filled = this.#length & (BLOCK - 1);
      const n = Math.min(BLOCK - filled, to - at);
      for (let i = 0; i < n; i++) this.#block[filled + i] = bytes[at + i] as number;
      this.#length += n;
      at += n;
      if (filled + n === BLOCK) this.#take();
    }
    return this;
  }

  /** Writes the digest of all that was taken to out[at, at + 16); the next message begins. */
  finish(out: Uint8Array, at = 0): void {
    const length = this.#length;
    const block = this.#block;
    let filled = length & (BLOCK - 1);
    block[filled++] = 0x80;
    if (filled > BLOCK - 8) {
      block.fill(0, filled);
      this.#take();
      filled = 0;
    }
    block.fill(0, filled);
    // The length in bits, its lower half first; messages here stay below 2**50 octets.
    const high = Math.floor(length / 2 ** 29);
    for (let i = 0; i < 4; i++) {
      block[BLOCK - 8 + i] = (length << 3) >>> (8 * i);
      block[BLOCK - 4 + i] = high >>> (8 * i);
    }
    this.#take();
    for (let i = 0; i < MD5_LENGTH; i++) {
      out[at + i] = (this.#state[i >> 2] as number) >>> (8 * (i & 3));
    }
    this.#begin();
  }

  #begin(): void {
    this.#state[0] = 0x67452301;
    this.#state[1] = 0xefcdab89;
    this.#state[2] = 0x98badcfe;
    this.#state[3] = 0x10325476;
    this.#length = 0;
  }

  /** A block is full: RFC 1321 section 3.4. */
  #take(): void {
    const words = this.#words;
    const block = this.#block;
    for (let i = 0; i < words.length; i++) {
      const b = 4 * i;
      words[i] =
        (block[b] as number) |
        ((block[b + 1] as number) << 8) |
        ((block[b + 2] as number) << 16) |
        ((block[b + 3] as number) << 24);
    }
    const state = this.#state;
    let a = state[0] as number;
    let b = state[1] as number;
    let c = state[2] as number;
    let d = state[3] as number;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const sum = (a + mix(round, b, c, d) + (SINES[i] as number) + wordOf(words, round, i)) | 0;
      const shift = SHIFTS[4 * round + (i & 3)] as number;
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    state[0] = (state[0] as number) + a;
    state[1] = (state[1] as number) + b;
    state[2] = (state[2] as number) + c;
    state[3] = (state[3] as number) + d;
  }
}

/** F, G, H and I of RFC 1321 section 3.4. */
function mix(round: number, x: number, y: number, z: number): number {
  switch (round) {
    case 0:
      return (x & y) | (~x & z);
    case 1:
      return (x & z) | (y & ~z);
    case 2:
      return x ^ y ^ z;
    default:
      return y ^ (x | ~z);
  }
}

/** The word of the block that step `i` takes. */
function wordOf(words: Int32Array, round: number, i: number): number {
  switch (round) {
    case 0:
      return words[i] as number;
    case 1:
      return words[(5 * i + 1) & 15] as number;
    case 2:
      return words[(3 * i + 5) & 15] as number;
    default:
      return words[(7 * i) & 15] as number;
  }
}
