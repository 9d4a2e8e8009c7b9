/**
 * Gives objects small numbers for as long as they are in use, so that a few bits can stand for one. Who uses
 * one counts: each `take` is followed by one `give` in the end.
 */
export class SmallNumbers<T> {
  /** The object of each number, or null. */
  readonly items: (T | null)[] = [];
  readonly #uses: number[] = [];
  readonly #numbers = new Map<T, number>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The number of `item`, used once more; -1 when all numbers stand for others. */
  take(item: T): number {
    let n = this.#numbers.get(item);
    if (n === undefined) {
      n = this.items.indexOf(null);
      if (n < 0) n = this.items.length;
      if (n >= this.#limit) return -1;
      this.items[n] = item;
      this.#uses[n] = 0;
      this.#numbers.set(item, n);
    }
    this.#uses[n] = (this.#uses[n] as number) + 1;
    return n;
  }

  /** `n` is used once less. */
  give(n: number): void {
    const left = (this.#uses[n] as number) - 1;
    this.#uses[n] = left;
    if (left > 0) return;
    this.#numbers.delete(this.items[n] as T);
    this.items[n] = null;
  }
}
