import type { Question } from '../question.ts';
import { CONNECT, client, forger, MSL, question, server, WITH_FORGER } from './make.ts';

const FIXED = { whatIfs: ['fixedIsn'] } as const;

const randomIsn = question({
  id: 'why-random-isn',
  asks: {
    zh: '为什么初始序号每次都要不同？',
    en: 'Why must the initial sequence number differ from one connection to the next?',
  },
  takenAway: {
    zh: '初始序号总是同一个数。',
    en: 'The initial sequence number is always the same.',
  },
  answer: {
    zh: 'A 发的“a”滞留在路上。A 中止连接（RST 越过了“a”，B 先问一句，得到的还是 RST），再从同一个端口连接：两边的序号又从同样的数开始。旧的“a”这时才到，它的确认号恰好能当第三个报文段，序号也恰好是 B 等着的，B 的应用就读到了它。初始序号每次不同，旧报文段就对不上号。',
    en: 'The "a" that A sends is stuck. A aborts (its reset overtakes the "a"; B asks back, and gets a second reset) and connects again from the same port. On both sides the numbers begin where they began before. Then the old "a" comes: its ACK passes for the third segment, its number is the one that B expects, and the application of B reads it. When the initial number is a new one each time, none of this fits.',
  },
  whole: {
    id: 'why-random-isn',
    title: { zh: '中止之后马上再连', en: 'aborted, and opened again at once' },
    about: {
      zh: 'A 连接 B，发“a”，中止，再从同一个端口连一次。报文段可以滞留。',
      en: 'A connects to B, sends "a", aborts, and connects again from the same port. Segments may be stuck.',
    },
    hosts: [
      client([
        [
          CONNECT,
          { do: { call: 'send', text: 'a' }, when: { on: 'connected' } },
          { do: { call: 'abort' } },
          { do: { call: 'connect', to: 'B', port: 80, localPort: 5000, socket: 'again' } },
        ],
      ]),
      server([]),
    ],
    msl: MSL,
    bounds: { late: 1, timers: 1 },
  },
  takes: { A: FIXED, B: FIXED },
  breaks: 'foreign-octet',
  exhibits: ['open/isn'],
  items: [4, 5],
});

const guessedIsn = question({
  id: 'why-random-isn-forger',
  asks: { zh: '为什么别人不能猜到初始序号？', en: 'Why must nobody be able to guess it?' },
  takenAway: {
    zh: 'B 的初始序号总是同一个数，谁都知道。',
    en: 'The initial sequence number of B is always the same, and everybody knows it.',
  },
  answer: {
    zh: 'M 冒充 A 发 SYN。B 的 SYN+ACK 是发给 A 的，M 看不到，但它知道里面的序号，于是连第三个报文段也能冒充：B 的应用得到一条“A 打开的”连接，A 却什么也没做。第三个报文段证明地址，靠的就是序号猜不到。',
    en: 'M sends a SYN in the name of A. The SYN+ACK of B goes to A and M does not see it; but M knows the number in it, and so can forge the third segment, too. The application of B has a connection "opened by A", and A has done nothing. The third segment proves an address only because the number cannot be guessed.',
  },
  whole: {
    id: 'why-random-isn-forger',
    title: { zh: '冒充 A 打开连接', en: 'a connection in the name of A' },
    about: {
      zh: 'M 冒充 A，先发 SYN，再发 ACK，确认号是猜的；它看不到 B 的回答。',
      en: 'M sends a SYN in the name of A, and then an ACK with a number it guesses; it does not see what B answers.',
    },
    hosts: [
      client([]),
      server([], { iss: [2_518_000_000] }),
      forger([
        [
          {
            do: {
              call: 'inject',
              from: 'A',
              to: 'B',
              sport: 5000,
              dport: 80,
              flags: 'S',
              seq: 100,
            },
          },
          {
            do: {
              call: 'inject',
              from: 'A',
              to: 'B',
              sport: 5000,
              dport: 80,
              flags: '.',
              seq: 101,
              ack: 1001,
            },
          },
        ],
      ]),
    ],
    cables: WITH_FORGER,
    msl: MSL,
    bounds: { late: 0, timers: 1 },
  },
  takes: { B: FIXED },
  breaks: 'nobody-opened',
  exhibits: ['open/isn', 'flood/cookie-forged'],
  items: [4, 21],
});

const sequence = question({
  id: 'why-sequence-numbers',
  asks: { zh: '为什么每个字节都要有序号？', en: 'Why does every octet have a number?' },
  takenAway: {
    zh: 'B 不看序号，来什么收什么。',
    en: 'B takes text as it comes, whatever its number.',
  },
  answer: {
    zh: 'A 先发“a”，再发“b”，“b”先到：B 的应用读到的第一个字节就是“b”。有了序号，B 知道“b”前面还缺一个字节，收下来等着，应用读到的次序才和写的一样。',
    en: 'A sends "a", then "b", and "b" comes first: it is the first octet that the application of B reads. With numbers B knows that an octet before it is missing, keeps the "b", and the application reads in the order in which the other wrote.',
  },
  whole: {
    id: 'why-sequence-numbers',
    title: { zh: '后发先到', en: 'sent later, there sooner' },
    about: {
      zh: 'A 连接 B，发“a”，再发“b”，各是一个报文段；报文段可以滞留。',
      en: 'A connects to B and sends "a", then "b", a segment each; segments may be stuck.',
    },
    hosts: [
      client(
        [
          [
            CONNECT,
            { do: { call: 'send', text: 'a' }, when: { on: 'connected' } },
            { do: { call: 'send', text: 'b' } },
          ],
        ],
        { set: { nagle: false } },
      ),
      server([]),
    ],
    msl: MSL,
    bounds: { late: 1, timers: 1 },
  },
  takes: { B: { whatIfs: ['noSeqCheck'] } },
  breaks: 'wrong-order',
  exhibits: ['ablate/no-seq-check', 'hdr/sequence'],
  items: [98],
});

const checksum = question({
  id: 'why-checksum',
  asks: { zh: '为什么要校验和？', en: 'Why is there a checksum?' },
  takenAway: { zh: 'B 不检查校验和。', en: 'B does not verify checksums.' },
  answer: {
    zh: 'A 发的“a”在路上坏了一位，B 照收不误，应用读到的就不是“a”。检查校验和，坏了的报文段就等于丢了，A 会重发。',
    en: 'A bit of the "a" that A sends is flipped on its way. B takes it, and what its application reads is no "a". With the checksum a damaged segment is as good as lost, and A sends it again.',
  },
  whole: {
    id: 'why-checksum',
    title: { zh: '路上坏了一位', en: 'a bit is flipped on the way' },
    about: {
      zh: 'A 连接 B，发“a”；有一个报文段可能损坏。',
      en: 'A connects to B and sends "a"; one segment may be damaged.',
    },
    hosts: [
      client([[CONNECT, { do: { call: 'send', text: 'a' }, when: { on: 'connected' } }]]),
      server([]),
    ],
    msl: MSL,
    bounds: { late: 0, damage: 1, timers: 2 },
  },
  takes: { B: { whatIfs: ['noChecksum'] } },
  breaks: 'foreign-octet',
  exhibits: ['ablate/no-checksum', 'hdr/checksum'],
  items: [100],
});

/** Of numbers. */
export const NUMBERS: readonly Question[] = [randomIsn, guessedIsn, sequence, checksum];
