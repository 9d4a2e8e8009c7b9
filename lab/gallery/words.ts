import type { Words } from '../../src/base/words.ts';

export const WORDS = {
  title: { zh: '选一个实验', en: 'Choose an experiment' },
  search: { zh: '搜索', en: 'Search' },
  hint: {
    zh: '标题、SYN_RCVD、半连接队列、E09、N9……',
    en: 'title, SYN_RCVD, half-open, E09, N9 …',
  },
  start: { zh: '从这里开始', en: 'Start here' },
  startSays: {
    zh: '十四个实验，依次回答笔记里的每个问题。',
    en: 'Fourteen experiments that answer, in turn, every question of the notes.',
  },
  all: { zh: '全部', en: 'All' },
  themes: { zh: '主题', en: 'Themes' },
  experiment: { zh: '实验编号', en: 'Experiment' },
  anyExperiment: { zh: '全部实验', en: 'all experiments' },
  sandbox: { zh: '自由沙盒', en: 'Free sandbox' },
  nothing: {
    zh: '没有找到。换个说法试试，或者清空搜索。',
    en: 'Nothing found. Try other words, or clear the search.',
  },
  nearly: { zh: '是不是想找：', en: 'Did you mean: ' },
  clear: { zh: '清空', en: 'Clear' },
  done: { zh: '打开过', en: 'opened before' },
  here: { zh: '正在看', en: 'on the bench' },
  asked: { zh: '可以让机器来找', en: 'the machine can find it' },
  results: { zh: '搜索结果', en: 'Results' },
} satisfies Record<string, Words>;

/** How many exhibits are listed. */
export function countWords(n: number): Words {
  return { zh: `${n} 个场景`, en: n === 1 ? '1 scene' : `${n} scenes` };
}
