import { count, holds, reads, stateAt, timed, wire } from '../checks.ts';
import { CABLE, client, ms, server } from '../common.ts';
import type { Exhibit, Question } from '../exhibit.ts';
import { connect, firstRead, listen } from './helpers.ts';

/** Data that rides on the segments of the handshake. */

const TEXT = 'early';

export const dataOn3: Exhibit = {
  id: 'open/data-on-3',
  shelf: 'open',
  title: { zh: '第三个报文段可以带数据', en: 'The third segment may carry data' },
  story: {
    zh: 'A 的应用一连上就写下“early”，于是第三个报文段不是纯 ACK，而是 seq=101、带 5 个字节的 PSH+ACK。它到达时 B 还在 SYN-RECEIVED：看这 5 个字节要等多久才到应用手里。',
    en: 'The application of A writes "early" as soon as it is connected, so the third segment is no pure ACK but a PSH+ACK with seq=101 and 5 octets. B is in SYN-RECEIVED when it arrives: see how long the 5 octets wait for the application.',
  },
  point: {
    zh: '它一到，B 就进入 ESTABLISHED，应用同时读到“early”：第三个报文段的 ACK 已经证明 A 真在那头，数据可以立刻交付，握手只花一个往返。',
    en: 'When it arrives B is ESTABLISHED and delivers at the same moment: the ACK of the third segment proves that A is really there. The handshake costs one round trip and no more.',
  },
  items: [18, 21, 22],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      listen,
      connect,
      { host: 'A', when: { on: 'connected' }, do: { call: 'send', text: TEXT } },
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }],
      says: {
        zh: '丢掉它：数据和握手的 ACK 一起重传',
        en: 'lose it: the data and the ACK of the handshake are repeated together',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 的应用什么时候读到“early”？',
      en: 'When does the application of B read "early"?',
    },
    answers: [
      {
        says: {
          zh: '250 毫秒：握手之后再多一个往返',
          en: 'at 250 ms, a round trip after the handshake',
        },
        isTrue: (f) => firstRead(f, 'B') === ms(250),
      },
      {
        says: { zh: '150 毫秒：跟第三个报文段一起', en: 'at 150 ms, with the third segment' },
        isTrue: (f) => firstRead(f, 'B') === ms(150),
      },
      {
        says: { zh: '50 毫秒：跟 SYN 一起', en: 'at 50 ms, with the SYN' },
        isTrue: (f) => firstRead(f, 'B') === ms(50),
      },
    ],
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101', 'A P. 101:106 a301', 'B . 301 a106']),
    reads('B', TEXT),
    stateAt('B', ms(149), 'SYN-RECEIVED'),
    stateAt('B', ms(150), 'ESTABLISHED'),
    timed(
      {
        zh: 'B 的应用在 150 毫秒读到它，与进入 ESTABLISHED 同时',
        en: 'the application of B reads it at 150 ms, the moment B is ESTABLISHED',
      },
      (f) => firstRead(f, 'B') ?? -1,
      ms(150),
    ),
    count(
      { zh: 'SYN 和 SYN+ACK 都不带数据', en: 'neither SYN nor SYN+ACK carries data' },
      (f) =>
        f
          .segments()
          .filter((x) => x.flags.includes('S'))
          .reduce((n, x) => n + x.length, 0),
      0,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }] },
};

const withText = {
  host: 'A',
  when: { at: 0 },
  do: { call: 'connect', to: 'B', port: 80, synText: TEXT },
} as const;

const acked: Question = {
  asks: {
    zh: 'SYN 带着 5 个字节。B 的 SYN+ACK 确认到哪里？',
    en: 'The SYN carries 5 octets. What does the SYN+ACK of B acknowledge?',
  },
  answers: [
    {
      says: { zh: '100：SYN 也不认', en: '100: it does not take the SYN' },
      isTrue: (f) => f.sent('B', 'S.')[0]?.ack === 100,
    },
    {
      says: { zh: '101：只认 SYN', en: '101: the SYN alone' },
      isTrue: (f) => f.sent('B', 'S.')[0]?.ack === 101,
    },
    {
      says: { zh: '106：SYN 和数据都认', en: '106: the SYN and the data' },
      isTrue: (f) => f.sent('B', 'S.')[0]?.ack === 106,
    },
  ],
};

