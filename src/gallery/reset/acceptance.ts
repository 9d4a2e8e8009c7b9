import { type Check, closes, count, endsIn, reads, timed, wire } from '../checks.ts';
import { HANDSHAKE, ms, s } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { segmentText } from '../segment-text.ts';
import { attack, dropped, forge, noReset, oneOf, SPEAKS_AT, toldAt, WORDS } from './helpers.ts';

/** Resets and SYNs that claim to come from A: which of them count. RFC 5961. */

/** What A and B say to each other when the connection has lived. */
const ALIVE = ['A P. 101:106 a301', 'B . 301 a106'] as const;

const LIVES: readonly Check[] = [
  reads('B', WORDS),
  endsIn('A', 'ESTABLISHED'),
  endsIn('B', 'ESTABLISHED'),
];

/** What B sends in answer to forged segments. */
const challenges = (f: Facts): string =>
  f
    .sent('B')
    .filter((x) => x.sentAt > ms(200) && x.sentAt < SPEAKS_AT)
    .map(segmentText)
    .join('; ');

export const blind: Exhibit = {
  id: 'rst/blind',
  shelf: 'reset',
  title: { zh: '盲打的 RST：落在窗口里算不算？', en: 'A blind RST: is the window enough?' },
  story: {
    zh: 'X 不在路上，看不到报文段，只猜中了两个端口。它冒充 A 发一个 RST，序号 5000：在 B 的窗口 [101, 65636) 里，但不是 B 等的 101。看 B 结不结束，对谁说了什么；3 秒时 A 照样说话，看还有没有人收。',
    en: 'X is not on the path and sees nothing, but has guessed the two ports. In the name of A it sends a RST of number 5000: within the window [101, 65636) of B, yet not the 101 that B expects. See whether B ends, and what it says to whom; at 3 s A speaks: see whether anybody is there.',
  },
  point: {
    zh: 'B 不结束，只向真正的 A 发一个挑战 ACK（seq=301，ack=101），A 没有意见，连接活着。RFC 793 认窗口里的任何 RST：64 KiB 的窗口，猜六万多次必中。RFC 5961 3.2 节改成分毫不差才算，差的就反问，要猜 40 亿次；对端若真想断，收到反问会用分毫不差的 RST 回答。',
    en: 'B sends the real A a challenge ACK (seq=301, ack=101), A has nothing to say to that, and the connection lives. RFC 793 took any RST in the window: with 64 KiB, some 65,500 guesses hit it for certain. By RFC 5961 section 3.2 only the exact number counts, 4 billion guesses, and any other is asked back: a peer that means it answers with the exact RST.',
  },
  items: [95],
  experiment: 'E22',
  parameters: {
    seq: {
      says: { zh: '伪造的 RST 的序号', en: 'number of the forged RST' },
      unit: 'number',
      value: 5000,
      least: 0,
      most: 0xffff_ffff,
    },
  },
  build: ({ seq = 5000 }) => attack([forge(s(1), 'R', seq)]),
  whatIfs: [{ id: 'acceptAnyRst', host: 'B' }],
  tries: [
    {
      interventions: [],
      values: { seq: 101 },
      says: { zh: '正好 101：当场断', en: 'exactly 101: it is over' },
    },
    {
      interventions: [],
      values: { seq: 102 },
      says: { zh: '差 1 也是差：102 换来反问', en: 'off by one is off: 102 is asked back' },
    },
  ],
  question: {
    asks: {
      zh: 'RST 的序号 5000 在窗口里，但不是 RCV.NXT。B 怎么办？',
      en: 'A RST of number 5000, within the window but not RCV.NXT. What does B do?',
    },
    answers: [
      {
        says: { zh: '断开：窗口里的 RST 就算数', en: 'it ends: a RST in the window counts' },
        isTrue: (f) => f.stateAt('B', s(2)) === 'CLOSED',
      },
      {
        says: { zh: '默默丢弃', en: 'it drops it in silence' },
        isTrue: (f) => f.stateAt('B', s(2)) === 'ESTABLISHED' && challenges(f) === '',
      },
      {
        says: { zh: '不断，向 A 发一个挑战 ACK', en: 'it stays, and sends A a challenge ACK' },
        isTrue: (f) => f.stateAt('B', s(2)) === 'ESTABLISHED' && challenges(f) === 'B . 301 a101',
      },
    ],
  },
  checks: [
    wire([...HANDSHAKE, 'X R 5000', 'B . 301 a101 # challenge', ...ALIVE]),
    dropped('B', 'bad-reset', 1),
    ...LIVES,
  ],
  refutedBy: { values: { seq: 101 } },
};

