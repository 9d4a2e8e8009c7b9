import { count, endsIn, holds, reads, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { apart, connect, listen } from './helpers.ts';

/** Numbers in the header: what takes one up, where they begin, and that they wrap. */

export const ackNoSeq: Exhibit = {
  id: 'open/ack-no-seq',
  shelf: 'open',
  title: { zh: '第三个报文段和第一份数据', en: 'The third segment and the first data' },
  story: {
    zh: '看 A 每个报文段的 seq：第三个报文段是 101；100 毫秒后发 5 个字节，收到 B 的 5 个字节，回一个纯 ACK，接着又发数据。哪些报文段让 A 的序号往前走，哪些不让？',
    en: 'Watch the seq of every segment of A: the third has 101; 100 ms later A sends 5 octets, is answered, sends a pure ACK, and then data again. Which of these move its sequence number on, and which do not?',
  },
  point: {
    zh: 'SYN、FIN 和数据占序号，纯 ACK 不占：101 用了两次，数据才把它推到 106。纯 ACK 不占序号，也就不会被确认，丢了也不重传。',
    en: 'SYN, FIN and data take up sequence numbers, a pure ACK does not: 101 is used twice, and only the data moves it to 106. So a pure ACK is neither acknowledged nor retransmitted.',
  },
  items: [8, 6],
  errata: [
    {
      note: 'N6',
      says: {
        zh: '笔记 S2 说“ack=seq+1”：只对 SYN 和 FIN 成立。一般来说，ack 是期待的下一个字节，这里是 101+5=106。',
        en: 'Note S2 says "ack=seq+1": that holds for SYN and FIN alone. In general ack is the next octet expected, here 101+5=106.',
      },
    },
    {
      note: 'N4',
      says: {
        zh: '笔记 S1 说第三次握手“在数据段放写ISN的+1”：x+1 写在首部的序号字段里，这个报文段没有数据。',
        en: 'Note S1 puts "ISN+1" into the data of the third segment: it is in the sequence number field; there is no data.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      listen,
      connect,
      { host: 'A', when: { on: 'connected', after: ms(100) }, do: { call: 'send', text: 'hello' } },
      { host: 'B', when: { on: 'received', after: ms(100) }, do: { call: 'send', text: 'world' } },
      { host: 'A', when: { on: 'received', after: ms(100) }, do: { call: 'send', text: '!' } },
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }],
      says: {
        zh: '丢掉第三个报文段：它不重传，数据替它完成了握手',
        en: 'lose the third segment: it is never repeated, the data does its work',
      },
    },
  ],
  question: {
    asks: {
      zh: '第三个报文段 seq=101，之后第一个数据字节的序号是？',
      en: 'The third segment has seq=101. What is the number of the first octet of data?',
    },
    answers: [101, 102, 1].map((n) => ({
      says: { zh: String(n), en: String(n) },
      isTrue: (f) => f.sent('A', 'P.')[0]?.seq === n,
    })),
  },
  checks: [
    wire([
      'A S 100',
      'B S. 300 a101',
      'A . 101 a301',
      'A P. 101:106 a301',
      'B . 301 a106',
      'B P. 301:306 a106',
      'A . 106 a306',
      'A P. 106:107 a306',
      'B . 306 a107',
    ]),
    holds(
      {
        zh: 'A 发两个纯 ACK，SND.NXT 都没有动：先后停在 101 和 106',
        en: 'neither pure ACK moves SND.NXT of A: it stays 101, and 106',
      },
      (f) => f.varsAt('A', ms(100)).nxt === 101 && f.varsAt('A', ms(450)).nxt === 106,
    ),
    count(
      { zh: '没有任何重传', en: 'nothing is retransmitted' },
      (f) => f.segments().filter((x) => x.retransmission).length,
      0,
    ),
    reads('B', 'hello!'),
    reads('A', 'world'),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }] },
};

const LAST = 0xffff_ffff;

