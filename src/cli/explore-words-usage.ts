import type { Words } from '../base/words.ts';
import { list, suggestion, suggestions } from './usage-words.ts';

/** What is said of a command line of `synwave explore` that cannot be understood, and of a world's file. */
export const EXPLORE_USAGE = {
  noQuestion: (name: string, near: readonly string[]): Words => ({
    en: `There is no question ${name}.${suggestions(near).en} synwave explore lists them.`,
    zh: `没有 ${name} 这个问题。${suggestions(near).zh}全部问题见 synwave explore。`,
  }),
  noFile: (file: string): Words => ({
    en: `--world ${file}: there is no such file.`,
    zh: `--world ${file}：没有这个文件。`,
  }),
  isFolder: (file: string): Words => ({
    en: `--save ${file}: that is a folder; name a file.`,
    zh: `--save ${file}：这是一个目录，要写文件名。`,
  }),
  notWritable: (file: string): Words => ({
    en: `--save ${file}: nothing can be written there; give another file.`,
    zh: `--save ${file}：写不到那里，请换一个文件。`,
  }),
  noStates: (): Words => ({
    en: '--bound states=0: a search needs a state; give at least 1, or any for no bound.',
    zh: '--bound states=0：一个状态也不看就没法搜，至少写 1，不设界限就写 any。',
  }),
  oneOfThese: (options: readonly string[]): Words => ({
    en: `${list(options).en}: choose one.`,
    zh: `${list(options).zh} 只能选一个。`,
  }),
  only: (option: string, withs: readonly string[]): Words => ({
    en: `${option} goes with ${list(withs).en} only.`,
    zh: `${option} 只能和 ${list(withs).zh} 一起用。`,
  }),
  saveOne: (): Words => ({
    en: '--save takes the run of one question or one world: name it.',
    zh: '--save 只存一个问题或一个世界的反例：写明是哪一个。',
  }),
  saveProfile: (world: string, profiles: readonly string[]): Words => ({
    en: `--save takes one run, and ${world} is searched as ${list(profiles).en}: choose one with --profile.`,
    zh: `--save 只存一个反例，而 ${world} 要按 ${list(profiles).zh} 各搜一遍：用 --profile 选一种。`,
  }),
  isWorld: (name: string): Words => ({
    en: `${name} is a world, no question: synwave explore --world ${name}.`,
    zh: `${name} 是世界，不是问题：synwave explore --world ${name}。`,
  }),
  isQuestion: (name: string): Words => ({
    en: `--world ${name}: that is a question: synwave explore ${name}.`,
    zh: `--world ${name}：这是问题，不是世界：synwave explore ${name}。`,
  }),
  noWorld: (name: string, names: readonly string[], near: string): Words => ({
    en:
      `--world ${name}: there is no such file, and no such world.${suggestion(near).en} ` +
      `Worlds: ${list(names).en}.`,
    zh: `--world ${name}：没有这个文件，也没有这个世界。${suggestion(near).zh}有这些世界：${list(names).zh}。`,
  }),
  noProperty: (id: string, ids: readonly string[], near: string): Words => ({
    en: `--property ${id}: there is no such property.${suggestion(near).en} There are: ${list(ids).en}.`,
    zh: `--property ${id}：没有这条性质。${suggestion(near).zh}有这些：${list(ids).zh}。`,
  }),
  boundForm: (text: string, names: readonly string[]): Words => ({
    en: `--bound ${text}: write it as NAME=N, such as lose=1; names are ${list(names).en}.`,
    zh: `--bound ${text}：要写成 NAME=N，例如 lose=1；名字有 ${list(names).zh}。`,
  }),
  boundTwice: (name: string): Words => ({
    en: `--bound ${name} is given twice.`,
    zh: `--bound ${name} 写了两次，只能写一次。`,
  }),
  boundNumber: (text: string): Words => ({
    en: `--bound ${text}: give a whole number, or any for no bound.`,
    zh: `--bound ${text}：要写一个整数，不设界限就写 any。`,
  }),
  boundTime: (text: string): Words => ({
    en: `--bound ${text}: give a time with its unit, such as 200ms.`,
    zh: `--bound ${text}：要写带单位的时间，例如 200ms。`,
  }),
  /** What the engine says of a world, which is in English. */
  refused: (what: string, why: string): Words => ({
    en: `${what}: ${why}.`,
    zh: `${what}：这个世界不能搜索：${why}`,
  }),
} as const;

/** What is wrong in a file of JSON. */
export const FILE_USAGE = {
  noJson: (file: string, why: Words): Words => ({
    en: `${file}: it is no JSON: ${why.en}.`,
    zh: `${file}：不是 JSON：${why.zh}。`,
  }),
  wrong: (file: string, at: string, is: Words): Words => ({
    en: `${file}: ${at} must be ${is.en}.`,
    zh: `${file}：${at} 应当是${is.zh}。`,
  }),
  missing: (file: string, at: string, is: Words): Words => ({
    en: `${file}: ${at} is missing; it is ${is.en}.`,
    zh: `${file}：缺少 ${at}，它应当是${is.zh}。`,
  }),
  unknown: (file: string, at: string, names: readonly string[]): Words => ({
    en: `${file}: nothing is called ${at}; here there may be ${list(names).en}.`,
    zh: `${file}：没有 ${at} 这一项，这里可以写 ${list(names).zh}。`,
  }),
  noSetting: (file: string, at: string, near: readonly string[]): Words => ({
    en: `${file}: ${at}: a profile has no value of that name.${suggestions(near).en} docs/profiles.md lists them.`,
    zh: `${file}：${at}：profile 里没有这个名字的值。${suggestions(near).zh}全部列在 docs/profiles.md。`,
  }),
} as const;
