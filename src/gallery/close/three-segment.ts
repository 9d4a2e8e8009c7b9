import { count, endsIn, states, timed, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { at, CLOSES_AT, onEnd } from './helpers.ts';

/** How many segments there are from the first FIN on. */
const closing = (f: Facts): number => f.segments().filter((g) => g.sentAt >= CLOSES_AT).length;

export const threeSegment: Exhibit = {
  id: 'close/three-segment',
  shelf: 'close',
  title: { zh: 'B 的应用马上关闭，要几个报文段？', en: 'When the server closes at once' },
  story: {
    zh: 'B 的应用一读到 EOF 就调用 close()，一刻也不耽误。看 B 的 ACK 和 FIN 是分开走还是一起走，A 从 FIN-WAIT-1 起经过哪些状态、各待多久。再让 B 的应用慢一点才反应：ACK 等不及就先走了。还可以让它有话要说，看单凭数据会不会把 ACK 和 FIN 分开。',
    en: 'The application of B calls close() the moment it reads the end. See whether its ACK and its FIN travel apart or together, and which states A passes from FIN-WAIT-1 on, each for how long. Then let the application of B react later: the ACK does not wait for it. Or give it something left to say, and see whether data alone parts ACK and FIN.',
  },
  point: {
    zh: '应用赶在 ACK 发出之前关闭，ACK 和 FIN 就合成一个报文段：A 先算收到 ACK，进 FIN-WAIT-2，同一时刻又算收到 FIN，进 TIME-WAIT，在 FIN-WAIT-2 里待了 0 秒。之所以一般是四个，是因为时间（应用要过一会儿才反应），不是因为数据：不到一个 MSS 的数据，可以和 FIN 一起走；再多，多出来的是数据报文段，ACK 也随第一个数据走，没有单独的。',
    en: 'An application that closes before the ACK has gone makes ACK and FIN one segment: A takes the ACK first and is in FIN-WAIT-2, then the FIN, and is in TIME-WAIT at the same moment, after 0 s. What makes it four is time, how long the application takes, not data: less than an MSS of it travels with the FIN, and of more the segments of text are what is added, the first of which brings the ACK.',
  },
  items: [47, 58],
  experiment: 'E09',
  errata: [
    {
      note: 'N9',
      says: {
        zh: '笔记 S0、S2、S3、S4 都说 ACK 和 FIN 不能合并：能合并，RFC 9293 3.3.2 节的注 2 就提到这种转换；四个只是一般情况。',
        en: 'Notes S0, S2, S3 and S4 say that ACK and FIN cannot be merged: they can, and note 2 in RFC 9293 section 3.3.2 tells of that transition; four is the general case.',
      },
    },
  ],
  parameters: {
    octets: {
      says: { zh: 'B 还要发的字节数', en: 'octets that B still has to send' },
      unit: 'octets',
      value: 0,
      least: 0,
      most: 20_000,
    },
    reaction: {
      says: { zh: 'B 的应用过多久才反应', en: 'how long the application of B takes to react' },
      unit: 'microseconds',
      value: 0,
      least: 0,
      most: s(5),
    },
  },
  build: ({ octets = 0, reaction = 0 }) => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      ...(octets > 0 ? [onEnd('B', reaction, { call: 'send', octets })] : []),
      onEnd('B', reaction, { call: 'close' }),
    ],
  }),
  tries: [
    {
      interventions: [],
      values: { reaction: ms(10) },
      says: { zh: 'B 晚 10 毫秒反应：四个报文段', en: 'B reacts 10 ms later: four segments' },
    },
    {
      interventions: [],
      values: { octets: 50 },
      says: {
        zh: 'B 马上反应，还有 50 字节：数据、ACK、FIN 同在一个报文段，仍是三个',
        en: 'B reacts at once and has 50 octets: text, ACK and FIN in one segment, still three',
      },
    },
    {
      interventions: [{ kind: 'what-if', id: 'forceThreeClose', host: 'B' }],
      values: { octets: 50, reaction: ms(10) },
      says: {
        zh: '强迫 B 立刻关闭，而它还有 50 字节：A 什么也读不到',
        en: 'force B to close at once while it has 50 octets left: A reads none',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 没有数据，应用马上关闭。关闭用了几个报文段？',
      en: 'B has no data and closes at once. How many segments does closing take?',
    },
    answers: [2, 3, 4].map((n) => ({
      says: { zh: `${n} 个`, en: `${n}` },
      isTrue: (f) => closing(f) === n,
    })),
  },
  checks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B F. 301 a102', 'A . 102 a302']),
    count({ zh: '关闭用了 3 个报文段', en: 'three segments close' }, closing, 3),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED']),
    timed(
      { zh: 'A 在 FIN-WAIT-2 里停留的时间是 0', en: 'A spends no time at all in FIN-WAIT-2' },
      (f) => f.dwelt('A', 'FIN-WAIT-2'),
      0,
    ),
    timed(
      { zh: 'B 在 CLOSE-WAIT 里停留的时间是 0', en: 'B spends no time at all in CLOSE-WAIT' },
      (f) => f.dwelt('B', 'CLOSE-WAIT'),
      0,
    ),
    endsIn('A', 'CLOSED'),
    endsIn('B', 'CLOSED'),
  ],
  refutedBy: { values: { reaction: ms(10) } },
};
