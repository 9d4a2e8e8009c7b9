import { SeededRandom } from '../../src/base/random.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { play } from './case.ts';
import { Coverage } from './coverage.ts';
import { below, freshGenes, type Genes, mutated } from './genes.ts';

/** A case that broke something, as small as it could be made. */
export interface Finding {
  readonly genes: Genes;
  readonly error: Error;
}

/**
 * Cases out of the air, and changed ones that reached something new before. The corpus keeps, for each
 * thing that can be reached (state × reason, state × flags, ...), the shortest case that does.
 */
export class Fuzzer {
  readonly #random: SeededRandom;
  readonly #change: ((p: Profile) => Profile) | undefined;
  readonly #corpus = new Map<string, Genes>();
  #entries: Genes[] = [];
  cases = 0;

  /** @param change makes of each case's profile another one */
  constructor(seed: number, change?: (p: Profile) => Profile) {
    this.#change = change;
    this.#random = new SeededRandom(seed);
  }

  /** Things reached, and the cases that are kept for them. */
  get reached(): number {
    return this.#corpus.size;
  }

  get kept(): number {
    return new Set(this.#corpus.values()).size;
  }

  /** What was reached, sorted. */
  keys(): string[] {
    return [...this.#corpus.keys()].sort();
  }

  /** The next case. */
  next(): Genes {
    const random = this.#random;
    if (this.#entries.length === 0 || below(random, 8) === 0) return freshGenes(random);
    return mutated(random, this.#any(), this.#any());
  }

  /** Plays a case; what it broke, or null. */
  try(genes: Genes): Finding | null {
    this.cases++;
    const coverage = new Coverage();
    try {
      play(genes, coverage, this.#change);
    } catch (error) {
      return { genes, error: error as Error };
    }
    this.#keep(genes, coverage);
    return null;
  }

  #any(): Genes {
    return this.#entries[below(this.#random, this.#entries.length)] as Genes;
  }

  #keep(genes: Genes, coverage: Coverage): void {
    let changed = false;
    for (const key of coverage.keys) {
      const known = this.#corpus.get(key);
      if (known !== undefined && known.length <= genes.length) continue;
      this.#corpus.set(key, genes);
      changed = true;
    }
    if (changed) this.#entries = [...new Set(this.#corpus.values())];
  }
}

/** Takes octets away from a finding for as long as the same error comes. */
export function smallest(found: Finding): Finding {
  let best = found;
  for (let n = best.genes.length >> 1; n > 0; n >>= 1) {
    for (let at = 0; at + n <= best.genes.length; ) {
      const genes = Uint8Array.from([
        ...best.genes.subarray(0, at),
        ...best.genes.subarray(at + n),
      ]);
      const again = errorOf(genes);
      if (again !== null && again.message === best.error.message) best = { genes, error: again };
      else at += n;
    }
  }
  return best;
}

function errorOf(genes: Genes): Error | null {
  try {
    play(genes, new Coverage());
    return null;
  } catch (error) {
    return error as Error;
  }
}

/** A case as text, and back. */
export const toHex = (genes: Genes): string =>
  [...genes].map((o) => o.toString(16).padStart(2, '0')).join('');

/** Throws a RangeError unless `text` is an even number of hexadecimal digits. */
export function fromHex(text: string): Genes {
  if (!/^([0-9a-f]{2})*$/i.test(text)) {
    throw new RangeError(`a case is written as pairs of hexadecimal digits, not '${text}'`);
  }
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
