import { closes, count, endsIn, stateAt, states, wire } from '../checks.ts';
import { attacker, CABLE, CABLE_X, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { at, CONNECT, dropped, forge, LISTEN, oneOf, PORT } from './helpers.ts';

/** Resets that belong to the opening: RFC 9293 sections 3.10.7.1 to 3.10.7.4. */

/** X sends B a segment in its own name, to a port where nobody listens. */
const probe = (when: number, flags: string, seq: number, ack?: number) =>
  at('X', when, {
    call: 'inject',
    from: 'X',
    to: 'B',
    sport: 50_000,
    dport: 81,
    flags,
    seq,
    ...(ack === undefined ? {} : { ack }),
  });

export const closedPort: Exhibit = {
  id: 'rst/closed-port',
  shelf: 'reset',
  title: { zh: '端口关着：RST 的序号从哪来？', en: 'A closed port: the numbers of a RST' },
  story: {
    zh: 'B 的 81 端口没有程序监听。X 依次发去三个报文段：不带 ACK 的 SYN、带 ACK 的报文段、RST。看 B 的两个 RST 各用什么序号，以及第三次为什么没有回音。',
    en: 'Nobody listens on port 81 of B. X sends a SYN, which has no ACK, then a segment with an ACK, then a RST. Look at the numbers of the two resets of B, and at the silence after the third.',
  },
  point: {
    zh: '有 ACK 就借用它：seq=SEG.ACK，对端一定认得；没有 ACK 就 seq=0，再确认收到的一切（RFC 9293 3.10.7.1 节）。RST 永远不用 RST 回答，否则两边会没完没了。',
    en: 'With an ACK it borrows that: seq=SEG.ACK, which the peer must recognise; without one seq=0, and all that came is acknowledged (RFC 9293 section 3.10.7.1). A RST is never answered with a RST, or there would be no end.',
  },
  items: [95, 3],
  experiment: 'E22',
  build: () => ({
    hosts: [server(), attacker({ title: { zh: '来敲门的人', en: 'someone who knocks' } })],
    cables: [CABLE_X],
    steps: [probe(0, 'S', 100), probe(s(1), '.', 500, 900), probe(s(2), 'R', 900)],
    until: s(4),
  }),
  question: {
    asks: {
      zh: '没有连接的 B 收到一个 ack=900 的 ACK，它的 RST 序号是多少？',
      en: 'B, with no connection, gets an ACK with ack=900. What number has its RST?',
    },
    answers: oneOf(
      (f) => f.sent('B')[1]?.seq ?? -1,
      [
        [0, '0', '0'],
        [501, '501：对端的序号加 1', '501: the number of the peer, and one'],
        [900, '900：对端的确认号', '900: what the peer acknowledged'],
      ],
    ),
  },
  checks: [
    wire(['X S 100', 'B R. 0 a101', 'X . 500 a900', 'B R 900', 'X R 900']),
    count(
      { zh: 'B 正好回了 2 个 RST', en: 'B answers with 2 resets' },
      (f) => f.sent('B').length,
      2,
    ),
    count(
      { zh: 'B 什么也没记下', en: 'B keeps nothing of it' },
      (f) => f.most('B', 'connections') + f.most('B', 'synQueue'),
      0,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'host', host: 'B', what: 'power-off', at: ms(500) }] },
};

/** X, close to A, sends A a segment in the name of B. */
const falseB = (when: number, flags: string, seq: number, ack?: number) =>
  at('X', when, {
    call: 'inject',
    from: 'B',
    to: 'A',
    sport: 80,
    dport: PORT,
    flags,
    seq,
    ...(ack === undefined ? {} : { ack }),
  });

