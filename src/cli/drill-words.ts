import type { Lang } from '../base/words.ts';

/** What `synwave drill` says around what scripts are told, which is in English as scripts are. */
export interface DrillWords {
  readonly folder: string;
  readonly passed: string;
  readonly failed: string;
  readonly unsupported: string;
  readonly total: string;
  readonly all: string;
  readonly otherVersion: (count: number, version: 4 | 6) => string;
  readonly otherProfile: (count: number, profile: string) => string;
  readonly leftOver: (count: number) => string;
  readonly progress: (done: number, all: number, failed: number, unsupported: number) => string;
  readonly warnings: string;
  readonly notPassed: string;
}

const en: DrillWords = {
  folder: 'folder',
  passed: 'passed',
  failed: 'failed',
  unsupported: 'unsupported',
  total: 'total',
  all: 'all',
  otherVersion: (n, version) =>
    `Left out: ${n} ${n === 1 ? 'script' : 'scripts'} for IPv${version === 4 ? 6 : 4}, by ${n === 1 ? 'its' : 'their'} own account.`,
  otherProfile: (n, profile) =>
    `Left out: ${n} ${n === 1 ? 'script whose opening comment names' : 'scripts whose opening comments name'} profiles, and not ${profile}.`,
  leftOver: (n) =>
    `Scripts that passed with packets left over that they never ask for: ${n} (--strict fails them).`,
  progress: (done, all, failed, unsupported) =>
    `${done} of ${all} scripts, ${failed} failed, ${unsupported} unsupported`,
  warnings: 'allowed by --non_fatal',
  notPassed: 'Not passed:',
};

const zh: DrillWords = {
  folder: '目录',
  passed: '通过',
  failed: '失败',
  unsupported: '不支持',
  total: '总数',
  all: '合计',
  otherVersion: (n, version) => `跳过了 ${n} 个只适用于 IPv${version === 4 ? 6 : 4} 的脚本。`,
  otherProfile: (n, profile) => `跳过了 ${n} 个脚本：开头注释列出的 profile 里没有 ${profile}。`,
  leftOver: (n) => `有 ${n} 个脚本虽然通过，但结束时还有没匹配到的包（加上 --strict 会算失败）。`,
  progress: (done, all, failed, unsupported) =>
    `已运行 ${done} / ${all} 个脚本，失败 ${failed}，不支持 ${unsupported}`,
  warnings: '因 --non_fatal 而忽略的问题',
  notPassed: '未通过：',
};

export const DRILL_WORDS: Readonly<Record<Lang, DrillWords>> = { en, zh };
