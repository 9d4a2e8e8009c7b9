import type { SeededRandom } from '../../src/base/random.ts';

/** The octets a case is read from: what happens in it, step by step. */
export type Genes = Uint8Array<ArrayBuffer>;

/** The longest case. */
export const MOST_GENES = 512;

/** Reads a case; where the octets end, everything is 0. */
export class Reader {
  readonly #genes: Genes;
  #at = 0;

  constructor(genes: Genes) {
    this.#genes = genes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#genes.length;
  }

  octet(): number {
    return this.#genes[this.#at++] ?? 0;
  }

  word(): number {
    return (this.octet() << 24) | (this.octet() << 16) | (this.octet() << 8) | this.octet();
  }

  /** A whole number below `n`, at most 256. */
  below(n: number): number {
    return this.octet() % n;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }
}

/** A number below `n`. */
export function below(random: SeededRandom, n: number): number {
  return random.u32() % n;
}

/** A case out of the air. */
export function freshGenes(random: SeededRandom): Genes {
  const genes = new Uint8Array(8 + below(random, MOST_GENES - 8));
  for (let i = 0; i < genes.length; i++) genes[i] = random.u32();
  return genes;
}

/** `genes` with a few changes; `other` gives pieces. */
export function mutated(random: SeededRandom, genes: Genes, other: Genes): Genes {
  let child = [...genes];
  for (let n = 1 + below(random, 6); n > 0; n--) {
    const at = below(random, child.length + 1);
    switch (below(random, 5)) {
      case 0:
        if (at < child.length) child[at] = random.u32() & 255;
        break;
      case 1:
        child.splice(
          at,
          0,
          ...Array.from({ length: 1 + below(random, 8) }, () => random.u32() & 255),
        );
        break;
      case 2:
        child.splice(at, 1 + below(random, 8));
        break;
      case 3: {
        const from = below(random, other.length + 1);
        child.splice(at, 0, ...other.subarray(from, from + 1 + below(random, 64)));
        break;
      }
      default:
        child = child.slice(0, at).concat(child.slice(at >> 1)); // a part of it once more
    }
  }
  return Uint8Array.from(child.slice(0, MOST_GENES));
}
