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
  changed: { zh: '改成这样：', en: 'Changed: ' },
  begin: { zh: '开始找', en: 'Search' },
  again: { zh: '再找一次', en: 'Search again' },
  stop: { zh: '停下', en: 'Stop' },
  begun: { zh: '开始找了。', en: 'The search has begun.' },
  stopped: { zh: '停下了，没有找完。', en: 'Stopped before the end.' },
  open: { zh: '打开反例', en: 'Open the counterexample' },
  shown: { zh: '这里显示的就是它。', en: 'It is the run that is shown.' },
  here: { zh: '就在这里出错：', en: 'It breaks here: ' },
  isFound: { zh: '这是找到的反例。', en: 'This is the counterexample.' },
  toBreak: { zh: '跳到出错的地方', en: 'To where it breaks' },
  answer: { zh: '答案：', en: 'The answer: ' },
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
  taken: { zh: '改动以后', en: 'Changed' },
  standard: { zh: '照标准来', en: 'By the book' },
  mechanism: { zh: '有此机制', en: 'With the mechanism' },
  apart: { zh: '只改一部分', en: 'With less changed' },
};

/** A whole number as it is written. */
export function count(n: number, lang: Lang): string {
  return Math.round(n).toLocaleString(lang === 'zh' ? 'zh-CN' : 'en-GB');
}

/** How far a search has come, and how fast it is. */
export function progressWords({ states, depth, ms }: Progress, lang: Lang): string {
  const [n, d, rate] = [count(states, lang), count(depth, lang), rateOf(states, ms, lang)];
  const isLong = ms >= LONG;
  return lang === 'zh'
    ? `${n} 个状态，走到第 ${d} 步${isLong ? `，每秒 ${rate} 个状态` : ''}`
    : `${n} states, ${d} steps deep${isLong ? `, ${rate} states a second` : ''}`;
}

/** What a search took; how fast it was only where that says something. */
export function effortWords({ states, transitions, depth, ms }: Searched, lang: Lang): string {
  const [n, m, d] = [states, transitions, depth].map((x) => count(x, lang));
  const [took, rate] = [(ms / 1000).toFixed(ms < 10_000 ? 1 : 0), rateOf(states, ms, lang)];
  const isLong = ms >= LONG;
  return lang === 'zh'
    ? `${n} 个不同的状态，${m} 次转移，最深 ${d} 步${isLong ? `；用了 ${took} 秒，每秒 ${rate} 个状态` : ''}`
    : `${n} distinct states, ${m} transitions, ${d} steps deep${isLong ? `; ${took} s, ${rate} states a second` : ''}`;
}

/** Milliseconds. */
const LONG = 500;

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

/** What breaks, behind where. */
export function breaksWords(what: string, clause: string, lang: Lang): string {
  return lang === 'zh' ? `${what}（${clause}）。` : `${what} (${clause}).`;
}

/** What came of a search where nothing may be found, or how far it has come, in a few words. */
export function soFarWords(done: Searched | null, states: number, lang: Lang): string {
  const n = count(done?.states ?? states, lang);
  const says = SAYINGS[lang];
  if (done === null) return says.searching(n);
  return done.outcome === 'exhausted' ? says.noneShort(n) : foundWords(done, 'standard', lang);
}

interface Sayings {
  readonly comma: string;
  readonly found: (steps: string, what: string, where: string) => string;
  readonly alsoBroken: string;
  readonly none: (states: string) => string;
  readonly unfinished: (states: string) => string;
  readonly searching: (states: string) => string;
  readonly noneShort: (states: string) => string;
}

const SAYINGS: Readonly<Record<Lang, Sayings>> = {
  zh: {
    comma: '，',
    found: (n, what, where) => `找到了，最短 ${n} 步就出错：${what}（${where}）。`,
    alsoBroken: '这里不该出错：不是引擎有毛病，就是问题没有问对。',
    none: (n) => `界限之内没有：${n} 个状态都看过了。界限以外没有看，所以这不是证明。`,
    unfinished: (n) => `看了 ${n} 个状态，到那时没有找到，但没有看完。`,
    searching: (n) => `还在找，看了 ${n} 个状态`,
    noneShort: (n) => `界限之内的 ${n} 个状态里没有这样的事`,
  },
  en: {
    comma: ', ',
    found: (n, what, where) =>
      `Found: it breaks in ${n} steps, and in no fewer: ${what} (${where}). `,
    alsoBroken: 'Here nothing should break: it is a fault of the engine, or of the question.',
    none: (n) =>
      `None within the bound: all ${n} states were looked at. Beyond it nothing was, so this is no proof.`,
    unfinished: (n) => `None in the ${n} states looked at until then; there are more.`,
    searching: (n) => `still searching, ${n} states so far`,
    noneShort: (n) => `nothing of the kind in the ${n} states within the bound`,
  },
};

