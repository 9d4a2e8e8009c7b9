/** A check cannot be made here; the message says why. */
export class Skip extends Error {}

/** Prints a line for each check, and counts them. */
export class Report {
  passed = 0;
  failed = 0;
  skipped = 0;
  readonly #only: string | null;

  /** @param only make only the checks whose name contains this */
  constructor(only: string | null) {
    this.#only = only;
  }

  /** Makes one check; what it returns is added to its line. Over when `seconds` have passed. */
  async check(name: string, seconds: number, f: () => Promise<string>): Promise<void> {
    if (this.#only !== null && !name.includes(this.#only)) return;
    const began = performance.now();
    try {
      const detail = await within(seconds, f());
      const took = ((performance.now() - began) / 1000).toFixed(1);
      this.passed++;
      this.#line('ok  ', name, `${took} s${detail === '' ? '' : `, ${detail}`}`);
    } catch (error) {
      if (error instanceof Skip) return this.leaveOut(name, error.message);
      this.failed++;
      this.#line('FAIL', name, error instanceof Error ? error.message : String(error));
    }
  }

  leaveOut(name: string, reason: string): void {
    this.skipped++;
    this.#line('skip', name, reason);
  }

  /** The result of a check that another process made. */
  foreign(name: string, error: string | null, detail: string): void {
    if (error === null) this.passed++;
    else this.failed++;
    this.#line(error === null ? 'ok  ' : 'FAIL', name, error ?? detail);
  }

  #line(mark: string, name: string, detail: string): void {
    console.log(`${mark} ${name}${detail === '' ? '' : `: ${detail}`}`);
  }
}

/** The value of `promise`, or an error when it takes longer than `seconds`. */
export async function within<T>(seconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Throws unless `condition` holds. */
export function expect(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}