export const exact: Exhibit = {
  id: 'rst/exact',
  shelf: 'reset',
  title: { zh: '分毫不差的 RST：路上的人做得到', en: 'The exact RST: what one on the path can do' },
  story: {
    zh: '换一个看得到报文段的 X，比如路由器或审查设备：它知道 B 等的是 101，冒充 A 发 RST，seq=101，B 立刻结束，应用得到 ECONNRESET。3 秒时 A 要说话。看 A 什么时候知道连接没了，又是怎么知道的。',
    en: 'Now an X that sees the segments, a router or a censor: it knows that B expects 101, and sends a RST with just that in the name of A. B ends at once with ECONNRESET. At 3 s A is going to speak: see when it learns that the connection is gone, and how.',
  },
  point: {
    zh: 'A 到 3 秒说话时才知道：B 那里已没有连接，回 RST（seq=301），A 也得到 ECONNRESET。序号检查只防看不见的人；看得见的人，TCP 自己挡不住，TLS 也只保护内容，要挡就得给报文段加认证码（TCP-AO，RFC 5925）或用 IPsec。',
    en: 'A learns when it speaks: B has no connection any more and answers with a RST (seq=301), and A is told ECONNRESET as well. Sequence numbers keep out those who cannot see. Against those who can TCP is helpless and TLS protects the content alone; it takes authenticated segments (TCP-AO, RFC 5925) or IPsec.',
  },
  items: [95],
  experiment: 'E22',
  build: () => attack([forge(s(1), 'R', 101)]),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'X1', action: 'delay', by: s(5) }],
      says: {
        zh: '晚到 5 秒：A 已说过话，B 等的是 106，101 就过时了',
        en: 'it comes 5 s late: A has spoken, B expects 106, and 101 is old',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 被冒名的 RST 断掉之后，A 怎么样？',
      en: 'The forged RST has ended B. What of A?',
    },
    answers: oneOf(
      (f) => f.calls('A', 'closed')[0]?.at ?? -1,
      [
        [s(1.05), '同时也断了', 'it ends at the same time'],
        [s(3.1), '下次说话时才知道，也是因为 RST', 'it learns when it next speaks, by a RST'],
        [-1, '永远不知道', 'it never learns'],
      ],
    ),
  },
  checks: [
    wire([...HANDSHAKE, 'X R 101', 'A P. 101:106 a301', 'B R 301']),
    closes('B', 'ECONNRESET'),
    toldAt('B', s(1.05)),
    closes('A', 'ECONNRESET'),
    toldAt('A', s(3.1)),
    reads('B', ''),
  ],
  refutedBy: {
    interventions: [{ kind: 'fault', segment: 'X1', action: 'delay', by: s(5) }],
  },
};

