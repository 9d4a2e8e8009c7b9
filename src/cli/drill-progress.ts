import type { Lang } from '../base/words.ts';
import { cut } from '../ladder/index.ts';
import type { Outcome } from '../packetdrill/index.ts';
import { DRILL_WORDS } from './drill-words.ts';
import type { Terminal } from './terminal.ts';

/** How often the line is rewritten, milliseconds. */
const REWRITE = 200;

/** How far a run of scripts has come: a line on a screen that is rewritten, and nothing elsewhere. */
export class DrillProgress {
  readonly #terminal: Terminal;
  readonly #lang: Lang;
  readonly #all: number;
  readonly #counts = { passed: 0, failed: 0, unsupported: 0 };
  #last: number;
  #isShown = false;

  constructor(terminal: Terminal, lang: Lang, all: number, now = performance.now()) {
    this.#terminal = terminal;
    this.#lang = lang;
    this.#all = all;
    this.#last = now;
  }

  /** One more script has come out. */
  done(outcome: Outcome, now = performance.now()): void {
    this.#counts[outcome]++;
    if (!this.#terminal.errIsScreen || now - this.#last < REWRITE) return;
    this.#last = now;
    const { passed, failed, unsupported } = this.#counts;
    const sum = passed + failed + unsupported;
    const line = DRILL_WORDS[this.#lang].progress(sum, this.#all, failed, unsupported);
    this.#terminal.err(`\r\x1b[K${cut(line, this.#terminal.columns - 1)}`);
    this.#isShown = true;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#isShown) this.#terminal.err('\r\x1b[K');
    this.#isShown = false;
  }
}
