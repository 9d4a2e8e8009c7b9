import { closes, count, endsIn, reads, states, timed, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { bSends, OPENED, opened, overAfter, PROBE } from './helpers.ts';

export const killed: Exhibit = {
  id: 'alive/killed',
  shelf: 'alive',
  title: { zh: '进程被杀，对端怎么知道？', en: 'A process killed: how does the peer know?' },
  story: {
    zh: 'A 的进程被 kill -9，来不及说一个字，可操作系统还在。看 A 的主机发不发什么，B 的应用过多久知道，两边怎样收场。',
    en: 'The process of A is killed with signal 9 and cannot say a word, but its operating system is there. See whether the host of A sends anything, how soon the application of B knows, and how it all ends.',
  },
  point: {
    zh: '操作系统替它关掉套接字，FIN 照样发出，四个报文段，一切如常。进程崩溃并不悄无声息：B 过半个往返就知道了，用不着保活。',
    en: 'Its system closes its sockets: the FIN goes out, and four segments close as ever. A process that dies is not a silent death: B knows after half a round trip, without any keep-alive.',
  },
  items: [94],
  experiment: 'E21',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...opened(),
      { host: 'A', when: { at: s(1) }, do: { call: 'kill' } },
      { host: 'B', when: { on: 'ended', after: ms(10) }, do: { call: 'close' } },
    ],
  }),
  question: {
    asks: {
      zh: 'A 的进程被 kill -9，B 收到什么？',
      en: 'The process of A is killed. What does B receive?',
    },
    answers: [
      {
        says: { zh: '什么也没有：要等保活去问', en: 'nothing, until keep-alive asks' },
        isTrue: (f) => f.sent('A').length === 2,
      },
      {
        says: { zh: 'RST：异常终止', en: 'a RST' },
        isTrue: (f) => f.sent('A', 'R.').length + f.sent('A', 'R').length > 0,
      },
      {
        says: { zh: 'FIN：与正常关闭一样', en: 'a FIN' },
        isTrue: (f) => f.sent('A', 'F.').length === 1 && f.calls('B', 'end').length === 1,
      },
    ],
  },
  checks: [
    wire([...OPENED, 'A F. 101 a301', 'B . 301 a102', 'B F. 301 a102', 'A . 102 a302']),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED']),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED']),
    closes('B', null),
    timed(
      { zh: 'B 在 1.05 秒就知道了', en: 'B knows at 1.05 s' },
      (f) => f.calls('B', 'end')[0]?.at ?? 0,
      ms(1050),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'host', host: 'A', what: 'power-off', at: ms(900) }] },
};

export const reboot: Exhibit = {
  id: 'alive/reboot',
  shelf: 'alive',
  title: { zh: '客户端重启过，探测换来什么？', en: 'A client rebooted: what of the probe?' },
  story: {
    zh: 'A 断电又开机，从前的连接忘得一干二净；B 毫不知情。看开机的那一刻线上有没有动静，再看 7200 秒后的第一个探测换来什么。',
    en: 'A loses its power and boots: it has forgotten the connection, and B knows nothing. See whether anything is on the wire when A boots, and what the first probe draws after 7200 s.',
  },
  point: {
    zh: 'A 没有这条连接，回 RST（序号等于探测的确认号），B 立刻结束。重启和断电，差的就是这个 RST：机器开着，一个探测就有结论；机器没了，就得把探测全发完。',
    en: 'A has no such connection and answers with a RST, whose number is what the probe acknowledged: B ends at once. Between a reboot and no power lies that RST: where somebody is at home one probe decides; where nobody is, it takes all of them.',
  },
  items: [94, 97],
  experiment: 'E21',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...opened({ keepAlive: true }),
      { host: 'A', when: { at: s(1000) }, do: { call: 'power-off' } },
      { host: 'A', when: { at: s(1060) }, do: { call: 'boot' } },
    ],
    until: s(9000),
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }],
      says: {
        zh: '丢掉这个 RST：75 秒后的下一个探测再换来一个',
        en: 'lose the RST: the next probe, 75 s later, gets another',
      },
    },
  ],
  question: {
    asks: { zh: 'B 的应用得到什么？', en: 'What is the application of B told?' },
    answers: [
      {
        says: { zh: 'ETIMEDOUT：7875 秒后', en: 'ETIMEDOUT after 7875 s' },
        isTrue: (f) => f.ended('B') === 'ETIMEDOUT',
      },
      {
        says: {
          zh: 'ECONNRESET：第一个探测后一个往返',
          en: 'ECONNRESET, a round trip after the first probe',
        },
        isTrue: (f) => f.ended('B') === 'ECONNRESET' && overAfter(f) === 7200.1,
      },
      {
        says: { zh: 'ECONNRESET：A 一开机', en: 'ECONNRESET as soon as A has booted' },
        isTrue: (f) => overAfter(f) < 7200,
      },
      {
        says: { zh: '没有错误：A 回了 ACK', en: 'nothing: A answers with an ACK' },
        isTrue: (f) => f.ended('B') === undefined,
      },
    ],
  },
  checks: [
    wire([...OPENED, PROBE, 'A R 101']),
    bSends('.', [7200]),
    closes('B', 'ECONNRESET'),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSED']),
    count(
      { zh: '应用得知的时刻：7200.1 秒', en: 'the application is told at 7200.1 s' },
      overAfter,
      7200.1,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }] },
};

