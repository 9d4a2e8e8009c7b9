import { count, states, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { tally } from '../facts.ts';
import { connectAs, held, ISS_A, ISS_B, listenOn80 } from './helpers.ts';

const accept = (at: number) => ({ host: 'B', when: { at }, do: { call: 'accept' } }) as const;

export const acceptLate: Exhibit = {
  id: 'queue/accept-late',
  shelf: 'queue',
  title: { zh: 'accept() 来晚了，还来得及吗？', en: 'A late accept(): too late?' },
  story: {
    zh: 'B 调用 listen(1)，两条连接占满全连接队列，客户端 3 的 SYN 从 1 秒起被丢了三次。应用到 3.5 秒才第一次调用 accept()，空出一个位置。看客户端 3 什么时候发的 SYN 赶得上。',
    en: 'B calls listen(1); two connections fill the accept queue, and the SYN of client 3 is dropped three times from 1 s on. At 3.5 s the application calls accept() for the first time, and there is room. See which SYN of client 3 finds it.',
  },
  point: {
    zh: '没有人通知客户端有了空位：要等它在 4 秒再发一次 SYN。丢弃 SYN 而不拒绝，指望的就是客户端会重发：应用只要赶在它放弃之前腾出位置，客户端不过觉得慢了点。',
    en: 'Nobody tells the client of the room: it takes the SYN that it repeats at 4 s. This is why a SYN is dropped and not refused: an application that makes room in time costs the client patience only.',
  },
  focus: [3],
  items: [30, 37],
  build: () => ({
    hosts: [client({ iss: ISS_A }), server({ iss: ISS_B })],
    cables: [CABLE],
    steps: [
      listenOn80(1, false),
      connectAs(1, 0),
      connectAs(2, ms(500)),
      connectAs(3, s(1)),
      accept(ms(3500)),
      accept(s(6)),
      accept(s(7)),
    ],
    until: s(8),
  }),
  question: {
    asks: {
      zh: '应用在 3.5 秒腾出位置，客户端 3 什么时候连上？',
      en: 'Room is made at 3.5 s. When is client 3 connected?',
    },
    answers: [
      [ms(1100), '1.1'],
      [ms(3500), '3.5'],
      [ms(4100), '4.1'],
    ].map(([at, text]) => ({
      says: {
        zh: `${text} 秒${at === ms(3500) ? '：accept() 一调用就连上' : ''}`,
        en: `at ${text} s${at === ms(3500) ? ', with that accept()' : ''}`,
      },
      isTrue: (f) => f.calls('A', 'connected', 'client 3')[0]?.at === at,
    })),
  },
  checks: [
    wire(
      [
        'A S 2100 # 1 s, dropped by B',
        'A S 2100 # 2 s, dropped',
        'A S 2100 # 3 s, dropped',
        'A S 2100 # 4 s',
        'B S. 2300 a2101',
        'A . 2101 a2301',
      ],
      3,
    ),
    states('A', ['SYN-SENT', 'ESTABLISHED'], 3),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED'], 3),
    held('acceptQueue', s(3), 2),
    held('acceptQueue', ms(3500), 1),
    held('acceptQueue', ms(4150), 2),
    held('acceptQueue', s(7), 0),
    count(
      { zh: 'B 丢弃了 3 个 SYN', en: 'B dropped 3 SYNs' },
      (f) => tally(f.counts('B').dropped, 'accept-queue-full'),
      3,
    ),
    count(
      { zh: '三条连接都交到了应用手里', en: 'all three connections reach the application' },
      (f) => f.calls('B', 'accept').length,
      3,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'set', host: 'B', field: 'backlogExtra', value: 2 }] },
};
