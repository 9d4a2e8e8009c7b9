import { numbersOf } from '../../observe/numbering.ts';
import { closes, holds, reads, states, timed } from '../checks.ts';
import { CABLE, ms, s } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { spelled } from '../segment-text.ts';
import { connect, listen } from './helpers.ts';

const QUESTION = 'What time is it?\n';
const ANSWER = 'High noon.\n';

/** Every segment with its numbers counted from the initial ones, which chance has chosen. */
const WIRE = [
  'A S 0',
  'B S. 0 a1',
  'A . 1 a1',
  'A P. 1:18 a1',
  'B P. 1:12 a18',
  'A . 18 a12',
  'A F. 18 a12',
  'B . 12 a19',
  'B F. 12 a19',
  'A . 19 a13',
];

function relative(f: Facts): string[] {
  const numbers = numbersOf(f.trace);
  return f.segments().map((x) => {
    const { seq, ack } = numbers.get(x.id) ?? { seq: -1, ack: null };
    const range = x.length > 0 ? `${seq}:${seq + x.length}` : `${seq}`;
    return `${x.from} ${x.flags} ${range}${ack === null ? '' : ` a${ack}`}`;
  });
}

/**
 * A connection from its first segment to the end of TIME-WAIT: three segments open it, four close
 * it. Each side takes its time: if A sent at once, its data would ride on the third segment, and if B
 * closed at once, its FIN would ride on the ACK of A's (RFC 9293 sections 3.5 and 3.6).
 */
export const openAndClose: Exhibit = {
  id: 'open-and-close',
  shelf: 'open',
  title: {
    zh: '一条连接的一生：建立、传输、关闭',
    en: 'A connection is opened, used and closed',
  },
  story: {
    zh: '两台默认设置的 Linux：A 连上 B，一问一答，然后 A 先关，B 过 200 毫秒也关。看前三个和后四个报文段，再看两边各自停在哪个状态，谁最后走。',
    en: 'Two plain Linux hosts: A connects, asks, is answered, and closes; B closes 200 ms later. Look at the first three segments and the last four, then at the state each side stops in, and who is left.',
  },
  point: {
    zh: '建立用三个报文段，关闭用四个；先关的 A 要在 TIME-WAIT 里待满 60 秒，反而最后才消失。',
    en: 'Three segments open, four close; A, who closes first, spends 60 s in TIME-WAIT and is gone last.',
  },
  items: [1, 45, 57, 68],
  errata: [
    {
      note: 'N28',
      says: {
        zh: '笔记 S4 说第四次挥手后“连接完全断开”：B 是断开了，A 还要在 TIME-WAIT 里等 2MSL。',
        en: 'Note S4 has the connection gone after the fourth segment: it is for B; A stays in TIME-WAIT for 2 MSL.',
      },
    },
    {
      note: 'N17',
      says: {
        zh: '笔记 S4 说 TIME-WAIT 默认 2*MSL：Linux 固定为 60 秒，不能配置。',
        en: 'Note S4 gives 2*MSL as the default of TIME-WAIT: on Linux it is 60 s, whatever the MSL.',
      },
    },
  ],
  build: () => ({
    hosts: [
      { name: 'A', title: { zh: '客户端', en: 'client' } },
      { name: 'B', title: { zh: '服务器', en: 'server' } },
    ],
    cables: [CABLE],
    steps: [
      listen,
      connect,
      {
        host: 'A',
        when: { on: 'connected', after: ms(100) },
        do: { call: 'send', text: QUESTION },
      },
      { host: 'B', when: { on: 'received' }, do: { call: 'send', text: ANSWER } },
      { host: 'A', when: { on: 'received', after: ms(100) }, do: { call: 'close' } },
      { host: 'B', when: { on: 'ended', after: ms(200) }, do: { call: 'close' } },
    ],
  }),
  whatIfs: [
    { id: 'noTimeWait', host: 'A' },
    { id: 'mergedClose', host: 'B' },
  ],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A6', action: 'drop' }],
      says: {
        zh: '丢掉最后一个 ACK：B 重发 FIN，A 的 60 秒重新计时',
        en: 'lose the last ACK: B repeats its FIN, and the 60 s of A begin anew',
      },
    },
    {
      interventions: [
        { kind: 'profile', host: 'A', name: 'rfc' },
        { kind: 'profile', host: 'B', name: 'rfc' },
      ],
      says: {
        zh: '按 RFC 9293 的取值：MSL 两分钟，TIME-WAIT 四分钟',
        en: 'with the values of RFC 9293: MSL two minutes, TIME-WAIT four',
      },
    },
  ],
  question: {
    asks: { zh: '谁最后进入 CLOSED？', en: 'Who is CLOSED last?' },
    answers: [
      {
        says: { zh: '先关的 A', en: 'A, who closed first' },
        isTrue: (f) => (f.entered('A', 'CLOSED')[0] ?? 0) > (f.entered('B', 'CLOSED')[0] ?? 0),
      },
      {
        says: { zh: '后关的 B', en: 'B, who closed second' },
        isTrue: (f) => (f.entered('A', 'CLOSED')[0] ?? 0) < (f.entered('B', 'CLOSED')[0] ?? 0),
      },
      {
        says: { zh: '同时', en: 'both at once' },
        isTrue: (f) => f.entered('A', 'CLOSED')[0] === f.entered('B', 'CLOSED')[0],
      },
    ],
  },
  checks: [
    holds(
      {
        zh: `线上依次正好是（序号从各自的初始序号数起）：${WIRE.map((x) => spelled(x)).join('；')}`,
        en: `on the wire, numbers counted from each side's ISN: ${WIRE.map((x) => spelled(x)).join('; ')}`,
      },
      (f) => relative(f).join('; ') === WIRE.join('; '),
      (f) => relative(f).join('; '),
    ),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED']),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED']),
    timed(
      { zh: 'A 在 TIME-WAIT 里正好 60 秒', en: 'A is in TIME-WAIT for exactly 60 s' },
      (f) => f.dwelt('A', 'TIME-WAIT'),
      s(60),
    ),
    reads('B', QUESTION),
    reads('A', ANSWER),
    closes('A', null),
    closes('B', null),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A6', action: 'drop' }] },
};