/** B writes 1 s after the handshake; the first retransmission is due an RTO later, and each wait doubles. */
const DATA = 'B P. 301:306 a101 lost';

/** When B sends the text: at 1 s and, since RTO = SRTT + max(G, 4 RTTVAR), 0.3 s, 0.9 s ... later. */
function schedule(rto: number, most: number, patience: number): number[] {
  const times = [0];
  for (let t = rto, wait = rto; t < patience; ) {
    times.push(t);
    wait = Math.min(wait * 2, most);
    t += wait;
  }
  return times;
}

const LINUX_PATIENCE = 924.6;
const LINUX = schedule(0.3, 120, LINUX_PATIENCE);
const RFC_PATIENCE = 100;
const RFC = schedule(1, 60, RFC_PATIENCE);

export const unplug: Exhibit = {
  id: 'alive/unplug',
  shelf: 'alive',
  title: { zh: '网线拔了，数据还没确认', en: 'The cable is out, data unacknowledged' },
  story: {
    zh: 'A 的网线在 0.5 秒时拔了，两台机器都好好的，谁也不知道。1.15 秒时 B 写了 5 个字节。看没人确认会怎样：B 隔多久重发，什么时候放弃；再看没有数据要发的 A。',
    en: 'The cable of A is pulled at 0.5 s; both hosts are well, and neither knows. At 1.15 s B writes 5 octets, and nobody acknowledges them: see at what intervals B sends them again and when it gives up; and look at A, which has nothing to send.',
  },
  point: {
    zh: '有数据没被确认时，发现对端不在的是重传，不是保活（MUST-26）：0.3、0.6、1.2 … 秒翻着倍地重发，到 R2 放弃，应用得到 ETIMEDOUT。R2，RFC 9293 3.8.3 建议至少 100 秒，Linux 约 15 分钟。A 没有话要说，什么也不会发现。',
    en: 'While data is unacknowledged it is retransmission that finds out, not keep-alive (MUST-26): after 0.3, 0.6, 1.2 s and so on, until R2, and then ETIMEDOUT. R2 is at least 100 s says RFC 9293 section 3.8.3, some 15 minutes on Linux. A has nothing to send and finds nothing out.',
  },
  items: [94],
  experiment: 'E21',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...opened({ keepAlive: true }),
      { host: 'A', when: { at: ms(500) }, do: { call: 'unplug' } },
      { host: 'B', when: { at: ms(1150) }, do: { call: 'send', text: 'hello' } },
    ],
    until: s(9000),
  }),
  tries: [
    {
      interventions: [{ kind: 'host', host: 'A', what: 'plug', at: s(60) }],
      says: {
        zh: '60 秒时插回去：下一次重传就送到，一个字节也没丢',
        en: 'plugged in again at 60 s: the next retransmission arrives, and nothing is lost',
      },
    },
    {
      interventions: [{ kind: 'set', host: 'B', field: 'userTimeout', value: s(30) }],
      says: {
        zh: '应用用 TCP_USER_TIMEOUT 只给 30 秒',
        en: 'an application that allows 30 s, with TCP_USER_TIMEOUT',
      },
    },
  ],
  question: {
    asks: { zh: '9000 秒时，两边各是什么状态？', en: 'At 9000 s, what are the two ends?' },
    answers: (
      [
        ['ESTABLISHED', 'ESTABLISHED'],
        ['ESTABLISHED', 'CLOSED'],
        ['CLOSED', 'CLOSED'],
      ] as const
    ).map(([a, b]) => ({
      says: { zh: `A：${a}，B：${b}`, en: `A: ${a}, B: ${b}` },
      isTrue: (f) => f.endState('A') === a && f.endState('B') === b,
    })),
  },
  checks: [
    wire([...OPENED, ...LINUX.map(() => DATA)]),
    bSends(
      'P.',
      LINUX.map((t) => Number((t + 1).toFixed(3))),
    ),
    closes('B', 'ETIMEDOUT'),
    endsIn('A', 'ESTABLISHED'),
    reads('A', ''),
    count(
      { zh: '没有发过保活探测', en: 'no keep-alive probe was sent' },
      (f) => f.sent('B', '.').length,
      0,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'host', host: 'A', what: 'plug', at: s(60) }] },
};