export const dataOn1: Exhibit = {
  id: 'open/data-on-1',
  shelf: 'open',
  title: { zh: 'SYN 上带数据：Linux 怎么办？', en: 'Data on the SYN: what Linux does' },
  story: {
    zh: 'A 的 SYN 带着“early”，B 照 Linux 的做法（没有 TFO）。看 B 的 SYN+ACK 确认了什么，A 又由此怎样安排那 5 个字节。',
    en: 'The SYN of A carries "early", and B does as Linux does without TFO. See what its SYN+ACK acknowledges, and what A makes of that.',
  },
  point: {
    zh: 'Linux 丢掉数据，只确认 SYN（ack=101）。协议允许 SYN 带数据，接收方也可以不要：没被确认的会在第三个报文段重发，一个字节也不少。Linux 宁可让客户端重发，也不替身份不明的人存数据。',
    en: 'Linux drops the data and acknowledges the SYN alone (ack=101). Data on a SYN is legal, and the receiver may leave it: the third segment brings it again, and nothing is lost. Linux rather has the client repeat it than keep data of somebody unproven.',
  },
  items: [19, 20],
  errata: [
    {
      note: 'N10',
      says: {
        zh: '笔记 S0 说前两次“不能”带数据：RFC 9293 3.5 节允许带，只是要等到 ESTABLISHED 才能交给应用；例外是 TFO（RFC 7413）。',
        en: 'Note S0 says the first two "cannot" carry data: RFC 9293 section 3.5 allows it, only it must not be delivered before ESTABLISHED; TFO (RFC 7413) is the exception.',
      },
    },
  ],
  build: () => ({ hosts: [client(), server()], cables: [CABLE], steps: [listen, withText] }),
  tries: [
    {
      interventions: [{ kind: 'profile', host: 'B', name: 'rfc' }],
      says: {
        zh: 'B 换成 rfc：先存着，进入 ESTABLISHED 再交付',
        en: 'B by the RFC: it keeps the data until ESTABLISHED',
      },
    },
  ],
  question: acked,
  checks: [
    wire(['A S 100:105', 'B S. 300 a101', 'A P. 101:106 a301', 'B . 301 a106']),
    reads('B', TEXT),
    count(
      { zh: 'SYN 上的数据，B 一个字节也没存', en: 'B keeps no octet of the text on the SYN' },
      (f) => f.most('B', 'synText'),
      0,
    ),
    timed(
      { zh: 'B 的应用在 150 毫秒读到', en: 'the application of B reads it at 150 ms' },
      (f) => firstRead(f, 'B') ?? -1,
      ms(150),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'profile', host: 'B', name: 'rfc' }] },
};

export const dataOn1Queued: Exhibit = {
  id: 'open/data-on-1-queued',
  shelf: 'open',
  title: { zh: 'SYN 上带数据：存下来，何时交付？', en: 'Data on the SYN: kept, delivered when?' },
  story: {
    zh: '同样的 SYN，B 改用 RFC 9293 的做法：数据先存着，SYN+ACK 仍只确认 101。看 B 替 A 保管的 5 个字节何时交给应用；A 不知情，又重发一遍，看 B 怎样对待重复的。',
    en: 'The same SYN, and B by RFC 9293: the data is queued, and the SYN+ACK still acknowledges 101. See when the 5 octets are delivered; A does not know of them and repeats them: see what B does with the copy.',
  },
  point: {
    zh: '收下不等于交付（RFC 9293 3.5、3.10.7.2）：没确认这个 SYN 不是旧的，数据就不能让应用看见；代价是每个半连接都要占内存。',
    en: 'To keep is not to deliver (RFC 9293 3.5, 3.10.7.2): no application sees the data before the SYN has proved not to be old. The price is memory for every half-open entry.',
  },
  items: [19, 20],
  build: () => ({
    hosts: [client(), server({ profile: 'rfc' })],
    cables: [CABLE],
    steps: [listen, withText],
  }),
  whatIfs: [{ id: 'deliverSynData', host: 'B' }],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }],
      says: {
        zh: '丢掉第三个报文段：5 个字节多存 300 毫秒，等 A 重传',
        en: 'lose the third segment: the 5 octets are kept for 300 ms more, until A repeats it',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 的应用什么时候读到“early”？',
      en: 'When does the application of B read "early"?',
    },
    answers: [
      {
        says: { zh: '50 毫秒：SYN 一到', en: 'at 50 ms, with the SYN' },
        isTrue: (f) => firstRead(f, 'B') === ms(50),
      },
      {
        says: { zh: '150 毫秒：进入 ESTABLISHED 时', en: 'at 150 ms, when B is ESTABLISHED' },
        isTrue: (f) => firstRead(f, 'B') === ms(150),
      },
      {
        says: { zh: '永远读不到：SYN 上的数据不算数', en: 'never: data on a SYN is thrown away' },
        isTrue: (f) => firstRead(f, 'B') === null,
      },
    ],
  },
  checks: [
    holds(
      {
        zh: 'SYN 带 5 个字节，SYN+ACK 只确认 101',
        en: 'the SYN carries 5 octets, and the SYN+ACK acknowledges 101 alone',
      },
      (f) => f.sent('A', 'S')[0]?.length === 5 && f.sent('B', 'S.')[0]?.ack === 101,
    ),
    holds(
      {
        zh: '从 50 毫秒到 150 毫秒，B 替 A 存着 5 个字节',
        en: 'from 50 ms to 150 ms B keeps 5 octets for A',
      },
      (f) =>
        f.tablesAt('B', ms(50)).synText === 5 &&
        f.tablesAt('B', ms(149)).synText === 5 &&
        f.tablesAt('B', ms(150)).synText === 0,
      (f) => String(f.tablesAt('B', ms(149)).synText),
    ),
    reads('B', TEXT),
    timed(
      {
        zh: 'B 的应用只读到一次：150 毫秒，进入 ESTABLISHED 时',
        en: 'the application of B reads it once, at 150 ms, when B is ESTABLISHED',
      },
      (f) => (f.calls('B', 'read').length === 1 ? (firstRead(f, 'B') ?? -1) : -1),
      ms(150),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'deliverSynData', host: 'B' }] },
};
