import type { ScenarioFault } from '../../sim/scenario.ts';
import { closes, holds, reads, sentAt, spelledTime, stateAt, timed, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { at, CLOSES_AT, connectAs, LISTEN, onEnd, oneOf, waits, without } from './helpers.ts';

/** What the two MSL are for, and what an MSL is. */

const CLOSED = ['A F. 101 a301', 'B . 301 a102', 'B F. 301 a102'] as const;

/** When the FIN that B repeated reaches A, since TIME-WAIT began. */
function finAfter(f: Facts): number {
  const fin = f.sent('B', 'F.')[1];
  return (fin?.arrivedAt ?? -1) - (f.entered('A', 'TIME-WAIT')[0] ?? 0);
}

export const geometry: Exhibit = {
  id: 'tw/2msl-geometry',
  shelf: 'time-wait',
  title: { zh: '2MSL 的由来：一去一回', en: 'The geometry of 2 MSL: there and back' },
  story: {
    zh: '最坏的情形：A 的最后一个 ACK 在网络里活满一个 MSL 才到 B；就在它到达之前 150 毫秒，B 重发了 FIN，这个 FIN 也活满一个 MSL。把两段寿命首尾相接，看 FIN 到达时 A 的 TIME-WAIT 走到了哪里；那时 B 已经收到 ACK 而结束，再看它怎样回答 A。',
    en: 'The worst case: the last ACK of A lives for a whole MSL before it reaches B; 150 ms before that B repeats its FIN, and that FIN lives for a whole MSL, too. Lay the two lives end to end, and see how far TIME-WAIT of A is when the FIN arrives; B has had its ACK by then and is gone: see what it says to the answer of A.',
  },
  point: {
    zh: 'FIN 赶在 TIME-WAIT 的最后 150 毫秒到达：从发出最后的 ACK 算起，能回来的 FIN 最晚在 2MSL 时到。这是个便于记忆的上界：平时 FIN 什么时候重发由 RTO 决定，和 MSL 无关。B 最后回的 RST，A 照 RFC 1337 不理。',
    en: 'The FIN arrives in the last 150 ms of TIME-WAIT: counted from the last ACK, none can come later than 2 MSL. That is a bound, and a mnemonic: what paces the FIN is the RTO, which knows nothing of the MSL. The RST of B in the end is ignored, as RFC 1337 says.',
  },
  items: [71, 72],
  experiment: 'E14',
  errata: [
    {
      note: 'N13',
      says: {
        zh: '笔记 S0、S3 的“1 个 MSL 给 ACK，1 个 MSL 给重传的 FIN”只是便于记忆：B 不会等 ACK 活满一个 MSL 才重发 FIN，过一个 RTO 就重发（这里若不加长是 300 毫秒）。',
        en: 'One MSL for the ACK and one for the FIN, in notes S0 and S3, is a mnemonic: B does not wait for an MSL before it repeats the FIN, but for an RTO, 300 ms here had it not been made longer.',
      },
    },
  ],
  parameters: {
    msl: {
      says: { zh: 'MSL 的长短', en: 'the MSL' },
      unit: 'microseconds',
      value: s(30),
      least: s(1),
      most: s(119),
    },
  },
  build: ({ msl = s(30) }) => ({
    hosts: [
      client({ set: { timeWait: 2 * msl, timeWaitReset: 'ignore' } }),
      server({ set: { minRto: msl - ms(100) } }),
    ],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(200), { call: 'close' }),
    ],
    faults: [
      { segment: 'A4', action: 'delay', by: msl - ms(50) },
      { segment: 'B4', action: 'delay', by: msl - ms(50) },
    ],
  }),
  whatIfs: [{ id: 'oneMslTimeWait', host: 'A' }],
  tries: [
    {
      interventions: [],
      values: { msl: s(119) },
      says: { zh: 'MSL 取 119 秒：图形不变', en: 'an MSL of 119 s: the same figure' },
    },
    {
      interventions: [{ kind: 'set', host: 'B', field: 'minRto', value: ms(200) }],
      says: {
        zh: '实际的 RTO：B 在 300 毫秒后就重发 FIN',
        en: 'a real RTO: B repeats its FIN after 300 ms',
      },
    },
  ],
  question: {
    asks: {
      zh: 'ACK 和重发的 FIN 都活满一个 MSL。FIN 到达时，A 还在 TIME-WAIT 吗？',
      en: 'ACK and repeated FIN both live for an MSL. Is A still in TIME-WAIT when the FIN arrives?',
    },
    answers: [
      {
        says: { zh: '早就不在了', en: 'no, long gone' },
        isTrue: (f) => f.states('A').length > 5 && finAfter(f) > s(60),
      },
      {
        says: { zh: '还在，只剩 150 毫秒', en: 'yes, for another 150 ms' },
        isTrue: (f) => finAfter(f) === s(60) - ms(150),
      },
      {
        says: { zh: '还在，还剩一半时间', en: 'yes, half of the time is left' },
        isTrue: (f) => finAfter(f) === s(30),
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      ...CLOSED,
      'A . 102 a302 # lives for an MSL',
      'B F. 301 a102 # and so does this',
      'A . 102 a302',
      'B R 302 # B is gone',
    ]),
    timed(
      { zh: 'A 的 ACK 活了正好 30 秒', en: 'the ACK of A lives for exactly 30 s' },
      (f) => life(f, 'A4'),
      s(30),
    ),
    timed(
      { zh: 'B 重发的 FIN 也活了正好 30 秒', en: 'so does the FIN that B repeats' },
      (f) => life(f, 'B4'),
      s(30),
    ),
    timed(
      {
        zh: '它在 ACK 到达前 150 毫秒发出',
        en: 'it is sent 150 ms before the ACK is there',
      },
      (f) => (f.segment('A4')?.arrivedAt ?? 0) - (f.segment('B4')?.sentAt ?? 0),
      ms(150),
    ),
    timed(
      {
        zh: '到达 A 时，TIME-WAIT 已过 59.85 秒',
        en: 'when it reaches A, TIME-WAIT has lasted 59.85 s',
      },
      finAfter,
      s(59.85),
    ),
    waits('A', s(59.85) + s(60)),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'oneMslTimeWait', host: 'A' }] },
};

