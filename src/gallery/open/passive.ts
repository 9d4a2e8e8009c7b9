import { closes, holds, reads, states, wire } from '../checks.ts';
import { CABLE, client, ms, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';

/** B waits for one peer: port 5000 of A. */
const WAITS = {
  host: 'B',
  when: { at: 0 },
  do: { call: 'passive-open', port: 80, from: 'A', fromPort: 5000 },
} as const;
/** And A comes from that port. */
const COMES = { call: 'connect', to: 'B', port: 80, localPort: 5000 } as const;

/** A passive OPEN that turns active: LISTEN to SYN-SENT. */
export const listenSend: Exhibit = {
  id: 'open/listen-send',
  shelf: 'open',
  title: { zh: '在 LISTEN 里发送：被动变主动', en: 'SEND in LISTEN: the waiting side calls' },
  story: {
    zh: 'B 按 RFC 9293 被动 OPEN，只等 A 的 5000 端口。200 毫秒时它不等了，直接 SEND“hello”。看 B 从 LISTEN 走到哪里，谁先发报文段，“hello”又由哪个报文段带走。',
    en: 'By a passive OPEN of RFC 9293, B waits for port 5000 of A alone. At 200 ms it waits no more and SENDs "hello". See where B goes from LISTEN, who sends the first segment, and with which one the text travels.',
  },
  point: {
    zh: 'B 发 SYN，从 LISTEN 走到 SYN-SENT，“hello”等到 ESTABLISHED 才走。主动、被动说的是谁先发 SYN，不是谁是“服务器”；状态机里有这条线，套接字接口没有（RFC 9293 3.10.2 节）。',
    en: 'B sends a SYN, LISTEN turns into SYN-SENT, and the text waits for ESTABLISHED. Active or passive is who sends the first SYN, not who is "the server"; the diagram has this line, sockets have not (RFC 9293 section 3.10.2).',
  },
  items: [2, 115],
  experiment: 'E25',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      { host: 'A', when: { at: 0 }, do: { call: 'listen', port: 5000 } },
      WAITS,
      { host: 'B', when: { at: ms(200) }, do: { call: 'send', text: 'hello' } },
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'B1', action: 'drop' }],
      says: {
        zh: '丢掉 B 的 SYN：现在轮到 B 重传',
        en: 'lose the SYN of B: now B has to repeat it',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 在 LISTEN 里 SEND，线上先出现什么？',
      en: 'B SENDs in LISTEN: what is on the wire first?',
    },
    answers: [
      {
        says: { zh: '什么也没有：要等 A 的 SYN', en: 'nothing, until a SYN of A comes' },
        isTrue: (f) => f.sent('A', 'S').length > 0,
      },
      {
        says: { zh: 'B 的 SYN：不带“hello”', en: 'a SYN of B, without the "hello"' },
        isTrue: (f) => f.segments()[0]?.flags === 'S' && f.segments()[0]?.length === 0,
      },
      {
        says: { zh: 'B 的数据报文段：带着“hello”', en: 'a segment with the "hello"' },
        isTrue: (f) => f.segments()[0]?.length === 5,
      },
    ],
  },
  checks: [
    wire(['B S 300', 'A S. 100 a301', 'B P. 301:306 a101', 'A . 101 a306']),
    states('B', ['LISTEN', 'SYN-SENT', 'ESTABLISHED']),
    states('A', ['SYN-RECEIVED', 'ESTABLISHED']),
    reads('A', 'hello'),
    holds(
      { zh: 'SYN 在 SEND 的那一刻发出', en: 'the SYN leaves at the moment of the SEND' },
      (f) => f.segment('B1')?.sentAt === ms(200),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'B1', action: 'drop' }] },
};

