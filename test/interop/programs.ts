import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** The project's folder. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** Everything started here and not over yet; ended by process id when the run ends. */
const running = new Set<ChildProcess>();

/** A program that runs until it is stopped. */
export class Program {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #waiting: (() => void)[] = [];
  stdout = '';
  stderr = '';
  over = false;
  code: number | null = null;

  constructor(argv: readonly string[]) {
    const [file = '', ...args] = argv;
    this.#name = argv.join(' ');
    this.#child = spawn(file, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.#child);
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#wake();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#wake();
    });
    this.#child.on('error', (error) => {
      this.stderr += error.message;
      this.#end(null);
    });
    this.#child.on('close', (code) => this.#end(code));
  }

  /** Waits until `found` gives something other than null. */
  async until<T>(what: string, seconds: number, found: () => T | null): Promise<T> {
    const limit = performance.now() + seconds * 1000;
    for (;;) {
      const value = found();
      if (value !== null) return value;
      const left = limit - performance.now();
      if (this.over || left <= 0) {
        const why = this.over ? `ended with ${this.code}` : `said no ${what} in ${seconds} s`;
        throw new Error(`${this.#name}: ${why}\n${this.stdout}${this.stderr}`.slice(0, 2000));
      }
      await this.#change(left);
    }
  }

  /** Waits for its end; ends it, and throws, when that takes longer than `seconds`. */
  async end(seconds: number): Promise<number | null> {
    const limit = performance.now() + seconds * 1000;
    while (!this.over) {
      const left = limit - performance.now();
      if (left <= 0) {
        this.kill('SIGKILL');
        throw new Error(`${this.#name}: not over within ${seconds} s\n${this.stderr}`);
      }
      await this.#change(left);
    }
    return this.code;
  }

  /** Asks it to stop and waits; the exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.kill(signal);
    return await this.end(10);
  }

  kill(signal: NodeJS.Signals): void {
    if (!this.over) this.#child.kill(signal);
  }

  #end(code: number | null): void {
    running.delete(this.#child);
    this.over = true;
    this.code = code;
    this.#wake();
  }

  #wake(): void {
    for (const f of this.#waiting.splice(0)) f();
  }

  #change(ms: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, Math.min(ms, 1000));
      this.#waiting.push(() => {
        clearTimeout(timer);
        done();
      });
    });
  }
}

/** Runs a program to its end and gives what it wrote; throws unless it exits with 0. */
export async function run(argv: readonly string[], seconds: number): Promise<string> {
  const program = new Program(argv);
  const code = await program.end(seconds);
  if (code !== 0) {
    throw new Error(`${argv.join(' ')}: exit code ${code}\n${program.stderr}`.slice(0, 2000));
  }
  return program.stdout;
}

/** Ends, at once, everything that was started and still runs. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Whether a program of this name can be run. */
export function has(name: string): boolean {
  const { PATH = '' } = process.env;
  return PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
