import { duration, octets, rate } from './format.ts';
import type { Terminal } from './terminal.ts';

/** How often a line on a screen is rewritten, milliseconds. */
const REWRITE = 200;
/** How often a line is written where none can be rewritten, milliseconds. */
const WRITE = 3000;

/**
 * The progress of one transfer, on standard error: a line that is rewritten on a screen, a line every
 * few seconds elsewhere, and nothing at all for a transfer that is over sooner.
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #what: string;
  readonly #total: number | null;
  readonly #began: number;
  #last: number;
  #shown = false;

  /** @param total octets expected, or null when that is not known */
  constructor(terminal: Terminal, what: string, total: number | null, now = performance.now()) {
    this.#terminal = terminal;
    this.#what = what;
    this.#total = total;
    this.#began = now;
    this.#last = now;
  }

  /** Says, if it is time, that `done` octets have gone. */
  update(done: number, now = performance.now()): void {
    const screen = this.#terminal.errIsScreen;
    if (now - this.#last < (screen ? REWRITE : WRITE)) return;
    this.#last = now;
    const { columns } = this.#terminal;
    const line = progressLine(this.#what, done, this.#total, now - this.#began, columns - 1);
    this.#terminal.err(screen ? `\r\x1b[K${line}` : `${line}\n`);
    this.#shown = screen;
  }

  /** Takes the rewritten line away, so that something else can be written. */
  clear(): void {
    if (this.#shown) this.#terminal.err('\r\x1b[K');
    this.#shown = false;
  }
}

/** One line of progress, at most `width` columns: a long name is cut, then what is left to do. */
export function progressLine(
  what: string,
  done: number,
  total: number | null,
  elapsed: number,
  width = 79,
): string {
  const part = total === null || total === 0 ? '' : ` ${Math.floor((done / total) * 100)} %`;
  const of = total === null ? octets(done) : `${octets(done)} of ${octets(total)}`;
  let left = '';
  if (total !== null && done > 0 && done < total) {
    left = `, ${duration((elapsed / done) * (total - done))} left`;
  }
  const facts = `${part}  ${of}, ${rate(done, elapsed)}${left}`;
  const room = Math.max(8, width - facts.length);
  const name = what.length <= room ? what : `${what.slice(0, room - 3)}...`;
  return (name + facts).slice(0, width);
}
