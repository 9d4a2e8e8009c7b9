import type { Words } from '../../src/base/words.ts';

/** What guessing says besides the questions themselves. */
export const WORDS = {
  title: { zh: '先猜再看', en: 'Predict' },
  atFirst: { zh: '看之前先猜一猜', en: 'Guess before you watch' },
  hint: {
    zh: '按 1–4 或 a–d 选，回车作答；也可以点。',
    en: 'Choose with 1–4 or a–d and answer with Enter, or click.',
  },
  numberHint: {
    zh: '写序号时照时序图的写法，例如 x+1 或 2352。',
    en: 'Write it as the ladder does, for example x+1 or 2352.',
  },
  seconds: { zh: '秒', en: 's' },
  yourAnswer: { zh: '你的答案', en: 'Your answer' },
  answer: { zh: '就这个', en: 'Answer' },
  skip: { zh: '跳过，直接看', en: 'Skip and watch' },
  right: { zh: '对了', en: 'Right' },
  wrong: { zh: '不对', en: 'Not so' },
  skipped: { zh: '没有作答', en: 'No answer given' },
  truth: { zh: '实际是：', en: 'It is: ' },
  youSaid: { zh: '你答的是：', en: 'You said: ' },
  because: { zh: '因为：', en: 'Because: ' },
  watchOn: {
    zh: '为什么，接着看就知道；看完了再读卡片上的要点。',
    en: 'Why it is so you will see as you watch on; the point is in the card at the end.',
  },
  noMistake: {
    zh: '再看一遍图上的序号和长度，从上一个报文段数起。',
    en: 'Look at the numbers and lengths in the ladder once more, and count from the last segment.',
  },
  notANumber: { zh: '要写一个数。', en: 'This must be a number.' },
  runMyWay: { zh: '照你说的跑一遍', en: 'Run it your way' },
  runHint: {
    zh: '打开一个不合标准的开关，让你的答案成真，看会出什么事。原来的时间线还在。',
    en: 'Breaks a rule of TCP so that your answer comes true: see what comes of it. The old timeline stays.',
  },
  goOn: { zh: '接着看', en: 'Go on' },
  nextQuestion: { zh: '下一题', en: 'Next question' },
  nextExhibit: { zh: '下一个场景', en: 'Next experiment' },
  seeResult: { zh: '看成绩', en: 'See the result' },
  newTab: { zh: '在新标签页打开', en: 'opens in a new tab' },
  waiting: {
    zh: '播放或单步：每到说不准的地方，会先停下来问你。后面的都藏着。',
    en: 'Play or step: before anything that is not obvious it stops and asks. What comes later is hidden.',
  },
  waitingDone: {
    zh: '这次运行里的问题都问完了。后面仍然藏着，接着看吧。',
    en: 'All that there is to ask of this run has been asked. Watch the rest.',
  },
  loading: { zh: '正在出题……', en: 'Making questions…' },
  tally: { zh: '答题：', en: 'Answered: ' },
  result: { zh: '答题结果', en: 'Result' },
  clear: { zh: '清空', en: 'Clear' },
  print: { zh: '打印', en: 'Print' },
  name: { zh: '姓名', en: 'Name' },
  date: { zh: '日期', en: 'Date' },
  given: { zh: '所答：', en: 'Given: ' },
  rightAnswer: { zh: '答案：', en: 'Answer: ' },
  mistakes: { zh: '错在哪里', en: 'Mistakes made' },
  empty: {
    zh: '还没有答过题。打开“先猜再看”，边看边答；答过的都记在这里，只存在这个标签页里。',
    en: 'Nothing has been answered yet. Switch on Predict and answer as you watch. What you answer is kept here, in this tab only.',
  },
  unknownInList: {
    zh: '题单里有不认识的场景，没有理会：',
    en: 'The list names experiments that there are not; they were left out: ',
  },
  emptyList: {
    zh: '题单里没有认得的场景。写场景名或实验编号，例如 ?quiz=E02,E09,E12&seed=7。',
    en: 'The list names no experiment. Give ids or numbers, for example ?quiz=E02,E09,E12&seed=7.',
  },
  begin: { zh: '开始', en: 'Begin' },
} as const satisfies Readonly<Record<string, Words>>;

/** `第 2 个场景，共 3 个`. */
export function placeInList(at: number, all: number): Words {
  return { zh: `第 ${at} 个场景，共 ${all} 个`, en: `Experiment ${at} of ${all}` };
}

/** `5 题，对 3 题`. */
export function score(right: number, all: number): Words {
  return { zh: `${all} 题，对 ${right} 题`, en: `${right} of ${all} right` };
}
