import { count, endsIn, states, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, server } from '../common.ts';
import type { Erratum, Exhibit, ScenarioBody, Values } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { onEnd } from './helpers.ts';

/** The connection of note S2: `up` octets from A, `down` from B, A closes, B sends `late` more and closes. */
export function noteS2(v: Values): ScenarioBody {
  const { up = 1000, down = 2000, late = 50 } = v;
  return {
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      { host: 'A', when: { on: 'connected', after: ms(100) }, do: { call: 'send', octets: up } },
      { host: 'B', when: { on: 'received', octets: up }, do: { call: 'send', octets: down } },
      { host: 'A', when: { on: 'received', octets: down }, do: { call: 'close' } },
      onEnd('B', ms(100), { call: 'send', octets: late }),
      onEnd('B', ms(250), { call: 'close' }),
    ],
  };
}

/** What it sends before the last ACK. */
export const NOTE_S2: readonly string[] = [
  ...HANDSHAKE,
  'A P. 101:1101 a301',
  'B . 301:1761 a1101',
  'B P. 1761:2301 a1101',
  'A F. 1101 a2301 # the first FIN',
  'B . 2301 a1102',
  'B P. 2301:2351 a1102',
  'A . 1102 a2351',
  'B F. 2351 a1102 # the second FIN',
];

const ERRATA: readonly Erratum[] = [
  {
    note: 'N1',
    says: {
      zh: '笔记 S2 算出的服务器序号是 2300、2350，最后的确认号是 2351，都少了 1：SYN 占的那个序号，它给客户端算了（100+1+1000），给服务器却忘了（300+2000）。正确的是 2301、2351、2352。',
      en: 'Note S2 has 2300 and 2350 as numbers of the server and 2351 as the last ACK, each one too low: for the client it counts the number that the SYN takes up (100+1+1000), for the server it forgets it (300+2000). Right are 2301, 2351 and 2352.',
    },
  },
  {
    note: 'N2',
    says: {
      zh: '笔记 S2 写的“ISA”应为 ISN（初始序号）。',
      en: 'The "ISA" of note S2 is the ISN, the initial sequence number.',
    },
  },
  {
    note: 'N6',
    says: {
      zh: '笔记 S2 的“ack=seq+1”只对 SYN 和不带数据的 FIN 成立。这里 A 的 1000 字节从 101 开始，确认号是 1101：期待的下一个字节。',
      en: 'The "ack=seq+1" of note S2 holds for a SYN and a FIN without text. Here the 1000 octets of A begin at 101 and the ACK is 1101: the next octet expected.',
    },
  },
];

/** The number of the FIN of B. */
const secondFin = (f: Facts): number | undefined => f.sent('B', 'F.')[0]?.seq;

export const workedNumbers: Exhibit = {
  id: 'close/worked-numbers',
  shelf: 'close',
  title: {
    zh: '笔记里的数字对吗？100、300、1000、2000、50',
    en: 'Are the numbers of note S2 right?',
  },
  story: {
    zh: '照笔记 S2 的例子跑一遍：ISN 是 100 和 300，A 发 1000 字节，B 回 2000 字节，A 关闭后 B 再发 50 字节才关闭。笔记写 B 的序号依次是 2300、2350，最后的确认号是 2351；按原始序号看，逐个对照线上的。',
    en: 'The example of note S2 on a real TCP: ISNs 100 and 300, 1000 octets from A, 2000 from B, A closes, B sends 50 more and closes. The note has 2300 and 2350 for the numbers of B, and 2351 for the last acknowledgment: compare each with the raw numbers on the wire.',
  },
  point: {
    zh: 'SYN 和 FIN 各占一个序号，两个方向都要算：线上是 2301、2351、2352。B 的 FIN 是 300+1+2000+50=2351，对它的确认是 2352；笔记漏了 B 的 SYN。',
    en: 'SYN and FIN take up one number each, in both directions: the wire has 2301, 2351 and 2352. The FIN of B is 300+1+2000+50 = 2351, and its ACK is 2352; the note forgot the SYN of B.',
  },
  items: [48, 51],
  experiment: 'E08',
  errata: ERRATA,
  parameters: {
    up: {
      says: { zh: 'A 发送的字节数', en: 'octets that A sends' },
      unit: 'octets',
      value: 1000,
      least: 1,
      most: 1460,
    },
    down: {
      says: { zh: 'A 关闭前 B 发送的字节数', en: 'octets that B sends before A closes' },
      unit: 'octets',
      value: 2000,
      least: 1,
      most: 10_000,
    },
    late: {
      says: { zh: 'A 关闭后 B 再发的字节数', en: 'octets that B sends after A has closed' },
      unit: 'octets',
      value: 50,
      least: 1,
      most: 1460,
    },
  },
  build: noteS2,
  tries: [
    {
      interventions: [],
      values: { down: 1999 },
      says: {
        zh: 'B 少发 1 个字节：这时才会出现笔记写的 2300、2350、2351',
        en: 'one octet less from B: only then are the numbers of the note on the wire',
      },
    },
    {
      interventions: [{ kind: 'fault', segment: 'A6', action: 'drop' }],
      says: { zh: '丢掉最后一个 ACK（2352）', en: 'lose the last ACK (2352)' },
    },
  ],
  question: {
    asks: {
      zh: 'B 最后发出的 FIN，序号是多少？',
      en: 'What is the sequence number of the FIN of B?',
    },
    answers: [
      {
        says: { zh: '2350：300+2000+50', en: '2350: 300+2000+50' },
        isTrue: (f) => secondFin(f) === 2350,
      },
      {
        says: { zh: '2351：300+1+2000+50', en: '2351: 300+1+2000+50' },
        isTrue: (f) => secondFin(f) === 2351,
      },
      {
        says: {
          zh: '2352：A 的 FIN 也占 B 一个序号',
          en: '2352: the FIN of A takes up a number of B, too',
        },
        isTrue: (f) => secondFin(f) === 2352,
      },
    ],
  },
  checks: [
    wire([...NOTE_S2, 'A . 1102 a2352 # the last ACK']),
    count(
      {
        zh: 'A 的 FIN：100+1+1000=1101（SYN 占 1）',
        en: 'the FIN of A: 100+1+1000 = 1101 (the SYN takes up 1)',
      },
      (f) => f.sent('A', 'F.')[0]?.seq ?? 0,
      1101,
    ),
    count(
      {
        zh: 'B 在 CLOSE-WAIT 里的确认：序号 2301，不是 2300',
        en: 'B acknowledges it at 2301, not 2300',
      },
      (f) => f.segments().find((g) => g.from === 'B' && g.length === 0 && g.ack === 1102)?.seq ?? 0,
      2301,
    ),
    count(
      { zh: 'B 的 FIN：序号 2351，不是 2350', en: 'the FIN of B: 2351, not 2350' },
      (f) => secondFin(f) ?? 0,
      2351,
    ),
    count(
      { zh: '最后的确认号：2352，不是 2351', en: 'the last ACK: 2352, not 2351' },
      (f) => f.sent('A').at(-1)?.ack ?? 0,
      2352,
    ),
    count(
      { zh: 'A 的应用一共读到 2050 字节', en: 'the application of A reads 2050 octets' },
      (f) => f.octetsRead('A'),
      2050,
    ),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED']),
    endsIn('A', 'CLOSED'),
  ],
  refutedBy: { values: { down: 1999 } },
};
