import type { Random } from './random.ts';
import type { TupleAddress } from './tuple-table.ts';

/** The finalizer of MurmurHash3: every bit of `h` changes about half of the result's. */
function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * A hash of address tuples. Each word of the tuple goes into it against a secret of its own, so that nobody
 * outside can choose tuples that collide.
 */
export class TupleHash {
  readonly #secret: Int32Array = new Int32Array(9);

  constructor(random: Random) {
    for (let i = 0; i < this.#secret.length; i++) this.#secret[i] = random.u32();
  }

  /** Never 0, so that 0 can mean an empty slot. */
  of(local: TupleAddress, remote: TupleAddress, localPort: number, remotePort: number): number {
    const s = this.#secret;
    let h = mix(((localPort << 16) | remotePort) ^ (s[0] as number));
    h = mix(h ^ remote.w3 ^ (s[1] as number));
    h = mix(h ^ local.w3 ^ (s[2] as number));
    if (local.version === 6) {
      h = mix(h ^ remote.w0 ^ (s[3] as number));
      h = mix(h ^ remote.w1 ^ (s[4] as number));
      h = mix(h ^ remote.w2 ^ (s[5] as number));
      h = mix(h ^ local.w0 ^ (s[6] as number));
      h = mix(h ^ local.w1 ^ (s[7] as number));
      h = mix(h ^ local.w2 ^ (s[8] as number));
    }
    return h === 0 ? 1 : h;
  }
}
