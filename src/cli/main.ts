import { readFileSync } from 'node:fs';
import { get } from './commands/get.ts';
import { glossary } from './commands/glossary.ts';
import { run } from './commands/run.ts';
import { scenarios } from './commands/scenarios.ts';
import { serve } from './commands/serve.ts';
import { wrap } from './format.ts';
import { COMMAND_HELP, HELP } from './help.ts';
import { explain } from './problems.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { didYouMean, UsageError } from './usage.ts';

/** Done, failed, wrong usage. */
export type ExitCode = 0 | 1 | 2;

type Command = (args: readonly string[], terminal: Terminal) => Promise<ExitCode>;

/** What asks for the general help: also "help help" and "help --help". */
const GENERAL: readonly string[] = ['--help', '-h', 'help', ''];

const COMMANDS: Readonly<Record<string, Command>> = { scenarios, run, glossary, serve, get };

/**
 * The command line: does what `args` say and gives the exit code.
 *
 * No error leaves it as a stack trace: what can go wrong is said in words, with what to do about it.
 */
export async function main(
  args: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<ExitCode> {
  const command = args[0] ?? '';
  try {
    return await dispatch(command, args, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      const help = Object.hasOwn(COMMANDS, command) ? `synwave help ${command}` : 'synwave --help';
      terminal.err(`${wrap(`synwave: ${error.message}`, 80, '  ')}\n  Try: ${help}\n`);
      return 2;
    }
    terminal.err(explain(error));
    return 1;
  }
}

async function dispatch(
  command: string,
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  if (command === '--version' || command === 'version') {
    terminal.out(`${version()}\n`);
    return 0;
  }
  if (GENERAL.includes(command)) {
    if (command === '') {
      terminal.err(HELP);
      return 2;
    }
    const about = args[1] ?? '';
    return help(GENERAL.includes(about) ? undefined : about, terminal);
  }
  const does = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (does === undefined) throw unknown(command);
  const rest = args.slice(1);
  if (asksForHelp(rest)) return help(command, terminal);
  return await does(rest, terminal);
}

function help(command: string | undefined, terminal: Terminal): ExitCode {
  if (command !== undefined && !Object.hasOwn(COMMAND_HELP, command)) throw unknown(command);
  terminal.out(command === undefined ? HELP : (COMMAND_HELP[command] as string));
  return 0;
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}

function unknown(command: string): UsageError {
  if (command.startsWith('-')) {
    const near = didYouMean(command, ['--help', '--version']);
    return new UsageError(`There is no option ${command} before a command.${near}`);
  }
  return new UsageError(
    `There is no command ${command}.${didYouMean(command, [...Object.keys(COMMANDS), 'help'])}`,
  );
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return String((JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version);
}
