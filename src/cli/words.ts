import type { Lang } from '../base/words.ts';

/** What the commands that show scenarios say, besides what scenarios say themselves. */
export interface Sayings {
  /** Between a label and what it is about. */
  readonly colon: string;
  nothingFound(words: string): string;
  scenariosHint(count: number, example: string): readonly string[];
  readonly point: string;
  readonly guess: string;
  readonly answer: string;
  readonly between: (least: string, most: string) => string;
  readonly byTheBookNow: Readonly<Record<'book' | 'mechanism', string>>;
  readonly nothingBack: string;
  readonly youChanged: string;
  readonly seeWhatHappened: string;
  readonly changed: (passed: number, all: number) => string;
  readonly note: (n: string) => string;
  readonly checksOf: (passed: number, all: number) => string;
  readonly found: string;
  readonly broken: (what: string, id: string, host: string, clause: string) => string;
  readonly whatIf: (what: string) => string;
  readonly noSuchSegment: (text: string, last: readonly string[]) => string;
  readonly tryNext: string;
  readonly byTheBook: Readonly<Record<'book' | 'mechanism', string>>;
  readonly moreFlows: (shown: string, all: number, id: string) => string;
  readonly sampled: (kept: number, omitted: number) => string;
  readonly cannotSay: string;
  readonly written: (file: string) => string;
  readonly needsTerminal: string;
  readonly stepHelp: string;
  readonly stepAt: (i: number, all: number) => string;
  readonly why: string;
  readonly noTerm: (asked: string, near: readonly string[]) => string;
  readonly alsoCalled: string;
  readonly notToBeConfused: string;
}

/** 假如, and a space before what is not Han. */
function supposed(what: string): string {
  return /^\w/.test(what) ? `假如 ${what}` : `假如${what}`;
}

const zh: Sayings = {
  colon: '：',
  nothingFound: (words) =>
    `没有提到“${words}”的场景。不带参数运行 synwave scenarios，就能看到全部。`,
  scenariosHint: (count, example) => [
    `共 ${count} 个场景`,
    `运行一个：  synwave run ${example}`,
    '按词查找：  synwave scenarios 两次',
  ],
  point: '要点',
  guess: '先猜一猜',
  answer: '答案',
  between: (least, most) => `（${least} 到 ${most}）`,
  seeWhatHappened: '想知道发生了什么：加 --step 一步一步看，加 --format narrate 读文字。',
  youChanged: '! 你改动了这次运行：文字说的是没人干预时的样子，下面的图是改动之后的。',
  byTheBookNow: {
    book: '这一次照标准来：这个场景违反的规则，都遵守了。',
    mechanism: '这一次有此机制：拿掉的放回去了。标准并没有要求它。',
  },
  nothingBack:
    '! --by-the-book 在这里没有什么可改回来的：这个场景没有哪一项“假如”违反规则。运行的还是它本来的样子。',
  changed: (passed, all) =>
    `没人干预时成立的 ${all} 条断言，现在还有 ${passed} 条成立${passed === all ? '' : '；不同的是'}`,
  note: (n) => `笔记勘误 ${n}`,
  checksOf: (passed, all) => `${all} 条断言，${passed} 条成立`,
  found: '实际是',
  broken: (what, id, host, clause) =>
    `⚠ ${supposed(what)}（${host} 的 ${id}）。这违反 ${clause}，不是真正的 TCP。`,
  whatIf: (what) => supposed(what),
  noSuchSegment: (text, last) =>
    `${text}：这次运行里没有这个报文段，所以什么也没做。各主机发过的：${last.join('，')}`,
  tryNext: '接着试试',
  byTheBook: { book: '同样的情形，照标准来', mechanism: '同样的情形，有此机制' },
  moreFlows: (shown, all, id) =>
    `共 ${all} 条连接，画出的是第 ${shown} 条；--flow N 画另一条，--json 给出全部（${id}）。`,
  sampled: (kept, omitted) =>
    `规模很大：只保留了 ${kept} 个报文段，另有 ${omitted} 个事件只计了数。`,
  cannotSay: '这种格式表达不了的',
  written: (file) => `已写入 ${file}`,
  needsTerminal: '--step 要在终端里用：它一步一步地显示，每一步都等你按键。',
  stepHelp: '→ 或空格：下一步   ←：上一步   Home/End：开头/结尾   q：退出',
  stepAt: (i, all) => `第 ${i} 步，共 ${all} 步`,
  why: '为什么',
  noTerm: (asked, near) =>
    `术语表里没有“${asked}”。${near.length > 0 ? `是不是：${near.join('、')}？` : ''}不带参数运行 synwave glossary，就能看到全部。`,
  alsoCalled: '也写作',
  notToBeConfused: '别和这些弄混',
};

const en: Sayings = {
  colon: ': ',
  nothingFound: (words) =>
    `No scenario mentions "${words}". Run synwave scenarios without words to see all of them.`,
  scenariosHint: (count, example) => [
    `${count} scenarios`,
    `run one:    synwave run ${example}`,
    'find some:  synwave scenarios two',
  ],
  point: 'The point',
  guess: 'Guess first',
  answer: 'Answer',
  between: (least, most) => ` (${least} to ${most})`,
  seeWhatHappened:
    'To see what happened: --step shows it event by event, --format narrate tells it.',
  youChanged:
    '! You changed this run: the text speaks of it as it is when nobody interferes, the drawing is yours.',
  byTheBookNow: {
    book: 'This time by the book: the rules that this scenario breaks are kept.',
    mechanism: 'This time with the mechanism in its place. The standard does not ask for it.',
  },
  nothingBack:
    '! There is nothing that --by-the-book could take back: this scenario breaks no rule by a what-if. It is run as it is.',
  changed: (passed, all) =>
    `Of ${all} checks that hold when nobody interferes, ${passed} still do${passed === all ? '' : '; what differs'}`,
  note: (n) => `Erratum ${n}`,
  checksOf: (passed, all) => `${passed} of ${all} checks hold`,
  found: 'found',
  broken: (what, id, host, clause) =>
    `⚠ What if ${what}? (${id}, at ${host}) It breaks ${clause}: this is not how TCP behaves.`,
  whatIf: (what) => `what if ${what}?`,
  noSuchSegment: (text, last) =>
    `${text}: this run has no such segment, so nothing was done. ${last.join(', ')}`,
  tryNext: 'Try next',
  byTheBook: { book: 'the same, by the book', mechanism: 'the same, with the mechanism' },
  moreFlows: (shown, all, id) =>
    `Of ${all} connections these are drawn: ${shown}. --flow N draws another, --json has all (${id}).`,
  sampled: (kept, omitted) =>
    `A large world: ${kept} segments are kept, ${omitted} events are only counted.`,
  cannotSay: 'What this format cannot say',
  written: (file) => `written to ${file}`,
  needsTerminal: '--step needs a terminal: it shows one event at a time and waits for a key.',
  stepHelp: 'right or space: next   left: back   Home/End: first/last   q: quit',
  stepAt: (i, all) => `step ${i} of ${all}`,
  why: 'why',
  noTerm: (asked, near) =>
    `There is no term "${asked}".${near.length > 0 ? ` Did you mean ${near.join(', ')}?` : ''} synwave glossary lists all.`,
  alsoCalled: 'also written',
  notToBeConfused: 'not to be confused with',
};

const SAYINGS: Readonly<Record<Lang, Sayings>> = { zh, en };

export function sayings(lang: Lang): Sayings {
  return SAYINGS[lang];
}