export const poweredOffSending: Exhibit = {
  id: 'alive/powered-off-sending',
  shelf: 'alive',
  title: { zh: '客户端断电，服务器正要发数据', en: 'No power at the client, and B has data' },
  story: {
    zh: 'A 在 0.5 秒时断电，B 在 1.15 秒时写数据，保活开着（2 小时）。B 用的是 RFC 的值：RTO 至少 1 秒，R2 是 100 秒。看重传和保活各排在什么时候，B 到底是怎样结束的。',
    en: 'A loses its power at 0.5 s and B writes at 1.15 s, with keep-alive on (two hours). B has the values of the RFCs: an RTO of 1 s at least, R2 of 100 s. See when retransmission and keep-alive have their turns, and how B ends.',
  },
  point: {
    zh: '隔 1、2、4、8 … 秒重发，过了 100 秒就放弃，保活还没开始。在 B 看来，断电和拔网线一模一样：都是没有回音。差别要等 A 回来才看得出：网线插回去，连接接着用；重新开机，就回 RST。',
    en: 'It sends again after 1, 2, 4, 8 s and so on and gives up once 100 s have passed, long before keep-alive. To B no power and no cable look alike: silence. They differ when A is back: with the cable the connection goes on, after a boot there is a RST.',
  },
  items: [89, 94],
  experiment: 'E21',
  build: () => ({
    hosts: [client(), server({ profile: 'rfc' })],
    cables: [CABLE],
    steps: [
      ...opened({ keepAlive: true }),
      { host: 'A', when: { at: ms(500) }, do: { call: 'power-off' } },
      { host: 'B', when: { at: ms(1150) }, do: { call: 'send', text: 'hello' } },
    ],
    until: s(9000),
  }),
  tries: [
    {
      interventions: [{ kind: 'host', host: 'A', what: 'boot', at: s(20) }],
      says: {
        zh: 'A 在 20 秒时开机：下一次重传换来 RST',
        en: 'A boots at 20 s: the next retransmission is answered with a RST',
      },
    },
    {
      interventions: [{ kind: 'profile', host: 'B', name: 'linux' }],
      says: { zh: 'Linux 的期限：十几分钟', en: 'the patience of Linux: a quarter of an hour' },
    },
  ],
  question: {
    asks: { zh: '什么先发现 A 不在了？', en: 'What finds out first that A is gone?' },
    answers: [
      {
        says: { zh: '保活探测：7200 秒以后', en: 'a keep-alive probe, after 7200 s' },
        isTrue: (f) => f.ended('B') !== undefined && overAfter(f) >= 7200,
      },
      {
        says: { zh: '数据的重传：一两分钟', en: 'retransmission of the data: a minute or two' },
        isTrue: (f) => f.ended('B') === 'ETIMEDOUT' && overAfter(f) > 100 && overAfter(f) < 200,
      },
      {
        says: { zh: '什么也没发现', en: 'nothing does' },
        isTrue: (f) => f.ended('B') === undefined,
      },
    ],
  },
  checks: [
    wire([...OPENED, ...RFC.map(() => DATA)]),
    bSends(
      'P.',
      RFC.map((t) => t + 1),
    ),
    closes('B', 'ETIMEDOUT'),
    count(
      { zh: '没有发过保活探测', en: 'no keep-alive probe was sent' },
      (f) => f.sent('B', '.').length,
      0,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'host', host: 'A', what: 'boot', at: s(20) }] },
};

