import { closes, count, endsIn, holds, reads, states, timed, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { knowledge, knownBy } from '../knowledge.ts';
import { connect, listen, without } from './helpers.ts';

/** How many of the four abilities B knew of when its application was given the connection. */
function knownAtAccept(f: Facts): number {
  const at = f.calls('B', 'accept')[0]?.at;
  return at === undefined ? -1 : knownBy('B', knowledge(f.trace, at));
}

export const twoWay: Exhibit = {
  id: 'ablate/two-way',
  shelf: 'why-open',
  title: { zh: '为什么不是两次？先看两次能知道什么', en: 'Why not two? What two segments prove' },
  story: {
    zh: '让 B 一发出 SYN+ACK 就算 ESTABLISHED，应用在 50 毫秒就拿到连接。天气好的时候一切正常，还快了一个往返；但请用 open/ledger 那本账数一数（四种能力：A 能发、A 能收、B 能发、B 能收）：此刻 B 收到过的只有一个 SYN。',
    en: 'Let B be ESTABLISHED once its SYN+ACK is out, so that its application has the connection at 50 ms. In fine weather all goes well, a round trip sooner; but keep the ledger of open/ledger (four abilities: A can send, A can receive, B can send, B can receive): all that B has received by then is a SYN.',
  },
  point: {
    zh: '一个 SYN 只证明“A 能发、B 能收”，A 收不收得到，B 不知道：两次握手的服务器把连接交给应用，凭的是两条证据，不是四条。v86 的模拟网卡真就这样做：它和浏览器之间没有网络，丢不了包。',
    en: 'A SYN proves that A sends and B receives, and not whether A hears B: with two segments a server hands out connections on two proofs instead of four. The emulated network of v86 really does it: nothing can be lost between it and its browser.',
  },
  items: [24],
  build: () => ({
    hosts: [client(), server({ whatIfs: ['twoWay'] })],
    cables: [CABLE],
    steps: [listen, connect],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'B1', action: 'drop' }],
      says: { zh: '换个坏天气：丢掉 SYN+ACK', en: 'worse weather: lose the SYN+ACK' },
    },
    {
      interventions: [{ kind: 'host', host: 'A', what: 'power-off', at: ms(10) }],
      says: { zh: 'A 发完 SYN 就断电', en: 'A loses power after its SYN' },
    },
  ],
  question: {
    asks: {
      zh: 'B 的应用拿到连接时，四种能力，B 知道几种？',
      en: 'Of the four abilities, how many does B know when its application has the connection?',
    },
    answers: [1, 2, 3, 4].map((n) => ({
      says: { zh: `${n} 种`, en: String(n) },
      isTrue: (f) => knownAtAccept(f) === n,
    })),
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301']),
    timed(
      { zh: 'B 的应用在 50 毫秒拿到连接', en: 'the application of B has the connection at 50 ms' },
      (f) => f.calls('B', 'accept')[0]?.at ?? -1,
      ms(50),
    ),
    count(
      {
        zh: '那时 B 只有 2 条证据：A 能发、B 能收',
        en: 'B has 2 proofs then: A sends, B receives',
      },
      knownAtAccept,
      2,
    ),
    holds(
      {
        zh: '从 50 毫秒到 150 毫秒，B 是 ESTABLISHED，却不知道 A 收不收得到',
        en: 'from 50 ms to 150 ms B is ESTABLISHED without knowing that A receives',
      },
      (f) =>
        f.stateAt('B', ms(50)) === 'ESTABLISHED' &&
        knowledge(f.trace, ms(149)).some(
          (c) => c.knower === 'B' && c.about === 'A' && c.can === 'receive' && c.since === null,
        ),
    ),
  ],
  standardChecks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301']),
    timed(
      { zh: 'B 的应用到 150 毫秒才拿到连接', en: 'the application of B has it at 150 ms' },
      (f) => f.calls('B', 'accept')[0]?.at ?? -1,
      ms(150),
    ),
    count({ zh: '那时 4 条证据齐全', en: 'with all 4 proofs' }, knownAtAccept, 4),
  ],
  refutedBy: without('twoWay', 'B'),
};

