import type { Step } from '../../sim/scenario.ts';
import { closes, count, endsIn, states, timed, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit, Values } from '../exhibit.ts';
import { type Facts, tally } from '../facts.ts';

const CLIENTS = 50;

/** Clients connect and let go a second later; `more` is what the application of B does about it. */
const build =
  (more: readonly Step[], until: number) =>
  ({ clients = CLIENTS }: Values) => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: steps(more, clients),
    sample: { flows: 1 },
    until,
  });

function steps(more: readonly Step[], clients: number) {
  return [
    { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80, backlog: 128 } },
    {
      host: 'A',
      when: { at: 0 },
      do: { call: 'load', to: 'B', port: 80, count: clients, every: ms(10) },
    },
    { host: 'A', when: { on: 'connected', every: true, after: s(1) }, do: { call: 'release' } },
    ...more,
  ] as const;
}

const heldBy = (host: string, at: number) => (f: Facts) => f.tablesAt(host, at).connections;

function inCloseWait(at: number, wanted: number) {
  return count(
    {
      zh: `${at / s(1)} 秒时 B 还有 ${wanted} 条连接`,
      en: `at ${at / s(1)} s B has ${wanted} connections`,
    },
    heldBy('B', at),
    wanted,
  );
}

const arrivedInCloseWait = (f: Facts): number =>
  tally(f.counts('B').transitions, 'ESTABLISHED>CLOSE-WAIT');

const ALL_CLOSE_WAIT = count(
  {
    zh: `B 上 ${CLIENTS} 条连接都进入 CLOSE-WAIT`,
    en: `all ${CLIENTS} connections of B enter CLOSE-WAIT`,
  },
  arrivedInCloseWait,
  CLIENTS,
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
  count(
    {
      zh: `A 的 ${CLIENTS} 条都从 FIN-WAIT-2 直接消失，没有 TIME-WAIT`,
      en: `all ${CLIENTS} of A are gone from FIN-WAIT-2, without TIME-WAIT`,
    },
    (f) => tally(f.counts('A').transitions, 'FIN-WAIT-2>CLOSED'),
    CLIENTS,
  ),
];

const DAY = s(86_400);

