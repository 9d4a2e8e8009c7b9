import type { Words } from '../base/words.ts';

/** " Did you mean …?" for the name `near`, or nothing when none is near; it follows a sentence. */
export function suggestion(near: string): Words {
  return near === ''
    ? { en: '', zh: '' }
    : { en: ` Did you mean ${near}?`, zh: `是不是想写 ${near}？` };
}

/** " Did you mean …?" for several names. */
export function suggestions(near: readonly string[]): Words {
  const { en, zh } = oneOf(near);
  return { en: suggestion(en).en, zh: suggestion(zh).zh };
}

/** One of some names: "a, b or c". */
export function oneOf(names: readonly string[]): Words {
  const last = names.at(-1);
  if (last === undefined || names.length === 1) return { en: last ?? '', zh: last ?? '' };
  const { en, zh } = list(names.slice(0, -1));
  return { en: `${en} or ${last}`, zh: `${zh} 或 ${last}` };
}

/** Names one after another. */
export function list(names: readonly string[]): Words {
  return { en: names.join(', '), zh: names.join('、') };
}

/** What an option was given is none of `of`. */
export function choices(option: string, of: readonly string[], near: string): Words {
  return {
    en: `${option}: there are ${list(of).en}.${suggestion(near).en}`,
    zh: `${option}：只有 ${list(of).zh}。${suggestion(near).zh}`,
  };
}

/**
 * What is said of a command line that cannot be understood, in both languages: what UsageError takes. `near`
 * is what `nearest()` finds, '' for nothing.
 */
export const USAGE = {
  /** Stands below what is wrong. */
  help: (command: string) => ({ en: `Try: ${command}`, zh: `用法见：${command}` }),

  noCommand: (name: string, near: string) => ({
    en: `There is no command ${name}.${suggestion(near).en}`,
    zh: `没有 ${name} 这个命令。${suggestion(near).zh}`,
  }),
  noOptionBeforeCommand: (option: string, near: string) => ({
    en: `There is no option ${option} before a command.${suggestion(near).en}`,
    zh: `命令前面没有 ${option} 这个选项。${suggestion(near).zh}`,
  }),
  noOption: (option: string, near: string) => ({
    en: `There is no option ${option}.${suggestion(near).en}`,
    zh: `没有 ${option} 这个选项。${suggestion(near).zh}`,
  }),
  givenTwice: (option: string) => ({
    en: `${option} is given twice.`,
    zh: `${option} 写了两次，只能写一次。`,
  }),
  takesNoValue: (option: string) => ({
    en: `${option} takes no value.`,
    zh: `${option} 不带值。`,
  }),
  needsValue: (option: string) => ({
    en: `${option} needs a value.`,
    zh: `${option} 后面要写一个值。`,
  }),
  wholeNumber: (option: string, text: string, least: number, most: number) => ({
    en: `${option} must be a whole number from ${least} to ${most}, not ${text}.`,
    zh: `${option} 要写 ${least} 到 ${most} 之间的整数，不能写 ${text}。`,
  }),
  noLanguage: (text: string) => ({
    en: `--lang ${text}: there are zh and en.`,
    zh: `--lang ${text}：只有 zh 和 en。`,
  }),
} as const satisfies Readonly<Record<string, (...about: never[]) => Words>>;
