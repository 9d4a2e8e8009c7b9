import type { Lang, Words } from '../base/words.ts';
import type { Beside, Bounds, Kind, SearchReport } from '../explore/index.ts';

/** What each bound is called: a name that stands by itself. */
export const BOUND_WORDS: Readonly<Record<keyof Bounds, Words>> = {
  steps: { zh: '一次运行的步数', en: 'steps of a run' },
  segments: { zh: '发出的报文段', en: 'segments sent' },
  lose: { zh: '丢失的报文段', en: 'segments lost' },
  duplicate: { zh: '重复的报文段', en: 'segments duplicated' },
  damage: { zh: '损坏的报文段', en: 'segments damaged' },
  faults: { zh: '网络故障合计', en: 'network faults in all' },
  late: { zh: '每台主机滞留的报文段', en: 'segments stuck at each host' },
  timers: { zh: '定时器到期次数', en: 'timer expiries' },
  expired: { zh: '老到消失的报文段', en: 'segments grown too old' },
  early: { zh: '路上还有报文段就到期的次数', en: 'timer expiries with segments under way' },
  lateness: { zh: '定时器最多迟到', en: 'timers late by at most' },
  states: { zh: '不同的状态', en: 'distinct states' },
};

/** Steps of a program that are no calls of an application. */
const DOES: Readonly<Record<string, Words>> = {
  inject: { zh: '伪造并发出一个报文段', en: 'forges a segment' },
  'power-off': { zh: '断电', en: 'loses its power' },
  boot: { zh: '开机', en: 'is started anew' },
};

/** What `synwave explore` says around what questions, worlds and properties say themselves. */
export interface ExploreWords {
  readonly colon: string;
  readonly comma: string;
  readonly teach: string;
  readonly questions: string;
  readonly worlds: string;
  readonly properties: string;
  readonly asked: string;
  readonly hints: readonly (readonly [command: string, says: string])[];
  readonly progress: (states: string, depth: number, rate: string, memory: string) => string;
  readonly world: string;
  readonly changed: string;
  readonly shortest: (steps: number) => string;
  readonly breaks: string;
  readonly at: (host: string) => string;
  readonly engineBroke: (message: string) => string;
  readonly answer: string;
  readonly bounds: string;
  readonly notBounded: (names: readonly string[]) => string;
  readonly without: string;
  readonly beside: Readonly<Record<Beside, string>>;
  readonly lessName: string;
  readonly less: (
    taken: readonly [says: string, names: string],
    found: string,
    states: string,
    time: string,
  ) => string;
  readonly lessNone: string;
  readonly rows: Readonly<Record<Row, string>>;
  readonly outcome: Readonly<Record<SearchReport['outcome'], string>>;
  readonly foundIn: (steps: number) => string;
  readonly none: string;
  readonly notFound: string;
  readonly notFoundOf: (own: readonly string[]) => string;
  readonly standardBroke: string;
  readonly stopped: string;
  readonly notBegun: (names: readonly string[]) => string;
  readonly onlyProperty: (ids: readonly string[]) => string;
  readonly onlyProfile: (names: readonly string[]) => string;
  readonly ownBounds: string;
  readonly foundBySearch: string;
  readonly hazards: string;
  readonly hazard: (title: string, id: string, clause: string, times: number) => string;
  readonly saved: (file: string) => string;
  readonly nothingToSave: (why: string) => string;
  readonly notDrawn: string;
  /** What the letters stand for that sequence numbers are written with. */
  readonly letters: (flows: number) => string;
  /** What the steps in brackets are. */
  readonly byTheWay: string;
  readonly step: Readonly<Record<Exclude<Kind, 'do'>, (name: string) => string>>;
  readonly calls: (host: string, call: string) => string;
  readonly cut: (steps: number, segments: number) => string;
  readonly boundOfStates: string;
  readonly mayBreak: (ids: readonly string[]) => string;
  readonly table: Readonly<Record<Column, string>>;
  readonly total: string;
  readonly worldsNone: (worlds: number) => string;
  readonly worldsSome: (found: number) => string;
  readonly short: Readonly<Record<SearchReport['outcome'], string>>;
}

