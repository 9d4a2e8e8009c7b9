import { holds, reads, wire } from '../checks.ts';
import { at } from '../close/helpers.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';

export const ackIsNext: Exhibit = {
  id: 'hdr/ack-is-next',
  shelf: 'header',
  title: {
    zh: '确认号是 seq+1 吗？',
    en: 'Is the ACK seq+1?',
  },
  story: {
    zh: 'A 依次发 10、20、5 个字节（从 101 开始），中间那 20 个丢了。看 B 的三个确认号：第一段到了之后、第三段到了之后、缺口补上之后，各是多少。',
    en: 'A sends 10, 20 and 5 octets, from 101 on, and the 20 are lost. Look at three acknowledgments of B: after the first text, after the third, and once the gap is filled.',
  },
  point: {
    zh: '依次是 111、111、136。确认号 = 期待的下一个字节，也就是 seq + 长度（SYN、FIN 各算 1）；而且是累积的：它之前的全都收到了。',
    en: '111, 111, and 136. An acknowledgment is the next octet expected: seq + length, SYN and FIN counting one each. It is cumulative: all before it has arrived.',
  },
  items: [99, 6],
  errata: [
    {
      note: 'N6',
      says: {
        zh: '笔记 S2 说“ack=seq+1”：只对 SYN 和不带数据的 FIN 成立。10 个字节从 101 开始，确认是 111，不是 102。',
        en: 'Note S2 has "ack=seq+1": true of a SYN and of a FIN without text. Ten octets from 101 are acknowledged by 111, not 102.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', ms(200), { call: 'send', text: 'ten octets' }),
      at('A', ms(400), { call: 'send', text: '... twenty octets ..' }),
      at('A', ms(410), { call: 'send', text: '+five' }),
    ],
    faults: [{ segment: 'A4', action: 'drop' }],
  }),
  whatIfs: [{ id: 'noSeqCheck', host: 'B' }],
  question: {
    asks: {
      zh: '101 开始的 10 个字节到了，B 的确认号是多少？',
      en: 'Ten octets from 101 have arrived. What does B acknowledge?',
    },
    answers: [102, 110, 111].map((n) => ({
      says: { zh: `${n}`, en: `${n}` },
      isTrue: (f) => f.segment('B2')?.ack === n,
    })),
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'A P. 101:111 a301',
      'B . 301 a111',
      'A P. 111:131 a301 lost',
      'A P. 131:136 a301',
      'B . 301 a111 # still wanted',
      'A P. 111:136 a301 # once more, and what follows it',
      'B . 301 a136 # all of it',
    ]),
    reads('B', 'ten octets... twenty octets ..+five'),
    holds(
      {
        zh: '收到第三段（131:136）时确认的是 111，不是 132 也不是 136',
        en: 'the third text (131:136) is answered with 111, neither 132 nor 136',
      },
      (f) => {
        const third = f.segment('A5');
        return f.sent('B').find((g) => g.sentAt === third?.arrivedAt)?.ack === 111;
      },
    ),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noSeqCheck', host: 'B' }] },
};
