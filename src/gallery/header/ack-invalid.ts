import { count, holds, wire } from '../checks.ts';
import { at, CLOSES_AT, onEnd } from '../close/helpers.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';

export const ackInvalid: Exhibit = {
  id: 'hdr/ack-invalid',
  shelf: 'header',
  title: { zh: 'ACK 位为 0，确认号还算数吗？', en: 'Without the ACK bit, does the field count?' },
  story: {
    zh: '先看一条正常的连接：哪些报文段的 ACK 位是 0？再看手工造的两个报文段，确认号都填 12345，一个 ACK 位是 0，一个是 1。看 B 各怎样回答。',
    en: 'First an ordinary connection: which of its segments have no ACK bit? Then two segments made by hand, both with 12345 in the field, one without the bit and one with it. See how B answers each.',
  },
  point: {
    zh: 'ACK 位是 0，B 看也不看那个数，照常回 SYN+ACK；ACK 位是 1，B 当真了，用 RST 拒绝。确认号只在 ACK=1 时有效（RFC 9293 3.1 节）；连接上除了第一个 SYN，每个报文段都带 ACK。',
    en: 'Without the bit B ignores the number and answers SYN+ACK as ever; with it B takes it seriously and refuses with a RST. The acknowledgment number counts only when ACK is set (RFC 9293 section 3.1); on a connection every segment but the first SYN has it set.',
  },
  items: [99, 100],
  errata: [
    {
      note: 'N27',
      says: {
        zh: '笔记 S4 说“每一步都包含一个序列号确认”：第一个 SYN 什么也没确认，它的 ACK 位是 0。',
        en: 'Note S4 has an acknowledgment in every step: the first SYN acknowledges nothing, its ACK bit is 0.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server({ iss: [300, 700] })],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(100), { call: 'close' }),
      at('A', ms(1000), {
        ...{ call: 'inject', from: 'A', to: 'B', sport: 6001, dport: 80 },
        ...{ flags: 'S', seq: 500, ack: 12_345 },
      }),
      at('A', ms(2000), {
        ...{ call: 'inject', from: 'A', to: 'B', sport: 6002, dport: 80 },
        ...{ flags: 'S.', seq: 500, ack: 12_345 },
      }),
    ],
  }),
  question: {
    asks: {
      zh: '一个 SYN 的 ACK 位是 0，确认号却填着 12345。B 怎样回答？',
      en: 'A SYN without the ACK bit has 12345 in the acknowledgment field. What does B answer?',
    },
    answers: [
      {
        says: { zh: 'RST：它没有发过 12344', en: 'a RST: it never sent 12344' },
        isTrue: (f) => f.segments(2)[1]?.flags.includes('R') === true,
      },
      {
        says: { zh: 'SYN+ACK：确认 501', en: 'SYN+ACK, acknowledging 501' },
        isTrue: (f) => f.segments(2)[1]?.flags === 'S.' && f.segments(2)[1]?.ack === 501,
      },
      {
        says: { zh: '什么也不回', en: 'nothing' },
        isTrue: (f) => f.segments(2).length === 1,
      },
    ],
  },
  checks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B . 301 a102', 'B F. 301 a102', 'A . 102 a302'], 1),
    count(
      {
        zh: '连接上 ACK 位为 0 的报文段：1 个',
        en: 'segments of the connection without the ACK bit: 1',
      },
      (f) => f.segments(1).filter((g) => !g.flags.includes('.')).length,
      1,
    ),
    holds(
      {
        zh: '就是第一个，里面的确认号是 0',
        en: 'it is the first, and the number in its field is 0',
      },
      (f) => f.segments(1)[0]?.flags === 'S' && f.segments(1)[0]?.ack === 0,
    ),
    holds(
      {
        zh: '手工造的两个报文段，确认号都是 12345',
        en: 'both segments made by hand have 12345 in the field',
      },
      (f) => f.segments(2)[0]?.ack === 12_345 && f.segments(3)[0]?.ack === 12_345,
    ),
    wire(['A S 500', 'B S. 700 a501 # as to any SYN', 'A R 501 # A knows nothing of it'], 2),
    wire(['A S. 500 a12345', 'B R 12345 # taken seriously'], 3),
  ],
  refutedBy: {
    interventions: [{ kind: 'set', host: 'B', field: 'listenSynAck', value: 'ignore' }],
  },
};