export const closeWait: Exhibit = {
  id: 'leak/close-wait',
  shelf: 'alive',
  title: {
    zh: 'CLOSE-WAIT 堆积：程序忘了 close()',
    en: 'CLOSE-WAIT piles up: nobody calls close()',
  },
  story: {
    zh: '许多客户端（clients，默认 50 个）连上，一秒后关闭。B 的应用读到 EOF 却不理会，只在一小时后往第一条上写了一次数据，而 A 那边的 FIN-WAIT-2 早在 60 秒时就到期了（Linux 的 tcp_fin_timeout）。看一天以后，B 上还剩几条 CLOSE-WAIT。',
    en: 'Many clients (clients, 50 unless you say otherwise) connect and close a second later. The application of B reads the end and does nothing, but for one write on the first connection an hour later, when FIN-WAIT-2 of A is long over (60 s, tcp_fin_timeout of Linux). See how many are in CLOSE-WAIT on B a day later.',
  },
  point: {
    zh: '写数据换来 RST，那一条才没了；别的一条不少。没有定时器会结束 CLOSE-WAIT：TCP 在等应用调用 close()，等多久都行（RFC 9293 3.10.4 节）。这是自己程序的 bug，调内核参数没有用；改好的程序见 leak/close-wait-fixed。',
    en: 'The write drew a RST, and only that one is gone. No timer ever leaves CLOSE-WAIT: TCP waits for the application to call close(), and will wait for ever (RFC 9293 section 3.10.4). It is a bug of your program, and no kernel setting mends it; leak/close-wait-fixed is the same program, mended.',
  },
  items: [52, 96],
  experiment: 'E19',
  parameters: {
    clients: {
      says: { zh: '有多少个客户端', en: 'how many clients there are' },
      unit: 'count',
      value: CLIENTS,
      least: 1,
      most: 3000,
    },
  },
  build: build([{ host: 'B', when: { at: s(3600) }, do: { call: 'send', text: 'late' } }], DAY),
  tries: [
    {
      interventions: [],
      values: { clients: 1000 },
      says: {
        zh: '1000 个客户端：堆积 1000 条，一天后还在（改好的程序：leak/close-wait-fixed）',
        en: '1000 clients: a pile of 1000, still there a day later (cured: leak/close-wait-fixed)',
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
        says: { zh: '少一条：写过数据的那条', en: 'one less: the one that was written to' },
        isTrue: (f) => heldBy('B', f.trace.end)(f) === arrivedInCloseWait(f) - 1,
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
    inCloseWait(s(3599), 50),
    inCloseWait(DAY, 49),
    count(
      { zh: '70 秒时 A 一条连接也没有了', en: 'at 70 s A has none left' },
      heldBy('A', s(70)),
      0,
    ),
    closes('B', 'EPIPE'),
  ],
  refutedBy: { interventions: [{ kind: 'host', host: 'B', what: 'kill', at: s(7200) }] },
};

export const closeWaitFixed: Exhibit = {
  id: 'leak/close-wait-fixed',
  shelf: 'alive',
  title: { zh: '改好了：读到 EOF 就 close()', en: 'The remedy: close() when the stream ends' },
  story: {
    zh: '还是 50 个客户端；这回 B 的应用读到 EOF，过 20 毫秒就关闭（Node 里 allowHalfOpen 为 false，就会自动关闭）。看 CLOSE-WAIT 还剩多长，关完之后谁那里还留着什么。',
    en: 'The same 50 clients, but the application of B closes when it is told the end (as Node does by itself with allowHalfOpen false), 20 ms later. See how long CLOSE-WAIT lasts now, and who still keeps what when all are closed.',
  },
  point: {
    zh: '每条在 CLOSE-WAIT 只待 20 毫秒；TIME-WAIT 在先关的 A 那边。CLOSE-WAIT 有多长，就看应用反应有多慢，要清空它只有一个办法：让程序关闭。',
    en: 'Each is in CLOSE-WAIT for 20 ms; TIME-WAIT is on the side of A, which closed first. How long CLOSE-WAIT lasts is how long the application takes: having it close is the only remedy.',
  },
  items: [53, 96],
  experiment: 'E19',
  build: build(
    [{ host: 'B', when: { on: 'ended', every: true, after: ms(20) }, do: { call: 'close' } }],
    s(100),
  ),
  question: {
    asks: { zh: '2 秒时，50 条连接在哪里？', en: 'At 2 s, where are the 50 connections?' },
    answers: [
      {
        says: { zh: 'B 的 CLOSE-WAIT', en: 'in CLOSE-WAIT on B' },
        isTrue: (f) => f.tablesAt('B', s(2)).connections === CLIENTS,
      },
      {
        says: { zh: 'B 的 TIME-WAIT', en: 'in TIME-WAIT on B' },
        isTrue: (f) => f.tablesAt('B', s(2)).timeWait === CLIENTS,
      },
      {
        says: { zh: 'A 的 TIME-WAIT', en: 'in TIME-WAIT on A' },
        isTrue: (f) => f.tablesAt('A', s(2)).timeWait === CLIENTS,
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
    inCloseWait(s(2), 0),
    count(
      { zh: '2 秒时 A 有 50 条 TIME-WAIT', en: 'at 2 s A has 50 in TIME-WAIT' },
      (f) => f.tablesAt('A', s(2)).timeWait,
      CLIENTS,
    ),
    count(
      { zh: '最后两边都一条不剩', en: 'in the end nobody has any' },
      (f) => {
        const { a, b } = { a: f.tablesAt('A', s(100)), b: f.tablesAt('B', s(100)) };
        return a.connections + a.timeWait + b.connections + b.timeWait;
      },
      0,
    ),
    closes('B', null),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A101', action: 'drop' }] },
};

export const closeWaitKeepAlive: Exhibit = {
  id: 'leak/close-wait-keepalive',
  shelf: 'alive',
  title: { zh: '保活能清掉 CLOSE-WAIT 吗？', en: 'Does keep-alive clear CLOSE-WAIT?' },
  story: {
    zh: '还是那个忘了 close() 的程序，不过每条连接都打开了保活。A 的 FIN-WAIT-2 在 60 秒时到期，两小时后 B 发探测。看 A 怎样回答，50 条 CLOSE-WAIT 还剩几条，应用得到什么。',
    en: 'The program that forgets close() again, but with keep-alive on every connection. FIN-WAIT-2 of A is over after 60 s, and after two hours B probes. See how A answers, how many of the 50 stay in CLOSE-WAIT, and what the application is told.',
  },
  point: {
    zh: '能，但全靠对端已经忘了这条连接：A 回 RST，50 条一下子全没了，应用得到 EPIPE。A 的应用若还握着套接字（一直在 FIN-WAIT-2），探测换来的是 ACK，CLOSE-WAIT 照样留着。',
    en: 'It may, but only because the peer has forgotten: A answers with RSTs, all 50 are gone at once, and the application is told EPIPE. If the application of A still held its sockets, for ever in FIN-WAIT-2, the probes would be answered with ACKs and CLOSE-WAIT would stay.',
  },
  items: [94, 96],
  experiment: 'E19',
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
        isTrue: (f) => f.sent('A', 'R').length === 1,
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
    inCloseWait(s(7200), 50),
    inCloseWait(s(7202), 0),
    count(
      {
        zh: '每条连接一个探测，共换来 50 个 RST',
        en: 'one probe for each connection of B, and 50 RSTs',
      },
      (f) => tally(f.counts('B').arrived, 'R'),
      CLIENTS,
    ),
    timed(
      {
        zh: '探测发出时，离最后一次听到 A 整 7200 秒',
        en: 'the probe goes exactly 7200 s after A was last heard',
      },
      (f) => f.expiries('B', 'keep-alive').at(-1) ?? 0,
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
