import type { Lang, Words } from '../../src/base/words.ts';
import type { Bounds, Kind } from '../../src/explore/index.ts';
import type { FoundStep, Progress, Searched, Side } from '../engine/hunt-protocol.ts';
import { clauseWords } from '../what-if/words.ts';

export const WORDS = {
  title: { zh: '让机器来找', en: 'Let the machine find it' },
  about: {
    zh: '拿掉一条规矩，在引擎上把一个小世界里的每一种走法都试一遍，找出最短的那次出错。',
    en: 'Takes a rule away and tries every course of a small world on the engine: the shortest that goes wrong is the answer.',
  },
  takenAway: { zh: '拿掉的：', en: 'Taken away: ' },
  again: { zh: '再找一次', en: 'Search again' },
  stop: { zh: '停下', en: 'Stop' },
  begun: { zh: '开始找了。', en: 'The search has begun.' },
  stopped: { zh: '停下了，没有找完。', en: 'Stopped before the end.' },
  open: { zh: '打开反例', en: 'Open the counterexample' },
  shown: { zh: '这里显示的就是它。', en: 'It is the run that is shown.' },
  noWorld: { zh: '这次出错没法写成可以重放的场景：', en: 'It cannot be replayed: ' },
  steps: { zh: '一步一步', en: 'Step by step' },
  bounds: { zh: '界限：', en: 'Within: ' },
  hazards: {
    zh: '遇到过的、标准自己承认的风险（不算找到）：',
    en: 'Hazards that the standard itself names, met and excepted: ',
  },
  tells: { zh: '讲同一件事的场景：', en: 'Scenarios that tell of it: ' },
} satisfies Record<string, Words>;

/** Which world it is. */
export const SIDE_WORDS: Readonly<Record<Side, Words>> = {
  taken: { zh: '拿掉以后', en: 'Without it' },
  standard: { zh: '照标准来', en: 'By the book' },
  apart: { zh: '只拿掉一部分', en: 'With only a part taken away' },
};

/** A whole number as it is written. */
export function count(n: number, lang: Lang): string {
  return Math.round(n).toLocaleString(lang === 'zh' ? 'zh-CN' : 'en-GB');
}

/** How far a search has come, and how fast it is. */
export function progressWords({ states, depth, ms }: Progress, lang: Lang): string {
  const [n, d, rate] = [count(states, lang), count(depth, lang), rateOf(states, ms, lang)];
  return lang === 'zh'
    ? `${n} 个状态，走到第 ${d} 步，每秒 ${rate} 个状态`
    : `${n} states, ${d} steps deep, ${rate} states a second`;
}

/** What a search took. */
export function effortWords({ states, transitions, depth, ms }: Searched, lang: Lang): string {
  const [n, m, d] = [states, transitions, depth].map((x) => count(x, lang));
  const [took, rate] = [(ms / 1000).toFixed(ms < 10_000 ? 1 : 0), rateOf(states, ms, lang)];
  return lang === 'zh'
    ? `${n} 个不同的状态，${m} 次转移，最深 ${d} 步；用了 ${took} 秒，每秒 ${rate} 个状态`
    : `${n} distinct states, ${m} transitions, ${d} steps deep; ${took} s, ${rate} states a second`;
}

function rateOf(states: number, ms: number, lang: Lang): string {
  return count((states / Math.max(ms, 1)) * 1000, lang);
}

/** What came of a search, in a sentence; of none, that this is no proof. */
export function foundWords(s: Searched, side: Side, lang: Lang): string {
  const sayings = SAYINGS[lang];
  const n = count(s.states, lang);
  if (s.found !== null) {
    const { steps, title, at, clause } = s.found;
    const where = [at, clauseWords(clause)[lang]].filter((x) => x !== '');
    const says = sayings.found(count(steps.length, lang), title[lang], where.join(sayings.comma));
    return side === 'taken' ? says : `${says}${sayings.alsoBroken}`;
  }
  if (s.outcome === 'exhausted') return sayings.none(n);
  return sayings.unfinished(n);
}

