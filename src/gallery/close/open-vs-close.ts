import type { Step } from '../../sim/scenario.ts';
import { count, holds, timed, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { at, CLOSES_AT, onEnd } from './helpers.ts';

/** A second connection beside the first, to port 81. */
const SECOND = 'slow';
const beside: readonly Step[] = [
  at('B', 0, { call: 'listen', port: 81, socket: SECOND }),
  at('A', 0, { call: 'connect', to: 'B', port: 81, socket: SECOND }),
  at('A', CLOSES_AT, { call: 'close', socket: SECOND }),
];

/** How long B takes from the arrival of a flag's segment to its own segment with that flag. */
function delayOf(f: Facts, flag: 'S' | 'F', flow: number): number {
  const asks = f.segments(flow).find((g) => g.from === 'A' && g.flags.includes(flag));
  const answers = f.segments(flow).find((g) => g.from === 'B' && g.flags.includes(flag));
  return (answers?.sentAt ?? 0) - (asks?.arrivedAt ?? 0);
}

export const openVsClose: Exhibit = {
  id: 'close/open-vs-close',
  shelf: 'close',
  title: { zh: '为什么建立是三次，关闭却是四次？', en: 'Why three to open and four to close?' },
  story: {
    zh: '同一对主机之间有两条连接：一条的服务器应用马上关闭，另一条的过 300 毫秒才关闭。数一数两条各用几个报文段建立、几个关闭；看 SYN+ACK 是谁决定发的，FIN 又是谁。',
    en: 'Two connections side by side: one server application closes at once, the other after 300 ms. Count how many segments open and close each of them; and see on whose decision a SYN+ACK is sent, and on whose a FIN.',
  },
  point: {
    zh: '建立时，ACK 和 SYN 总能合并：TCP 自己就能答复，两条都是三个。关闭时，ACK 归 TCP，FIN 归应用，中间隔着应用要花的时间，所以一条三个，一条四个。',
    en: 'To open, ACK and SYN can always be merged: TCP answers by itself, three segments each time. To close, the ACK is up to TCP and the FIN to the application, whose time lies between them: three for one, four for the other.',
  },
  items: [62],
  parameters: {
    reaction: {
      says: {
        zh: '第二条连接的服务器应用过多久才关闭',
        en: 'how long the second application takes',
      },
      unit: 'microseconds',
      value: ms(300),
      least: ms(1),
      most: ms(30_000),
    },
  },
  build: ({ reaction = ms(300) }) => ({
    hosts: [client({ iss: [100, 500] }), server({ iss: [300, 700] })],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      ...beside,
      onEnd('B', 0, { call: 'close' }),
      onEnd('B', reaction, { call: 'close', socket: SECOND }),
    ],
  }),
  whatIfs: [
    { id: 'mergedClose', host: 'B' },
    { id: 'splitSynAck', host: 'B' },
  ],
  question: {
    asks: {
      zh: '建立时 B 把 ACK 和 SYN 合在一起；关闭时为什么不把 ACK 和 FIN 也合在一起？',
      en: 'B merges ACK and SYN when opening. Why not ACK and FIN when closing?',
    },
    answers: [
      {
        says: {
          zh: '标准不许：ACK 和 FIN 不能在同一个报文段里',
          en: 'the standard forbids ACK and FIN in one segment',
        },
        isTrue: (f) => !f.segments().some((g) => g.from === 'B' && g.flags === 'F.'),
      },
      {
        says: {
          zh: 'FIN 要等应用：应用马上关闭，就能合并',
          en: 'the FIN waits for the application: when that closes at once, they are merged',
        },
        isTrue: (f) => f.segments(1).length === 6 && f.segments(2).length === 7,
      },
      {
        says: {
          zh: '网络有延迟：离得近就能合并',
          en: 'because of the delay of the network: nearby they would be merged',
        },
        isTrue: (f) => f.segments(1).length === 7,
      },
    ],
  },
  checks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B F. 301 a102', 'A . 102 a302'], 1),
    wire(
      [
        ...['A S 500', 'B S. 700 a501', 'A . 501 a701'],
        ...['A F. 501 a701', 'B . 701 a502', 'B F. 701 a502', 'A . 502 a702'],
      ],
      2,
    ),
    count(
      {
        zh: '建立：两条连接上，SYN 都立刻换来 SYN',
        en: 'opening: each SYN is answered with a SYN at once',
      },
      (f) => delayOf(f, 'S', 1) + delayOf(f, 'S', 2),
      0,
    ),
    count(
      {
        zh: '关闭：第一条上，FIN 立刻换来 FIN',
        en: 'closing: the first FIN is answered with a FIN at once',
      },
      (f) => delayOf(f, 'F', 1),
      0,
    ),
    timed(
      {
        zh: '关闭：第二条上，FIN 过 300 毫秒才换来 FIN',
        en: 'closing: the second one after 300 ms',
      },
      (f) => delayOf(f, 'F', 2),
      ms(300),
    ),
    holds(
      {
        zh: '第二条连接的 ACK 却没有等：FIN 到达的那一刻就发出',
        en: 'yet the ACK of the second did not wait: it left the moment the FIN arrived',
      },
      (f) => {
        const fin = f.segments(2).find((g) => g.from === 'A' && g.flags === 'F.');
        const ack = f.segments(2).find((g) => g.from === 'B' && g.flags === '.');
        return fin?.arrivedAt === ack?.sentAt && ack?.ack === 502;
      },
    ),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'mergedClose', host: 'B' }] },
};
