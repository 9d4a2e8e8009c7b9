import { closes, count, endsIn, holds, reads, stateAt, states, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { at, CONNECT, LISTEN, noReset, oneOf, toldAt } from './helpers.ts';

/** Resets that end a connection: an abort, and whatever comes to one who is gone. */

export const abort: Exhibit = {
  id: 'rst/abort',
  shelf: 'reset',
  title: { zh: 'ABORT：不挥手，怎样了断？', en: 'ABORT: to end it without a close' },
  story: {
    zh: 'A 在 200 毫秒中止连接（ABORT）。看它发出什么报文段、序号是多少，两边各在哪一刻进入 CLOSED；再看有没有谁确认，有没有谁进 TIME-WAIT。',
    en: 'A aborts at 200 ms. See which segment it sends and with which number, when each side is CLOSED, whether anybody acknowledges, and whether anybody is in TIME-WAIT.',
  },
  point: {
    zh: '一个 RST+ACK 就够了，序号正是 B 等的 101；A 立刻进入 CLOSED，B 的应用得到 ECONNRESET。RST 是单方面的通知：不占序号，不要确认，丢了也不重发（RFC 9293 3.10.5 节）。',
    en: 'It takes one RST+ACK, whose number is just the 101 that B expects; A is CLOSED at once, and the application of B is told ECONNRESET. A RST is a notice by one side: it takes up no number, wants no ACK, and is not repeated when lost (RFC 9293 section 3.10.5).',
  },
  items: [95],
  experiment: 'E22',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [...OPENED, at('A', ms(200), { call: 'abort' })],
    until: s(5),
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }],
      says: {
        zh: '丢掉 RST：没有第二个，B 一直是半开连接',
        en: 'lose the RST: there is no second one, and B is left half-open',
      },
    },
  ],
  question: {
    asks: { zh: '一共要几个报文段才算了断？', en: 'How many segments does it take to end it?' },
    answers: oneOf(
      (f) => f.segments().length - 3,
      [
        [1, '1 个：RST', 'one: the RST'],
        [2, '2 个：RST 和它的 ACK', 'two: the RST and its ACK'],
        [4, '4 个：和关闭一样', 'four, as for a close'],
      ],
    ),
  },
  checks: [
    wire([...HANDSHAKE, 'A R. 101 a301']),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'CLOSED']),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSED']),
    stateAt('A', ms(200), 'CLOSED'),
    closes('B', 'ECONNRESET'),
    toldAt('B', ms(250)),
    count(
      { zh: '两边都没有 TIME-WAIT', en: 'neither side has anything in TIME-WAIT' },
      (f) => f.most('A', 'timeWait') + f.most('B', 'timeWait'),
      0,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }] },
};

/** The first ten full segments of A: its initial window. */
const WINDOW = Array.from({ length: 10 }, (_, i) => {
  const from = 101 + i * 1460;
  return `A . ${from}:${from + 1460} a301`;
});

export const linger0: Exhibit = {
  id: 'rst/linger-0',
  shelf: 'reset',
  title: {
    zh: 'SO_LINGER 设为 0：躲开 TIME-WAIT 的代价',
    en: 'SO_LINGER 0: no TIME-WAIT, at a price',
  },
  story: {
    zh: '有人为了躲开 TIME-WAIT，把 SO_LINGER 设为 0。A 写下 20,000 字节，10 毫秒后就 close()。看这时已经发出多少、跟着发出的是什么；A 果然没有 TIME-WAIT，看 B 读到多少。',
    en: 'To be rid of TIME-WAIT, some set SO_LINGER to 0. A writes 20,000 octets and calls close() 10 ms later. See how much is out by then and what follows it; there is no TIME-WAIT indeed, but see how much B reads.',
  },
  point: {
    zh: '初始窗口的 14,600 字节已经发出，剩下 5400 字节作废，FIN 换成了 RST；B 只读到 14,600 字节，得到 ECONNRESET。linger 为 0 的 close() 就是 ABORT：它省下的不只是 TIME-WAIT，还有“数据会送到”这个承诺。',
    en: 'The 14,600 of the initial window are out, the other 5400 are void, and in the place of the FIN goes a RST; B reads 14,600 octets and is told ECONNRESET. close() with a linger of 0 is an ABORT: what it saves is not only TIME-WAIT but the promise that the data arrives.',
  },
  items: [95, 86],
  experiment: 'E22',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', ms(200), { call: 'set', linger: 0 }),
      at('A', ms(200), { call: 'send', octets: 20_000 }),
      at('A', ms(210), { call: 'release' }),
      { host: 'B', when: { on: 'ended' }, do: { call: 'close' } },
    ],
    until: s(5),
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A13', action: 'drop' }],
      says: {
        zh: '丢掉 RST：下一个 ACK 又换来一个，因为 A 那里已经没有连接',
        en: 'lose the RST: the next ACK gets another, for A has no connection any more',
      },
    },
  ],
  question: {
    asks: {
      zh: 'A 写了 20,000 字节，B 读到多少？',
      en: 'A wrote 20,000 octets. How many does B read?',
    },
    answers: oneOf(
      (f) => f.octetsRead('B'),
      [
        [0, '0', 'none'],
        [14_600, '14,600', '14,600'],
        [20_000, '20,000', '20,000'],
      ],
    ),
  },
  checks: [
    wire([
      ...HANDSHAKE,
      ...WINDOW,
      'A R. 14701 a301',
      'B . 301 a14701 # it left before the RST arrived',
      'A R 14701',
    ]),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'CLOSED']),
    count(
      { zh: 'B 读到 14,600 字节', en: 'B reads 14,600 octets' },
      (f) => f.octetsRead('B'),
      14_600,
    ),
    closes('B', 'ECONNRESET'),
    count(
      { zh: 'A 没有 TIME-WAIT', en: 'A has nothing in TIME-WAIT' },
      (f) => f.most('A', 'timeWait'),
      0,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A12', action: 'drop' }] },
};

