import type { Random } from '../../base/random.ts';
import { SipHash } from '../../base/siphash.ts';
import type { Address } from '../../wire/address.ts';

/** Octets of a key, and of a cookie. */
const KEY = 16;
const COOKIE = 8;

/**
 * The keys of a server's cookies: the first makes them, all are believed, so that keys can be changed while
 * clients hold cookies of the one before.
 *
 * A cookie is SipHash-2-4 of the client's address and the server's, one after the other, in network order;
 * its eight octets are the hash in little-endian order. So does Linux: tcp_fastopen_cookie_gen_cipher.
 */
export class FastOpenKeys {
  readonly #hashes: readonly SipHash[];
  readonly #octets: Uint8Array;

  /**
   * @param octets  one key or two, 16 octets each, as TCP_FASTOPEN_KEY takes them
   * @throws a RangeError for any other number of octets
   */
  constructor(octets: Uint8Array) {
    const { length } = octets;
    if (length !== KEY && length !== 2 * KEY) {
      throw new RangeError(`a key of Fast Open has 16 octets, or two have 32, not ${length}`);
    }
    this.#octets = octets.slice();
    const view = new DataView(this.#octets.buffer);
    const hashes: SipHash[] = [];
    for (let at = 0; at < length; at += KEY) {
      const word = (i: number): number => view.getInt32(at + 4 * i, true);
      hashes.push(new SipHash(word(0), word(1), word(2), word(3)));
    }
    this.#hashes = hashes;
  }

  static random(random: Random): FastOpenKeys {
    const octets = new Uint8Array(KEY);
    const view = new DataView(octets.buffer);
    for (let i = 0; i < KEY; i += 4) view.setUint32(i, random.u32());
    return new FastOpenKeys(octets);
  }

  /** The keys as they were given. */
  get octets(): Uint8Array {
    return this.#octets.slice();
  }

  /** The cookie for `client`. */
  cookie(client: Address, server: Address): Uint8Array {
    return cookieOf(this.#hashes[0] as SipHash, client, server);
  }

  /** Which of the keys made the cookie in bytes[from, to): 0 for the one in use, or -1 for none of them. */
  whichMade(client: Address, server: Address, bytes: Uint8Array, from: number, to: number): number {
    if (to - from !== COOKIE) return -1;
    return this.#hashes.findIndex((hash) => {
      let differs = 0; // all octets are looked at: the time it takes tells nothing of the cookie
      cookieOf(hash, client, server).forEach((octet, i) => {
        differs |= octet ^ (bytes[from + i] as number);
      });
      return differs === 0;
    });
  }
}

function cookieOf(hash: SipHash, client: Address, server: Address): Uint8Array {
  const from = new Uint8Array(32);
  const view = new DataView(from.buffer);
  let n = client.writeTo(view, 0);
  n += server.writeTo(view, n);
  hash.bytes(from.subarray(0, n));
  const cookie = new Uint8Array(COOKIE);
  const out = new DataView(cookie.buffer);
  out.setInt32(0, hash.lo, true);
  out.setInt32(4, hash.hi, true);
  return cookie;
}
