import { closes, count, reads, states, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { at, CLOSES_AT, onEnd } from './helpers.ts';

const OTHER = 'shut';

export const closeVsShutdown: Exhibit = {
  id: 'close/close-vs-shutdown',
  shelf: 'close',
  title: { zh: 'close(2) 还是 shutdown(SHUT_WR)？', en: 'close(2) or shutdown(SHUT_WR)?' },
  story: {
    zh: '两条一样的连接，B 都还有 10 字节要说。第一条上 A 用 close(2)，连听也不听了；第二条上 A 用 shutdown(SHUT_WR)，只是说完了。比一比两个 FIN，再看 B 的数据在两条连接上各换来什么。',
    en: 'Two connections alike; on both B has ten octets left to say. On the first A uses close(2) and listens no more; on the second it uses shutdown(SHUT_WR) and has only finished talking. Compare the two FINs, and then what the data of B draws on each.',
  },
  point: {
    zh: '两个 FIN 一模一样，后面的事不一样。RFC 9293 的 CLOSE 只关发送方向，对应 shutdown(SHUT_WR)；close(2) 连接收也放弃了，此后到的数据没人读，只好回 RST（RFC 9293 3.6.1 节）。',
    en: 'The FINs are the same, what follows is not. CLOSE of RFC 9293 ends sending only, as shutdown(SHUT_WR) does; close(2) gives up receiving too, and data that nobody will read is answered with a RST (RFC 9293 section 3.6.1).',
  },
  items: [54, 60],
  experiment: 'E10',
  build: () => ({
    hosts: [client({ iss: [100, 500] }), server({ iss: [300, 700] })],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'release' }),
      onEnd('B', ms(100), { call: 'send', text: 'last words' }),
      onEnd('B', ms(500), { call: 'close' }),
      at('B', 0, { call: 'listen', port: 81, socket: OTHER }),
      at('A', 0, { call: 'connect', to: 'B', port: 81, socket: OTHER }),
      at('A', CLOSES_AT, { call: 'close', socket: OTHER }),
      onEnd('B', ms(100), { call: 'send', text: 'last words', socket: OTHER }),
      onEnd('B', ms(500), { call: 'close', socket: OTHER }),
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'profile', host: 'B', name: 'rfc' }],
      says: {
        zh: 'B 换成 rfc：应用得到 ECONNRESET；Linux 在 CLOSE-WAIT 里给的是 EPIPE',
        en: 'B as rfc: its application is told ECONNRESET, where Linux says EPIPE in CLOSE-WAIT',
      },
    },
  ],
  question: {
    asks: {
      zh: 'A 调用 close(2) 之后，B 再发数据会怎样？',
      en: 'A has called close(2); what becomes of the data that B still sends?',
    },
    answers: [
      {
        says: {
          zh: '送达：A 在 FIN-WAIT-2，还能收',
          en: 'it is delivered: A is in FIN-WAIT-2 and can receive',
        },
        isTrue: (f) => f.read('A') === 'last words',
      },
      {
        says: {
          zh: '丢弃：A 不作声，B 的连接正常结束',
          en: 'A drops it silently, and the connection of B ends properly',
        },
        isTrue: (f) => f.read('A') === '' && f.ended('B') === null,
      },
      {
        says: {
          zh: '退回 RST：B 的应用得到错误',
          en: 'A answers with a RST, and B is told an error',
        },
        isTrue: (f) => f.sent('A', 'R').length === 1 && f.ended('B') === 'EPIPE',
      },
    ],
  },
  checks: [
    wire(
      [
        ...HANDSHAKE,
        'A F. 101 a301',
        'B . 301 a102',
        'B P. 301:311 a102',
        'A R 102 # nobody will read it',
      ],
      1,
    ),
    wire(
      [
        ...['A S 500', 'B S. 700 a501', 'A . 501 a701', 'A F. 501 a701', 'B . 701 a502'],
        ...['B P. 701:711 a502', 'A . 502 a711', 'B F. 711 a502', 'A . 502 a712'],
      ],
      2,
    ),
    reads('A', ''),
    closes('B', 'EPIPE'),
    reads('A', 'last words', OTHER),
    closes('B', null, OTHER),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSED'], 1),
    count(
      { zh: '两条连接上 A 各发一个 FIN，除序号外一模一样', en: 'the FIN of A is the same on both' },
      (f) => f.sent('A', 'F.').filter((g) => g.sentAt === CLOSES_AT && g.length === 0).length,
      2,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A7', action: 'drop' }] },
};
