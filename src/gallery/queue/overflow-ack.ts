import { closes, count, endsIn, holds, stateAt, states, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit, Values } from '../exhibit.ts';
import { tally } from '../facts.ts';
import { connectAs, held, ISS_A, ISS_B, listenOn80, sentExactly } from './helpers.ts';

/** When B repeats its SYN-ACK to client 4, whose SYN came at 170 ms. */
const REPEATS = [0, 1, 3, 7, 15, 31].map((t) => s(t) + ms(170));
/** The same six segments again and again: a SYN-ACK, and the ACK that is ignored. */
const ROUND = ['B S. 3300 a3101', 'A . 3101 a3301'];

const parameters = {
  every: {
    says: { zh: '相邻两个客户端的间隔', en: 'time from one client to the next' },
    unit: 'microseconds',
    value: ms(40),
    least: 0,
    most: ms(200),
  },
} as const;

/** Four clients within 120 ms, a backlog of 2, nobody accepts; B may answer an overflow in either way. */
const build =
  (acceptOverflow: 'drop' | 'reset') =>
  ({ every = 0 }: Values) => ({
    hosts: [client({ iss: ISS_A }), server({ iss: ISS_B, set: { acceptOverflow } })],
    cables: [CABLE],
    steps: [listenOn80(2, false), ...[1, 2, 3, 4].map((n) => connectAs(n, (n - 1) * every))],
    until: s(70),
  });

export const overflowAck: Exhibit = {
  id: 'queue/overflow-ack',
  shelf: 'queue',
  title: { zh: '全连接队列溢出：两边看法不一', en: 'Overflow: the two sides disagree' },
  story: {
    zh: 'B 调用 listen(2)，不调用 accept()；四个客户端在 120 毫秒内先后到来，第四个 SYN 到时两个队列都还有空。看客户端 4 的最后一个 ACK：它到达时全连接队列已有 3 条；再看 B 此后还发不发 SYN+ACK。',
    en: 'B calls listen(2) and never accept(); four clients come within 120 ms, and the fourth SYN still finds room. Look at the last ACK of client 4: when it comes the accept queue holds 3; and see whether B goes on to send SYN+ACKs.',
  },
  point: {
    zh: 'B 不理那个 ACK，留着半连接，照常重发 SYN+ACK：客户端 4 自认为 ESTABLISHED，B 那边一直是 SYN-RECEIVED，63 秒后连半连接也删了。connect() 成功，不等于对端的应用收下了连接。',
    en: 'B ignores that ACK, keeps the row and repeats its SYN+ACK: client 4 believes itself ESTABLISHED while B has it in SYN-RECEIVED, and after 63 s not at all. A connect() that succeeds is not an application that took the connection.',
  },
  focus: [4],
  items: [11, 29, 37],
  experiment: 'E17',
  parameters,
  build: build('drop'),
  tries: [
    {
      interventions: [],
      values: { every: 0 },
      says: {
        zh: '四个 SYN 同时到：半连接队列只容得下 3 项（Linux 也用 backlog + 1 限制它），第四个得到 SYN cookie，B 什么也不记',
        en: 'all four SYNs at one instant: the SYN queue has room for 3 (Linux bounds it by backlog + 1 too), so the fourth gets a SYN cookie and B keeps nothing',
      },
    },
    {
      interventions: [{ kind: 'set', host: 'B', field: 'acceptOverflow', value: 'reset' }],
      says: { zh: '溢出时回 RST', en: 'answer the overflow with a RST' },
    },
  ],
  question: {
    asks: {
      zh: '10 秒时，客户端 4 的连接两端各是什么状态？',
      en: 'At 10 s, what are the two ends of client 4?',
    },
    answers: (
      [
        ['SYN-SENT', null],
        ['ESTABLISHED', 'SYN-RECEIVED'],
        ['ESTABLISHED', 'ESTABLISHED'],
        ['CLOSED', 'CLOSED'],
      ] as const
    ).map(([a, b]) => ({
      says: {
        zh: `A：${a}，B：${b ?? '没有这条连接'}`,
        en: `A: ${a}, B: ${b ?? 'has no such connection'}`,
      },
      isTrue: (f) => f.stateAt('A', s(10), 4) === a && f.stateAt('B', s(10), 4) === b,
    })),
  },
  checks: [
    held('synQueue', ms(170), 3),
    held('acceptQueue', ms(230), 3),
    wire(['A S 3100', ...ROUND, ...ROUND, ...ROUND, ...ROUND, ...ROUND, ...ROUND], 4),
    sentExactly('B', 'S.', REPEATS, 4),
    states('B', ['SYN-RECEIVED', 'CLOSED'], 4),
    stateAt('A', ms(220), 'ESTABLISHED', 4),
    stateAt('B', ms(62_999), 'SYN-RECEIVED', 4),
    stateAt('B', ms(63_170), 'CLOSED', 4),
    endsIn('A', 'ESTABLISHED', 4),
    count(
      {
        zh: '客户端 4 的 6 个 ACK 都没人理：全连接队列已满',
        en: 'all 6 ACKs of client 4 are ignored because the accept queue is full',
      },
      (f) => tally(f.counts('B').dropped, 'accept-queue-full'),
      6,
    ),
  ],
  refutedBy: {
    interventions: [{ kind: 'set', host: 'B', field: 'acceptOverflow', value: 'reset' }],
  },
};

