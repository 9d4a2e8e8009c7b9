import type { Words } from '../../src/base/words.ts';

export const WORDS = {
  title: { zh: '状态机', en: 'State machine' },
  hide: { zh: '遮住状态名自测', en: 'Hide names' },
  show: { zh: '不测了', en: 'Show names' },
  find: { zh: '请点出', en: 'Click on' },
  blank: { zh: '第 # 个空', en: 'blank #' },
  right: { zh: '对了', en: 'Right' },
  wrong: { zh: '那是', en: 'That is' },
  score: { zh: '点对', en: 'right' },
  again: { zh: '再测一遍', en: 'Again' },
  taken: { zh: '走过', en: 'taken' },
  notTaken: { zh: '还没走过', en: 'not taken yet' },
  causes: { zh: '触发', en: 'Caused by' },
  later: { zh: '这次运行稍后会走这一步', en: 'This run takes it later' },
  go: { zh: '去看', en: 'Go there' },
  seeIn: { zh: '在这些场景里能看到', en: 'Scenarios that take it' },
  close: { zh: '收起', en: 'Close' },
  diagram: { zh: '状态图', en: 'Diagram' },
  keys: {
    zh: '方向键在各条线之间移动，回车选中。',
    en: 'Arrow keys move between the lines, Enter chooses.',
  },
  bingo: { zh: '画一遍状态机', en: 'Walk the whole diagram' },
  bingoSays: {
    zh: '在这个浏览器里亲眼走过的线会点亮。28 条都走一遍，这张图就是你画的。',
    en: 'Every line that you have seen taken in this browser is lit. Take all 28, and the diagram is yours.',
  },
  missing: { zh: '还没走过的', en: 'Not taken yet' },
  all: {
    zh: '28 条全亮了：整张状态图你都走过了。',
    en: 'All 28 are lit: you have walked the whole diagram.',
  },
  exportSvg: { zh: '下载 SVG', en: 'Download SVG' },
  forget: { zh: '重新开始', en: 'Start over' },
} satisfies Readonly<Record<string, Words>>;

const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';

/** A step's number in a circle, as far as there are such; then in brackets. */
export function circled(n: number): string {
  return CIRCLED[n - 1] ?? `(${n})`;
}