export const wrap: Exhibit = {
  id: 'open/wrap',
  shelf: 'open',
  title: { zh: '序号到头了，x+1 是多少？', en: 'When sequence numbers come to their end' },
  story: {
    zh: 'A 的初始序号恰好是 2³²−1，32 位里最大的数，SYN 把它占掉了。看 B 的 SYN+ACK 确认到哪里，A 的第一份数据又从几开始。',
    en: 'The ISN of A happens to be 2^32-1, the greatest of 32 bits, and its SYN takes it up. Look at what the SYN+ACK of B acknowledges, and where the first data of A begins.',
  },
  point: {
    zh: '序号按模 2³² 计算，2³²−1 的下一个是 0，ack=0 是个平常的确认号。要比先后，得看差值的符号，不能直接比大小。',
    en: 'Sequence numbers count modulo 2^32: after 2^32-1 comes 0, an acknowledgment like any other. Which is later is told by the sign of the difference.',
  },
  items: [6, 98],
  parameters: {
    isn: {
      says: { zh: 'A 的初始序号', en: 'the ISN of A' },
      unit: 'number',
      value: LAST,
      least: 0,
      most: LAST,
    },
  },
  build: ({ isn }) => ({
    hosts: [client({ iss: [isn as number] }), server()],
    cables: [CABLE],
    steps: [
      listen,
      connect,
      { host: 'A', when: { on: 'connected', after: ms(100) }, do: { call: 'send', text: 'hello' } },
    ],
  }),
  tries: [
    {
      interventions: [],
      values: { isn: LAST - 3 },
      says: {
        zh: '从 2³²−4 开始：“hello”跨过 0',
        en: 'begin at 2^32-4: "hello" goes across 0',
      },
    },
  ],
  question: {
    asks: {
      zh: 'SYN 的序号是 4294967295，SYN+ACK 的确认号是？',
      en: 'The SYN has the number 4294967295. What does the SYN+ACK acknowledge?',
    },
    answers: [
      {
        says: { zh: '4294967296', en: '4294967296' },
        isTrue: (f) => f.sent('B', 'S.')[0]?.ack === 4294967296,
      },
      { says: { zh: '0', en: '0' }, isTrue: (f) => f.sent('B', 'S.')[0]?.ack === 0 },
      { says: { zh: '1', en: '1' }, isTrue: (f) => f.sent('B', 'S.')[0]?.ack === 1 },
      {
        says: { zh: '没有：B 回 RST', en: 'none: B answers with a RST' },
        isTrue: (f) => f.sent('B', 'S.').length === 0,
      },
    ],
  },
  checks: [
    wire(['A S 4294967295', 'B S. 300 a0', 'A . 0 a301', 'A P. 0:5 a301', 'B . 301 a5']),
    endsIn('A', 'ESTABLISHED'),
    endsIn('B', 'ESTABLISHED'),
    reads('B', 'hello'),
  ],
  refutedBy: { values: { isn: 100 } },
};

/** Opens of ever other four-tuples, and then of one and the same. */
const MANY = 1000;
const SAME = 10;
/** The port of A from which it asks again and again. */
const PORT = 40_000;

