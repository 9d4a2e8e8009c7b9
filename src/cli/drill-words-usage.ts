import type { Words } from '../base/words.ts';

/** What is wrong with the options of `synwave drill`. */
export const DRILL_USAGE = {
  whichScripts: (): Words => ({
    en: 'Which scripts? Give files, folders with *.pkt files below them, or - for standard input.',
    zh: '要运行哪些脚本？请给出脚本文件、包含 *.pkt 文件的目录，或者 -（标准输入）。',
  }),
  define: (text: string): Words => ({
    en: `-D ${text}: a name, or NAME=VALUE, such as -D FreeBSD or -D CODE=host_unreachable.`,
    zh: `-D ${text}：应为名字或 NAME=VALUE，例如 -D FreeBSD 或 -D CODE=host_unreachable。`,
  }),
  tolerance: (text: string): Words => ({
    en: `--tolerance ${text}: a time, a percentage or both, such as 4ms, 5% or 1ms,5%.`,
    zh: `--tolerance ${text}：应为时间、百分比，或两者都写，例如 4ms、5% 或 1ms,5%。`,
  }),
} as const;