/** The rows of the table of one question. */
export type Row =
  | 'outcome'
  | 'states'
  | 'transitions'
  | 'spared'
  | 'depth'
  | 'time'
  | 'rate'
  | 'memory'
  | 'octets';

/** The columns of the table of worlds. */
export type Column = 'world' | 'profile' | 'states' | 'transitions' | 'depth' | 'outcome' | 'time';

function steps(n: number): string {
  return n === 1 ? '1 step' : `${n} steps`;
}

const en: ExploreWords = {
  colon: ': ',
  comma: ', ',
  teach:
    'Every run of a small world, within bounds, is tried on the engine itself: each segment may ' +
    'arrive, be lost or come twice, in any order; each timer may be the next to expire; each ' +
    'application may act now or later. Take a mechanism away and ask what breaks: what you get is ' +
    'the shortest run that shows it.',
  questions: 'Questions',
  worlds: 'Worlds in which nothing may break, whoever the TCP is',
  properties: 'Properties, with their clauses: what must never be',
  asked: 'Looked at where a question is about them, or --property names them',
  hints: [
    ['synwave explore why-not-two', 'the answer, found by machine'],
    ['synwave explore --worlds', 'every world, as rfc, linux and freebsd'],
    ['synwave help explore', 'bounds, properties, a world of your own'],
  ],
  progress: (states, depth, rate, memory) =>
    `${states} states, ${depth} steps deep, ${rate} states/s, ${memory}`,
  world: 'The world',
  changed: 'Changed',
  shortest: (n) => `The shortest run that breaks it, ${steps(n)}`,
  breaks: 'What breaks',
  at: (host) => `at ${host}`,
  engineBroke: (message) => `the engine contradicts itself: ${message}`,
  answer: 'Answer',
  bounds: 'Bounds',
  notBounded: (names) => `; no bound: ${names.join(', ')}`,
  without: 'changed',
  beside: { book: 'by the book', mechanism: 'with the mechanism' },
  lessName: 'less changed',
  less: ([says, names], found, states, time) =>
    `With less changed (${says}; ${names}): ${found}, ${states} states, ${time}`,
  lessNone: 'Less of it does no harm: it takes all of it together.',
  rows: {
    outcome: 'found',
    states: 'distinct states',
    transitions: 'transitions',
    spared: 'same in another order',
    depth: 'longest run, steps',
    time: 'time',
    rate: 'states per second',
    memory: 'memory, at most',
    octets: 'octets a state',
  },
  outcome: {
    running: 'still running',
    exhausted: 'none within the bound',
    found: 'a counterexample',
    states: 'none in so many states',
    stopped: 'none before it was stopped',
  },
  foundIn: (n) => `broken in ${steps(n)}`,
  none:
    'None within the bound: every run that the bounds allow was looked at, and none breaks it. ' +
    'Beyond the bounds nothing was looked at: this is no proof.',
  notFound: 'No counterexample was found, though a mechanism is changed: try wider bounds.',
  notFoundOf: (own) =>
    'No counterexample was found, though a mechanism is changed: only what --property names was ' +
    `looked at. The question by itself is about ${own.join(', ')}.`,
  onlyProperty: (ids) => `Only what --property names was looked at: ${ids.join(', ')}.`,
  onlyProfile: (names) => `Searched only as --profile says: ${names.join(', ')}.`,
  ownBounds: 'The file gives no bounds: these are the usual ones of a file.',
  foundBySearch: 'A run that synwave explore found: the shortest that breaks something.',
  standardBroke:
    'It breaks with everything in its place, too: that is a fault of the engine, or of the question.',
  stopped: 'Stopped before the end: what stands above is what was seen until then.',
  notBegun: (names) => `Not begun: ${names.join(', ')}.`,
  hazards: 'Hazards that the standard itself names, met and excepted',
  hazard: (title, id, clause, times) =>
    `${title} (${id}, ${clause}): ${times === 1 ? 'once' : `${times} times`}`,
  saved: (file) => `Saved as a scenario to ${file}. Replay it:`,
  nothingToSave: (why) => `Nothing is saved: ${why === '' ? 'there is no counterexample.' : why}`,
  notDrawn: 'It cannot be played as a scenario',
  letters: (flows) =>
    `x is the initial sequence number of the end that sent first, y that of the other; with another number next time it is x'.${flows > 1 ? ' Each connection has letters of its own.' : ''}`,
  byTheWay: 'What is in brackets need not arrive in the shortest run; laid out in time it does.',
  step: {
    deliver: (name) => `${name} arrives`,
    lose: (name) => `${name} is lost`,
    duplicate: (name) => `${name} is doubled`,
    damage: (name) => `${name} is damaged`,
    fire: (host) => `a timer of ${host} expires`,
  },
  calls: (host, call) => {
    const does = DOES[call]?.en;
    return does === undefined ? `${host}: ${call}` : `${host} ${does}`;
  },
  cut: (runs, segments) =>
    `Cut off by the bounds: ${runs} runs at the number of steps, ${segments} at that of segments sent or grown too old.`,
  boundOfStates:
    'A search ended at its bound of states: there is more to look at, with --bound states=N and a ' +
    'larger N, or states=any.',
  mayBreak: (ids) =>
    `By the book, too, this may be broken, and is no fault of the engine then: ${ids.join(', ')}.`,
  table: {
    world: 'world',
    profile: 'profile',
    states: 'states',
    transitions: 'transitions',
    depth: 'steps',
    outcome: 'outcome',
    time: 'seconds',
  },
  total: 'all',
  worldsNone: (n) =>
    `None within the bound in ${n} searches: every run that the bounds allow was looked at. ` +
    'Beyond the bounds nothing was: this is no proof.',
  worldsSome: (n) => `Broken in ${n} of them; each run is drawn above.`,
  short: {
    running: 'running',
    exhausted: 'none',
    found: 'BROKEN',
    states: 'none so far',
    stopped: 'stopped',
  },
};

