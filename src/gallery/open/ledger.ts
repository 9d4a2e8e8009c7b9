import { type Check, holds, spelledTime, stateAt, states, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { type Known, knowledge, knownBy } from '../knowledge.ts';
import { connect, listen } from './helpers.ts';

/** What `knower` knows at a time: `A sends`, `B receives` and so on. */
function knows(f: Facts, knower: string, at: number): string[] {
  return knowledge(f.trace, at)
    .filter((c) => c.knower === knower && c.since !== null)
    .map(text);
}

function text(c: Known): string {
  return `${c.about} ${c.can}s`;
}

const ALL = ['A sends', 'A receives', 'B sends', 'B receives'];
const ZH: Readonly<Record<string, string>> = {
  'A sends': 'A 能发',
  'A receives': 'A 能收',
  'B sends': 'B 能发',
  'B receives': 'B 能收',
};

function knowing(knower: string, at: number, wanted: readonly string[]): Check {
  const n = wanted.length;
  return holds(
    {
      zh: `${at / 1000} 毫秒时 ${knower} 知道 ${n} 件事：${wanted.map((w) => ZH[w]).join('、') || '无'}`,
      en: `at ${at / 1000} ms ${knower} knows ${n} things: ${wanted.join(', ') || 'none'}`,
    },
    (f) => knows(f, knower, at).join() === wanted.join(),
    (f) => knows(f, knower, at).join(', ') || '-',
  );
}

export const ledger: Exhibit = {
  id: 'open/ledger',
  shelf: 'open',
  title: { zh: '四件事，谁在什么时候知道？', en: 'Four abilities: who knows them, and when?' },
  story: {
    zh: '记一本账：A 能发、A 能收、B 能发、B 能收，看两边在每一步各知道几件。只有收到的报文段才算证据：收到，说明对端能发、自己能收；收到确认，说明自己能发、对端能收。',
    en: 'Keep a ledger: A can send, A can receive, B can send, B can receive; how many of them does each side know? Only what arrives is evidence: it shows that the other sends and one receives; an acknowledgment shows that one sends and the other receives.',
  },
  point: {
    zh: '第二个报文段一到，A 四件全知道，B 还只知道两件：“A 能收、B 能发”要靠第三个报文段。第三次握手，是握给服务器的。',
    en: 'With the second segment A knows all four; B still knows two, and learns "A receives, B sends" from the third. The third segment is for the server.',
  },
  items: [16, 17, 31],
  experiment: 'E01',
  errata: [
    {
      note: 'N27',
      says: {
        zh: '笔记 S4 说“每一步都包含一个序列号确认”：第一个 SYN 什么也不确认，它的 ACK 位是 0。',
        en: 'Note S4 has an acknowledgment in every step: the first SYN acknowledges nothing; its ACK bit is 0.',
      },
    },
    {
      note: 'N11',
      says: {
        zh: '“确认收发能力”是笔记 S0 给的理由；RFC 9293 3.5 节给的首要理由是旧的重复 SYN（见 open/old-dup-syn）。两种说法都对。',
        en: 'To prove abilities is the reason of note S0; the principal one of RFC 9293 section 3.5 is old duplicate SYNs, see open/old-dup-syn. Both hold.',
      },
    },
  ],
  build: () => ({ hosts: [client(), server()], cables: [CABLE], steps: [listen, connect] }),
  whatIfs: [
    { id: 'nWay', host: 'A' },
    { id: 'twoWay', host: 'B' },
  ],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }],
      says: {
        zh: '丢掉第三个报文段：A 四件全知道，B 停在两件，直到一秒后它重发 SYN+ACK',
        en: 'lose the third segment: A knows all four, B only two, until it repeats its SYN+ACK a second later',
      },
    },
  ],
  question: {
    asks: {
      zh: '第二个报文段到达 A 之后，B 还不知道什么？',
      en: 'The second segment has reached A. What does B not know yet?',
    },
    answers: [
      { zh: 'A 能发、B 能收', en: 'that A sends and B receives', lacks: ['A sends', 'B receives'] },
      { zh: 'A 能收、B 能发', en: 'that A receives and B sends', lacks: ['A receives', 'B sends'] },
      { zh: 'A 能收', en: 'that A receives, and nothing else', lacks: ['A receives'] },
      { zh: '没有：四件都知道了', en: 'it knows everything', lacks: [] },
    ].map(({ zh, en, lacks }) => ({
      says: { zh, en },
      isTrue: (f) => ALL.filter((x) => !knows(f, 'B', ms(100)).includes(x)).join() === lacks.join(),
    })),
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301']),
    knowing('A', ms(50), []),
    knowing('B', ms(50), ['A sends', 'B receives']),
    knowing('A', ms(100), ALL),
    knowing('B', ms(149), ['A sends', 'B receives']),
    knowing('B', ms(150), ALL),
    holds(
      {
        zh: '两边进入 ESTABLISHED 的时刻，正是各自四件全知道的时刻',
        en: 'each is ESTABLISHED at the very moment it knows all four',
      },
      (f) =>
        ['A', 'B'].every((host) => {
          const at = f.entered(host, 'ESTABLISHED')[0] ?? 0;
          const before = knowledge(f.trace, at - 1);
          return knownBy(host, before) < 4 && knownBy(host, knowledge(f.trace, at)) === 4;
        }),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }] },
};

