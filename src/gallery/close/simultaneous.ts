import { endsIn, stateAt, states, timed, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit, ScenarioBody } from '../exhibit.ts';
import { at, CLOSES_AT } from './helpers.ts';

/** A closes at 200 ms, and B `gap` later. */
function bothClose(gap: number): ScenarioBody {
  return {
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      at('B', CLOSES_AT + gap, { call: 'close' }),
    ],
  };
}

const OPEN_A = ['SYN-SENT', 'ESTABLISHED'];
const OPEN_B = ['SYN-RECEIVED', 'ESTABLISHED'];
const CROSSING = ['FIN-WAIT-1', 'CLOSING', 'TIME-WAIT', 'CLOSED'];

export const simultaneous: Exhibit = {
  id: 'close/simultaneous',
  shelf: 'close',
  title: { zh: '同时关闭：两个 FIN 在路上相遇', en: 'Both close at once: FINs that cross' },
  story: {
    zh: 'A 和 B 在同一时刻关闭，两个 FIN 在路上交叉。看两边走过的状态：收到对端的 FIN 时，自己的还没被确认，这个状态叫什么？等来对端的 ACK，又去了哪里？让 B 晚一点关（gap），看差多久就不算“同时”了。',
    en: 'A and B close in the same moment, and their FINs cross. Watch the states: each gets a FIN before its own is acknowledged; what is that state called, and where does the ACK of the other lead? Let B be later (gap) to find how narrow the window is.',
  },
  point: {
    zh: '两边都是主动关闭方，都走 CLOSING，都要等 TIME-WAIT，谁也不经过 FIN-WAIT-2 或 LAST-ACK（RFC 9293 图 13）。两次 close() 相差不到一个单程延迟，才会这样。',
    en: 'Both are active closers: both pass CLOSING and are in TIME-WAIT, and nobody passes FIN-WAIT-2 or LAST-ACK (RFC 9293 figure 13). It takes two calls less than a one-way delay apart.',
  },
  items: [59],
  experiment: 'E15',
  parameters: {
    gap: {
      says: { zh: 'B 比 A 晚多久关闭', en: 'how much later than A B closes' },
      unit: 'microseconds',
      value: 0,
      least: 0,
      most: ms(150),
    },
  },
  build: ({ gap = 0 }) => bothClose(gap),
  whatIfs: [{ id: 'noTimeWait', host: 'B' }],
  tries: [
    {
      interventions: [],
      values: { gap: ms(49) },
      says: { zh: 'B 晚 49 毫秒：仍在路上交叉', en: 'B 49 ms later: they still cross' },
    },
    {
      interventions: [],
      values: { gap: ms(60) },
      says: {
        zh: 'B 晚 60 毫秒：A 的 FIN 已经到了，就是普通的关闭',
        en: 'B 60 ms later: the FIN of A has arrived, and it is an ordinary close',
      },
    },
    {
      interventions: [{ kind: 'profile', host: 'A', name: 'freebsd' }],
      says: {
        zh: 'A 换成 freebsd：它用重发的 FIN 来确认',
        en: 'A as FreeBSD: it acknowledges with its FIN sent again',
      },
    },
  ],
  question: {
    asks: { zh: '谁会进入 TIME-WAIT？', en: 'Who is in TIME-WAIT?' },
    answers: [
      {
        says: { zh: '只有 A：它是客户端', en: 'only A: it is the client' },
        isTrue: (f) => f.states('A').includes('TIME-WAIT') && !f.states('B').includes('TIME-WAIT'),
      },
      {
        says: { zh: '两边：都是主动关闭方', en: 'both: each is an active closer' },
        isTrue: (f) => f.states('A').includes('TIME-WAIT') && f.states('B').includes('TIME-WAIT'),
      },
      {
        says: {
          zh: '谁也不进入：都知道对端关了',
          en: 'neither: each knows that the other has closed',
        },
        isTrue: (f) => !f.states('A').includes('TIME-WAIT') && !f.states('B').includes('TIME-WAIT'),
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'A F. 101 a301',
      'B F. 301 a101',
      'B . 302 a102 # at the same instant as the next',
      'A . 102 a302',
    ]),
    states('A', [...OPEN_A, ...CROSSING]),
    states('B', [...OPEN_B, ...CROSSING]),
    stateAt('A', ms(250), 'CLOSING'),
    stateAt('B', ms(250), 'CLOSING'),
    stateAt('A', ms(300), 'TIME-WAIT'),
    stateAt('B', ms(300), 'TIME-WAIT'),
    timed(
      { zh: '两边的 TIME-WAIT 加起来 120 秒', en: 'TIME-WAIT of both sides together: 120 s' },
      (f) => f.dwelt('A', 'TIME-WAIT') + f.dwelt('B', 'TIME-WAIT'),
      s(120),
    ),
  ],
  refutedBy: { values: { gap: ms(60) } },
};