const zh: ExploreWords = {
  colon: '：',
  comma: '，',
  teach:
    '在界限之内，把一个小世界的所有走法都在引擎上走一遍：每个报文段可以到达、丢失或来两次，' +
    '先后不限；每个定时器都可能下一个到期；应用的每一步可早可晚。拿掉一项机制，问会坏在哪里，' +
    '得到的是能说明问题的最短的一次运行。',
  questions: '问题',
  worlds: '不管按谁的 TCP，什么都不该坏的世界',
  properties: '性质，以及它的条款：什么事绝不能发生',
  asked: '只有问题问到，或者用 --property 点名，才看的性质',
  hints: [
    ['synwave explore why-not-two', '答案由机器找出来'],
    ['synwave explore --worlds', '全部世界，按 rfc、linux、freebsd 各一遍'],
    ['synwave help explore', '界限、性质、自己写的世界'],
  ],
  progress: (states, depth, rate, memory) =>
    `${states} 个状态，走到第 ${depth} 步，每秒 ${rate} 个，${memory}`,
  world: '这个世界',
  changed: '改成这样',
  shortest: (n) => `最短的反例，共 ${n} 步`,
  breaks: '坏在哪里',
  at: (host) => `在 ${host}`,
  engineBroke: (message) => `引擎自相矛盾：${message}`,
  answer: '答案',
  bounds: '界限',
  notBounded: (names) => `；不设界限的：${names.join('、')}`,
  without: '改动以后',
  beside: { book: '照标准来', mechanism: '有此机制' },
  lessName: '只改一部分',
  less: ([says, names], found, states, time) =>
    `只改一部分（${says}；${names}）：${found}，${states} 个状态，${time}`,
  lessNone: '只改一部分都没有出错：要凑在一起才会坏。',
  rows: {
    outcome: '结果',
    states: '不同的状态',
    transitions: '转移',
    spared: '先后互换也一样的',
    depth: '最长的走法，步数',
    time: '用时',
    rate: '每秒状态数',
    memory: '内存峰值',
    octets: '每个状态的字节数',
  },
  outcome: {
    running: '还在搜索',
    exhausted: '界限之内没有',
    found: '有反例',
    states: '这么多状态里没有',
    stopped: '中断之前没有',
  },
  foundIn: (n) => `${n} 步就坏`,
  none:
    '界限之内没有反例：界限允许的每一种走法都看过了。界限之外什么也没有看，' + '所以这不是证明。',
  notFound: '机制已经改动，却没有找到反例：试试放宽界限。',
  notFoundOf: (own) =>
    '机制已经改动，却没有找到反例：这次只看了 --property 点名的性质。' +
    `问题本来要看的是 ${own.join('、')}。`,
  onlyProperty: (ids) => `只看了 --property 点名的性质：${ids.join('、')}。`,
  onlyProfile: (names) => `只按 --profile 写的搜：${names.join('、')}。`,
  ownBounds: '文件里没有写界限，用的是文件的默认界限。',
  foundBySearch: '这是 synwave explore 搜出来的一次运行：出错的走法里最短的。',
  standardBroke: '什么也没拿掉，也坏了：不是引擎有错，就是问题没有提对。',
  stopped: '没有搜完就中断了：上面是到那时为止看到的。',
  notBegun: (names) => `还没有开始搜的：${names.join('、')}。`,
  hazards: '遇到过、但标准自己已经写明、因此不算的隐患',
  hazard: (title, id, clause, times) => `${title}（${id}，${clause}）：${times} 次`,
  saved: (file) => `已存成场景 ${file}。重放：`,
  nothingToSave: (why) => `没有存：${why === '' ? '没有反例。' : why}`,
  notDrawn: '这次运行无法写成场景',
  letters: (flows) =>
    `x 是先发报文段的一端的初始序号，y 是另一端的；再打开时换了号，就写作 x'。${flows > 1 ? '每条连接各用一对字母。' : ''}`,
  byTheWay: '括号里的，最短的走法里不必到达；按时间排开时，也都到了。',
  step: {
    deliver: (name) => `${name} 到达`,
    lose: (name) => `${name} 丢失`,
    duplicate: (name) => `${name} 变成两份`,
    damage: (name) => `${name} 损坏`,
    fire: (host) => `${host} 的定时器到期`,
  },
  calls: (host, call) => `${host} ${DOES[call]?.zh ?? `调用 ${call}`}`,
  cut: (steps, segments) =>
    `被界限截断的走法：${steps} 个到了步数的界限，${segments} 个到了发出或老到消失的报文段数的界限。`,
  boundOfStates:
    '有的搜索到了状态数的界限就停了，后面还有没看的：用 --bound states=N 把 N 写大些，或写 states=any。',
  mayBreak: (ids) => `照标准来，这也可能不成立，坏了不算引擎的错：${ids.join('、')}。`,
  table: {
    world: '世界',
    profile: '配置',
    states: '状态',
    transitions: '转移',
    depth: '步数',
    outcome: '结果',
    time: '秒',
  },
  total: '合计',
  worldsNone: (n) =>
    `${n} 次搜索，界限之内都没有反例：界限允许的每一种走法都看过了。界限之外什么也没有看，` +
    '所以这不是证明。',
  worldsSome: (n) => `其中 ${n} 次有反例，都画在上面。`,
  short: {
    running: '还在搜索',
    exhausted: '没有',
    found: '有反例',
    states: '尚未发现',
    stopped: '中断',
  },
};

export const EXPLORE_WORDS: Readonly<Record<Lang, ExploreWords>> = { en, zh };
