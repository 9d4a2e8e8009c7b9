import type { ScenarioFault, Step } from '../../sim/scenario.ts';
import { count, holds, reads, sentAt, wire } from '../checks.ts';
import { at } from '../close/helpers.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, server } from '../common.ts';
import type { Exhibit, ScenarioBody } from '../exhibit.ts';
import type { Facts } from '../facts.ts';

const PAY = 'PAY 100 YUAN';

/** A sends one text, which is damaged on its way. */
function damaged(whatIfs: readonly string[]): ScenarioBody {
  return {
    hosts: [client(), server({ whatIfs })],
    cables: [CABLE],
    steps: [...OPENED, at('A', ms(200), { call: 'send', text: PAY })],
    faults: [{ segment: 'A3', action: 'corrupt' }],
  };
}

export const checksum: Exhibit = {
  id: 'hdr/checksum',
  shelf: 'header',
  title: { zh: '校验和：路上翻转了一个比特', en: 'The checksum, and a flipped bit' },
  story: {
    zh: '“PAY 100 YUAN”在路上有一个比特翻转了，B 一算校验和不对。看 B 回应不回应，A 什么时候动，B 的应用读到的是什么。',
    en: 'One bit of "PAY 100 YUAN" is flipped on the way, and B finds the checksum wrong. See whether B answers, when A moves, and what the application of B reads.',
  },
  point: {
    zh: 'B 悄悄丢掉，A 过一个 RTO 重发，应用读到的是对的。损坏的报文段只当没来过：校验和把损坏变成丢失，丢失由重传来补（RFC 9293 3.1 节，MUST-3）。',
    en: 'B drops it in silence, A repeats it after the RTO, and what is read is right. A damaged segment counts as never arrived: the checksum turns damage into loss, and loss is mended by repetition (RFC 9293 section 3.1, MUST-3).',
  },
  items: [100],
  build: () => damaged([]),
  whatIfs: [
    { id: 'noChecksum', host: 'B' },
    { id: 'noRetransmit', host: 'A' },
  ],
  question: {
    asks: { zh: 'B 收到损坏的报文段，怎样回应？', en: 'How does B answer the damaged segment?' },
    answers: [
      {
        says: { zh: '发 NAK，请 A 重发', en: 'it asks A to send it again' },
        isTrue: (f) => f.sent('B').some((g) => g.sentAt > ms(200) && g.sentAt < ms(500)),
      },
      {
        says: { zh: '什么也不回：A 的定时器会管', en: 'not at all: the timer of A will see to it' },
        isTrue: (f) => f.read('B') === PAY && f.sent('B').length === 2,
      },
      {
        says: { zh: 'RST：连接已不可信', en: 'with a RST: the connection cannot be trusted' },
        isTrue: (f) => f.sent('B').some((g) => g.flags.includes('R')),
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'A P. 101:113 a301 # damaged',
      'A P. 101:113 a301 # once more',
      'B . 301 a113',
    ]),
    sentAt('A', 'P.', [0.2, 0.5]),
    count(
      { zh: 'B 因校验和丢弃 1 个报文段', en: 'B drops one segment for its checksum' },
      (f) => f.frames('dropped', 'B').filter((d) => d.reason === 'bad-tcp-checksum').length,
      1,
    ),
    holds(
      { zh: 'A3 到达时确实坏了', en: 'A3 arrived damaged indeed' },
      (f) => f.segment('A3')?.fate === 'corrupt',
      (f) => f.segment('A3')?.fate ?? '-',
    ),
    reads('B', PAY),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noChecksum', host: 'B' }] },
};

export const noChecksum: Exhibit = {
  id: 'ablate/no-checksum',
  shelf: 'header',
  title: { zh: '假如没有人算校验和', en: 'What if nobody verified the checksum?' },
  story: {
    zh: '同样翻转一个比特，这次 B 不验校验和。看 B 确认不确认损坏的报文段，A 由此以为什么，B 的应用读到的和 A 写下的差在哪里。',
    en: 'The same bit, but this time B does not verify the checksum. See whether the damaged segment is acknowledged, what A must think, and how what B reads compares with what A wrote.',
  },
  point: {
    zh: 'B 当它是好的，确认了，交给应用：十二个字节里错了一个，谁也不知道。序号和确认只保证“到了、不重、有序”，不保证“没变”：内容对不对，只有校验和知道。',
    en: 'B takes it for good, acknowledges it and hands it on: of twelve octets one is wrong, and nobody knows. Numbers and acknowledgments see to it that octets arrive, once and in order; that they are unchanged only the checksum can tell.',
  },
  items: [100],
  experiment: 'E23',
  build: () => damaged(['noChecksum']),
  question: {
    asks: {
      zh: '翻转一个比特之后，B 的应用读到什么？',
      en: 'One bit was flipped. What does the application of B read?',
    },
    answers: [
      {
        says: { zh: 'PAY 100 YUAN：TCP 会修好', en: 'PAY 100 YUAN: TCP mends it' },
        isTrue: (f) => f.read('B') === PAY,
      },
      {
        says: { zh: '十二个字节：和写下的不一样', en: 'twelve octets, but not those written' },
        isTrue: (f) => f.octetsRead('B') === PAY.length && f.read('B') !== PAY,
      },
      {
        says: { zh: '什么也没有：B 丢弃了它', en: 'nothing' },
        isTrue: (f) => f.octetsRead('B') === 0,
      },
      {
        says: { zh: '十一个字节：坏的那个被去掉', en: 'eleven octets: the bad one is left out' },
        isTrue: (f) => f.octetsRead('B') === PAY.length - 1,
      },
    ],
  },
  checks: [
    wire([...HANDSHAKE, 'A P. 101:113 a301 # damaged', 'B . 301 a113 # as if it were not']),
    count({ zh: 'B 读到 12 字节', en: 'B reads 12 octets' }, (f) => f.octetsRead('B'), 12),
    holds(
      { zh: '读到的不是“PAY 100 YUAN”', en: 'what it reads is not "PAY 100 YUAN"' },
      (f) => f.read('B') !== PAY,
      (f) => f.read('B'),
    ),
    holds(
      { zh: '错了一个字节，一个比特', en: 'one octet is wrong, by one bit' },
      (f) => differs(f.read('B')),
      (f) => f.read('B'),
    ),
    count({ zh: 'A 没有重发', en: 'A repeats nothing' }, (f) => f.sent('A', 'P.').length, 1),
  ],
  standardChecks: [
    reads('B', PAY),
    sentAt('A', 'P.', [0.2, 0.5]),
    count(
      { zh: 'B 因校验和丢弃 1 个报文段', en: 'B drops one segment for its checksum' },
      (f) => f.frames('dropped', 'B').filter((d) => d.reason === 'bad-tcp-checksum').length,
      1,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noChecksum', host: 'B', off: true }] },
};

/** Whether a text differs from PAY in one bit. An octet that is no ASCII any more is not shown: that is one, too. */
function differs(text: string): boolean {
  if (text === `<${PAY.length}>`) return true;
  if (text.length !== PAY.length) return false;
  let bits = 0;
  for (let i = 0; i < PAY.length; i++) {
    for (let x = PAY.charCodeAt(i) ^ text.charCodeAt(i); x !== 0; x &= x - 1) bits++;
  }
  return bits === 1;
}

export const noSeqCheck: Exhibit = {
  id: 'ablate/no-seq-check',
  shelf: 'header',
  title: { zh: '假如收到什么就读什么，不看序号', en: 'What if text were read as it comes?' },
  story: {
    zh: 'A 依次写“PAY 100;”“DOUBLE;”“ADD 10;”，网络把第一段复制了一份，又让第三段赶到第二段前面；每个报文段的校验和都对。看不管序号的 B 读到什么。',
    en: 'A writes "PAY 100;", "DOUBLE;", "ADD 10;"; the network copies the first and lets the third overtake the second, and every checksum is right. See what a B that looks at no number reads.',
  },
  point: {
    zh: '来一段读一段：付了两次，先加后乘。网络可以重复，可以乱序；是序号，把报文段变成一条字节流。',
    en: 'It reads what comes: pays twice, and adds before it doubles. Networks copy and reorder; what makes a stream of segments is the sequence number.',
  },
  items: [98],
  experiment: 'E23',
  build: () => ({
    hosts: [client(), server({ whatIfs: ['noSeqCheck'] })],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', ms(200), { call: 'send', text: 'PAY 100;' }),
      at('A', ms(400), { call: 'send', text: 'DOUBLE;' }),
      at('A', ms(410), { call: 'send', text: 'ADD 10;' }),
    ],
    faults: [
      { segment: 'A3', action: 'duplicate' },
      { segment: 'A4', action: 'reorder' },
    ],
  }),
  question: {
    asks: { zh: 'B 的应用读到什么？', en: 'What does the application of B read?' },
    answers: [
      'PAY 100;DOUBLE;ADD 10;',
      'PAY 100;PAY 100;DOUBLE;ADD 10;',
      'PAY 100;PAY 100;ADD 10;DOUBLE;',
      'PAY 100;ADD 10;DOUBLE;',
    ].map((text) => ({ says: { zh: text, en: text }, isTrue: (f) => f.read('B') === text })),
  },
  checks: [
    reads('B', 'PAY 100;PAY 100;ADD 10;DOUBLE;'),
    count(
      { zh: 'A 写了 22 字节，B 读了 30 字节', en: 'A writes 22 octets and B reads 30' },
      (f) => f.octetsRead('B') - 22,
      8,
    ),
    count(
      {
        zh: 'A 得到的确认恰好是它写的 22 字节：它以为一切正常',
        en: 'A has its 22 octets acknowledged and thinks all is well',
      },
      (f) => (f.varsAt('A', f.trace.end).una ?? 0) - 101,
      22,
    ),
  ],
  standardChecks: [
    reads('B', 'PAY 100;DOUBLE;ADD 10;'),
    count(
      { zh: 'B 丢弃了第一段的副本', en: 'B drops the copy of the first' },
      (f) => f.frames('dropped', 'B').filter((d) => d.reason === 'outside-window').length,
      1,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noSeqCheck', host: 'B', off: true }] },
};

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

/** A letter every 20 ms, each in a segment of its own. */
const LETTERS: readonly Step[] = [...ALPHABET].map((text, i) =>
  at('A', ms(200 + 20 * i), { call: 'send', text }),
);

const ACTIONS = ['drop', 'duplicate', 'reorder', 'corrupt', 'delay'] as const;
/** Segments of a host from the third on, each with something done to it; `step` apart. */
function mischief(host: string, from: number, to: number, step: number): ScenarioFault[] {
  const faults: ScenarioFault[] = [];
  for (let n = from, i = 0; n <= to; n += step, i++) {
    const action = ACTIONS[i % ACTIONS.length] as ScenarioFault['action'];
    const fault = { segment: `${host}${n}`, action };
    faults.push(action === 'delay' ? { ...fault, by: ms(170) } : fault);
  }
  return faults;
}

/** How often the network did something to a segment. */
const done = (f: Facts): number => f.frames('impaired').length + f.frames('lost').length;

export const anyFault: Exhibit = {
  id: 'hdr/any-fault',
  shelf: 'header',
  title: { zh: '挑战：让 B 读错一个字节', en: 'A challenge: make B read one wrong octet' },
  story: {
    zh: 'A 把 26 个字母逐个发出，网络使尽手段：丢弃、重复、乱序、损坏、延迟，连 B 的确认也不放过。看 B 的应用读到什么，和 A 发的一样不一样。你再加几样试试。',
    en: 'A sends 26 letters one by one, and the network does its worst: it drops, copies, reorders, damages and delays, ACKs of B among them. See whether what the application of B reads is what A sent. Add some mischief of your own.',
  },
  point: {
    zh: '可靠不靠运气：序号管次序和重复，校验和管损坏，确认和重传管丢失。拿掉哪一样，马上就错。',
    en: 'Reliability is no luck: numbers for order and copies, the checksum for damage, ACKs and repetition for loss. Take one away and it breaks at once.',
  },
  items: [98, 99, 100],
  experiment: 'E23',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [...OPENED, ...LETTERS],
    faults: [...mischief('A', 3, 27, 1), ...mischief('B', 2, 16, 2)],
  }),
  whatIfs: [
    { id: 'noChecksum', host: 'B' },
    { id: 'noSeqCheck', host: 'B' },
    { id: 'noRetransmit', host: 'A' },
  ],
  tries: [
    {
      interventions: [
        { kind: 'fault', segment: 'A28', action: 'corrupt' },
        { kind: 'fault', segment: 'A29', action: 'drop' },
        { kind: 'fault', segment: 'A30', action: 'reorder' },
      ],
      says: { zh: '重传的也不放过', en: 'go after the repetitions as well' },
    },
  ],
  question: {
    asks: {
      zh: '三十多次故障之后，B 读到的 26 个字母错了几个？',
      en: 'After more than thirty faults, how many of the 26 letters does B read wrong?',
    },
    answers: [
      { says: { zh: '一个也没错', en: 'none' }, isTrue: (f) => f.read('B') === ALPHABET },
      {
        says: { zh: '损坏的那几个错了', en: 'those that were damaged' },
        isTrue: (f) => f.octetsRead('B') === 26 && f.read('B') !== ALPHABET,
      },
      { says: { zh: '少了几个', en: 'some are missing' }, isTrue: (f) => f.octetsRead('B') < 26 },
      {
        says: { zh: '多了几个重复的', en: 'some come twice' },
        isTrue: (f) => f.octetsRead('B') > 26,
      },
    ],
  },
  checks: [
    reads('B', ALPHABET),
    count({ zh: '网络动了 33 次手脚', en: 'the network interferes 33 times' }, done, 33),
    count({ zh: 'B 读到 26 字节', en: 'B reads 26 octets' }, (f) => f.octetsRead('B'), 26),
    holds(
      { zh: 'A 最后得到对全部 26 字节的确认', en: 'in the end all 26 are acknowledged to A' },
      (f) => f.varsAt('A', f.trace.end).una === 127,
      (f) => `${f.varsAt('A', f.trace.end).una}`,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noSeqCheck', host: 'B' }] },
};
