import { count, endsIn, holds, reads, states, wire } from '../checks.ts';
import { at, CLOSES_AT, onEnd } from '../close/helpers.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';

/** 50 octets. */
const LAST_WORDS = 'Before you go: the answer you asked for is 42. Bye';

export const forcedMerge: Exhibit = {
  id: 'ablate/forced-merge',
  shelf: 'why-close',
  title: { zh: '假如收到 FIN 就必须马上关闭', en: 'What if a FIN closed the other side, too?' },
  story: {
    zh: '假如对端的 FIN 把 B 的方向也一起关掉：B 的 TCP 不问应用，立刻回 FIN+ACK，三次就完了。可 B 的应用还有 50 字节没说，50 毫秒后去写：看它写得进去吗，A 读到了什么。',
    en: 'What if the FIN of the peer closed the direction of B as well? The TCP of B asks nobody and answers FIN+ACK at once: three segments. But its application has 50 octets left and writes them 50 ms later: see whether it can, and what A reads.',
  },
  point: {
    zh: '方向已经关了，50 字节写不进去，A 永远听不到。第二次和第三次分开，是为了让后关的一方把话说完：强行合并，省下一个报文段，丢掉 50 字节。',
    en: 'The direction is closed: the 50 octets cannot be written, and A never hears them. Second and third are apart so that who closes second can finish; merging them by force saves a segment and loses 50 octets.',
  },
  items: [64],
  experiment: 'E09',
  build: () => ({
    hosts: [client(), server({ whatIfs: ['forceThreeClose'] })],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(50), { call: 'send', text: LAST_WORDS }),
      onEnd('B', ms(300), { call: 'close' }),
    ],
  }),
  question: {
    asks: { zh: 'A 的应用读到 B 的多少字节？', en: 'How many octets of B does A read?' },
    answers: [0, 25, 50].map((n) => ({
      says: { zh: `${n} 字节`, en: `${n}` },
      isTrue: (f) => f.octetsRead('A') === n,
    })),
  },
  checks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B F. 301 a102', 'A . 102 a302']),
    reads('A', ''),
    count(
      { zh: '丢了 50 字节', en: '50 octets are lost' },
      (f) => LAST_WORDS.length - f.octetsRead('A'),
      50,
    ),
    holds(
      { zh: 'B 的应用写不进去：EPIPE', en: 'the application of B cannot write them: EPIPE' },
      (f) => f.calls('B').some((c) => c.call === 'send' && c.error === 'EPIPE'),
      (f) =>
        f
          .calls('B')
          .map((c) => `${c.call} ${c.error ?? ''}`)
          .join('; '),
    ),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED']),
  ],
  standardChecks: [
    wire([
      ...HANDSHAKE,
      'A F. 101 a301',
      'B . 301 a102',
      'B P. 301:351 a102',
      'A . 102 a351',
      'B F. 351 a102',
      'A . 102 a352',
    ]),
    reads('A', LAST_WORDS),
    endsIn('A', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'forceThreeClose', host: 'B', off: true }] },
};
