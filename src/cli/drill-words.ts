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
    `Left out: ${n} scripts for IPv${version === 4 ? 6 : 4}, by their own account.`,
  otherProfile: (n, profile) =>
    `Left out: ${n} scripts whose opening comments name profiles, and not ${profile}.`,
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
  otherVersion: (n, version) =>
    `另有 ${n} 个脚本写明只用于 IPv${version === 4 ? 6 : 4}，没有运行。`,
  otherProfile: (n, profile) =>
    `另有 ${n} 个脚本开头的注释写明了 profile，其中没有 ${profile}，没有运行。`,
  leftOver: (n) => `通过、但最后还剩下没有问到的包的脚本：${n} 个（加 --strict 就算失败）。`,
  progress: (done, all, failed, unsupported) =>
    `${done} / ${all} 个脚本，失败 ${failed}，不支持 ${unsupported}`,
  warnings: '--non_fatal 放过的',
  notPassed: '没有通过：',
};

export const DRILL_WORDS: Readonly<Record<Lang, DrillWords>> = { en, zh };