export const twoGenerals: Exhibit = {
  id: 'open/two-generals',
  shelf: 'open',
  title: { zh: '“双方都知道对方知道”？做不到', en: '"Both know that both know": not quite' },
  story: {
    zh: '第三个报文段丢了：A 已是 ESTABLISHED，四件全知道；B 还在 SYN-RECEIVED，只知道两件；而 A 毫无察觉。看 B 怎样让两边重新一致；再看此后到来的每个报文段，哪一个能证明 A 的 ACK 到了。',
    en: 'The third segment is lost: A is ESTABLISHED and knows all four abilities, B is in SYN-RECEIVED and knows two, and A has no idea. Watch how B brings the two together again; and ask of each segment that comes to A whether it proves that the ACK arrived.',
  },
  point: {
    zh: '收到 B 的数据，A 才知道自己的 ACK 到了。谁发最后一个报文段，谁就没法从它本身知道它到没到；再多握几次，也只是换一个“最后”（两军问题）。TCP 的办法不是多握一次，而是让 B 重传。',
    en: 'Only data of B tells A that its ACK arrived. Whoever sends the last segment cannot know from it whether it did, and one more would only move the question (the two generals). TCP does not add a fourth: it has B retransmit.',
  },
  items: [17, 29],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      listen,
      connect,
      { host: 'B', when: { on: 'accepted', after: ms(100) }, do: { call: 'send', text: 'hi' } },
    ],
    faults: [{ segment: 'A2', action: 'drop' }],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }],
      says: {
        zh: 'A 的 ACK 再丢一次：B 过 2 秒第三次发 SYN+ACK',
        en: 'lose the second ACK too: B sends its SYN+ACK a third time, two seconds later',
      },
    },
  ],
  question: {
    asks: {
      zh: 'A 什么时候知道 B 也进入了 ESTABLISHED？',
      en: 'When does A know that B is ESTABLISHED too?',
    },
    answers: [
      {
        says: {
          zh: '自己进入 ESTABLISHED 时（100 毫秒）',
          en: 'when it is ESTABLISHED itself (100 ms)',
        },
        isTrue: (f) => heard(f) === ms(100),
      },
      {
        says: {
          zh: '收到重发的 SYN+ACK 时（1.1 秒）',
          en: 'when the SYN+ACK comes again (1.1 s)',
        },
        isTrue: (f) => heard(f) === s(1.1),
      },
      {
        says: { zh: '收到 B 的数据时（1.3 秒）', en: 'when data of B arrives (1.3 s)' },
        isTrue: (f) => heard(f) === s(1.3),
      },
    ],
  },
  checks: [
    wire([
      'A S 100',
      'B S. 300 a101',
      'A . 101 a301 lost',
      'B S. 300 a101',
      'A . 101 a301',
      'B P. 301:303 a101',
      'A . 101 a303',
    ]),
    knowing('A', ms(150), ALL),
    knowing('B', ms(150), ['A sends', 'B receives']),
    stateAt('A', ms(150), 'ESTABLISHED'),
    stateAt('B', ms(150), 'SYN-RECEIVED'),
    states('A', ['SYN-SENT', 'ESTABLISHED']),
    knowing('B', s(1.15), ALL),
    stateAt('B', s(1.15), 'ESTABLISHED'),
    holds(
      {
        zh: 'B 进入 ESTABLISHED 才会发数据；它在 1.3 秒到达 A，A 这才有了凭据',
        en: 'B sends data in ESTABLISHED only; it reaches A at 1.3 s, the first proof',
      },
      (f) => heard(f) === s(1.3),
      (f) => spelledTime(heard(f)),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }] },
};

/** When A first got a segment that B sends in ESTABLISHED only: one without SYN. */
function heard(f: Facts): number | null {
  return f.sent('B').find((x) => !x.flags.includes('S'))?.arrivedAt ?? null;
}
