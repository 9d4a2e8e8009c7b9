import type { Step } from '../../sim/scenario.ts';
import { type Check, closes, endsIn, holds, states, timed, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit, Parameter, Values } from '../exhibit.ts';
import { type Facts, tally } from '../facts.ts';

const CLIENTS = 50;
/** From one client to the next. */
const EVERY = ms(10);

const PARAMETERS: Readonly<Record<string, Parameter>> = {
  clients: {
    says: { zh: '有多少个客户端', en: 'how many clients there are' },
    unit: 'count',
    value: CLIENTS,
    least: 3,
    most: 5000,
  },
};

/** Clients connect and let go a second later; `more` is what the application of B does about it. */
const build =
  (more: readonly Step[], until: number) =>
  ({ clients = CLIENTS }: Values) => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: steps(more, clients),
    sample: { flows: 3, strangers: 0 },
    until: until + clients * EVERY,
  });

function steps(more: readonly Step[], clients: number) {
  return [
    { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80, backlog: 128 } },
    {
      host: 'A',
      when: { at: 0 },
      do: { call: 'load', to: 'B', port: 80, count: clients, every: EVERY },
    },
    { host: 'A', when: { on: 'connected', every: true, after: s(1) }, do: { call: 'release' } },
    ...more,
  ] as const;
}

const heldBy = (host: string, at: number) => (f: Facts) => f.tablesAt(host, at).connections;

/** How many clients this run has. */
const clientsOf = (f: Facts): number => tally(f.counts('A').calls, 'connect');

/** When something has happened to the last client that happens to the first at `at`. */
const forLast = (f: Facts, at: number): number => at + clientsOf(f) * EVERY;

const arrivedInCloseWait = (f: Facts): number =>
  tally(f.counts('B').transitions, 'ESTABLISHED>CLOSE-WAIT');

/** A number that must be as many as there are clients, but for `less`. */
function asMany(says: { zh: string; en: string }, of: (f: Facts) => number, less = 0): Check {
  const found = (f: Facts): string => `${of(f)} / ${clientsOf(f)}`;
  return holds(says, (f) => of(f) === clientsOf(f) - less, found);
}

function none(says: { zh: string; en: string }, of: (f: Facts) => number): Check {
  return holds(
    says,
    (f) => of(f) === 0,
    (f) => String(of(f)),
  );
}

const ALL_CLOSE_WAIT = asMany(
  { zh: 'B 上每条连接都进入 CLOSE-WAIT', en: 'all connections of B enter CLOSE-WAIT' },
  arrivedInCloseWait,
);

const A_LEAVES = [
  timed(
    {
      zh: 'A 的第一条在 FIN-WAIT-2 里待了正好 60 秒',
      en: 'the first of A is in FIN-WAIT-2 for exactly 60 s',
    },
    (f) => f.dwelt('A', 'FIN-WAIT-2'),
    s(60),
  ),
  asMany(
    {
      zh: 'A 的每一条都从 FIN-WAIT-2 直接消失，没有 TIME-WAIT',
      en: 'all of A are gone from FIN-WAIT-2, without TIME-WAIT',
    },
    (f) => tally(f.counts('A').transitions, 'FIN-WAIT-2>CLOSED'),
  ),
];

const HOUR = s(3600);
const DAY = s(86_400);

/** An hour later the application of B writes once on its first connection, a day later on its second. */
const LATE: readonly Step[] = [
  { host: 'B', when: { at: HOUR }, do: { call: 'send', text: 'late' } },
  { host: 'B', when: { at: DAY }, do: { call: 'send', socket: 'main 2', text: 'later' } },
];

