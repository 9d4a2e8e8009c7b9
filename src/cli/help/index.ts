import type { Lang } from '../../base/words.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** Every command that there is help about. */
export type CommandName =
  | 'lab'
  | 'scenarios'
  | 'run'
  | 'explore'
  | 'quiz'
  | 'glossary'
  | 'drill'
  | 'serve'
  | 'get';

/** All help in one language; every line fits 80 columns, where a Han character takes two. */
export interface HelpTexts {
  /** What `synwave --help` prints. */
  readonly general: string;
  /** What `synwave help COMMAND` prints. */
  readonly commands: Readonly<Record<CommandName, string>>;
}

export const HELP: Readonly<Record<Lang, HelpTexts>> = { zh, en };
