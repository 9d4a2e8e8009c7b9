import { ADDRESSES, FAMILIES, type Namespace } from './namespace.ts';
import type { Program } from './programs.ts';

/** An event that `synwave serve --json` printed. */
export interface ServeEvent {
  readonly event: string;
  readonly [fact: string]: unknown;
}

/** A running `synwave serve --json`, on both families. */
export class Serving {
  readonly program: Program;

  private constructor(program: Program) {
    this.program = program;
  }

  static async start(ns: Namespace, args: readonly string[]): Promise<Serving> {
    const addresses = FAMILIES.flatMap((f) => ['--address', ADDRESSES[f].prefix]);
    const program = ns.synwave(['serve', '--tun', 'syn0', ...addresses, '--json', ...args]);
    const serving = new Serving(program);
    await serving.event('listening', () => true);
    return serving;
  }

  events(): ServeEvent[] {
    return this.program.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as ServeEvent);
  }

  /** Waits for an event of this name that fits. */
  async event(name: string, fits: (e: ServeEvent) => boolean): Promise<ServeEvent> {
    return await this.program.until(`event ${name}`, 15, () => {
      return this.events().find((e) => e.event === name && fits(e)) ?? null;
    });
  }

  /** Stops it; throws unless it ends with 0. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const code = await this.program.stop(signal);
    if (code !== 0) throw new Error(`serve ended with ${code}: ${this.program.stderr}`);
  }
}

/** `synwave serve` for as long as `f` takes. */
export async function serving<T>(
  ns: Namespace,
  args: readonly string[],
  f: (s: Serving) => Promise<T>,
): Promise<T> {
  const s = await Serving.start(ns, args);
  try {
    const value = await f(s);
    await s.stop();
    return value;
  } finally {
    s.program.kill('SIGKILL');
  }
}
