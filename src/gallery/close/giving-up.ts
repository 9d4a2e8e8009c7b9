import { closes, count, endsIn, holds, sentAt, stateAt, states, timed, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { at, CLOSES_AT, onEnd } from './helpers.ts';

/** One-way delay under which the RTO of Linux is 208 ms, as it was when this was measured on a kernel. */
const NEAR = ms(4);
/** When the unanswered FIN goes, and each time again: the RTO doubles. */
const FIN_TIMES = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => 0.304 + 0.208 * (2 ** n - 1));

export const lastAckBlackhole: Exhibit = {
  id: 'close/last-ack-blackhole',
  shelf: 'close',
  title: {
    zh: '最后的 ACK 永远不来：B 会等多久？',
    en: 'The last ACK never comes: how long does B wait?',
  },
  story: {
    zh: 'B 的应用关了连接，撒手不管；这时 A 的网线断了，再也没有回音。看 B 在 LAST-ACK 里怎样重发 FIN：间隔怎样变，一共几次，最后一次之后又怎样。往返时间取 8 毫秒，这样 RTO 与 Linux 上实测的相同，208 毫秒。',
    en: 'B has closed and let go when the cable of A is cut, and nothing ever answers. See how B, in LAST-ACK, repeats its FIN: how the intervals change, how many there are, and what follows the last. The round trip is 8 ms, for the RTO of 208 ms that was measured on Linux.',
  },
  point: {
    zh: '间隔从 RTO 起每次翻倍，8 次之后放弃。等待有上限，不是“无限”：RTO×(2⁹−1)，RTO 为 208 毫秒时约 106 秒。上限由 RTO 和重传次数决定。',
    en: 'The intervals double from the RTO, and B gives up after 8. The wait is bounded, not "for ever": RTO×(2⁹−1), about 106 s for an RTO of 208 ms. The bound follows from RTO and number of tries.',
  },
  items: [65],
  errata: [
    {
      note: 'N14',
      says: {
        zh: '笔记 S4 说没有最后的 ACK 服务端会“无限等待”：没有主人的连接（孤儿）在 Linux 上重发 8 次 FIN 就放弃，RTO 为 208 毫秒时约 106 秒；应用还握着套接字时由 R2 决定，更久，但也有上限。',
        en: 'Note S4 has the server wait without end for the last ACK: on Linux an orphan gives up after 8 repetitions of its FIN, about 106 s when the RTO is 208 ms; while the application holds the socket R2 decides, which is longer, but a bound as well.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server()],
    cables: [{ ...CABLE, delay: NEAR }],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(100), { call: 'release' }),
      at('A', ms(305), { call: 'unplug' }),
    ],
  }),
  whatIfs: [{ id: 'noRetransmit', host: 'B' }],
  tries: [
    {
      interventions: [{ kind: 'set', host: 'B', field: 'orphanRetries', value: 3 }],
      says: { zh: '让 B 只重发 3 次', en: 'have B try three times only' },
    },
    {
      interventions: [{ kind: 'host', host: 'A', what: 'plug', at: s(20) }],
      says: {
        zh: '20 秒时把网线插回去：下一个 FIN 得到确认',
        en: 'plug the cable in at 20 s: the next FIN is acknowledged',
      },
    },
  ],
  question: {
    asks: { zh: 'B 在 LAST-ACK 里待多久？', en: 'How long is B in LAST-ACK?' },
    answers: [
      {
        says: { zh: '永远', en: 'for ever' },
        isTrue: (f) => f.endState('B') === 'LAST-ACK',
      },
      { says: { zh: '60 秒', en: '60 s' }, isTrue: (f) => near(f.dwelt('B', 'LAST-ACK'), s(60)) },
      {
        says: { zh: '约 106 秒', en: 'about 106 s' },
        isTrue: (f) => near(f.dwelt('B', 'LAST-ACK'), s(106)),
      },
      {
        says: { zh: '两小时：等到保活探测', en: 'two hours, until keep-alive finds out' },
        isTrue: (f) => near(f.dwelt('B', 'LAST-ACK'), s(7200)),
      },
    ],
  },
  checks: [
    sentAt('B', 'F.', FIN_TIMES),
    count(
      {
        zh: 'FIN 一共发了 9 次：1 次加 8 次重发',
        en: 'the FIN goes 9 times: once, and 8 times again',
      },
      (f) => f.sent('B', 'F.').length,
      9,
    ),
    timed(
      {
        zh: 'B 在 LAST-ACK 里待了 511×208 毫秒 = 106.288 秒',
        en: 'B is in LAST-ACK for 511×208 ms = 106.288 s',
      },
      (f) => f.dwelt('B', 'LAST-ACK'),
      511 * ms(208),
    ),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED']),
    holds(
      {
        zh: 'B 的应用早已撒手，什么也没听说',
        en: 'the application of B has let go and hears nothing',
      },
      (f) => f.ended('B') === undefined,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'set', host: 'B', field: 'orphanRetries', value: 7 }] },
};