/** The bounds of a search; what may be as often as it likes is said too. */
export function boundsWords(b: Bounds, lang: Lang): string {
  const kinds = (['lose', 'duplicate', 'damage'] as const).filter((kind) => (b[kind] ?? 0) > 0);
  const faults = kinds.map((kind) => FAULT_WORDS[kind][lang] + count(b[kind] ?? 0, lang));
  const says = BOUND_WORDS[lang];
  const parts = [
    ...(faults.length > 0 ? faults : [says.noFaults]),
    kinds.length > 1 ? most(b.faults, says.faults, '') : '',
    b.late === 0 ? says.inOrder : most(b.late, says.late, says.anyLate),
    most(b.expired, says.expired, ''),
    most(b.timers, says.timers, says.anyTimers),
    b.timers === 0 ? '' : most(b.early, says.early, ''),
    (b.lateness ?? 0) > 0 ? says.lateness(`${(b.lateness ?? 0) / 1_000_000}`) : '',
    most(b.steps, says.steps, says.anySteps),
    most(b.segments, says.segments, ''),
    most(b.states, says.states, ''),
  ];
  return parts.filter((part) => part !== '').join(SAYINGS[lang].comma);

  function most(n: number | undefined, says: (n: string) => string, any: string): string {
    return n === undefined || n === Number.POSITIVE_INFINITY ? any : says(count(n, lang));
  }
}

type Counted = (n: string) => string;
interface BoundWords {
  readonly noFaults: string;
  readonly faults: Counted;
  readonly inOrder: string;
  readonly late: Counted;
  readonly anyLate: string;
  readonly expired: Counted;
  readonly timers: Counted;
  readonly anyTimers: string;
  readonly early: Counted;
  readonly lateness: Counted;
  readonly steps: Counted;
  readonly anySteps: string;
  readonly segments: Counted;
  readonly states: Counted;
}

const BOUND_WORDS: Readonly<Record<Lang, BoundWords>> = {
  zh: {
    noFaults: '不丢失、不重复、不损坏',
    faults: (n) => `合计 ${n}`,
    inOrder: '报文段按次序到达',
    late: (n) => `去往每台主机的报文段里，滞留的不超过 ${n} 个`,
    anyLate: '报文段可以任意迟到和乱序',
    expired: (n) => `老到消失的报文段不超过 ${n} 个`,
    timers: (n) => `定时器到期 ${n} 次`,
    anyTimers: '定时器到期不限',
    early: (n) => `其中 ${n} 次可以在报文段还没到时`,
    lateness: (s) => `定时器最多晚 ${s} 秒`,
    steps: (n) => `${n} 步`,
    anySteps: '步数不限',
    segments: (n) => `${n} 个报文段`,
    states: (n) => `${n} 个状态`,
  },
  en: {
    noFaults: 'nothing lost, doubled or damaged',
    faults: (n) => `${n} in all`,
    inOrder: 'segments arrive in order',
    late: (n) => `segments to each host that may be stuck: ${n}`,
    anyLate: 'segments late and out of order as they like',
    expired: (n) => `segments that grow too old: ${n}`,
    timers: (n) => `timers that expire: ${n}`,
    anyTimers: 'any number of timers expire',
    early: (n) => `while segments are on their way: ${n}`,
    lateness: (s) => `timers late by ${s} s at most`,
    steps: (n) => `${n} steps`,
    anySteps: 'any number of steps',
    segments: (n) => `${n} segments`,
    states: (n) => `${n} states`,
  },
};

const FAULT_WORDS: Readonly<Record<'lose' | 'duplicate' | 'damage', Words>> = {
  lose: { zh: '丢失 ', en: 'lost: ' },
  duplicate: { zh: '重复 ', en: 'doubled: ' },
  damage: { zh: '损坏 ', en: 'damaged: ' },
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