export const outOfWindow: Exhibit = {
  id: 'rst/out-of-window',
  shelf: 'reset',
  title: { zh: '窗口边上的四个 RST', en: 'Four RSTs at the edges of the window' },
  story: {
    zh: 'B 的窗口是 [101, 65636)。X 每 0.7 秒冒充 A 发一个 RST，序号依次是 100（左边差一个）、65636（右边差一个）、40 亿、65635（窗口里的最后一个）。看 B 对哪些有反应，连接还在不在。',
    en: 'The window of B is [101, 65636). Every 0.7 s X sends a RST in the name of A: 100, one left of it; 65636, one right of it; 4,000,000,000; and 65635, the last number inside. See to which of them B says anything, and whether the connection lives.',
  },
  point: {
    zh: '前三个在窗口外，B 一声不吭；65635 换来挑战 ACK；连接一直活着。三种待遇：正好 RCV.NXT，断；在窗口里，反问；在窗口外，沉默。别的报文段不可接受，都要回一个 ACK，唯独 RST 不回（RFC 9293 3.10.7.4 第一步）。',
    en: 'The first three are outside, and B says nothing; 65635 gets a challenge ACK; the connection lives. Three ways to treat a RST: exactly RCV.NXT, the end; in the window, a question; outside, silence. It is the one unacceptable segment that gets no ACK (RFC 9293 section 3.10.7.4, first).',
  },
  items: [95],
  experiment: 'E22',
  build: () =>
    attack([
      forge(s(0.5), 'R', 100),
      forge(s(1.2), 'R', 65_636),
      forge(s(1.9), 'R', 4_000_000_000),
      forge(s(2.6), 'R', 65_635),
    ]),
  whatIfs: [{ id: 'acceptAnyRst', host: 'B' }],
  question: {
    asks: {
      zh: '四个 RST，B 一共回了几个报文段？',
      en: 'Four resets: how many segments does B send?',
    },
    answers: oneOf(
      (f) => (challenges(f) === '' ? 0 : challenges(f).split('; ').length),
      [
        [0, '0 个', 'none'],
        [1, '1 个：只对窗口里的那个', 'one, for the one in the window'],
        [4, '4 个：每个都要确认', 'four: each is acknowledged'],
      ],
    ),
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'X R 100',
      'X R 65636',
      'X R 4000000000',
      'X R 65635',
      'B . 301 a101 # challenge',
      ...ALIVE,
    ]),
    timed(
      {
        zh: '挑战 ACK 在 2.65 秒，即 65635 到达时发出',
        en: 'the challenge ACK goes at 2.65 s, when 65635 is there',
      },
      (f) => f.sent('B', '.')[0]?.sentAt ?? -1,
      s(2.65),
    ),
    dropped('B', 'outside-window', 3),
    dropped('B', 'bad-reset', 1),
    ...LIVES,
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'acceptAnyRst', host: 'B' }] },
};

export const synInWindow: Exhibit = {
  id: 'rst/syn-in-window',
  shelf: 'reset',
  title: { zh: '伪造的 SYN 能断开连接吗？', en: 'Can a forged SYN end a connection?' },
  story: {
    zh: 'RFC 793 里，窗口内的 SYN 算错误，要断开连接，盲打的人又多一条路。X 冒充 A 发三个 SYN：5000 在窗口里，101 分毫不差，70000 在窗口外。看 B 对每一个怎样回答，连接还在不在。',
    en: 'By RFC 793 a SYN in the window was an error that ended the connection, one more way in for a blind attacker. In the name of A, X sends three: 5000 in the window, 101 exactly, 70000 outside. See what B answers to each, and whether the connection lives.',
  },
  point: {
    zh: '三个都只换来挑战 ACK（seq=301，ack=101），连接活着：已同步的连接收到 SYN，不管序号多少都只反问（RFC 5961 4.2 节）。若 A 真的重启过，它会用 RST 回答这个 ACK，见 open/half-open-syn。',
    en: 'Each gets a challenge ACK (seq=301, ack=101), and the connection lives: in a synchronized state a SYN is asked back whatever its number (RFC 5961 section 4.2). An A that has rebooted answers that ACK with a RST, see open/half-open-syn.',
  },
  items: [95],
  experiment: 'E22',
  build: () =>
    attack([forge(s(0.5), 'S', 5000), forge(s(1.2), 'S', 101), forge(s(1.9), 'S', 70_000)]),
  tries: [
    {
      interventions: [{ kind: 'set', host: 'B', field: 'challengeInterval', value: s(1) }],
      says: {
        zh: '挑战 ACK 限速到每秒 1 个：第二个 SYN 得不到回答',
        en: 'one challenge ACK a second at most: the second SYN gets no answer',
      },
    },
  ],
  question: {
    asks: {
      zh: '哪个伪造的 SYN 能断开连接？',
      en: 'Which of the forged SYNs ends the connection?',
    },
    answers: [
      {
        says: { zh: '窗口里的都能', en: 'any in the window' },
        isTrue: (f) => f.stateAt('B', s(1)) !== 'ESTABLISHED',
      },
      {
        says: { zh: '只有分毫不差的 101', en: '101 alone, which is exact' },
        isTrue: (f) =>
          f.stateAt('B', s(1)) === 'ESTABLISHED' && f.stateAt('B', s(1.5)) !== 'ESTABLISHED',
      },
      {
        says: { zh: '一个也不能', en: 'none' },
        isTrue: (f) => f.endState('B') === 'ESTABLISHED',
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      ...['X S 5000', 'B . 301 a101', 'X S 101', 'B . 301 a101', 'X S 70000', 'B . 301 a101'],
      ...ALIVE,
    ]),
    noReset('B'),
    count(
      { zh: 'B 的应用始终只有 1 条连接', en: 'the application of B has 1 connection throughout' },
      (f) => f.calls('B', 'accept').length,
      1,
    ),
    ...LIVES,
  ],
  refutedBy: {
    interventions: [{ kind: 'set', host: 'B', field: 'challengeInterval', value: s(1) }],
  },
};

