import type { DrillStack } from '../stack.ts';
import { writeText } from './file-text.ts';
import type { Command, Pipeline, Redirection } from './parse.ts';

/** What a command came to. Status 0 is success, as everywhere in a shell. */
export interface Outcome {
  readonly status: number;
  /** What it prints, lines with their ends. */
  readonly out: string;
  /** What it complains of. */
  readonly complaint: string;
}

/** A command, by its name: what it does to the stack, given its arguments and what it reads. */
export type Run = (args: readonly string[], input: string, stack: DrillStack) => Outcome;

/** Nothing is known of it: the script is unsupported. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}

/** It succeeded and printed `out`. */
export const succeeded = (out = ''): Outcome => ({ status: 0, out, complaint: '' });

/** It failed. */
export const complains = (complaint: string, status = 1): Outcome => ({
  status,
  out: '',
  complaint: `${complaint}\n`,
});

/**
 * Runs a command list: its status is that of the pipeline that ran last, and a pipeline's that of its last
 * command. What `find` throws for a command that it does not know ends the list.
 */
export function runList(
  list: readonly Pipeline[],
  stack: DrillStack,
  find: (name: string) => Run,
): Outcome {
  let last = succeeded();
  for (const pipeline of list) {
    const { when } = pipeline;
    if (when !== 'always' && (when === 'succeeded') !== (last.status === 0)) continue;
    last = runPipeline(pipeline, stack, find);
  }
  return last;
}

function runPipeline(pipeline: Pipeline, stack: DrillStack, find: (name: string) => Run): Outcome {
  let outcome = succeeded();
  for (const command of pipeline.commands) {
    const name = command.words[0] as string;
    const made = find(name)(command.words.slice(1), outcome.out, stack);
    outcome = redirect(made, command, stack);
  }
  return outcome;
}

function redirect(o: Outcome, command: Command, stack: DrillStack): Outcome {
  let { out, complaint } = o;
  let { status } = o;
  for (const r of command.redirections) {
    if (typeof r.to === 'number') {
      [out, complaint] = joined(r, out, complaint);
      continue;
    }
    let text = '';
    if (r.from !== 2) [text, out] = [out, ''];
    if (r.from !== 1) [text, complaint] = [text + complaint, ''];
    if (r.to === '/dev/null') continue;
    const wrong = writeFile(r, text, stack);
    if (wrong === null) continue;
    status = 1;
    complaint += `${wrong}\n`;
  }
  return { status, out, complaint };
}

/** `2>&1` after `>/dev/null` means there too; what came first has been taken away by now. */
function joined(r: Redirection, out: string, complaint: string): [string, string] {
  return r.to === 1 ? [out + complaint, ''] : ['', complaint + out];
}

/** The files that mean something to a kernel are its settings; others are the script's own. */
function writeFile(r: Redirection, text: string, stack: DrillStack): string | null {
  const path = r.to as string;
  if (!/^\/(?:proc|sys)\//.test(path)) return writeText(path, text, r.appends, stack);
  const name = settingOfFile(path);
  if (name === null || !stack.settings.has(name)) throw new Unsupported(`a file ${path}`);
  return stack.settings.set(name, text.trim());
}

/** The sysctl behind a file: /proc/sys/net/ipv4/tcp_sack, and what modules have as parameters; or null. */
export function settingOfFile(path: string): string | null {
  const sysctl = /^\/proc\/sys\/(.+)$/.exec(path);
  if (sysctl !== null) return (sysctl[1] as string).replaceAll('/', '.');
  const parameter = /^\/sys\/module\/(\w+)\/parameters\/(\w+)$/.exec(path);
  return parameter === null ? null : `module.${parameter[1]}.${parameter[2]}`;
}
