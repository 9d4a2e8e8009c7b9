/** Where a state is written to, value by value, always in the same order. */
export interface Sink {
  /** `label` says what it is, for people. */
  number(label: string, value: number): void;
  text(label: string, value: string): void;
}

/** 64 bits of hash in two words of 32. */
export interface StateHash {
  readonly high: number;
  readonly low: number;
}

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/**
 * A state as 64 bits. Two different states get the same number with a chance of 2 ** -64: among ten million
 * states there is such a pair with a chance of one in 370,000.
 */
export class HashSink implements Sink {
  #a = 0x243f6a88;
  #b = 0x13198a2e;

  number(_label: string, value: number): void {
    if (value === (value | 0)) {
      this.#mix(value | 0);
      return;
    }
    double[0] = value;
    this.#mix(halves[0] as number);
    this.#mix((halves[1] as number) ^ 0x5bd1e995);
  }

  text(_label: string, value: string): void {
    this.#mix(value.length);
    for (let i = 0; i < value.length; i++) this.#mix(value.charCodeAt(i));
  }

  /** What has been written so far, as a number; the same for the same values in the same order. */
  get hash(): StateHash {
    return { high: finish(this.#a ^ (this.#b >>> 15)), low: finish(this.#b + this.#a) };
  }

  /** 48 bits of it as one number, where a number is wanted that leaves room for something else. */
  get number48(): number {
    const { high, low } = this.hash;
    return (high & 0xffff) * 0x1_0000_0000 + low;
  }

  #mix(word: number): void {
    let a = Math.imul(this.#a ^ word, 0x85ebca6b);
    a = (a << 13) | (a >>> 19);
    this.#a = (Math.imul(a, 5) + 0x7f4a7c15) | 0;
    let b = Math.imul(this.#b + word, 0xc2b2ae35);
    b ^= b >>> 15;
    this.#b = (Math.imul(b, 0x27d4eb2f) + this.#a) | 0;
  }
}

/** A state as lines of text, to see in what two of them differ. */
export class TextSink implements Sink {
  readonly lines: string[] = [];

  number(label: string, value: number): void {
    this.lines.push(`${label} ${value}`);
  }

  text(label: string, value: string): void {
    this.lines.push(`${label} '${value}'`);
  }
}

function finish(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
