import { count, endsIn, sentAt, timed, wire } from '../checks.ts';
import { at, CLOSES_AT, onEnd } from '../close/helpers.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';

/** One-way delay under which the RTO of Linux is 208 ms, as it was when this was measured on a kernel. */
const NEAR = ms(4);
/** When the FIN of B goes, and each time again: the RTO doubles. */
const FIN_TIMES = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => 0.304 + 0.208 * (2 ** n - 1));

const lastAck = (f: Facts): number => f.dwelt('B', 'LAST-ACK');

export const noFourth: Exhibit = {
  id: 'ablate/no-fourth',
  shelf: 'why-close',
  title: { zh: '假如没有第四次挥手', en: 'What if there were no fourth segment?' },
  story: {
    zh: '假如先关的 A 收到 B 的 FIN，从不确认。FIN 明明到了，B 却无从得知。看它在 LAST-ACK 里做什么、待多久（RTO 是 208 毫秒）；照标准来，LAST-ACK 只有 8 毫秒，一个往返。',
    en: 'What if A, who closed first, never acknowledged the FIN of B? It arrives, and B cannot know. See what B does in LAST-ACK, and for how long (its RTO is 208 ms); by the book LAST-ACK lasts 8 ms, one round trip.',
  },
  point: {
    zh: '没有第四个报文段，B 分不清 FIN 是到了还是丢了：白发 8 个 FIN，间隔逐次翻倍，多占 106 秒，而且每次关闭都以超时收场。',
    en: 'Without the fourth, B cannot tell "it arrived" from "it was lost": 8 FINs for nothing, a connection held for 106 s, and every close ends in a timeout.',
  },
  items: [65],
  experiment: 'E11',
  errata: [
    {
      note: 'N14',
      says: {
        zh: '笔记 S4 说服务端会“一直等待”：结论对（第四次不能省），“一直”不对：没有主人的连接重发 8 次就放弃，约 106 秒。',
        en: 'Note S4 has the server wait without end: its conclusion holds (the fourth cannot go), its "without end" does not: an orphan gives up after 8 repetitions, about 106 s.',
      },
    },
  ],
  build: () => ({
    hosts: [client({ whatIfs: ['noFourth'] }), server()],
    cables: [{ ...CABLE, delay: NEAR }],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(100), { call: 'release' }),
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'set', host: 'B', field: 'orphanRetries', value: 3 }],
      says: { zh: '让 B 只重发 3 次', en: 'have B try three times only' },
    },
  ],
  question: {
    asks: {
      zh: 'A 从不确认 B 的 FIN，B 最后怎样？',
      en: 'A never acknowledges the FIN of B. How does B end?',
    },
    answers: [
      {
        says: { zh: '发出 FIN 就结束：不需要 ACK', en: 'once its FIN is out: it needs no ACK' },
        isTrue: (f) => f.endState('B') === 'CLOSED' && lastAck(f) < ms(100),
      },
      {
        says: { zh: '永远停在 LAST-ACK：FIN 发个不停', en: 'it stays in LAST-ACK for ever' },
        isTrue: (f) => f.endState('B') === 'LAST-ACK',
      },
      {
        says: {
          zh: '约 106 秒后放弃：重发了 8 次',
          en: 'it gives up after 8 repetitions, about 106 s',
        },
        isTrue: (f) => f.endState('B') === 'CLOSED' && lastAck(f) > s(100) && lastAck(f) < s(112),
      },
      {
        says: {
          zh: '60 秒后被重置：A 的 TIME-WAIT 到头了',
          en: 'a RST when TIME-WAIT of A is over, 60 s',
        },
        isTrue: (f) => f.sent('A').some((g) => g.flags.includes('R')),
      },
    ],
  },
  checks: [
    sentAt('B', 'F.', FIN_TIMES),
    count(
      {
        zh: '9 个 FIN 全都到达了 A，没有一个得到确认',
        en: 'all 9 FINs reach A, and none is acknowledged',
      },
      (f) =>
        f.sent('B', 'F.').filter((g) => g.arrivedAt !== null).length +
        f.sent('A').filter((g) => g.ack === 302).length,
      9,
    ),
    count(
      { zh: 'B 白白重发了 8 次', en: '8 repetitions for nothing' },
      (f) => f.sent('B', 'F.').filter((g) => g.retransmission).length,
      8,
    ),
    timed(
      { zh: 'LAST-ACK 长 511×208 毫秒 = 106.288 秒', en: 'LAST-ACK lasts 511×208 ms = 106.288 s' },
      lastAck,
      511 * ms(208),
    ),
    endsIn('B', 'CLOSED'),
  ],
  standardChecks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B . 301 a102', 'B F. 301 a102', 'A . 102 a302']),
    sentAt('B', 'F.', [0.304]),
    timed(
      { zh: 'LAST-ACK 只有 8 毫秒，一个往返', en: 'LAST-ACK lasts 8 ms, one round trip' },
      lastAck,
      ms(8),
    ),
    endsIn('B', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noFourth', host: 'A', off: true }] },
};
