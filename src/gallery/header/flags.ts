import {
  closes,
  count,
  endsIn,
  holds,
  reads,
  spelledTime,
  stateAt,
  states,
  timed,
  wire,
} from '../checks.ts';
import { at, CLOSES_AT, onEnd } from '../close/helpers.ts';
import { attacker, CABLE, client, HANDSHAKE, ms, OPENED, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';

export const urg: Exhibit = {
  id: 'hdr/urg',
  shelf: 'header',
  title: { zh: 'URG：告诉对端，流里有急事', en: 'URG: something urgent is in the stream' },
  story: {
    zh: 'B 的应用先停下不读；A 发“pay 100;”，又把“STOP”作为紧急数据发出。URG 一到，B 的应用就得到通知：再读 12 个字节，紧急的部分就读完了。看它接着读时，“STOP”在什么位置。',
    en: 'The application of B reads nothing for a while; A sends "pay 100;", then "STOP" as urgent data. B is told as soon as the URG arrives: it is 12 octets to the end of what is urgent. See where "STOP" stands when it reads on.',
  },
  point: {
    zh: '“STOP”还在原来的位置，没有插队：URG 和紧急指针只是通知“紧急数据到哪里为止”，字节仍按顺序排在流里（RFC 9293 3.8.5 节）；RFC 6093 劝新程序不要用它。',
    en: '"STOP" has not jumped the queue: URG and its pointer only tell how far the urgent data goes; its octets stay in the stream, in order (RFC 9293 section 3.8.5). RFC 6093 advises new programs against it.',
  },
  items: [100],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('B', ms(160), { call: 'pause' }),
      at('A', ms(200), { call: 'send', text: 'pay 100;' }),
      at('A', ms(300), { call: 'send', text: 'STOP', urgent: true }),
      at('B', ms(1000), { call: 'resume' }),
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A4', action: 'drop' }],
      says: { zh: '丢掉紧急的那一段', en: 'lose the urgent segment' },
    },
  ],
  question: {
    asks: { zh: 'B 继续读时，先读到什么？', en: 'B reads on: what comes first?' },
    answers: [
      {
        says: { zh: 'STOP：紧急数据插到最前面', en: 'STOP: urgent data goes first' },
        isTrue: (f) => f.read('B').startsWith('STOP'),
      },
      {
        says: { zh: 'pay 100;：紧急数据不插队', en: 'pay 100;: urgent data keeps its place' },
        isTrue: (f) => f.read('B') === 'pay 100;STOP',
      },
      {
        says: {
          zh: '只有 pay 100;：紧急数据走另一条通道',
          en: 'pay 100; alone: urgent data has a channel of its own',
        },
        isTrue: (f) => f.read('B') === 'pay 100;',
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'A P. 101:109 a301',
      'B . 301 a109',
      'A PU. 109:113 a301 # the pointer: up to 113',
      'B . 301 a113',
    ]),
    holds(
      {
        zh: 'B 的应用在 350 毫秒得到通知：离紧急数据的末尾还有 12 个字节',
        en: 'B is told at 350 ms that the urgent data ends 12 octets on',
      },
      (f) => {
        const [told, ...more] = f.calls('B', 'urgent');
        return told?.at === ms(350) && told.octets === 12 && more.length === 0;
      },
      (f) =>
        f
          .calls('B', 'urgent')
          .map((c) => `${spelledTime(c.at)}: ${c.octets}`)
          .join(', ') || '-',
    ),
    timed(
      { zh: '通知比数据早到应用 650 毫秒', en: 'which is 650 ms before it reads anything' },
      (f) => (f.calls('B', 'read')[0]?.at ?? 0) - (f.calls('B', 'urgent')[0]?.at ?? 0),
      ms(650),
    ),
    reads('B', 'pay 100;STOP'),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A4', action: 'drop' }] },
};

