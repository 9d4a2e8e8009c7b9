import type { Locale } from '../../src/cli/lang.ts';
import { main } from '../../src/cli/main.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { displayWidth } from '../../src/ladder/index.ts';

/** A terminal that keeps what is written. */
export class Captured implements Terminal {
  stdout = '';
  stderr = '';
  readonly outIsScreen: boolean;
  readonly errIsScreen: boolean;
  readonly columns = 80;
  readonly color = false;
  readonly locale: Locale;

  constructor(screen = false, locale: Locale = {}) {
    this.locale = locale;
    this.outIsScreen = screen;
    this.errIsScreen = screen;
  }

  out(text: string): void {
    this.stdout += text;
  }

  err(text: string): void {
    this.stderr += text;
  }
}

/** What a command line wrote, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line where there is no locale. */
export function synwave(...args: string[]): Promise<Ran> {
  return synwaveIn({}, ...args);
}

/** Runs the command line for someone of that locale. */
export async function synwaveIn(locale: Locale, ...args: string[]): Promise<Ran> {
  const terminal = new Captured(false, locale);
  const code = await main(args, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

/** The lines of `text` that do not fit 80 columns. */
export function tooWide(text: string): string[] {
  return text.split('\n').filter((line) => displayWidth(line) > 80);
}
