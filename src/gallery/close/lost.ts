import type { ScenarioFault } from '../../sim/scenario.ts';
import { endsIn, sentAt, stateAt, timed, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit, ScenarioBody } from '../exhibit.ts';
import { at, CLOSES_AT, onEnd } from './helpers.ts';
import { NOTE_S2, noteS2 } from './worked-numbers.ts';

/** An ordinary close in which B takes its time, with one segment lost. */
function withLoss(segment: string, reaction: number): ScenarioBody {
  const faults: readonly ScenarioFault[] = [{ segment, action: 'drop' }];
  return {
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', reaction, { call: 'close' }),
    ],
    faults,
  };
}

export const lostAck2: Exhibit = {
  id: 'close/lost-ack2',
  shelf: 'close',
  title: { zh: '第二次挥手丢了：B 的 ACK', en: 'The ACK of the first FIN is lost' },
  story: {
    zh: 'B 确认了 A 的 FIN，这个 ACK 却丢了；A 分不清丢的是 FIN 还是 ACK。看谁先动，过了多久；再看已在 CLOSE-WAIT 的 B 怎样对待来的报文段。',
    en: 'B acknowledges the FIN of A and the ACK is lost; A cannot tell whether FIN or ACK went missing. See who moves first, after how long, and what B, in CLOSE-WAIT already, does with what comes.',
  },
  point: {
    zh: 'ACK 丢了不会重发，重发的是没得到确认的 FIN，等一个 RTO；所以见过的 FIN 再来，也必须再确认。',
    en: 'A lost ACK is never repeated: what is repeated, after an RTO, is the FIN that got none, and a FIN seen before must be acknowledged again.',
  },
  items: [52],
  build: () => withLoss('B2', s(1)),
  whatIfs: [{ id: 'noRetransmit', host: 'A' }],
  question: {
    asks: { zh: 'B 的 ACK 丢了，谁先动？', en: 'The ACK of B is lost: who moves first?' },
    answers: [
      {
        says: { zh: 'B：过一个 RTO 重发 ACK', en: 'B repeats its ACK after the RTO' },
        isTrue: (f) =>
          (f.sent('B', '.')[1]?.sentAt ?? s(99)) < (f.sent('A', 'F.')[1]?.sentAt ?? s(99)),
      },
      {
        says: { zh: 'A：过一个 RTO 重发 FIN', en: 'A repeats its FIN after the RTO' },
        isTrue: (f) => f.sent('A', 'F.')[1]?.sentAt === ms(500),
      },
      {
        says: { zh: '都不动：等 B 的 FIN 捎带确认', en: 'nobody: the FIN of B will carry the ACK' },
        isTrue: (f) => f.sent('A', 'F.').length === 1,
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'A F. 101 a301',
      'B . 301 a102 lost',
      'A F. 101 a301',
      'B . 301 a102',
      'B F. 301 a102',
      'A . 102 a302',
    ]),
    sentAt('A', 'F.', [0.2, 0.5]),
    stateAt('B', ms(550), 'CLOSE-WAIT'),
    stateAt('A', ms(599), 'FIN-WAIT-1'),
    stateAt('A', ms(600), 'FIN-WAIT-2'),
    timed(
      {
        zh: 'FIN 再来也不影响 B 的 CLOSE-WAIT：仍是 1 秒',
        en: 'the FIN seen twice leaves CLOSE-WAIT of B as it is: 1 s',
      },
      (f) => f.dwelt('B', 'CLOSE-WAIT'),
      s(1),
    ),
    endsIn('B', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noRetransmit', host: 'A' }] },
};

export const lostFin: Exhibit = {
  id: 'close/lost-fin',
  shelf: 'close',
  title: { zh: '第三次挥手丢了：B 的 FIN', en: 'The FIN of B is lost' },
  story: {
    zh: 'B 发出 FIN，进入 LAST-ACK，FIN 却丢了。看 FIN-WAIT-2 里的 A 发不发什么，多等了多久；再看 B 的定时器。',
    en: 'B sends its FIN, goes to LAST-ACK, and the FIN is lost. See whether A, in FIN-WAIT-2, sends anything, and how much longer it waits; and watch the timer of B.',
  },
  point: {
    zh: 'FIN 和数据一样可靠：占序号，要确认，没确认就由 B 重发（过一个 RTO）。FIN-WAIT-2 里的 A 什么也不用做，只是多等一会儿。',
    en: 'A FIN is as reliable as text: it has a number, wants an ACK, and B repeats it after an RTO. A in FIN-WAIT-2 need do nothing but wait a little longer.',
  },
  items: [55],
  experiment: 'E24',
  build: () => withLoss('B3', ms(200)),
  whatIfs: [{ id: 'noRetransmit', host: 'B' }],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }],
      says: { zh: '把 A 的 FIN 也丢掉', en: 'lose the FIN of A as well' },
    },
  ],
  question: {
    asks: {
      zh: 'FIN-WAIT-2 里的 A 等不到 FIN，会怎么做？',
      en: 'A waits in FIN-WAIT-2 and no FIN comes. What does it do?',
    },
    answers: [
      {
        says: { zh: '催一催：再发自己的 FIN', en: 'send its own FIN again' },
        isTrue: (f) => f.sent('A', 'F.').length > 1,
      },
      {
        says: { zh: '什么也不发：重发是 B 的事', en: 'send nothing: repeating is up to B' },
        isTrue: (f) =>
          f.sent('A', 'F.').length === 1 &&
          f.sent('A').filter((g) => g.sentAt > CLOSES_AT && g.sentAt < ms(800)).length === 0,
      },
      {
        says: { zh: '不等了：超时，用 RST 结束', en: 'time out and reset the connection' },
        isTrue: (f) => f.sent('A').some((g) => g.flags.includes('R')),
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'A F. 101 a301',
      'B . 301 a102',
      'B F. 301 a102 lost',
      'B F. 301 a102',
      'A . 102 a302',
    ]),
    sentAt('B', 'F.', [0.45, 0.75]),
    timed(
      {
        zh: 'A 在 FIN-WAIT-2 里待了 500 毫秒，其中 300 毫秒是 B 的 RTO',
        en: 'A is in FIN-WAIT-2 for 500 ms, 300 of them the RTO of B',
      },
      (f) => f.dwelt('A', 'FIN-WAIT-2'),
      ms(500),
    ),
    stateAt('B', ms(849), 'LAST-ACK'),
    stateAt('B', ms(850), 'CLOSED'),
    endsIn('A', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noRetransmit', host: 'B' }] },
};

export const lostAck4: Exhibit = {
  id: 'close/lost-ack4',
  shelf: 'close',
  title: { zh: '第四次挥手丢了：A 的最后一个 ACK', en: 'The last ACK is lost' },
  story: {
    zh: '还是笔记 S2 的数字，最后一个 ACK（ack=2352）丢了。A 已在 TIME-WAIT，B 在 LAST-ACK。看谁的定时器先到期，发的是什么；再看 A 的 TIME-WAIT 一共多长。',
    en: 'The numbers of note S2 again, and the last ACK (ack=2352) is lost. A is in TIME-WAIT, B in LAST-ACK. See whose timer expires first, what is sent then, and how long TIME-WAIT of A lasts in all.',
  },
  point: {
    zh: 'B 在 LAST-ACK 里过一个 RTO 重发 FIN（seq=2351），A 再答一次 ack=2352，2MSL 从头计时。A 不知道最后的 ACK 有没有送到，所以要等：FIN 再来，就再确认，直到 B 收到为止。',
    en: 'After its RTO B repeats its FIN (seq=2351), A answers ack=2352 once more, and its 2 MSL start over. A cannot know whether its last ACK arrived, and so it waits: whenever the FIN comes again it is acknowledged again, until B has it.',
  },
  items: [66],
  build: (v) => ({ ...noteS2(v), faults: [{ segment: 'A6', action: 'drop' }] }),
  whatIfs: [
    { id: 'noTimeWait', host: 'A' },
    { id: 'noRetransmit', host: 'B' },
  ],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A7', action: 'drop' }],
      says: { zh: '第二个 ACK 也丢掉', en: 'lose the second one, too' },
    },
  ],
  question: {
    asks: { zh: '最后的 ACK 丢了，谁先察觉？', en: 'The last ACK is lost: who notices?' },
    answers: [
      {
        says: { zh: 'A：它重发 ACK', en: 'A: it repeats its ACK' },
        isTrue: (f) => f.sent('B', 'F.').length === 1 && f.sent('A', '.').length > 4,
      },
      {
        says: { zh: 'B：它重发 FIN', en: 'B: it repeats its FIN' },
        isTrue: (f) => f.sent('B', 'F.').length === 2,
      },
      {
        says: {
          zh: '没有人：B 发完 FIN 就 CLOSED 了',
          en: 'nobody: B is CLOSED once its FIN is out',
        },
        isTrue: (f) => f.sent('B', 'F.').length === 1 && f.dwelt('B', 'LAST-ACK') === 0,
      },
    ],
  },
  checks: [
    wire([...NOTE_S2, 'A . 1102 a2352 lost', 'B F. 2351 a1102 # once more', 'A . 1102 a2352']),
    sentAt('B', 'F.', [0.6, 0.9]),
    timed(
      {
        zh: 'B 的 LAST-ACK 长 400 毫秒：一个 RTO 加一个往返',
        en: 'LAST-ACK of B lasts 400 ms: an RTO and a round trip',
      },
      (f) => f.dwelt('B', 'LAST-ACK'),
      ms(400),
    ),
    timed(
      {
        zh: 'A 的 TIME-WAIT 长 60.3 秒：FIN 再来时重新计时',
        en: 'TIME-WAIT of A lasts 60.3 s: it starts over when the FIN comes again',
      },
      (f) => f.dwelt('A', 'TIME-WAIT'),
      s(60.3),
    ),
    endsIn('A', 'CLOSED'),
    endsIn('B', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noTimeWait', host: 'A' }] },
};