export const closeWait: Exhibit = {
  id: 'leak/close-wait',
  shelf: 'alive',
  title: {
    zh: 'CLOSE-WAIT 堆积：程序忘了 close()',
    en: 'CLOSE-WAIT piles up: nobody calls close()',
  },
  story: {
    zh: '许多客户端连上，一秒后关闭。B 的应用读到 EOF 却不理会，只在一小时后往第一条、一天后往第二条上各写了一次数据，而 A 那边的 FIN-WAIT-2 早在 60 秒时就到期了（Linux 的 tcp_fin_timeout）。看一天以后，B 上还剩几条 CLOSE-WAIT。',
    en: 'Many clients connect and close a second later. The application of B reads the end and does nothing, but for one write on the first connection an hour later and one on the second a day later, when FIN-WAIT-2 of A is long over (60 s, tcp_fin_timeout of Linux). See how many are in CLOSE-WAIT on B a day later.',
  },
  point: {
    zh: '写数据换来 RST，写过的那两条才没了；别的一条不少。没有定时器会结束 CLOSE-WAIT：TCP 在等应用调用 close()，等多久都行（RFC 9293 3.10.4 节）。这是自己程序的 bug，调内核参数没有用；同一实验里有改好的程序。',
    en: 'Each write drew a RST, and only those two are gone. No timer ever leaves CLOSE-WAIT: TCP waits for the application to call close(), and will wait for ever (RFC 9293 section 3.10.4). It is a bug of your program, and no kernel setting mends it; another scene of this experiment has the same program, mended.',
  },
  items: [52, 96],
  experiment: 'E19',
  // Neither that of the write an hour later nor that of a day later: this one stays.
  focus: [3],
  parameters: PARAMETERS,
  build: build(LATE, DAY + s(1)),
  tries: [
    {
      interventions: [],
      values: { clients: 5000 },
      says: {
        zh: '5000 个客户端：堆积 5000 条，一天后还在',
        en: '5000 clients: a pile of 5000, still there a day later',
      },
    },
    {
      interventions: [{ kind: 'set', host: 'B', field: 'finWait2', value: s(5) }],
      says: {
        zh: '调小 B 的 tcp_fin_timeout：没用，那管的是 FIN-WAIT-2',
        en: 'a shorter fin_timeout on B: no use, it is about FIN-WAIT-2',
      },
    },
    {
      interventions: [{ kind: 'set', host: 'B', field: 'timeWait', value: s(1) }],
      says: {
        zh: '调短 B 的 TIME-WAIT：没用，B 没进过 TIME-WAIT',
        en: 'a shorter TIME-WAIT on B: no use, it is never in it',
      },
    },
    {
      interventions: [{ kind: 'host', host: 'B', what: 'kill', at: s(7200) }],
      says: {
        zh: '杀掉 B 的进程：操作系统替它关闭，全部清空',
        en: 'kill the process of B: its system closes them all',
      },
    },
  ],
  question: {
    asks: {
      zh: '一天以后，B 还剩多少条 CLOSE-WAIT？',
      en: 'How many are in CLOSE-WAIT on B after a day?',
    },
    answers: [
      {
        says: { zh: '一条不剩：早就超时了', en: 'none: they have timed out' },
        isTrue: (f) => heldBy('B', f.trace.end)(f) === 0,
      },
      {
        says: { zh: '少两条：写过数据的那两条', en: 'two less: the two that were written to' },
        isTrue: (f) => heldBy('B', f.trace.end)(f) === arrivedInCloseWait(f) - 2,
      },
      {
        says: { zh: '一条不少', en: 'all of them' },
        isTrue: (f) => heldBy('B', f.trace.end)(f) === arrivedInCloseWait(f),
      },
    ],
  },
  checks: [
    wire([
      'A S 100',
      'B S. 300 a101',
      'A . 101 a301',
      'A F. 101 a301',
      'B . 301 a102',
      'B P. 301:305 a102 # an hour later',
      'A R 102',
    ]),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSED']),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'CLOSED']),
    ALL_CLOSE_WAIT,
    ...A_LEAVES,
    asMany(
      {
        zh: '一小时后，写数据之前，B 上一条不少',
        en: 'an hour later, before the write, B has all',
      },
      heldBy('B', HOUR - s(1)),
    ),
    asMany(
      { zh: '写过一次，B 上少一条', en: 'after that write B has one less' },
      heldBy('B', HOUR + s(1)),
      1,
    ),
    asMany(
      { zh: '一天后，再写一次，B 上又少一条', en: 'after the write a day later B has two less' },
      heldBy('B', DAY + s(1)),
      2,
    ),
    none({ zh: '而 A 早就一条连接也没有了', en: 'and A has long had none left' }, (f) =>
      heldBy('A', forLast(f, s(70)))(f),
    ),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'], 3),
    closes('B', 'EPIPE'),
  ],
  refutedBy: { interventions: [{ kind: 'host', host: 'B', what: 'kill', at: s(7200) }] },
};