const BANNER = '220 ready';

export const twoWayLostSynAck: Exhibit = {
  id: 'ablate/two-way-lost-synack',
  shelf: 'why-open',
  title: { zh: '两次握手，SYN+ACK 丢了会怎样？', en: 'Two segments, and the SYN+ACK is lost' },
  story: {
    zh: '只丢一个报文段：B 的 SYN+ACK。两次握手的 B 自认连上了，应用马上说“220 ready”；A 还在 SYN-SENT，只认带 SYN 的报文段。看 B 怎样回答重发的 SYN，再看两边最后各停在哪里。',
    en: 'One segment is lost, the SYN+ACK of B. With two segments B takes itself for connected, and its application says "220 ready"; A is in SYN-SENT and heeds only what has a SYN. See how B answers the SYN that comes again, and where each side ends.',
  },
  point: {
    zh: '三次握手的 B 还在等第三个报文段，所以会重传 SYN+ACK；两次握手的 B 什么也不等，只回 ACK，A 等到超时。B 的僵尸连接要到它再开口才散：它的“220 ready”还会再重传，那时会撞上 A 那边的 RST（这里看到 A 放弃、B 还留着为止）；若无话可说，就永远留着（见 ablate/ghost-client）。',
    en: 'With three segments B waits for the third and therefore repeats its SYN+ACK; with two it waits for nothing and sends mere ACKs, and A times out. The zombie of B lasts until B speaks again: its next repetition would meet a RST of A (the run ends before, with A gone and B still there); with nothing to say it lasts for ever, see ablate/ghost-client.',
  },
  items: [24, 27, 32],
  experiment: 'E02',
  errata: [
    {
      note: 'N23',
      says: {
        zh: '笔记 S4 说“客户端会以为没建立成功”：它不会就此罢休，而是重发 SYN，131 秒后才放弃。',
        en: 'Note S4 has the client think it failed: it does not leave it at that but repeats its SYN, and gives up after 131 s.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server({ whatIfs: ['twoWay'] })],
    cables: [CABLE],
    steps: [
      listen,
      connect,
      { host: 'B', when: { on: 'accepted' }, do: { call: 'send', text: BANNER } },
    ],
    faults: [{ segment: 'B1', action: 'drop' }],
    until: s(200),
  }),
  question: {
    asks: {
      zh: 'A 放弃以后，A 和 B 各是什么状态？',
      en: 'Once A has given up, what states are A and B in?',
    },
    answers: [
      ['ESTABLISHED', 'ESTABLISHED'],
      ['CLOSED', 'ESTABLISHED'],
      ['CLOSED', 'CLOSED'],
      ['SYN-SENT', 'SYN-RECEIVED'],
    ].map(([a, b]) => ({
      says: { zh: `A ${a}，B ${b}`, en: `A ${a}, B ${b}` },
      isTrue: (f) => f.endState('A') === a && f.endState('B') === b,
    })),
  },
  checks: [
    states('B', ['SYN-RECEIVED', 'ESTABLISHED']),
    states('A', ['SYN-SENT', 'CLOSED']),
    closes('A', 'ETIMEDOUT'),
    reads('A', ''),
    count(
      { zh: '整个过程 B 只发过一个 SYN+ACK', en: 'B sends one SYN+ACK in all' },
      (f) => f.sent('B', 'S.').length,
      1,
    ),
    count(
      { zh: '200 秒时 B 还留着 1 条僵尸连接', en: 'at 200 s B still holds 1 zombie connection' },
      (f) => f.tablesAt('B', f.trace.end).connections,
      1,
    ),
  ],
  standardChecks: [
    endsIn('A', 'ESTABLISHED'),
    endsIn('B', 'ESTABLISHED'),
    reads('A', BANNER),
    holds(
      {
        zh: 'B 在 SYN-RECEIVED 里等着，1.05 秒重发了 SYN+ACK',
        en: 'B waits in SYN-RECEIVED and repeats its SYN+ACK at 1.05 s',
      },
      (f) => f.sent('B', 'S.')[1]?.sentAt === s(1.05),
    ),
  ],
  refutedBy: without('twoWay', 'B'),
};

export const ghostClient: Exhibit = {
  id: 'ablate/ghost-client',
  shelf: 'why-open',
  title: { zh: '伪连接：喊完一声就消失的客户端', en: 'The ghost: a client that calls and is gone' },
  story: {
    zh: 'A 发出 SYN，10 毫秒后断电，再没有回来。两次握手的 B 立刻把连接交给应用。看一小时后 B 还占着什么，再让 B 照规矩来，比一比三次握手的 B。',
    en: 'A sends a SYN, loses power 10 ms later and never returns. With two segments B hands the connection to its application at once. Look at what B still holds after an hour, and compare it with a B that goes by the book.',
  },
  point: {
    zh: '三次握手把这种客户端挡在半连接队列里：重传 5 次，63 秒后删除，应用毫不知情。两次握手留下的连接，不打开保活就永远在。',
    en: 'Three segments keep such a client in the SYN queue: five repetitions, gone after 63 s, and no application hears of it. Two leave a connection for ever, unless keepalive is on.',
  },
  items: [28, 32],
  errata: [
    {
      note: 'N21',
      says: {
        zh: '笔记 S4 说这会出现“半连接（半开连接）”：两次握手留下的是半开连接；半连接是 SYN-RECEIVED 里的表项，三次握手才有。',
        en: 'Note S4 mixes two terms: what two segments leave is a half-open connection; an entry in SYN-RECEIVED is something else.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server({ whatIfs: ['twoWay'] })],
    cables: [CABLE],
    steps: [listen, connect, { host: 'A', when: { at: ms(10) }, do: { call: 'power-off' } }],
    until: s(3600),
  }),
  question: {
    asks: {
      zh: '一小时后，B 还为 A 留着什么？',
      en: 'After an hour, what does B still hold for A?',
    },
    answers: [
      {
        says: { zh: '一条 ESTABLISHED 的连接', en: 'a connection in ESTABLISHED' },
        isTrue: (f) => f.endState('B') === 'ESTABLISHED',
      },
      {
        says: { zh: '一个 SYN-RECEIVED 的表项', en: 'an entry in SYN-RECEIVED' },
        isTrue: (f) => f.endState('B') === 'SYN-RECEIVED',
      },
      {
        says: { zh: '什么也没有：63 秒时就删了', en: 'nothing: it went after 63 s' },
        isTrue: (f) => f.endState('B') === 'CLOSED',
      },
    ],
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101 lost']),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED']),
    count(
      { zh: 'B 的应用收到 1 条连接', en: 'the application of B is given 1 connection' },
      (f) => f.calls('B', 'accept').length,
      1,
    ),
    count(
      { zh: '一小时后连接数仍是 1', en: 'after an hour there is still 1 connection' },
      (f) => f.tablesAt('B', s(3600)).connections,
      1,
    ),
    timed(
      { zh: 'B 为 A 占着这条连接 3599.95 秒', en: 'B has held it for 3599.95 s' },
      (f) => f.dwelt('B', 'ESTABLISHED'),
      s(3599.95),
    ),
  ],
  standardChecks: [
    states('B', ['SYN-RECEIVED', 'CLOSED']),
    timed(
      { zh: '表项正好存活 63 秒：1+2+4+8+16+32', en: 'the entry lives for 63 s: 1+2+4+8+16+32' },
      (f) => f.dwelt('B', 'SYN-RECEIVED'),
      s(63),
    ),
    count(
      { zh: 'B 的应用什么也没听说', en: 'the application of B never hears of it' },
      (f) => f.calls('B', 'accept').length,
      0,
    ),
  ],
  refutedBy: without('twoWay', 'B'),
};
