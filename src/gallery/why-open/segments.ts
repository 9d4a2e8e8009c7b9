import { count, endsIn, holds, states, timed, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { knowledge, knownBy } from '../knowledge.ts';
import { connect, listen, without } from './helpers.ts';

/** Handshakes of four segments and more, and one that never repeats. */

/** What both sides know at a time, of eight cells. */
const known = (f: Facts, at: number): number => {
  const cells = knowledge(f.trace, at);
  return knownBy('A', cells) + knownBy('B', cells);
};

export const nWay: Exhibit = {
  id: 'ablate/n-way',
  shelf: 'why-open',
  title: { zh: '为什么不是四次，或者五次？', en: 'Why not four, or five?' },
  story: {
    zh: 'A 把握手的 ACK 多发两遍，一共五个报文段。对照 open/ledger 那本账（四种能力，两边各记一份，共八格），看哪个报文段填了哪一格。',
    en: 'A sends the ACK of its handshake twice more, five segments in all. Keep the ledger of open/ledger (four abilities, as each side knows them: eight cells), and see which segment fills which cell.',
  },
  point: {
    zh: '第三个到达时八格全满，第四、第五个一格也没添：双方该知道的都知道了，再握只是白费；而“对方知不知道我知道”，握多少次也没个完。',
    en: 'All eight cells are full when the third segment arrives; the fourth and fifth add nothing and only cost. And whether the other knows that one knows is settled by no number of them.',
  },
  items: [34],
  build: () => ({
    hosts: [client({ whatIfs: ['nWay'] }), server()],
    cables: [CABLE],
    steps: [listen, connect],
  }),
  question: {
    asks: {
      zh: '第四、第五个报文段让 B 多知道了什么？',
      en: 'What does B learn from the fourth and fifth segments?',
    },
    answers: [
      {
        says: { zh: '什么也没有', en: 'nothing' },
        isTrue: (f) => f.segments().length === 5 && growth(f) === 0,
      },
      {
        says: { zh: '一件：A 知道 B 知道了', en: 'one thing: A knows that B knows' },
        isTrue: (f) => growth(f) === 1,
      },
      { says: { zh: '两件', en: 'two things' }, isTrue: (f) => growth(f) === 2 },
    ],
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301', 'A . 101 a301', 'A . 101 a301']),
    count(
      { zh: '第三个报文段到达时，八格全满', en: 'all eight cells are full with the third segment' },
      (f) => known(f, f.segments()[2]?.arrivedAt ?? 0),
      8,
    ),
    holds(
      {
        zh: '最后一格是第三个报文段（A2）填的',
        en: 'the cell filled last was filled by the third segment, A2',
      },
      (f) =>
        knowledge(f.trace, f.trace.end)
          .filter((c) => c.since === ms(150))
          .map((c) => c.by)
          .join() === 'A2,A2',
    ),
    endsIn('A', 'ESTABLISHED'),
    endsIn('B', 'ESTABLISHED'),
  ],
  standardChecks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301']),
    count(
      { zh: '三个报文段，八格全满', en: 'three segments, and all eight cells are full' },
      (f) => known(f, f.trace.end),
      8,
    ),
  ],
  refutedBy: without('nWay', 'A'),
};

/** What is known after the third segment has come that was not before. */
function growth(f: Facts): number {
  return known(f, f.trace.end) - known(f, f.segments()[2]?.arrivedAt ?? 0);
}