interface Sayings {
  readonly comma: string;
  readonly found: (steps: string, what: string, where: string) => string;
  readonly alsoBroken: string;
  readonly none: (states: string) => string;
  readonly unfinished: (states: string) => string;
}

const SAYINGS: Readonly<Record<Lang, Sayings>> = {
  zh: {
    comma: '，',
    found: (n, what, where) => `找到了，最短 ${n} 步就出错：${what}（${where}）。`,
    alsoBroken: '这里不该出错：不是引擎有毛病，就是问题没有问对。',
    none: (n) => `界限之内没有：${n} 个状态都看过了。界限以外没有看，所以这不是证明。`,
    unfinished: (n) => `看了 ${n} 个状态，到那时没有找到，但没有看完。`,
  },
  en: {
    comma: ', ',
    found: (n, what, where) =>
      `Found: it breaks in ${n} steps, and in no fewer: ${what} (${where}). `,
    alsoBroken: 'Here nothing should break: it is a fault of the engine, or of the question.',
    none: (n) =>
      `None within the bound: all ${n} states were looked at. Beyond it nothing was, so this is no proof.`,
    unfinished: (n) => `None in the ${n} states looked at until then; there are more.`,
  },
};

/** The bounds of a search; what may be as often as it likes is said too. */
export function boundsWords(b: Bounds, lang: Lang): string {
  const zh = lang === 'zh';
  const most = (n: number | undefined, says: (n: string) => string, any: string): string =>
    n === undefined || n === Number.POSITIVE_INFINITY ? any : says(count(n, lang));
  const faults = (['lose', 'duplicate', 'damage'] as const)
    .filter((kind) => (b[kind] ?? 0) > 0)
    .map((kind) => `${FAULT_WORDS[kind][lang]} ${count(b[kind] ?? 0, lang)}`);
  const together = b.faults === undefined || faults.length < 2 ? [] : [b.faults];
  const parts = [
    ...(faults.length > 0
      ? faults
      : [zh ? '不丢失、不重复、不损坏' : 'nothing lost, doubled or damaged']),
    ...together.map((n) => (zh ? `合计 ${count(n, lang)}` : `${count(n, lang)} in all`)),
    zh ? '报文段可以任意迟到和乱序' : 'segments late and out of order as they like',
    most(
      b.timers,
      (n) => (zh ? `定时器到期 ${n} 次` : `timers that expire: ${n}`),
      zh ? '定时器到期不限' : 'any number of timers expire',
    ),
    most(b.steps, (n) => (zh ? `${n} 步` : `${n} steps`), zh ? '步数不限' : 'any number of steps'),
    ...most(b.segments, (n) => (zh ? `${n} 个报文段` : `${n} segments`), '').split('|'),
    ...most(b.states, (n) => (zh ? `${n} 个状态` : `${n} states`), '').split('|'),
  ];
  return parts.filter((x) => x !== '').join(SAYINGS[lang].comma);
}

const FAULT_WORDS: Readonly<Record<'lose' | 'duplicate' | 'damage', Words>> = {
  lose: { zh: '丢失', en: 'lost:' },
  duplicate: { zh: '重复', en: 'doubled:' },
  damage: { zh: '损坏', en: 'damaged:' },
};

/** One thing that happened, in words. */
export function stepWords({ kind, name, call }: FoundStep, lang: Lang): string {
  if (kind === 'do') return `${name}${lang === 'zh' ? '：' : ': '}${call}`;
  const [before, after] = STEP_WORDS[kind][lang].split('{x}');
  return `${before}${name}${after}`;
}

const STEP_WORDS: Readonly<Record<Exclude<Kind, 'do'>, Words>> = {
  deliver: { zh: '{x} 到达', en: '{x} arrives' },
  lose: { zh: '{x} 丢失', en: '{x} is lost' },
  duplicate: { zh: '{x} 多了一份', en: '{x} is doubled' },
  damage: { zh: '{x} 损坏', en: '{x} is damaged' },
  fire: { zh: '{x} 的定时器到期', en: 'a timer of {x} expires' },
};