export const psh: Exhibit = {
  id: 'hdr/psh',
  shelf: 'header',
  title: { zh: 'PSH 说的是什么？', en: 'What PSH says' },
  story: {
    zh: 'A 一次写 3000 字节，分成 1460、1460、80 三段，接着再写 100 字节。看哪些报文段带 PSH，想想发送方那一刻的发送缓冲区里还剩什么。',
    en: 'A writes 3000 octets at once: segments of 1460, 1460 and 80; then 100 octets more. See which of them have PSH, and what is left in the send buffer at that moment.',
  },
  point: {
    zh: '缓冲区发空的那一段才带 PSH：这一批暂时到此为止，接收方别攒着，尽快交给应用（RFC 9293 3.9.1 节 MUST-61）。它不是边界：一次 write 不等于一个报文段，也不等于对端的一次 read。',
    en: 'PSH is on the segment that empties the send buffer: this is all for now, do not keep it waiting (RFC 9293 section 3.9.1, MUST-61). It is no boundary: a write is neither a segment nor a read of the peer.',
  },
  items: [100],
  parameters: {
    octets: {
      says: { zh: '第一次写的字节数', en: 'octets of the first write' },
      unit: 'octets',
      value: 3000,
      least: 1,
      most: 14_600,
    },
  },
  build: ({ octets = 3000 }) => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', ms(200), { call: 'send', octets }),
      at('A', ms(400), { call: 'send', octets: 100 }),
    ],
  }),
  question: {
    asks: {
      zh: '3000 字节分成三段，哪几段带 PSH？',
      en: '3000 octets go in three segments. Which have PSH?',
    },
    answers: [
      { says: { zh: '每一段', en: 'each of them' }, isTrue: (f) => pushed(f.sent('A')) === 'PPP' },
      {
        says: { zh: '只有最后一段', en: 'only the last' },
        isTrue: (f) => pushed(f.sent('A')) === '--P',
      },
      {
        says: { zh: '只有第一段', en: 'only the first' },
        isTrue: (f) => pushed(f.sent('A')) === 'P--',
      },
      {
        says: { zh: '一段也没有，除非应用要求', en: 'none, unless the application asks' },
        isTrue: (f) => pushed(f.sent('A')) === '---',
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'A . 101:1561 a301',
      'A . 1561:3021 a301',
      'A P. 3021:3101 a301 # empties the buffer',
      'B . 301 a3101',
      'A P. 3101:3201 a301 # so does this',
      'B . 301 a3201',
    ]),
    count({ zh: 'B 读到 3100 字节', en: 'B reads 3100 octets' }, (f) => f.octetsRead('B'), 3100),
    holds(
      {
        zh: '带数据的报文段有四个，B 读的次数比这少：报文段不是边界',
        en: 'four segments carry text and B reads fewer times: a segment is no boundary',
      },
      (f) => f.calls('B', 'read').length < f.sent('A').filter((g) => g.length > 0).length,
      (f) => `${f.calls('B', 'read').length}`,
    ),
  ],
  refutedBy: { values: { octets: 1460 } },
};

/** Which of the first three segments with text have PSH. */
function pushed(sent: readonly { readonly flags: string; readonly length: number }[]): string {
  return sent
    .filter((g) => g.length > 0)
    .slice(0, 3)
    .map((g) => (g.flags.includes('P') ? 'P' : '-'))
    .join('');
}

export const rst: Exhibit = {
  id: 'hdr/rst',
  shelf: 'header',
  title: { zh: 'RST：两个 RST，两种下场', en: 'RST: two of them, treated differently' },
  story: {
    zh: '看两个 RST 的不同下场。先是 X 冒充 B 发来的，序号 302 在窗口里，却不是 A 期待的 301；600 毫秒时 B 的应用真的中止连接，RST 的序号正好是 301。看 A 对每一个发不发什么，两边各在什么状态。',
    en: 'First X sends a RST in the name of B; its number 302 is in the window, but A wants 301. At 600 ms B does abort, and its RST stands at 301. See what A sends for each, if anything, and in which states the two are.',
  },
  point: {
    zh: '302 只换来一个挑战 ACK；301 一到，A 就 CLOSED，什么也不发。RST 不占序号，没人确认，也不重传，也没有 TIME-WAIT；序号正好等于对端的 RCV.NXT 才算数（RFC 5961 3.2 节）。',
    en: '302 draws a challenge ACK; at 301 A is CLOSED and sends nothing. A RST takes up no number, is not acknowledged and not repeated, and leaves no TIME-WAIT; it counts when its number is exactly the RCV.NXT of the peer (RFC 5961 section 3.2).',
  },
  items: [100, 95],
  build: () => ({
    hosts: [client(), server(), attacker()],
    cables: [CABLE, { ...CABLE, between: ['X', 'A'] }],
    steps: [
      at('B', 0, { call: 'listen', port: 80 }),
      at('A', 0, { call: 'connect', to: 'B', port: 80, localPort: 5000 }),
      at('X', CLOSES_AT, {
        ...{ call: 'inject', from: 'B', to: 'A', sport: 80, dport: 5000 },
        ...{ flags: 'R', seq: 302 },
      }),
      at('B', ms(600), { call: 'abort' }),
    ],
  }),
  whatIfs: [{ id: 'acceptAnyRst', host: 'A' }],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'B2', action: 'drop' }],
      says: { zh: '丢掉真的 RST：A 一无所知', en: 'lose the real RST: A knows nothing' },
    },
  ],
  question: {
    asks: {
      zh: '序号对得上的 RST 到了，A 发什么？',
      en: 'What does A send when the exact RST has arrived?',
    },
    answers: [
      {
        says: { zh: 'ACK：每个报文段都要确认', en: 'an ACK, as to any segment' },
        isTrue: (f) => f.segments().at(-1)?.flags === '.' && f.segments().at(-1)?.from === 'A',
      },
      {
        says: { zh: 'RST：自己也发一个', en: 'a RST of its own' },
        isTrue: (f) => f.sent('A').some((g) => g.flags.includes('R')),
      },
      {
        says: { zh: '什么也不发', en: 'nothing' },
        isTrue: (f) => f.segments().at(-1)?.flags === 'R.',
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'X R 302 # forged, one too far',
      'A . 101 a301 # a challenge',
      'B R. 301 a101 # exactly RCV.NXT',
    ]),
    stateAt('B', ms(600), 'CLOSED'),
    stateAt('A', ms(649), 'ESTABLISHED'),
    stateAt('A', ms(650), 'CLOSED'),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'CLOSED']),
    closes('A', 'ECONNRESET'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'acceptAnyRst', host: 'A' }] },
};