export const synSent: Exhibit = {
  id: 'rst/bad-ack-syn-sent',
  shelf: 'reset',
  title: {
    zh: 'SYN-SENT：什么该回 RST，什么 RST 算数',
    en: 'SYN-SENT: resets to send, and to believe',
  },
  story: {
    zh: 'A 在 SYN-SENT，ISN 100。X 冒充 B，抢在真正的 B 之前发来三个报文段：ack=91 的 SYN+ACK、ack=91 的 RST+ACK、不带 ACK 的 RST。看 A 对每一个怎么办；真正的 SYN+ACK 随后就到，看还连不连得上。',
    en: 'A is in SYN-SENT with ISN 100. X pretends to be B and is first with three segments: a SYN+ACK with ack=91, a RST+ACK with ack=91, and a RST without ACK. See what A does with each, and whether it is connected when the real SYN+ACK comes.',
  },
  point: {
    zh: 'SYN+ACK 换来 RST（seq=91）；RST+ACK 答的不是 A 的 SYN，RST 什么也没证明，都被忽略；最后照常连上。SYN-SENT 还不知道对端的序号，能核对的只有确认号：确认了自己 SYN 的 RST 才算拒绝（RFC 9293 3.10.7.3 第一、二步）。',
    en: 'The SYN+ACK gets a RST (seq=91); the RST+ACK is no answer to the SYN of A and the RST proves nothing, so both are ignored; A is connected. In SYN-SENT no number of the peer is known, and the acknowledgment is all there is to check: a RST counts as a refusal only if it acknowledges the SYN (RFC 9293 3.10.7.3, first and second).',
  },
  items: [95, 10],
  experiment: 'E22',
  parameters: {
    ack: {
      says: { zh: 'RST+ACK 里的确认号', en: 'the acknowledgment in the RST+ACK' },
      unit: 'number',
      value: 91,
      least: 0,
      most: 0xffff_ffff,
    },
  },
  build: ({ ack = 91 }) => ({
    hosts: [client({ profile: 'rfc' }), server(), attacker()],
    cables: [CABLE, { between: ['X', 'A'], delay: ms(5) }],
    steps: [
      LISTEN,
      CONNECT,
      falseB(ms(10), 'S.', 7000, 91),
      falseB(ms(30), 'R.', 7000, ack),
      falseB(ms(50), 'R', 7000),
    ],
    until: s(3),
  }),
  tries: [
    {
      interventions: [],
      values: { ack: 101 },
      says: {
        zh: 'RST+ACK 的确认号猜中 101：A 以为被拒绝',
        en: 'a RST+ACK that has 101 right: A takes itself for refused',
      },
    },
    {
      interventions: [{ kind: 'profile', host: 'A', name: 'linux' }],
      says: {
        zh: 'Linux：回完 RST，2 毫秒后再发一次 SYN',
        en: 'Linux: after its RST it sends the SYN again within 2 ms',
      },
    },
  ],
  question: {
    asks: { zh: '三个伪造的报文段，哪些让 A 放弃？', en: 'Which of the three makes A give up?' },
    answers: oneOf(
      (f) => f.ended('A') ?? 'none',
      [
        ['none', '一个也不行', 'none of them'],
        ['ECONNREFUSED', '那个 RST+ACK', 'the RST+ACK'],
        ['ECONNRESET', '随便哪个 RST', 'any RST'],
      ],
    ),
  },
  checks: [
    wire([
      'A S 100',
      'X S. 7000 a91',
      'A R 91',
      'X R. 7000 a91',
      'X R 7000',
      'B S. 300 a101',
      'A . 101 a301',
    ]),
    stateAt('A', ms(99), 'SYN-SENT'),
    states('A', ['SYN-SENT', 'ESTABLISHED']),
    endsIn('B', 'ESTABLISHED'),
    dropped('A', 'unacceptable-ack', 2),
    dropped('A', 'no-ack', 1),
  ],
  refutedBy: { values: { ack: 101 } },
};