function near(found: number, wanted: number): boolean {
  return Math.abs(found - wanted) <= wanted * 0.05;
}

const OTHER = 'held';

export const finWait2Timeout: Exhibit = {
  id: 'close/fin-wait-2-timeout',
  shelf: 'close',
  title: { zh: 'FIN-WAIT-2 会一直等下去吗？', en: 'Does FIN-WAIT-2 last for ever?' },
  story: {
    zh: '两条连接，B 都不关闭。第一条上 A 用 close(2) 撒了手，成了孤儿；第二条上 A 只用 shutdown(SHUT_WR)，套接字还在应用手里。120 秒时 B 在两条上各写一句：看哪一条上的 A 还在等。',
    en: 'Two connections that B never closes. On the first A lets go with close(2), and it is an orphan; on the second A only uses shutdown(SHUT_WR) and holds the socket. At 120 s B writes on both: see on which of them A is still waiting.',
  },
  point: {
    zh: '孤儿 60 秒就消失，另一条还在等：这个限制（Linux 的 tcp_fin_timeout）只管孤儿。RFC 9293 没有这个定时器；应用还握着套接字，FIN-WAIT-2 就没有期限。',
    en: 'The orphan is gone after 60 s, the other still waits: the limit (tcp_fin_timeout of Linux) is for orphans only. RFC 9293 has no such timer, and while an application holds the socket FIN-WAIT-2 has no end.',
  },
  items: [52],
  experiment: 'E24',
  build: () => ({
    hosts: [client({ iss: [100, 500] }), server({ iss: [300, 700] })],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'release' }),
      at('B', s(120), { call: 'send', text: 'still there?' }),
      at('B', 0, { call: 'listen', port: 81, socket: OTHER }),
      at('A', 0, { call: 'connect', to: 'B', port: 81, socket: OTHER }),
      at('A', CLOSES_AT, { call: 'close', socket: OTHER }),
      at('B', s(120), { call: 'send', text: 'still there?', socket: OTHER }),
    ],
    until: s(600),
  }),
  tries: [
    {
      interventions: [{ kind: 'profile', host: 'A', name: 'rfc' }],
      says: { zh: 'A 换成 rfc：没有这个定时器', en: 'A as rfc: there is no such timer' },
    },
    {
      interventions: [{ kind: 'set', host: 'A', field: 'finWait2', value: s(10) }],
      says: { zh: '把 tcp_fin_timeout 设为 10 秒', en: 'set tcp_fin_timeout to 10 s' },
    },
  ],
  question: {
    asks: {
      zh: 'B 一直不关闭。A 撒手之后，FIN-WAIT-2 有多久？',
      en: 'B never closes. A has let go; how long does FIN-WAIT-2 last?',
    },
    answers: [
      {
        says: { zh: '永远：直到 A 的资源耗光', en: 'for ever, until A runs out of memory' },
        isTrue: (f) => f.endState('A', 1) === 'FIN-WAIT-2',
      },
      { says: { zh: '60 秒', en: '60 s' }, isTrue: (f) => f.dwelt('A', 'FIN-WAIT-2', 1) === s(60) },
      {
        says: { zh: '120 秒：2MSL', en: '120 s, 2 MSL' },
        isTrue: (f) => f.dwelt('A', 'FIN-WAIT-2', 1) === s(120),
      },
    ],
  },
  checks: [
    wire(
      [
        ...HANDSHAKE,
        'A F. 101 a301',
        'B . 301 a102',
        'B P. 301:313 a102 # at 120 s',
        'A R 102 # nobody is here any more',
      ],
      1,
    ),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSED'], 1),
    timed(
      {
        zh: '孤儿在 FIN-WAIT-2 里待了整整 60 秒',
        en: 'the orphan is in FIN-WAIT-2 for exactly 60 s',
      },
      (f) => f.dwelt('A', 'FIN-WAIT-2', 1),
      s(60),
    ),
    stateAt('A', s(60.299), 'FIN-WAIT-2', 1),
    stateAt('A', s(60.3), 'CLOSED', 1),
    closes('B', 'EPIPE'),
    wire(
      [
        ...['A S 500', 'B S. 700 a501', 'A . 501 a701', 'A F. 501 a701', 'B . 701 a502'],
        ...['B P. 701:713 a502', 'A . 502 a713'],
      ],
      2,
    ),
    endsIn('A', 'FIN-WAIT-2', 2),
    endsIn('B', 'CLOSE-WAIT', 2),
  ],
  refutedBy: { interventions: [{ kind: 'profile', host: 'A', name: 'rfc' }] },
};
