import { closes, count, stateAt, states, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { at, CLOSES_AT } from './helpers.ts';

/** Ten full segments, the first window, from 101. */
const WINDOW = Array.from({ length: 10 }, (_, i) => {
  const from = 101 + i * 1460;
  return `A . ${from}:${from + 1460} a301`;
});

export const abort: Exhibit = {
  id: 'close/abort',
  shelf: 'close',
  title: { zh: '不想等：ABORT，立刻 RST', en: 'No patience: ABORT sends a RST' },
  story: {
    zh: 'A 写下 100000 字节，10 毫秒后中止连接（ABORT，相当于 SO_LINGER 设为 0 再 close）。看 RST 什么时候发出，A 从 ESTABLISHED 去了哪里，B 拿到了多少字节。',
    en: 'A writes 100,000 octets and aborts 10 ms later (ABORT; in sockets, close with SO_LINGER 0). See when the RST goes, where A goes from ESTABLISHED, and how many octets B gets.',
  },
  point: {
    zh: '中止不是关闭：没有 FIN，没有确认，没有 TIME-WAIT；没发的 85400 字节作废，B 只读到已在路上的 14600 字节，然后是 ECONNRESET。',
    en: 'An abort is no close: no FIN, no ACK, no TIME-WAIT. The 85,400 octets not yet sent are void; B reads the 14,600 under way and is told ECONNRESET.',
  },
  items: [50],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'send', octets: 100_000 }),
      at('A', CLOSES_AT + ms(10), { call: 'abort' }),
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A13', action: 'drop' }],
      says: {
        zh: '丢掉 RST：B 从此不知道 A 已经走了',
        en: 'lose the RST: B will not know that A is gone',
      },
    },
  ],
  question: {
    asks: { zh: 'RST 之后 A 处于什么状态？', en: 'What state is A in after its RST?' },
    answers: ['FIN-WAIT-1', 'TIME-WAIT', 'CLOSED'].map((state) => ({
      says: { zh: state, en: state },
      isTrue: (f) => f.stateAt('A', CLOSES_AT + ms(10)) === state,
    })),
  },
  checks: [
    wire([
      ...HANDSHAKE,
      ...WINDOW,
      'A R. 14701 a301',
      'B . 301 a14701 # it left before the RST arrived',
      'A R 14701 # nobody is here',
    ]),
    stateAt('A', CLOSES_AT + ms(10), 'CLOSED'),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'CLOSED']),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSED']),
    closes('B', 'ECONNRESET'),
    count(
      { zh: 'B 读到 14600 字节', en: 'B reads 14,600 octets' },
      (f) => f.octetsRead('B'),
      14_600,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A13', action: 'drop' }] },
};