export const closeWaitFixed: Exhibit = {
  id: 'leak/close-wait-fixed',
  shelf: 'alive',
  title: { zh: '改好了：读到 EOF 就 close()', en: 'The remedy: close() when the stream ends' },
  story: {
    zh: '还是那些客户端；这回 B 的应用读到 EOF，过 20 毫秒就关闭（Node 里 allowHalfOpen 为 false，就会自动关闭）。看 CLOSE-WAIT 还剩多长，关完之后谁那里还留着什么。',
    en: 'The same clients, but the application of B closes when it is told the end (as Node does by itself with allowHalfOpen false), 20 ms later. See how long CLOSE-WAIT lasts now, and who still keeps what when all are closed.',
  },
  point: {
    zh: '每条在 CLOSE-WAIT 只待 20 毫秒；TIME-WAIT 在先关的 A 那边。CLOSE-WAIT 有多长，就看应用反应有多慢：让程序关闭，才是根治。',
    en: 'Each is in CLOSE-WAIT for 20 ms; TIME-WAIT is on the side of A, which closed first. How long CLOSE-WAIT lasts is how long the application takes: having it close is what cures it.',
  },
  items: [53, 96],
  experiment: 'E19',
  parameters: PARAMETERS,
  build: build(
    [{ host: 'B', when: { on: 'ended', every: true, after: ms(20) }, do: { call: 'close' } }],
    s(100),
  ),
  question: {
    asks: { zh: '全部关完的时候，这些连接在哪里？', en: 'Where are they when all have closed?' },
    answers: [
      {
        says: { zh: 'B 的 CLOSE-WAIT', en: 'in CLOSE-WAIT on B' },
        isTrue: (f) => heldBy('B', allClosed(f))(f) === clientsOf(f),
      },
      {
        says: { zh: 'B 的 TIME-WAIT', en: 'in TIME-WAIT on B' },
        isTrue: (f) => f.tablesAt('B', allClosed(f)).timeWait > 0,
      },
      {
        says: { zh: 'A 的 TIME-WAIT', en: 'in TIME-WAIT on A' },
        isTrue: (f) => f.tablesAt('A', allClosed(f)).timeWait > 0,
      },
    ],
  },
  checks: [
    wire([
      'A S 100',
      'B S. 300 a101',
      'A . 101 a301',
      'A F. 101 a301',
      'B . 301 a102',
      'B F. 301 a102',
      'A . 102 a302',
    ]),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED']),
    timed(
      { zh: 'CLOSE-WAIT 正好 20 毫秒', en: 'CLOSE-WAIT lasts exactly 20 ms' },
      (f) => f.dwelt('B', 'CLOSE-WAIT'),
      ms(20),
    ),
    ALL_CLOSE_WAIT,
    none({ zh: '全部关完时 B 一条连接也没有', en: 'when all have closed B has none' }, (f) =>
      heldBy('B', allClosed(f))(f),
    ),
    asMany({ zh: '每一条都在 A 那边进了 TIME-WAIT', en: 'each goes to TIME-WAIT on A' }, (f) =>
      tally(f.counts('A').transitions, 'FIN-WAIT-2>TIME-WAIT'),
    ),
    none({ zh: '最后两边都一条不剩', en: 'in the end nobody has any' }, (f) => {
      const { a, b } = { a: f.tablesAt('A', f.trace.end), b: f.tablesAt('B', f.trace.end) };
      return a.connections + a.timeWait + b.connections + b.timeWait;
    }),
    closes('B', null),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A101', action: 'drop' }] },
};

/** When the last client has closed too, and its last ACK has arrived. */
function allClosed(f: Facts): number {
  return forLast(f, s(1.5));
}

export const closeWaitKeepAlive: Exhibit = {
  id: 'leak/close-wait-keepalive',
  shelf: 'alive',
  title: { zh: '保活能清掉 CLOSE-WAIT 吗？', en: 'Does keep-alive clear CLOSE-WAIT?' },
  story: {
    zh: '还是那个忘了 close() 的程序，不过每条连接都打开了保活。A 的 FIN-WAIT-2 在 60 秒时到期，两小时后 B 发探测。看 A 怎样回答，CLOSE-WAIT 还剩几条，应用得到什么。',
    en: 'The program that forgets close() again, but with keep-alive on every connection. FIN-WAIT-2 of A is over after 60 s, and after two hours B probes. See how A answers, how many stay in CLOSE-WAIT, and what the application is told.',
  },
  point: {
    zh: '能，但全靠对端已经忘了这条连接：A 回 RST，一条条全没了，应用得到 EPIPE。A 的应用若还握着套接字（一直在 FIN-WAIT-2），探测换来的是 ACK，CLOSE-WAIT 照样留着。',
    en: 'It may, but only because the peer has forgotten: A answers with RSTs, all of them are gone, and the application is told EPIPE. If the application of A still held its sockets, for ever in FIN-WAIT-2, the probes would be answered with ACKs and CLOSE-WAIT would stay.',
  },
  items: [94, 96],
  experiment: 'E19',
  parameters: PARAMETERS,
  build: build(
    [{ host: 'B', when: { on: 'accepted', every: true }, do: { call: 'set', keepAlive: true } }],
    s(9000),
  ),
  tries: [
    {
      interventions: [
        { kind: 'set', host: 'A', field: 'finWait2', value: Number.POSITIVE_INFINITY },
      ],
      says: {
        zh: 'A 的 FIN-WAIT-2 不超时：它回 ACK，CLOSE-WAIT 一条也清不掉',
        en: 'no timeout of FIN-WAIT-2 on A: it answers with ACKs, and nothing is cleared',
      },
    },
    {
      interventions: [{ kind: 'host', host: 'A', what: 'power-off', at: s(100) }],
      says: {
        zh: 'A 断电：没有 RST，要等 9 个探测，7875 秒后清空',
        en: 'A has no power: no RST, so it takes nine probes and 7875 s',
      },
    },
  ],
  question: {
    asks: { zh: '两小时后的探测得到什么回答？', en: 'How is the probe after two hours answered?' },
    answers: [
      {
        says: { zh: 'ACK：A 还在', en: 'with an ACK' },
        isTrue: (f) => probed(f) && f.sent('A', 'R').length === 0,
      },
      {
        says: { zh: 'RST：A 忘了', en: 'with a RST' },
        isTrue: (f) => f.sent('A', 'R').length > 0,
      },
      {
        says: { zh: '没有探测：CLOSE-WAIT 里不发', en: 'none is sent in CLOSE-WAIT' },
        isTrue: (f) => !probed(f),
      },
    ],
  },
  checks: [
    wire([
      'A S 100',
      'B S. 300 a101',
      'A . 101 a301',
      'A F. 101 a301',
      'B . 301 a102',
      'B . 300 a102 # the probe',
      'A R 102',
    ]),
    ALL_CLOSE_WAIT,
    ...A_LEAVES,
    asMany(
      { zh: '7200 秒时 B 上一条不少', en: 'at 7200 s B has all of them' },
      heldBy('B', s(7200)),
    ),
    none({ zh: '探测完一遍，B 一条也没有了', en: 'when all are probed B has none' }, (f) =>
      heldBy('B', forLast(f, s(7202)))(f),
    ),
    asMany(
      {
        zh: '每条连接一个探测，每个换来一个 RST',
        en: 'one probe for each connection of B, and a RST for each',
      },
      (f) => tally(f.counts('B').arrived, 'R'),
    ),
    timed(
      {
        zh: '探测发出时，离最后一次听到 A 整 7200 秒',
        en: 'the probe goes exactly 7200 s after A was last heard',
      },
      (f) =>
        f.frames('timer', 'B').findLast((x) => x.timer === 'keep-alive' && x.flow === 1)?.at ?? 0,
      s(7200) + ms(1150),
    ),
    closes('B', 'EPIPE'),
    endsIn('B', 'CLOSED'),
  ],
  refutedBy: {
    interventions: [{ kind: 'set', host: 'A', field: 'finWait2', value: Number.POSITIVE_INFINITY }],
  },
};

/** B sent something with SND.NXT - 1. */
function probed(f: Facts): boolean {
  return f.sent('B', '.').some((x) => x.seq === 300);
}