export const anyRst: Exhibit = {
  id: 'ablate/accept-any-rst',
  shelf: 'reset',
  title: { zh: '如果 RST 一来就认', en: 'What if any RST counted?' },
  story: {
    zh: '这个 B 不看序号，RST 一来就认。X 只知道两个端口，随手发一个 seq=3000000000 的 RST，远在窗口外。看 B 的应用得到什么，3 秒时 A 说的“alive”又怎样。',
    en: 'This B does not look at the number of a RST. X knows the two ports and sends one with seq=3000000000, far outside the window. See what the application of B is told, and what becomes of the "alive" that A says at 3 s.',
  },
  point: {
    zh: 'B 的应用得到 ECONNRESET；A 说的话没有人收，换来 RST。没有序号检查，任何人只用一个报文段就能断掉别人的连接，连对端的报文段都不必看到。',
    en: 'The application of B is told ECONNRESET; what A says reaches nobody and gets a RST. Without the check anyone could end the connection of others with one segment, having seen none of theirs.',
  },
  items: [95],
  experiment: 'E22',
  build: () => attack([forge(s(1), 'R', 3_000_000_000)], ['acceptAnyRst']),
  question: {
    asks: { zh: 'A 在 3 秒说的“alive”怎么样了？', en: 'What becomes of the "alive" of A at 3 s?' },
    answers: [
      {
        says: { zh: 'B 的应用读到', en: 'the application of B reads it' },
        isTrue: (f) => f.read('B') === WORDS,
      },
      {
        says: { zh: '丢失，A 不断重发', en: 'it is lost, and A repeats it' },
        isTrue: (f) => f.sent('A', 'P.').length > 1,
      },
      {
        says: {
          zh: '换来 RST，A 的应用得到 ECONNRESET',
          en: 'it gets a RST, and A is told ECONNRESET',
        },
        isTrue: (f) => f.read('B') === '' && f.ended('A') === 'ECONNRESET',
      },
    ],
  },
  checks: [
    wire([...HANDSHAKE, 'X R 3000000000', 'A P. 101:106 a301', 'B R 301']),
    closes('B', 'ECONNRESET'),
    toldAt('B', s(1.05)),
    closes('A', 'ECONNRESET'),
    reads('B', ''),
  ],
  standardChecks: [
    wire([...HANDSHAKE, 'X R 3000000000', ...ALIVE]),
    dropped('B', 'outside-window', 1),
    ...LIVES,
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'acceptAnyRst', host: 'B', off: true }] },
};