/** How long a segment was on its way. */
function life(f: Facts, id: string): number {
  const x = f.segment(id);
  return (x?.arrivedAt ?? -1) - (x?.sentAt ?? 0);
}

/** The network is dark for 10 s, and the first FIN after that takes 15 s. */
const DARK: readonly ScenarioFault[] = [
  { segment: 'A4', action: 'drop' },
  ...['B4', 'B5', 'B6', 'B7', 'B8'].map((segment) => ({ segment, action: 'drop' }) as const),
  { segment: 'B9', action: 'delay', by: s(15) },
];

export const oneMsl: Exhibit = {
  id: 'ablate/one-msl',
  shelf: 'time-wait',
  title: { zh: 'TIME-WAIT 只等 1 个 MSL，够不够？', en: 'TIME-WAIT of one MSL: is it enough?' },
  story: {
    zh: 'A 只等 1 个 MSL（30 秒）。B 说完“bye”就关闭，A 读到了，可最后的 ACK 丢了；接着网络断了 10 秒，B 按 RTO 重发的五个 FIN 全丢，第六个在 19.35 秒发出，路上走了 15 秒，才半个 MSL。看它 34.4 秒到达时 A 还在不在，换来什么；B 的应用又得到什么。',
    en: 'A waits for 1 MSL only, 30 s. B says "bye" and closes; A reads it, but its last ACK is lost, the network is dark for 10 s, and B repeats its FIN five times in vain. The sixth leaves at 19.35 s and takes 15 s, half an MSL. See whether A is there at 34.4 s, what the FIN gets, and what the application of B is told.',
  },
  point: {
    zh: 'A 在 30.5 秒就走了，FIN 到时只好回 RST：B 的应用得到 ECONNRESET，不知道“bye”送到没有。1 个 MSL 只够 A 自己的 ACK 死透；这期间对端随时可能再发 FIN，那个 FIN 又能活一个 MSL。',
    en: 'A left at 30.5 s and has only a RST for the FIN: the application of B is told ECONNRESET and cannot know that "bye" arrived. One MSL outlasts the ACK of A, no more: at any time in it the peer may send its FIN again, and that may live for another MSL.',
  },
  items: [69, 71],
  experiment: 'E14',
  build: () => ({
    hosts: [client({ whatIfs: ['oneMslTimeWait'] }), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(200), { call: 'send', text: 'bye' }),
      onEnd('B', ms(200), { call: 'close' }),
    ],
    faults: DARK,
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'B9', action: 'delay', by: s(10) }],
      says: {
        zh: '第六个 FIN 只走 10 秒：1 个 MSL 也侥幸够用',
        en: 'the sixth FIN takes 10 s: one MSL happens to be enough',
      },
    },
  ],
  question: {
    asks: { zh: '第六个 FIN 换来什么？', en: 'What does the sixth FIN get?' },
    answers: oneOf(
      (f) => f.sent('A').at(-1)?.flags ?? '',
      [
        ['.', 'ACK：B 正常结束', 'an ACK: B ends properly'],
        ['R', 'RST：B 的应用得到错误', 'a RST: the application of B is told an error'],
        ['', '没有回答：B 继续重发', 'no answer: B goes on repeating it'],
      ],
    ),
  },
  checks: [
    waits('A', s(30)),
    sentAt('B', 'FP.', [0.45, 0.75, 1.35, 2.55, 4.95, 9.75, 19.35]),
    wire([
      ...HANDSHAKE,
      'A F. 101 a301',
      'B . 301 a102',
      'B FP. 301:304 a102',
      'A . 102 a305 lost',
      ...Array.from({ length: 5 }, () => 'B FP. 301:304 a102 lost'),
      'B FP. 301:304 a102 # 15 s',
      'A R 102 # nobody waits any more',
    ]),
    timed(
      { zh: '没有哪个报文段活过 15.05 秒', en: 'no segment lives for more than 15.05 s' },
      (f) => Math.max(...f.segments().map((x) => (x.arrivedAt ?? x.sentAt) - x.sentAt)),
      s(15.05),
    ),
    reads('A', 'bye'),
    closes('B', 'ECONNRESET'),
  ],
  standardChecks: [
    stateAt('A', s(34.4), 'TIME-WAIT'),
    closes('B', null),
    holds({ zh: '没有 RST', en: 'there is no RST' }, (f) =>
      f.segments().every((x) => !x.flags.includes('R')),
    ),
    waits('A', s(33.9) + s(60)),
  ],
  refutedBy: without('oneMslTimeWait', 'A'),
};

