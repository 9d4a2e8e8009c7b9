import type { Namespace } from './namespace.ts';
import type { Report } from './report.ts';

/** What a program that makes checks inside a namespace prints of each. */
interface Told {
  readonly name: string;
  readonly error: string | null;
  /** Why it could not be made. */
  readonly skip?: string | null;
  readonly detail: string;
}

/**
 * Runs a TypeScript program inside and takes over the checks that it tells of, a line of JSON each.
 * Throws unless it exits with 0; returns how many it told of.
 */
export async function takeOver(
  report: Report,
  ns: Namespace,
  program: string,
  args: readonly string[],
  seconds: number,
): Promise<number> {
  const inside = ns.start([process.execPath, '--import', 'tsx', program, ...args]);
  let told = 0;
  const tell = (): void => {
    const lines = inside.stdout.split('\n').slice(0, -1);
    for (const line of lines.slice(told)) {
      const { name, error, skip, detail } = JSON.parse(line) as Told;
      if (typeof skip === 'string') report.leaveOut(name, skip);
      else report.foreign(name, error, detail);
    }
    told = lines.length;
  };
  try {
    await inside.until('end', seconds, () => {
      tell();
      return inside.over ? true : null;
    });
    tell();
    if (inside.code !== 0) throw new Error(`it ended with ${inside.code}: ${inside.stderr}`);
    return told;
  } finally {
    inside.kill('SIGKILL');
  }
}