export const synReceived: Exhibit = {
  id: 'rst/bad-ack-syn-received',
  shelf: 'reset',
  title: { zh: 'SYN-RECEIVED：等来的确认号不对', en: 'SYN-RECEIVED, and an ACK that is wrong' },
  story: {
    zh: 'B 在 SYN-RECEIVED，等 A 确认它的 SYN（ack=301）。X 冒充 A 抢先送来 ack=999。看 B 回什么、还在不在原来的状态，A 收到 B 的回答又怎么办；真正的第三个报文段随后就到。',
    en: 'B is in SYN-RECEIVED and waits for A to acknowledge its SYN, ack=301. X, in the name of A, is first with ack=999. See what B answers and in which state it is then, and what A does with that answer; the real third segment is on its way.',
  },
  point: {
    zh: 'B 没发过那么多，回 RST（seq=999），自己留在 SYN-RECEIVED；A 等的是 301，对这个 RST 只回一个挑战 ACK。第三个报文段必须确认 ISS+1：没收到过 SYN+ACK 的人编不出这个数，所以冒名者连不上（RFC 9293 3.10.7.4 第五步）。',
    en: 'B never sent that much, answers with a RST (seq=999) and stays in SYN-RECEIVED; A expects 301, and sends a challenge ACK for that RST. The third segment must acknowledge ISS+1. Whoever has not received the SYN+ACK cannot know it, and so no impostor gets in (RFC 9293 3.10.7.4, fifth).',
  },
  items: [95, 10],
  experiment: 'E22',
  parameters: {
    ack: {
      says: { zh: '伪造的确认号', en: 'the forged acknowledgment' },
      unit: 'number',
      value: 999,
      least: 0,
      most: 0xffff_ffff,
    },
  },
  build: ({ ack = 999 }) => ({
    hosts: [client(), server(), attacker()],
    cables: [CABLE, CABLE_X],
    steps: [LISTEN, CONNECT, forge(ms(60), '.', 101, { ack })],
    until: s(3),
  }),
  tries: [
    {
      interventions: [],
      values: { ack: 301 },
      says: {
        zh: '猜中 301（40 亿分之一）：B 早 40 毫秒进入 ESTABLISHED',
        en: '301 guessed right, one in 4 billion: B is ESTABLISHED 40 ms early',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 收到 ack=999 之后处于什么状态？',
      en: 'B gets ack=999. What state is it in then?',
    },
    answers: ['SYN-RECEIVED', 'ESTABLISHED', 'LISTEN', 'CLOSED'].map((state) => ({
      says: { zh: `${state} 状态`, en: state },
      isTrue: (f) => f.stateAt('B', ms(120)) === state,
    })),
  },
  checks: [
    wire([
      'A S 100',
      'B S. 300 a101',
      'X . 101 a999',
      'A . 101 a301',
      'B R 999 # to the forged one',
      'A . 101 a301 # challenge',
    ]),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED']),
    stateAt('B', ms(149), 'SYN-RECEIVED'),
    stateAt('B', ms(150), 'ESTABLISHED'),
    endsIn('A', 'ESTABLISHED'),
  ],
  refutedBy: { values: { ack: 301 } },
};

export const overflow: Exhibit = {
  id: 'rst/overflow',
  shelf: 'reset',
  title: { zh: '全连接队列满了，用 RST 回绝', en: 'An accept queue that is full, and a RST' },
  story: {
    zh: 'B 调用 listen(1)，从不 accept()，Linux 因此容得下 2 条；又打开了 tcp_abort_on_overflow，装不下就回 RST。第三个客户端的握手走到最后一个 ACK 时，队列已满。看它的应用先后听到什么。',
    en: 'B calls listen(1) and never accept(); Linux has room for 2. With tcp_abort_on_overflow on, what finds no room gets a RST. When the third client has come to the last ACK of its handshake, the queue is full: see what its application is told, in order.',
  },
  point: {
    zh: 'A 的应用刚得知连上，100 毫秒后就得到 ECONNRESET。这个 RST 不带 ACK，序号取自 A 的确认号，A 必定认它。Linux 默认不发：忽略 ACK、等队列空出来，客户端多半还有救。',
    en: 'It is told that it is connected and, 100 ms later, ECONNRESET. This RST has no ACK and takes its number from what A acknowledged, so that A must believe it. Linux sends none by default: the ACK is ignored, and the queue may have room in a moment.',
  },
  focus: [3],
  items: [95, 37],
  experiment: 'E22',
  build: () => ({
    hosts: [
      client({ iss: [100, 1100, 2100] }),
      server({ iss: [300, 1300, 2300], set: { acceptOverflow: 'reset' } }),
    ],
    cables: [CABLE],
    steps: [
      at('B', 0, { call: 'listen', port: 80, backlog: 1, accepts: false }),
      ...[1, 2, 3].map((n) =>
        at('A', ms(60 * (n - 1)), {
          call: 'connect',
          to: 'B',
          port: 80,
          localPort: PORT + n,
          socket: `client ${n}`,
        }),
      ),
    ],
    until: s(2),
  }),
  tries: [
    {
      interventions: [{ kind: 'set', host: 'B', field: 'acceptOverflow', value: 'drop' }],
      says: {
        zh: 'Linux 的默认：忽略最后的 ACK，过一秒重发 SYN+ACK',
        en: 'as Linux has it: the last ACK is ignored, the SYN+ACK repeated after a second',
      },
    },
  ],
  question: {
    asks: {
      zh: '第三个客户端的应用先后听到什么？',
      en: 'What is the third application told, in order?',
    },
    answers: oneOf(
      (f) =>
        f
          .calls('A', undefined, 'client 3')
          .slice(1)
          .map((c) => c.error ?? c.call)
          .join(),
      [
        ['ECONNREFUSED', '只有 ECONNREFUSED', 'ECONNREFUSED, and nothing else'],
        ['connected,ECONNRESET', '先是连上，再是 ECONNRESET', 'connected, then ECONNRESET'],
        ['connected', '只有连上', 'connected, and nothing else'],
      ],
    ),
  },
  checks: [
    wire(['A S 2100', 'B S. 2300 a2101', 'A . 2101 a2301', 'B R 2301'], 3),
    closes('A', 'ECONNRESET', 'client 3'),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'CLOSED'], 3),
    endsIn('B', 'ESTABLISHED', 1),
    endsIn('B', 'ESTABLISHED', 2),
    endsIn('B', 'CLOSED', 3),
    count(
      { zh: '全连接队列里一直是 2 条', en: 'the accept queue holds 2 to the end' },
      (f) => f.tablesAt('B', s(2)).acceptQueue,
      2,
    ),
  ],
  refutedBy: {
    interventions: [{ kind: 'set', host: 'B', field: 'acceptOverflow', value: 'drop' }],
  },
};