const NODE = Array.from({ length: 10 }, (_, i) => 60 + i);

export const nodeDefault: Exhibit = {
  id: 'alive/node-default',
  shelf: 'alive',
  title: { zh: 'Node 的保活：不止一个数', en: 'Keep-alive in Node: more than one number' },
  story: {
    zh: 'B 是 Node 程序，调用 socket.setKeepAlive(true, 60000)；libuv 不光把空闲时间设为 60 秒，还把间隔设为 1 秒、次数设为 10（见 Node 文档）。A 断电：看探测从什么时候开始，什么时候有结论。',
    en: 'B is a Node program that calls socket.setKeepAlive(true, 60000). Besides the 60 s of silence libuv sets an interval of 1 s and a count of 10, as the documentation of Node says. A loses its power: see when the probes begin, and when there is a verdict.',
  },
  point: {
    zh: '60 + 1 × 10 = 70 秒。三个数都可以按连接来设，2 小时只是默认值。设得越短，网络断上 10 秒就误杀好连接的可能越大。',
    en: '60 + 1 x 10 = 70 s. All three numbers can be set per connection; two hours are just the default. The shorter they are, the sooner a network that was down for 10 s costs a good connection.',
  },
  items: [91, 92, 93],
  errata: [
    {
      note: 'N18',
      says: {
        zh: '“每隔 75 秒、共 10 个”也不是固定的：这里是每隔 1 秒。',
        en: 'Nor is "every 75 s, ten times" fixed: here it is every second.',
      },
    },
  ],
  parameters: {
    idle: {
      says: {
        zh: 'initialDelay：空闲多久开始探测',
        en: 'initialDelay: silence before the first probe',
      },
      unit: 'microseconds',
      value: s(60),
      least: s(1),
      most: s(7200),
    },
  },
  build: ({ idle = s(60) }) => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...opened({
        keepAlive: true,
        keepAliveIdle: idle,
        keepAliveInterval: s(1),
        keepAliveCount: 10,
      }),
      { host: 'A', when: { at: s(1) }, do: { call: 'power-off' } },
    ],
    until: s(9000),
  }),
  question: {
    asks: {
      zh: 'setKeepAlive(true, 60000)，A 断电，B 多久以后判它死了？',
      en: 'setKeepAlive(true, 60000), and A loses its power: dead after how long?',
    },
    answers: [60, 70, 735].map((t) => ({
      says: {
        zh: `${t} 秒${t === 735 ? '：60 + 75 × 9' : ''}`,
        en: `${t} s${t === 735 ? ': 60 + 75 x 9' : ''}`,
      },
      isTrue: (f) => overAfter(f) === t,
    })),
  },
  checks: [
    bSends('.', NODE),
    bSends('R.', [70]),
    closes('B', 'ETIMEDOUT'),
    count({ zh: '应用得知的时刻：70 秒', en: 'the application is told at 70 s' }, overAfter, 70),
  ],
  refutedBy: { values: { idle: s(30) } },
};