export const lifetime: Exhibit = {
  id: 'tw/lifetime',
  shelf: 'time-wait',
  title: {
    zh: '为什么要有 MSL：旧报文段能活多久？',
    en: 'Why an MSL: how long can a segment live?',
  },
  story: {
    zh: '“OLD!”的第一份在网络里滞留 30 秒，正好一个 MSL；重传的那份早已送到，连接也在 1 秒时关闭。A 等满 TIME-WAIT，62 秒时从同一个端口再连，连 ISN 都和上次一样。看旧的那份 30.35 秒到达时碰到谁，新连接上 B 又读到什么。',
    en: 'The first copy of "OLD!" is stuck for 30 s, just one MSL; the second got through, and A closed at 1 s. A sits out its TIME-WAIT and at 62 s opens again from the same port, with the very same ISN. See whom the old copy meets at 30.35 s, and what B reads on the new connection.',
  },
  point: {
    zh: '旧的那份只碰到监听的 B，被一个 RST 打发，新连接里没有它。TIME-WAIT 管用，全靠网络守约：没有报文段活得比 MSL 久（靠 TTL 和跳数限制）。把滞留时间拉到 65 秒，约定破了，旧数据就进了新连接。',
    en: 'The old copy meets a listener and is dismissed with a RST; the new connection never sees it. TIME-WAIT works because the network keeps a promise: no segment outlives the MSL, for TTL or hop limit ends it. Drag the delay to 65 s, and the old text is in the new stream.',
  },
  items: [80, 88],
  parameters: {
    held: {
      says: { zh: '旧报文段在网络里滞留多久', en: 'how long the network holds the old segment' },
      unit: 'microseconds',
      value: s(30),
      least: s(1),
      most: s(100),
    },
  },
  build: ({ held = s(30) }) => ({
    hosts: [client({ iss: [1000, 1000] }), server({ iss: [300, 700] })],
    cables: [CABLE],
    steps: [
      LISTEN,
      connectAs('first', 0),
      at('A', ms(200), { call: 'send', text: 'I-', socket: 'first' }),
      at('A', ms(300), { call: 'send', text: 'OLD!', socket: 'first' }),
      at('A', s(1), { call: 'close', socket: 'first' }),
      onEnd('B', ms(100), { call: 'close' }),
      connectAs('second', s(62)),
      at('A', s(63), { call: 'send', text: 'HE', socket: 'second' }),
      at('A', s(67), { call: 'send', text: 'LLO WORLD', socket: 'second' }),
    ],
    faults: [{ segment: 'A4', action: 'delay', by: held }],
    until: s(110),
  }),
  whatIfs: [{ id: 'noTimeWait', host: 'A' }],
  tries: [
    {
      interventions: [],
      values: { held: s(65) },
      says: {
        zh: '网络失约：滞留 65 秒，比 2MSL 还久，B 读到“HEOLD!WORLD”',
        en: 'a network that breaks the promise: 65 s, more than 2 MSL, and B reads "HEOLD!WORLD"',
      },
    },
    {
      interventions: [],
      values: { held: s(59) },
      says: {
        zh: '滞留 59 秒：约定已破，幸而 TIME-WAIT 还没完',
        en: '59 s: the promise is broken, and TIME-WAIT just outlasts it',
      },
    },
  ],
  question: {
    asks: { zh: '新连接上 B 读到什么？', en: 'What does B read on the new connection?' },
    answers: oneOf(
      (f) => f.read('B', 'main 2'),
      [
        ['HELLO WORLD', '“HELLO WORLD”', '"HELLO WORLD"'],
        ['HEOLD!WORLD', '“HEOLD!WORLD”：混进旧数据', '"HEOLD!WORLD", with the old text in it'],
        ['HE', '“HE”：旧报文段让连接中断', '"HE": the old segment ends it'],
      ],
    ),
  },
  checks: [
    reads('B', 'I-OLD!'),
    reads('B', 'HELLO WORLD', 'main 2'),
    timed(
      { zh: '旧报文段活了 30.05 秒', en: 'the old segment lives for 30.05 s' },
      (f) => life(f, 'A4'),
      s(30.05),
    ),
    holds(
      {
        zh: '它到达时 A 在 TIME-WAIT，B 已没有连接，回 RST（seq=301）',
        en: 'when it comes A is in TIME-WAIT and B has no connection, and sends a RST (seq=301)',
      },
      (f) =>
        f.stateAt('A', s(30.35)) === 'TIME-WAIT' &&
        f.tablesAt('B', s(30.35)).connections === 0 &&
        f
          .sent('B', 'R')
          .map((x) => `${x.seq} ${x.sentAt}`)
          .join() === `301 ${s(30.35)}`,
      (f) =>
        f
          .sent('B', 'R')
          .map((x) => `${x.seq}: ${spelledTime(x.sentAt)}`)
          .join(', ') || '-',
    ),
    waits('A', s(60)),
    holds(
      {
        zh: '两条连接四元组相同，ISN 也相同',
        en: 'both connections have the same four-tuple and the same ISN',
      },
      (f) =>
        f.trace.flows.length === 1 &&
        f
          .sent('A', 'S')
          .map((x) => x.seq)
          .join() === '1000,1000',
    ),
  ],
  refutedBy: { values: { held: s(65) } },
};
