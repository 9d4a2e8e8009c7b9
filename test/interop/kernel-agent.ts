import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { has, ROOT } from './programs.ts';
import { expect, Skip } from './report.ts';

/** What a system call of the kernel's came to. */
export interface Answer {
  readonly value: unknown;
  /** The errno's name; null when the call succeeded. */
  readonly errno: string | null;
  /** How long the call took. */
  readonly seconds: number;
}

/**
 * Calls on the kernel's sockets beyond what `node:net` has: a Python program makes them, in the namespace of
 * this process. Descriptors are its own.
 */
export class KernelAgent {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, (a: Answer) => void>();
  #last = 0;
  #stderr = '';

  constructor() {
    if (!has('python3')) throw new Skip('there is no program python3');
    const child = spawn('python3', ['test/interop/kernel-agent.py'], { cwd: ROOT, stdio: 'pipe' });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    child.stdin.on('error', () => {});
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id, ...answer } = JSON.parse(line) as Answer & { id: number };
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
    });
    child.on('close', () => {
      const answer = { value: null, errno: `the agent is gone: ${this.#stderr}`, seconds: 0 };
      for (const f of this.#waiting.values()) f(answer);
      this.#waiting.clear();
    });
  }

  /** Makes a call, whatever it comes to. */
  call(what: string, ...args: readonly unknown[]): Promise<Answer> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.stdin.write(`${JSON.stringify({ id, do: what, with: args })}\n`);
    });
  }

  /** Makes a call that must succeed; its value. */
  async must<T = number>(what: string, ...args: readonly unknown[]): Promise<T> {
    const { value, errno } = await this.call(what, ...args);
    expect(errno === null, `the kernel's ${what}(${args.join(', ')}): ${errno}`);
    return value as T;
  }

  /** A listener; `set` are options as `[level, name, value]`, set before it listens. */
  async listener(
    family: number,
    host: string,
    port: number,
    ...set: readonly (readonly [level: string, name: string, value: unknown])[]
  ): Promise<number> {
    const fd = await this.must('socket', family);
    for (const option of set) await this.must('set', fd, ...option);
    await this.must('listen', fd, host, port, 16);
    return fd;
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }
}