export const unreadData: Exhibit = {
  id: 'rst/unread-data',
  shelf: 'reset',
  title: { zh: '数据还没读就 close()', en: 'close() with octets unread' },
  story: {
    zh: 'B 发来“unread”，A 的 TCP 收下并确认了，A 的应用却一个字节没读就 close()。看 A 发出什么，B 的应用又得到什么。',
    en: 'B sends "unread"; the TCP of A takes and acknowledges it, but the application of A calls close() without reading an octet. See what A sends, and what the application of B is told.',
  },
  point: {
    zh: 'A 不发 FIN，发 RST，B 得到 ECONNRESET，知道那 6 个字节没人读。ACK 只说明 TCP 收到了，不说明应用读了；丢弃已确认的数据而不声张，就是撒谎，所以要用 RST 说清楚（RFC 9293 3.6.1 节 SHLD-3，RFC 2525 2.17 节）。',
    en: 'A sends no FIN but a RST: B is told ECONNRESET, and knows that nobody read those 6 octets. An ACK says that TCP has it, not that anybody read it. To throw away what was acknowledged and say nothing would be a lie; a RST tells (RFC 9293 section 3.6.1 SHLD-3, RFC 2525 section 2.17).',
  },
  items: [95],
  experiment: 'E22',
  parameters: {
    reads: {
      says: { zh: 'A 的应用读（1）还是不读（0）', en: 'the application of A reads (1) or not (0)' },
      unit: 'number',
      value: 0,
      least: 0,
      most: 1,
    },
  },
  build: ({ reads = 0 }) => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      ...(reads === 1 ? [] : [at('A', ms(150), { call: 'pause' })]),
      at('B', ms(200), { call: 'send', text: 'unread' }),
      at('A', ms(400), { call: 'release' }),
      { host: 'B', when: { on: 'ended', after: ms(10) }, do: { call: 'close' } },
    ],
    until: s(5),
  }),
  tries: [
    {
      interventions: [],
      values: { reads: 1 },
      says: { zh: 'A 先读再关：四次挥手', en: 'an A that reads before it closes: four segments' },
    },
  ],
  question: {
    asks: {
      zh: 'B 的“unread”已被确认。A 没读就 close()，发什么？',
      en: '"unread" of B is acknowledged. A closes without reading it: what does it send?',
    },
    answers: oneOf(
      (f) => f.sent('A').find((x) => x.sentAt === ms(400))?.flags ?? '',
      [
        ['F.', 'FIN：数据反正已确认', 'a FIN: it was acknowledged, after all'],
        ['R.', 'RST', 'a RST'],
        ['.', 'ACK，等应用读完', 'an ACK, until somebody reads'],
      ],
    ),
  },
  checks: [
    wire([...HANDSHAKE, 'B P. 301:307 a101', 'A . 101 a307', 'A R. 101 a307']),
    reads('A', ''),
    closes('B', 'ECONNRESET'),
    toldAt('B', ms(450)),
    stateAt('A', ms(400), 'CLOSED'),
  ],
  refutedBy: { values: { reads: 1 } },
};

