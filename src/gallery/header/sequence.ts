import { count, holds, reads, wire } from '../checks.ts';
import { at, onEnd } from '../close/helpers.ts';
import { CABLE, client, ms, OPENED, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';

/** Six below 2^32: the SYN takes this number, and the sixth octet is number 0. */
const ISS = 0xffff_fffa;

export const sequence: Exhibit = {
  id: 'hdr/sequence',
  shelf: 'header',
  title: {
    zh: '序号给每个字节编号，32 位够用吗？',
    en: 'Every octet has a number: are 32 bits enough?',
  },
  story: {
    zh: 'A 的 ISN 是 4294967290，离 2³² 只差 6；它发“01234”，再发“56789”，然后关闭。看每个报文段的 seq 和长度，第二段从几开始，B 的确认号怎样跟上。',
    en: 'The ISN of A is 4294967290, six below 2³²; it sends "01234", then "56789", and closes. Look at seq and length of each segment, at where the second begins, and how the acknowledgments of B keep up.',
  },
  point: {
    zh: 'SYN 用掉 4294967290，“01234”正好用到 4294967295，“56789”从 0 开始。序号编的是字节流里的字节，不是报文段；运算都模 2³²，回绕不是错误（RFC 9293 3.4 节）。',
    en: 'The SYN takes 4294967290, "01234" ends with 4294967295, and "56789" begins at 0. The sequence number counts octets of the stream, not segments; it is taken modulo 2³², and wrapping is no error (RFC 9293 section 3.4).',
  },
  items: [98, 8],
  build: () => ({
    hosts: [client({ iss: [ISS] }), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', ms(200), { call: 'send', text: '01234' }),
      at('A', ms(400), { call: 'send', text: '56789' }),
      at('A', ms(600), { call: 'close' }),
      onEnd('B', ms(100), { call: 'close' }),
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }],
      says: {
        zh: '丢掉零点之前的那一段：重传也要越过零点',
        en: 'lose the octets before zero: the repetition passes zero, too',
      },
    },
  ],
  question: {
    asks: {
      zh: '4294967295 之后的下一个字节，序号是多少？',
      en: 'Which number has the octet after 4294967295?',
    },
    answers: [
      {
        says: { zh: '4294967296：接着数', en: '4294967296: it goes on' },
        isTrue: (f) => f.segment('A4')?.seq === 4294967296,
      },
      {
        says: { zh: '0：从头数', en: '0: from the beginning' },
        isTrue: (f) => f.segment('A4')?.seq === 0,
      },
      {
        says: { zh: '4294967290：回到 ISN', en: '4294967290: back to the ISN' },
        isTrue: (f) => f.segment('A4')?.seq === ISS,
      },
      {
        says: { zh: '没有了：连接必须重建', en: 'none: the connection must be opened anew' },
        isTrue: (f) => f.sent('A', 'S').length > 1,
      },
    ],
  },
  checks: [
    wire([
      'A S 4294967290',
      'B S. 300 a4294967291',
      'A . 4294967291 a301',
      'A P. 4294967291:0 a301 # "01234"',
      'B . 301 a0',
      'A P. 0:5 a301 # "56789"',
      'B . 301 a5',
      'A F. 5 a301',
      'B . 301 a6',
      'B F. 301 a6',
      'A . 6 a302',
    ]),
    reads('B', '0123456789'),
    count(
      {
        zh: '从 SYN 到 FIN 一共 12 个序号：SYN、10 个字节、FIN',
        en: 'twelve numbers from SYN to FIN: the SYN, ten octets, the FIN',
      },
      (f) => ((f.segment('B4')?.ack ?? 0) - ISS) >>> 0,
      12,
    ),
    holds(
      {
        zh: '第二段的序号比第一段小，却没被当成旧的',
        en: 'the second text has the smaller number, and is not taken for old',
      },
      (f) => {
        const [first, second] = f.sent('A', 'P.');
        return (
          first !== undefined &&
          second !== undefined &&
          second.seq < first.seq &&
          f.frames('dropped').length === 0
        );
      },
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }] },
};