export const abortOnOverflow: Exhibit = {
  id: 'queue/abort-on-overflow',
  shelf: 'queue',
  title: { zh: '溢出时换一种办法：回 RST', en: 'Or answer the overflow with a RST' },
  story: {
    zh: '和上一例（queue/overflow-ack）相同的四个客户端，只是 B 打开了 tcp_abort_on_overflow。客户端 4 的最后一个 ACK 到了却没有位置：看 B 当场发什么，A 那时已在什么状态，应用先后得到什么。',
    en: 'The same four clients as in queue/overflow-ack, but B has tcp_abort_on_overflow on. There is no room for the last ACK of client 4: see what B sends at once, in which state A is when it comes, and what its application hears.',
  },
  point: {
    zh: 'A 刚以为连上，就得到 RST：两边的看法马上一致了，代价是客户端没有机会再等。不理 ACK、等 accept() 腾出位置，本可以挺过短暂的高峰，所以 Linux 默认不打开它。',
    en: 'A, connected a moment ago, gets a RST: the two sides agree at once, but a short burst that silence would have survived is now a failure. That is why Linux leaves it off.',
  },
  focus: [4],
  items: [37, 95],
  experiment: 'E17',
  parameters,
  build: build('reset'),
  tries: [
    {
      interventions: [{ kind: 'set', host: 'B', field: 'acceptOverflow', value: 'drop' }],
      says: { zh: '恢复默认：忽略 ACK', en: 'as by default: ignore the ACK' },
    },
  ],
  question: {
    asks: { zh: '客户端 4 的应用知道了什么？', en: 'What is the application of client 4 told?' },
    answers: [
      {
        says: { zh: '什么错也没有：一直连着', en: 'nothing wrong: it stays connected' },
        isTrue: (f) => f.ended('A', 'client 4') === undefined,
      },
      {
        says: { zh: 'connect() 失败：ECONNREFUSED', en: 'connect() fails: ECONNREFUSED' },
        isTrue: (f) => f.ended('A', 'client 4') === 'ECONNREFUSED',
      },
      {
        says: {
          zh: 'connect() 成功，随后：ECONNRESET',
          en: 'connect() succeeds, then ECONNRESET',
        },
        isTrue: (f) =>
          f.calls('A', 'connected', 'client 4').length === 1 &&
          f.ended('A', 'client 4') === 'ECONNRESET',
      },
      {
        says: { zh: '等了很久：ETIMEDOUT', en: 'after a long wait, ETIMEDOUT' },
        isTrue: (f) => f.ended('A', 'client 4') === 'ETIMEDOUT',
      },
    ],
  },
  checks: [
    wire(['A S 3100', ...ROUND, 'B R 3301'], 4),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'CLOSED'], 4),
    states('B', ['SYN-RECEIVED', 'CLOSED'], 4),
    closes('A', 'ECONNRESET', 'client 4'),
    held('synQueue', ms(270), 0),
    holds({ zh: '客户端 1 到 3 不受影响', en: 'clients 1 to 3 are not affected' }, (f) =>
      [1, 2, 3].every(
        (n) => f.endState('A', n) === 'ESTABLISHED' && f.endState('B', n) === 'ESTABLISHED',
      ),
    ),
  ],
  refutedBy: {
    interventions: [{ kind: 'set', host: 'B', field: 'acceptOverflow', value: 'drop' }],
  },
};