/** CLOSE of what only waited: LISTEN to CLOSED. */
export const listenClose: Exhibit = {
  id: 'open/listen-close',
  shelf: 'open',
  title: { zh: '在 LISTEN 里关闭：要跟谁告别？', en: 'CLOSE in LISTEN: of whom to take leave?' },
  story: {
    zh: 'B 被动 OPEN，100 毫秒时又 CLOSE，从 LISTEN 直接到 CLOSED。看线上有没有动静；再看晚来一步的 A：200 毫秒才来连。',
    en: 'B opens passively and CLOSEs at 100 ms, going from LISTEN straight to CLOSED. See whether anything is on the wire; and then A, which comes too late, at 200 ms.',
  },
  point: {
    zh: 'FIN 是说给对端听的；LISTEN 还没有对端，关掉它，什么报文段也不发（RFC 9293 3.10.4 节）。',
    en: 'A FIN is for a peer; LISTEN has none yet, so closing it sends nothing (RFC 9293 section 3.10.4).',
  },
  items: [95, 115],
  experiment: 'E25',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      WAITS,
      { host: 'B', when: { at: ms(100) }, do: { call: 'close' } },
      { host: 'A', when: { at: ms(200) }, do: COMES },
    ],
  }),
  question: {
    asks: {
      zh: 'B 在 LISTEN 里 CLOSE，会发什么？',
      en: 'What does B send when it CLOSEs in LISTEN?',
    },
    answers: [
      {
        says: { zh: 'FIN：对 A 说一声', en: 'a FIN' },
        isTrue: (f) => f.sent('B', 'F.').length > 0,
      },
      {
        says: { zh: 'RST：CLOSE 的那一刻', en: 'a RST, when it CLOSEs' },
        isTrue: (f) => f.segments().some((s) => s.from === 'B' && s.sentAt === ms(100)),
      },
      {
        says: {
          zh: '什么也不发：SYN 来了才回 RST',
          en: 'nothing; only a SYN that comes later gets a RST',
        },
        isTrue: (f) => f.segment('B1')?.flags === 'R.' && f.segment('B1')?.sentAt === ms(250),
      },
    ],
  },
  checks: [
    wire(['A S 100', 'B R. 0 a101']),
    states('B', ['LISTEN', 'CLOSED']),
    states('A', ['SYN-SENT', 'CLOSED']),
    closes('B', null),
    closes('A', 'ECONNREFUSED'),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A1', action: 'drop' }] },
};

/** CLOSE before it is ESTABLISHED: SYN-RECEIVED to FIN-WAIT-1. */
export const closeEarly: Exhibit = {
  id: 'open/close-early',
  shelf: 'open',
  title: { zh: '还没建立就关闭：不经过 ESTABLISHED', en: 'Closed before it was ESTABLISHED' },
  story: {
    zh: 'B 被动 OPEN；A 的 SYN 在 50 毫秒时到，B 进入 SYN-RECEIVED，70 毫秒时 B 的应用就 CLOSE。看 B 从 SYN-RECEIVED 去了哪里，它的 FIN 又在哪一刻发出。',
    en: 'B opens passively; the SYN of A comes at 50 ms, and in SYN-RECEIVED, at 70 ms, the application of B CLOSEs. See where B goes from SYN-RECEIVED, and when its FIN leaves.',
  },
  point: {
    zh: 'B 立刻进入 FIN-WAIT-1，FIN 却要等 150 毫秒第三个报文段到了才发：应用不必等连接建立就能关闭，三次握手照样走完，因为 FIN 的序号要接在 SYN 后面（RFC 9293 3.10.4 节）。',
    en: 'B is in FIN-WAIT-1 at once, but its FIN leaves at 150 ms, with the third segment there: an application need not wait for the connection to close it; the handshake is completed all the same, for the FIN stands behind the SYN (RFC 9293 section 3.10.4).',
  },
  items: [2, 115],
  experiment: 'E25',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      WAITS,
      { host: 'A', when: { at: 0 }, do: COMES },
      { host: 'B', when: { at: ms(70) }, do: { call: 'close' } },
      { host: 'A', when: { on: 'ended', after: ms(100) }, do: { call: 'close' } },
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }],
      says: {
        zh: '丢掉第三个报文段：B 在 FIN-WAIT-1 里重传的是 SYN+ACK',
        en: 'lose the third segment: in FIN-WAIT-1, B repeats its SYN+ACK',
      },
    },
  ],
  question: {
    asks: { zh: 'B 什么时候发出 FIN？', en: 'When does B send its FIN?' },
    answers: [
      {
        says: { zh: 'CLOSE 时（70 毫秒）', en: 'when it CLOSEs (70 ms)' },
        isTrue: (f) => f.sent('B', 'F.')[0]?.sentAt === ms(70),
      },
      {
        says: {
          zh: '第三个报文段到达时（150 毫秒）',
          en: 'when the third segment arrives (150 ms)',
        },
        isTrue: (f) => f.sent('B', 'F.')[0]?.sentAt === ms(150),
      },
      {
        says: { zh: '不发：连接还没建立，发 RST', en: 'never: it is not established, so a RST' },
        isTrue: (f) => f.sent('B').some((s) => s.flags.includes('R')),
      },
    ],
  },
  checks: [
    wire([
      'A S 100',
      'B S. 300 a101',
      'A . 101 a301',
      'B F. 301 a101',
      'A . 101 a302',
      'A F. 101 a302',
      'B . 302 a102',
    ]),
    states('B', ['LISTEN', 'SYN-RECEIVED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED']),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED']),
    holds(
      {
        zh: 'B 在 70 毫秒时进入 FIN-WAIT-1，那时 FIN 还没发',
        en: 'B is in FIN-WAIT-1 at 70 ms, before there is a FIN',
      },
      (f) => f.entered('B', 'FIN-WAIT-1')[0] === ms(70) && f.sent('B', 'F.')[0]?.sentAt === ms(150),
    ),
    closes('A', null),
    closes('B', null),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }] },
};
