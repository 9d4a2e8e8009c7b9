import type { Lang } from '../base/words.ts';

/** What `synwave quiz` says besides its questions. */
export interface QuizSayings {
  readonly question: (at: number, all: number) => string;
  readonly before: string;
  readonly soFar: string;
  readonly letter: (last: string) => string;
  readonly number: string;
  readonly seconds: string;
  readonly notALetter: (last: string) => string;
  readonly notANumber: string;
  readonly right: string;
  readonly wrong: string;
  readonly skipped: string;
  readonly truth: string;
  readonly because: string;
  readonly look: string;
  readonly runYourWay: string;
  readonly tally: (right: number, answered: number) => string;
  readonly score: (right: number, answered: number, all: number) => string;
  readonly left: string;
}

const zh: QuizSayings = {
  question: (at, all) => `第 ${at} 题，共 ${all} 题`,
  before: '看之前先猜一猜。',
  soFar: '到此刻为止：',
  letter: (last) => `写 a 到 ${last}，空行跳过，q 结束`,
  number: '写一个数，照图上的写法；空行跳过，q 结束',
  seconds: '写秒数；空行跳过，q 结束',
  notALetter: (last) => `这里要写 a 到 ${last} 中的一个字母。`,
  notANumber: '这里要写一个数。',
  right: '✓ 对了。',
  wrong: '✗ 不对。',
  skipped: '→ 跳过。',
  truth: '答案：',
  because: '因为：',
  look: '再看一遍图上的序号和长度，从上一个报文段数起。',
  runYourWay: '照你说的跑一遍：',
  tally: (right, answered) => `（答了 ${answered} 题，对 ${right} 题）`,
  score: (right, answered, all) =>
    `共 ${all} 题，答了 ${answered} 题，对 ${right} 题。${right === all ? '全对！' : ''}`,
  left: '没有更多输入，到此为止。',
};

const en: QuizSayings = {
  question: (at, all) => `Question ${at} of ${all}`,
  before: 'Guess before you watch.',
  soFar: 'So far:',
  letter: (last) => `a to ${last}; an empty line skips, q ends`,
  number: 'a number, as in the drawing; an empty line skips, q ends',
  seconds: 'seconds; an empty line skips, q ends',
  notALetter: (last) => `Give one letter, a to ${last}.`,
  notANumber: 'Give a number.',
  right: '✓ Right.',
  wrong: '✗ Not so.',
  skipped: '→ Skipped.',
  truth: 'Answer: ',
  because: 'Because: ',
  look: 'Look at the numbers and lengths once more, and count from the last segment.',
  runYourWay: 'Run it your way:',
  tally: (right, answered) => `(${right} of ${answered} right)`,
  score: (right, answered, all) =>
    `${right} right of ${answered} answered; ${all} ${all === 1 ? 'question' : 'questions'} in all.${right === all ? ' All of them!' : ''}`,
  left: 'There is no more input: it ends here.',
};

const SAYINGS: Readonly<Record<Lang, QuizSayings>> = { zh, en };

export function quizSayings(lang: Lang): QuizSayings {
  return SAYINGS[lang];
}
