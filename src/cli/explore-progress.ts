import type { Lang } from '../base/words.ts';
import type { SearchReport } from '../explore/index.ts';
import { cut } from '../ladder/index.ts';
import { EXPLORE_WORDS } from './explore-words.ts';
import { octets } from './format.ts';
import type { Terminal } from './terminal.ts';

/** How often the line is rewritten, milliseconds. */
const REWRITE = 200;

/** How far a search has come: a line on a screen that is rewritten, and nothing elsewhere. */
export class ExploreProgress {
  readonly #terminal: Terminal;
  readonly #lang: Lang;
  #what = '';
  #began = 0;
  #last = 0;
  #isShown = false;

  constructor(terminal: Terminal, lang: Lang) {
    this.#terminal = terminal;
    this.#lang = lang;
  }

  /** Another search begins, called `what`. */
  begin(what: string, now = performance.now()): void {
    this.clear();
    this.#what = what;
    this.#began = now;
    this.#last = now;
  }

  show({ states, depth }: SearchReport, now = performance.now()): void {
    if (!this.#terminal.errIsScreen || now - this.#last < REWRITE) return;
    this.#last = now;
    const rate = count((states * 1000) / (now - this.#began));
    const words = EXPLORE_WORDS[this.#lang];
    const facts = words.progress(count(states), depth, rate, octets(process.memoryUsage.rss()));
    const line = cut(`${this.#what}${words.colon}${facts}`, this.#terminal.columns - 1);
    this.#terminal.err(`\r\x1b[K${line}`);
    this.#isShown = true;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#isShown) this.#terminal.err('\r\x1b[K');
    this.#isShown = false;
  }
}

/** A number with commas at the thousands: `1,234,567`. */
export function count(n: number): string {
  return Math.round(n).toLocaleString('en');
}