export const isn: Exhibit = {
  id: 'open/isn',
  shelf: 'open',
  title: { zh: '初始序号真是随机的吗？', en: 'Is the initial sequence number random?' },
  story: {
    zh: 'A 先用不同的本地端口发起 1000 次连接，再从同一个端口每秒发起一次，共 10 次（B 上没人监听，都回 RST，所以端口马上能再用）。看 SYN 的序号：前 1000 个有没有规律？后 10 个呢？',
    en: 'A opens 1000 times from other ports, and then ten times from one port, a second apart (nobody listens at B, so each is reset and the port is free again). Look at the numbers of the SYNs: is there an order in the first 1000? And in the last ten?',
  },
  point: {
    zh: 'RFC 6528：ISN = 每 4 微秒走一格的时钟（每秒 250000）+ 带密钥的四元组散列。外人猜不到；同一个四元组的 ISN 却总是向前走，旧连接的报文段落不进新窗口。',
    en: 'RFC 6528: ISN = a clock that ticks every 4 us (250,000 a second) + a keyed hash of the four-tuple. Outsiders cannot guess it, yet for one four-tuple it only moves forward, away from the segments of old connections.',
  },
  focus: [1, 2, 1001],
  items: [4],
  errata: [
    {
      note: 'N2',
      says: {
        zh: '笔记 S2 写的“ISA”就是 ISN（初始序号）。',
        en: 'What note S2 calls "ISA" is the ISN, the initial sequence number.',
      },
    },
  ],
  build: () => ({
    hosts: [client({ iss: [] }), server({ iss: [] })],
    cables: [CABLE],
    steps: [
      {
        host: 'A',
        when: { at: 0 },
        do: { call: 'load', to: 'B', port: 81, count: MANY, every: ms(100) },
      },
      ...Array.from(
        { length: SAME },
        (_, i) =>
          ({
            host: 'A',
            when: { at: s(101 + i) },
            do: { socket: `same ${i}`, call: 'connect', to: 'B', port: 80, localPort: PORT },
          }) as const,
      ),
    ],
  }),
  whatIfs: [{ id: 'fixedIsn', host: 'A' }],
  question: {
    asks: {
      zh: '同一个端口，晚 1 秒再连，ISN 会怎样？',
      en: 'The same port, a second later: what has become of the ISN?',
    },
    answers: [
      {
        says: { zh: '又是一个随机数，与上次无关', en: 'another random number, unrelated' },
        isTrue: (f) => new Set(steps(f.sent('A', 'S').filter((x) => x.sport === PORT))).size > 1,
      },
      {
        says: { zh: '比上次多 250000', en: 'it moved on by 250,000' },
        isTrue: (f) => steps(f.sent('A', 'S').filter((x) => x.sport === PORT)).every(is250k),
      },
      {
        says: { zh: '比上次多 1', en: 'it is one more' },
        isTrue: (f) =>
          steps(f.sent('A', 'S').filter((x) => x.sport === PORT)).every((d) => d === 1),
      },
      {
        says: { zh: '与上次一样', en: 'it is the same' },
        isTrue: (f) =>
          steps(f.sent('A', 'S').filter((x) => x.sport === PORT)).every((d) => d === 0),
      },
    ],
  },
  checks: [
    count(
      {
        zh: '1000 个四元组，1000 个不同的 ISN',
        en: '1000 four-tuples, 1000 different ISNs',
      },
      (f) => new Set(isns(f.sent('A', 'S'))).size,
      MANY,
    ),
    holds(
      {
        zh: '它们均匀散布在 32 位里：平分成 8 段，每段 85 到 165 个',
        en: 'they are spread over 32 bits: of 8 equal parts, each has 85 to 165',
      },
      (f) => parts(isns(f.sent('A', 'S'))).every((n) => n >= 85 && n <= 165),
      (f) => parts(isns(f.sent('A', 'S'))).join(', '),
    ),
    holds(
      {
        zh: '前后两个看不出规律：约一半（400 到 600 次）比前一个小',
        en: 'one says nothing about the next: about half (400 to 600) are below the one before',
      },
      (f) => {
        const n = falls(isns(f.sent('A', 'S')));
        return n >= 400 && n <= 600;
      },
      (f) => String(falls(isns(f.sent('A', 'S')))),
    ),
    holds(
      {
        zh: '同一个四元组，每隔 1 秒 ISN 正好多 250000（时钟 4 微秒一格）',
        en: 'for one four-tuple each second adds exactly 250,000, a tick every 4 us',
      },
      (f) => {
        const d = steps(f.sent('A', 'S').filter((x) => x.sport === PORT));
        return d.length === SAME - 1 && d.every(is250k);
      },
      (f) => steps(f.sent('A', 'S').filter((x) => x.sport === PORT)).join(', '),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'fixedIsn', host: 'A' }] },
};

interface Syn {
  readonly seq: number;
  readonly sport: number;
}

const is250k = (d: number): boolean => d === 250_000;

/** The ISNs of those of ever other ports. */
function isns(syns: readonly Syn[]): number[] {
  return syns.filter((x) => x.sport !== PORT).map((x) => x.seq);
}

/** From each to the next. */
function steps(syns: readonly Syn[]): number[] {
  return syns.slice(1).map((x, i) => apart(x.seq, (syns[i] as Syn).seq));
}

/** How many there are in each eighth of the number space. */
function parts(numbers: readonly number[]): number[] {
  const n = Array.from({ length: 8 }, () => 0);
  for (const x of numbers) n[x >>> 29] = (n[x >>> 29] as number) + 1;
  return n;
}

/** How many are below the one before. */
function falls(numbers: readonly number[]): number {
  return numbers.filter((x, i) => i > 0 && x < (numbers[i - 1] as number)).length;
}