export const afterClose: Exhibit = {
  id: 'rst/after-close',
  shelf: 'reset',
  title: { zh: 'A 已经 close()，B 还在写', en: 'A has closed, and B goes on writing' },
  story: {
    zh: 'A 在 200 毫秒调用 close(2)：读写都不要了，FIN 发出，A 在 FIN-WAIT-2。B 以为 A 只是说完了，1 秒时写“more”。看写出去的换来什么，B 的应用得到什么。',
    en: 'A calls close(2) at 200 ms: it will neither write nor read; the FIN is out, and A is in FIN-WAIT-2. B believes that A has merely said all, and writes "more" at 1 s. See what comes of that, and what the application of B is told.',
  },
  point: {
    zh: '没有人会读，A 立刻回 RST，B 的应用得到 EPIPE（Linux 在 CLOSE-WAIT 收到 RST 时的说法）。FIN 里看不出对端是 shutdown 还是 close：都是“我说完了”。若是 close，你的下一次写就换来 RST，再写一次就是 SIGPIPE。',
    en: 'Nobody will read it: A answers with a RST, and the application of B is told EPIPE, as Linux says for a RST in CLOSE-WAIT. A FIN does not tell shutdown from close: both say "I have said all". If it was close, the next write gets a RST, and the one after it SIGPIPE.',
  },
  items: [95, 96],
  experiment: 'E22',
  parameters: {
    writes: {
      says: { zh: 'B 什么时候写', en: 'when B writes' },
      unit: 'microseconds',
      value: s(1),
      least: ms(500),
      most: s(100),
    },
  },
  build: ({ writes = s(1) }) => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', ms(200), { call: 'release' }),
      at('B', writes, { call: 'send', text: 'more' }),
    ],
    until: s(110),
  }),
  tries: [
    {
      interventions: [],
      values: { writes: s(70) },
      says: {
        zh: '70 秒才写：A 的 FIN-WAIT-2 早在 60 秒后放弃，连 TCB 都没有了，换来的 RST 一模一样',
        en: 'B writes at 70 s: A gave up FIN-WAIT-2 after 60 s and has no TCB any more, and the RST is the same',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 在 A close() 之后写，写的内容怎么样了？',
      en: 'B writes after the close() of A. What becomes of it?',
    },
    answers: [
      {
        says: { zh: 'A 的应用读到', en: 'the application of A reads it' },
        isTrue: (f) => f.read('A') === 'more',
      },
      {
        says: { zh: '被确认，然后扔掉', en: 'it is acknowledged and thrown away' },
        isTrue: (f) => f.sent('A', '.').some((x) => x.ack === 306),
      },
      {
        says: { zh: '换来 RST', en: 'it gets a RST' },
        isTrue: (f) => f.sent('A', 'R').length === 1 && f.read('A') === '',
      },
    ],
  },
  checks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B . 301 a102', 'B P. 301:305 a102', 'A R 102']),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSED']),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'CLOSED']),
    reads('A', ''),
    closes('B', 'EPIPE'),
    toldAt('B', ms(1100)),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A4', action: 'drop' }] },
};

export const halfOpen: Exhibit = {
  id: 'rst/half-open',
  shelf: 'reset',
  title: { zh: '对端重启过，B 什么时候知道？', en: 'The peer has rebooted: when does B know?' },
  story: {
    zh: 'A 在 1 秒断电，B 毫不知情，2 秒时推送“news”，没有回音，就按 RTO 重发；A 在 4 秒开机，什么都不记得。看断电、开机、重发，哪一件让 B 的应用得到消息。',
    en: 'A loses power at 1 s; B, knowing nothing, pushes "news" at 2 s and, unanswered, repeats it at its RTO; A boots at 4 s, remembering nothing. See which of these tells the application of B: the loss of power, the boot, or a repetition.',
  },
  point: {
    zh: '关着的主机是沉默，重启过的主机是 RST：4.15 秒到的那一次换来 RST（seq=101，取自 B 的确认号），B 的应用得到 ECONNRESET。只有还活着的操作系统才会说“不认识”（RFC 9293 3.5.1 节图 10）。',
    en: 'A host that is off is silent, one that rebooted resets: the copy that comes at 4.15 s gets a RST (seq=101, what B acknowledged), and the application of B is told ECONNRESET. It takes a running system to say "no such connection" (RFC 9293 section 3.5.1, figure 10).',
  },
  items: [95, 97],
  experiment: 'E22',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      LISTEN,
      CONNECT,
      at('A', s(1), { call: 'power-off' }),
      at('B', s(2), { call: 'send', text: 'news' }),
      at('A', s(4), { call: 'boot' }),
    ],
    until: s(20),
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }],
      says: {
        zh: '丢掉 RST：B 再重发一次，又得到一个',
        en: 'lose the RST: B repeats its text once more and gets another',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 什么时候知道 A 已不是从前的 A？',
      en: 'When does B learn that A is not the A it knew?',
    },
    answers: oneOf(
      (f) => f.calls('B', 'closed')[0]?.at ?? -1,
      [
        [s(1.05), '1.05 秒：A 断电时', 'at 1.05 s, when A loses power'],
        [s(4.05), '4.05 秒：A 开机时', 'at 4.05 s, when A boots'],
        [
          s(4.2),
          '4.2 秒：开机后第一次重发换来 RST',
          'at 4.2 s: the first copy after that gets a RST',
        ],
      ],
    ),
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'B P. 301:305 a101 lost',
      'B P. 301:305 a101 lost # 0.3 s later',
      'B P. 301:305 a101 lost # 0.6 s later',
      'B P. 301:305 a101 # 1.2 s later',
      'A R 101',
    ]),
    closes('B', 'ECONNRESET'),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSED']),
    endsIn('B', 'CLOSED'),
    noReset('B'),
    holds({ zh: 'A 断电时没有通知任何人', en: 'A, losing power, told nobody' }, (f) =>
      f.sent('A').every((x) => x.sentAt < s(1) || x.sentAt > s(4)),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'host', host: 'A', what: 'boot', at: s(1.5) }] },
};