export const splitSynAck: Exhibit = {
  id: 'ablate/split-synack',
  shelf: 'why-open',
  title: { zh: 'SYN+ACK 拆成两个会怎样？', en: 'What if the SYN+ACK came as two?' },
  story: {
    zh: 'B 不合并，先发 ACK，再发 SYN。看 A 在 SYN-SENT 里怎样理解不带 SYN 的 ACK，又怎样理解随后的 SYN；把报文段数一数。',
    en: 'B sends its ACK, and then its SYN, instead of both in one. See what A, in SYN-SENT, makes of an ACK without SYN, and what of the SYN that follows; and count the segments.',
  },
  point: {
    zh: 'SYN-SENT 不理不带 SYN 的 ACK，随后的 SYN 看着像同时打开，A 于是进入 SYN-RECEIVED，也回 SYN+ACK：连得上，只是报文段更多，知道的一点不多。三次，就是把中间两步合并了的四次。',
    en: 'SYN-SENT ignores an ACK without SYN, and the SYN that follows looks like a simultaneous open: A goes to SYN-RECEIVED and sends a SYN+ACK of its own. It opens, with more segments and nothing more known; three is four with the middle two merged.',
  },
  items: [15, 34],
  experiment: 'E04',
  build: () => ({
    hosts: [client(), server({ whatIfs: ['splitSynAck'] })],
    cables: [CABLE],
    steps: [listen, connect],
  }),
  question: {
    asks: {
      zh: 'B 把 SYN+ACK 拆成 ACK 和 SYN，一共几个报文段？',
      en: 'B splits its SYN+ACK. How many segments in all?',
    },
    answers: [3, 4, 5, 6].map((n) => ({
      says: { zh: `${n} 个`, en: String(n) },
      isTrue: (f) => f.segments().length === n,
    })),
  },
  checks: [
    wire(['A S 100', 'B . 300 a101', 'B S 300', 'A S. 100 a301', 'B . 301 a101']),
    states('A', ['SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED']),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED']),
    timed(
      {
        zh: 'A 到 200 毫秒才进入 ESTABLISHED，比三次握手晚一个往返',
        en: 'A is ESTABLISHED at 200 ms, a round trip later than with three',
      },
      (f) => f.entered('A', 'ESTABLISHED')[0] ?? -1,
      ms(200),
    ),
    count(
      { zh: '八格全满，和三次一样', en: 'all eight cells are full, as with three' },
      (f) => known(f, f.trace.end),
      8,
    ),
  ],
  standardChecks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301']),
    states('A', ['SYN-SENT', 'ESTABLISHED']),
    count({ zh: '八格全满', en: 'all eight cells are full' }, (f) => known(f, f.trace.end), 8),
  ],
  refutedBy: without('splitSynAck', 'B'),
};

export const noRetransmit: Exhibit = {
  id: 'ablate/no-retransmit',
  shelf: 'why-open',
  title: { zh: '假如没有重传，丢一个报文段会怎样？', en: 'What if nobody retransmitted?' },
  story: {
    zh: '第三个报文段丢了，而 B 的 TCP 从不重传。A 已是 ESTABLISHED，安心等 B 先开口；B 停在 SYN-RECEIVED，定时器一次次到期却什么也不发。看两边各自等到什么时候。',
    en: 'The third segment is lost, and the TCP of B never repeats anything. A is ESTABLISHED and waits for B to speak; B is in SYN-RECEIVED, and its timer expires time and again to no effect. See how long each of them waits.',
  },
  point: {
    zh: 'B 在 63 秒后放弃，A 一无所知。三次握手不怕丢，靠的不是“三次”，而是重传：自己的 SYN 没被确认，就再发一遍，两端都是如此。',
    en: 'B gives up after 63 s, and A never learns. It is not the number of segments that makes the handshake safe against loss, but that each side repeats its SYN until it is acknowledged.',
  },
  items: [29, 30],
  experiment: 'E05',
  build: () => ({
    hosts: [client(), server({ whatIfs: ['noRetransmit'] })],
    cables: [CABLE],
    steps: [
      listen,
      connect,
      { host: 'B', when: { on: 'accepted' }, do: { call: 'send', text: '220 ready' } },
    ],
    faults: [{ segment: 'A2', action: 'drop' }],
    until: s(200),
  }),
  question: {
    asks: { zh: '200 秒后，A 和 B 各是什么状态？', en: 'After 200 s, what states are A and B in?' },
    answers: [
      ['ESTABLISHED', 'ESTABLISHED'],
      ['ESTABLISHED', 'CLOSED'],
      ['CLOSED', 'CLOSED'],
      ['ESTABLISHED', 'SYN-RECEIVED'],
    ].map(([a, b]) => ({
      says: { zh: `A ${a}，B ${b}`, en: `A ${a}, B ${b}` },
      isTrue: (f) => f.endState('A') === a && f.endState('B') === b,
    })),
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301 lost']),
    states('A', ['SYN-SENT', 'ESTABLISHED']),
    states('B', ['SYN-RECEIVED', 'CLOSED']),
    timed(
      { zh: 'B 在 63.05 秒放弃', en: 'B gives up at 63.05 s' },
      (f) => f.entered('B', 'CLOSED')[0] ?? -1,
      s(63.05),
    ),
    count(
      {
        zh: 'B 的定时器到期 6 次，一个报文段也没发',
        en: 'the timer of B expires 6 times and sends nothing',
      },
      (f) => f.expiries('B', 'syn-ack').length,
      6,
    ),
    count(
      { zh: 'B 的应用一条连接也没得到', en: 'the application of B gets no connection' },
      (f) => f.calls('B', 'accept').length,
      0,
    ),
  ],
  standardChecks: [
    endsIn('A', 'ESTABLISHED'),
    endsIn('B', 'ESTABLISHED'),
    timed(
      { zh: 'B 在 1.15 秒进入 ESTABLISHED', en: 'B is ESTABLISHED at 1.15 s' },
      (f) => f.entered('B', 'ESTABLISHED')[0] ?? -1,
      s(1.15),
    ),
  ],
  refutedBy: without('noRetransmit', 'B'),
};
