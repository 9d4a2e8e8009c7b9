import { readFileSync } from 'node:fs';
import { drill } from './commands/drill.ts';
import { explore } from './commands/explore.ts';
import { get } from './commands/get.ts';
import { glossary } from './commands/glossary.ts';
import { lab } from './commands/lab.ts';
import { quiz } from './commands/quiz.ts';
import { run } from './commands/run.ts';
import { scenarios } from './commands/scenarios.ts';
import { serve } from './commands/serve.ts';
import { wrap } from './format.ts';
import { type CommandName, HELP } from './help/index.ts';
import { langOf, readLang, splitLang } from './lang.ts';
import { explain } from './problems.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { nearest, UsageError } from './usage.ts';
import { USAGE } from './usage-words.ts';

/** Done, failed, wrong usage. */
export type ExitCode = 0 | 1 | 2;

type Command = (args: readonly string[], terminal: Terminal) => Promise<ExitCode>;

/** What asks for the general help: also "help help" and "help --help". */
const GENERAL: readonly string[] = ['--help', '-h', 'help', ''];

const COMMANDS: Readonly<Record<CommandName, Command>> = {
  lab,
  scenarios,
  run,
  explore,
  quiz,
  glossary,
  drill,
  serve,
  get,
};

/**
 * The command line: does what `args` say and gives the exit code.
 *
 * No error leaves it as a stack trace: what can go wrong is said in words, with what to do about it.
 */
export async function main(
  args: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<ExitCode> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(wrongUsage(error, args, terminal));
      return 2;
    }
    terminal.err(explain(error));
    return 1;
  }
}

/** What is wrong and where help is, in the reader's language. */
function wrongUsage(error: UsageError, args: readonly string[], terminal: Terminal): string {
  const lang = langOf(args, terminal.locale);
  const command = args[0] ?? '';
  const help = USAGE.help(isCommand(command) ? `synwave help ${command}` : 'synwave --help');
  return `${wrap(`synwave: ${error.words[lang]}`, 80, '  ')}\n  ${help[lang]}\n`;
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { lang, rest } = splitLang(args);
  const [word = '', about = ''] = rest;
  if (word === '--version' || word === 'version') {
    terminal.out(`${version()}\n`);
    return 0;
  }
  if (GENERAL.includes(word)) {
    const help = HELP[readLang(lang, terminal.locale)];
    if (word === '') {
      terminal.err(help.general);
      return 2;
    }
    if (GENERAL.includes(about)) terminal.out(help.general);
    else if (isCommand(about)) terminal.out(help.commands[about]);
    else throw unknown(about);
    return 0;
  }
  const command = args[0] as string;
  if (!isCommand(command)) throw unknown(command);
  const own = args.slice(1);
  if (asksForHelp(own)) {
    terminal.out(HELP[readLang(lang, terminal.locale)].commands[command]);
    return 0;
  }
  return await COMMANDS[command](own, terminal);
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}

function unknown(command: string): UsageError {
  if (command.startsWith('-')) {
    const near = nearest(command, ['--help', '--version']);
    return new UsageError(USAGE.noOptionBeforeCommand(command, near));
  }
  const near = nearest(command, [...Object.keys(COMMANDS), 'help']);
  return new UsageError(USAGE.noCommand(command, near));
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return String((JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version);
}