export const simultaneousLost: Exhibit = {
  id: 'close/simultaneous-lost',
  shelf: 'close',
  title: { zh: '同时关闭，而 A 的 FIN 丢了', en: 'Both close at once, one FIN is lost' },
  story: {
    zh: '两边同时关闭，A 的 FIN 丢在路上；B 的 FIN 到了 A，A 的 ACK 也到了 B。看两边此刻各在什么状态，谁的定时器还走着，谁来补救。',
    en: 'Both close at once and the FIN of A is lost; the FIN of B reaches A, and the ACK of A reaches B. See in which states the two are then, whose timer still runs, and who mends it.',
  },
  point: {
    zh: 'B 已到 FIN-WAIT-2，A 在 CLOSING；自己的 FIN 仍没被确认，重传定时器必须接着走，不然两边都卡住（真有实现错在这里：microsoft/demikernel#1537）。',
    en: 'B is in FIN-WAIT-2 and A in CLOSING, where its FIN is still unacknowledged: the timer must go on, or both are stuck; real stacks have got this wrong (microsoft/demikernel#1537).',
  },
  items: [59],
  experiment: 'E15',
  build: () => ({ ...bothClose(0), faults: [{ segment: 'A3', action: 'drop' }] }),
  whatIfs: [{ id: 'noRetransmit', host: 'A' }],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'B2', action: 'drop' }],
      says: { zh: '把 B 的 FIN 也丢掉', en: 'lose the FIN of B as well' },
    },
  ],
  question: {
    asks: {
      zh: 'A 的 FIN 丢了，谁在什么状态里补救？',
      en: 'The FIN of A is lost: who mends it, in which state?',
    },
    answers: [
      {
        says: { zh: 'A：在 FIN-WAIT-1 里重发 FIN', en: 'A repeats it in FIN-WAIT-1' },
        isTrue: (f) => f.stateAt('A', f.sent('A', 'F.')[1]?.sentAt ?? 0) === 'FIN-WAIT-1',
      },
      {
        says: { zh: 'A：在 CLOSING 里重发 FIN', en: 'A repeats it in CLOSING' },
        isTrue: (f) => f.stateAt('A', f.sent('A', 'F.')[1]?.sentAt ?? 0) === 'CLOSING',
      },
      {
        says: {
          zh: 'B：在 FIN-WAIT-2 里再发一次 FIN',
          en: 'B sends its own FIN again in FIN-WAIT-2',
        },
        isTrue: (f) => f.sent('B', 'F.').length > 1,
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'A F. 101 a301 lost',
      'B F. 301 a101',
      'A . 102 a302',
      'A F. 101 a302 # once more, CLOSING',
      'B . 302 a102',
    ]),
    timed(
      {
        zh: 'A 在 200 毫秒 + RTO（300 毫秒）重发 FIN',
        en: 'A repeats its FIN at 200 ms + RTO (300 ms)',
      },
      (f) => f.sent('A', 'F.')[1]?.sentAt ?? 0,
      ms(500),
    ),
    stateAt('A', ms(500), 'CLOSING'),
    states('A', [...OPEN_A, ...CROSSING]),
    states('B', [...OPEN_B, 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED']),
    endsIn('A', 'CLOSED'),
    endsIn('B', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noRetransmit', host: 'A' }] },
};