export const synFinCount: Exhibit = {
  id: 'hdr/syn-fin-count',
  shelf: 'header',
  title: { zh: '一个字节没传，序号走了多少？', en: 'No octet sent: how far do the numbers go?' },
  story: {
    zh: '一条连接，建立，关闭，一个字节也没传。看两边最后的确认号比 ISN 大多少，是被哪些报文段推上去的。之后再看一个手工造的 SYN，带着 ECE 和 CWR：首部里的标志不止六个。',
    en: 'A connection that carries not one octet: open, close. See how far the last acknowledgments are from the ISNs, and which segments moved them. Then a SYN with ECE and CWR, made by hand: the header has more than six flags.',
  },
  point: {
    zh: 'SYN 占 1，FIN 占 1，所以比 ISN 大 2。占序号的，才要确认、才会重传：SYN、FIN 和数据。ACK、PSH、URG、RST 都不占。',
    en: 'One for the SYN, one for the FIN: the ISN plus 2. What takes up a number is acknowledged and repeated: SYN, FIN and text. ACK, PSH, URG and RST take up none.',
  },
  items: [100, 51, 8],
  errata: [
    {
      note: 'N7',
      says: {
        zh: '笔记 S2 说标志位“共 6 个”：RFC 9293 定义了 8 个，多出 CWR 和 ECE（RFC 3168）；AccECN 还用了第 9 个 AE。',
        en: 'Note S2 counts six flags: RFC 9293 defines eight, with CWR and ECE (RFC 3168), and Accurate ECN uses a ninth, AE.',
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
        ...{ flags: 'SEW', seq: 500 },
      }),
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'B2', action: 'drop' }],
      says: {
        zh: '丢掉对 FIN 的确认：FIN 占序号，所以会重发',
        en: 'lose the ACK of the FIN: a FIN has a number, so it is repeated',
      },
    },
  ],
  question: {
    asks: {
      zh: '没有数据。A 的 ISN 是 100，B 最后的确认号是多少？',
      en: 'No data at all. The ISN of A is 100: what does B acknowledge in the end?',
    },
    answers: [100, 101, 102, 103].map((n) => ({
      says: { zh: `${n}`, en: `${n}` },
      isTrue: (f) => f.sent('B', 'F.')[0]?.ack === n,
    })),
  },
  checks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B . 301 a102', 'B F. 301 a102', 'A . 102 a302'], 1),
    count(
      { zh: 'A 方向：102 − 100 = 2', en: 'from A: 102 − 100 = 2' },
      (f) => (f.segments(1).find((g) => g.from === 'B' && g.flags === 'F.')?.ack ?? 0) - 100,
      2,
    ),
    count(
      { zh: 'B 方向：302 − 300 = 2', en: 'from B: 302 − 300 = 2' },
      (f) => (f.segments(1).at(-1)?.ack ?? 0) - 300,
      2,
    ),
    count(
      {
        zh: '7 个报文段里有 4 个占序号：两个 SYN，两个 FIN',
        en: 'of 7 segments 4 take up a number: two SYNs and two FINs',
      },
      (f) => f.segments(1).filter((g) => /[SF]/.test(g.flags)).length,
      4,
    ),
    wire(
      [
        'A SEW 500 # two flags that the notes do not know',
        'B SE. 700 a501 # ECN is agreed on',
        'A R 501 # A knows nothing of it',
      ],
      2,
    ),
    endsIn('A', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'B2', action: 'drop' }] },
};
