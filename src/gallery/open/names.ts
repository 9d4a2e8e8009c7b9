import { holds, stateAt, states, wire } from '../checks.ts';
import { CABLE, client, ms, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { connect, listen } from './helpers.ts';

export const names: Exhibit = {
  id: 'open/names',
  shelf: 'open',
  title: {
    zh: 'SYN_RECV、SYN_RCVD、SYN-RECEIVED 是一回事',
    en: 'SYN_RECV, SYN_RCVD, SYN-RECEIVED: one state',
  },
  story: {
    zh: '一次普通的建立，这次只看状态的名字。A 和 B 从 CLOSED、LISTEN 走到 ESTABLISHED，中间各经过一个状态；看各叫什么，各停了多久。',
    en: 'An ordinary open; this time look at the names of the states. A begins in CLOSED and B in LISTEN, both end in ESTABLISHED, and each passes one state in between: see what it is called, and how long each stays.',
  },
  point: {
    zh: 'RFC 9293 写 SYN-SENT、SYN-RECEIVED、ESTABLISHED；netstat 写 SYN_SENT、SYN_RECV、ESTABLISHED，ss 写 SYN-SENT、SYN-RECV、ESTAB，BSD 写 SYN_RCVD。说的都是这三个状态。',
    en: 'RFC 9293 writes SYN-SENT, SYN-RECEIVED, ESTABLISHED; netstat SYN_SENT, SYN_RECV, ESTABLISHED; ss SYN-SENT, SYN-RECV, ESTAB; BSD SYN_RCVD. They are the same three states.',
  },
  items: [12],
  errata: [
    {
      note: 'N3',
      says: {
        zh: '笔记里的 SYN-REVD（S0）和 SYN_SEND（S1、S4）是笔误：应为 SYN-RECEIVED 和 SYN-SENT。',
        en: 'SYN-REVD (note S0) and SYN_SEND (S1, S4) are slips: SYN-RECEIVED and SYN-SENT are meant.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [listen, connect],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }],
      says: {
        zh: '丢掉第三个报文段：B 在 SYN-RECEIVED 里多待一秒，够你敲一次 ss',
        en: 'lose the third segment: B stays in SYN-RECEIVED for a second more, long enough to type ss',
      },
    },
  ],
  question: {
    asks: {
      zh: '75 毫秒时在两边各敲一次 ss，会看到什么？',
      en: 'At 75 ms somebody types ss on both hosts. What do they show?',
    },
    answers: [
      ['SYN-SENT', 'SYN-SENT', 'A: SYN-SENT, B: SYN-SENT'],
      ['SYN-SENT', 'SYN-RECEIVED', 'A: SYN-SENT, B: SYN-RECV'],
      ['SYN-RECEIVED', 'SYN-RECEIVED', 'A: SYN-RECV, B: SYN-RECV'],
      ['ESTABLISHED', 'SYN-RECEIVED', 'A: ESTAB, B: SYN-RECV'],
    ].map(([a, b, says]) => ({
      says: { zh: says as string, en: says as string },
      isTrue: (f) => f.stateAt('A', ms(75)) === a && f.stateAt('B', ms(75)) === b,
    })),
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301']),
    states('A', ['SYN-SENT', 'ESTABLISHED']),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED']),
    stateAt('A', ms(75), 'SYN-SENT'),
    stateAt('B', ms(75), 'SYN-RECEIVED'),
    holds(
      {
        zh: '两边的起点不同：A 从 CLOSED 出发，B 从 LISTEN 出发',
        en: 'they begin in different states: A in CLOSED, B in LISTEN',
      },
      (f) =>
        f.frames('state', 'A')[0]?.from === 'CLOSED' &&
        f.frames('state', 'B').some((x) => x.from === 'LISTEN' && x.to === 'SYN-RECEIVED'),
    ),
    holds(
      {
        zh: 'A 在 SYN-SENT、B 在 SYN-RECEIVED 各停留 100 毫秒：一个往返',
        en: 'A is in SYN-SENT, and B in SYN-RECEIVED, for 100 ms each: a round trip',
      },
      (f) => f.dwelt('A', 'SYN-SENT') === ms(100) && f.dwelt('B', 'SYN-RECEIVED') === ms(100),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }] },
};
