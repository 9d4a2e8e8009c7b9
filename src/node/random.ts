import { randomFillSync } from 'node:crypto';
import type { Random } from '../base/random.ts';

/** Words drawn from the system at a time: one call costs about as much as 256 of these. */
const BATCH = 256;

/** The system's cryptographic random numbers, drawn in batches. */
export class SystemRandom implements Random {
  readonly #words = new Uint32Array(BATCH);
  #used = BATCH;

  u32(): number {
    if (this.#used === BATCH) {
      randomFillSync(this.#words);
      this.#used = 0;
    }
    const word = this.#words[this.#used] as number;
    this.#words[this.#used] = 0; // what was handed out is not kept in memory
    this.#used++;
    return word;
  }
}
