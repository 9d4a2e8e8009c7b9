import { main } from '../../src/cli/main.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

/** A terminal that keeps what is written. */
export class Captured implements Terminal {
  stdout = '';
  stderr = '';
  readonly outIsScreen: boolean;
  readonly errIsScreen: boolean;
  readonly columns = 80;
  readonly color = false;

  constructor(screen = false) {
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

/** Runs the command line; what it wrote, and its exit code. */
export async function synwave(
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const terminal = new Captured();
  const code = await main(args, terminal);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

/** The lines of `text` that do not fit 80 columns. */
export function tooWide(text: string): string[] {
  return text.split('\n').filter((line) => [...line].length > 80);
}
