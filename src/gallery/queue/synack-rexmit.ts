import { count, holds, stateAt, states, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { halfOpenFor, held, listenOn80, numbers, sentExactly } from './helpers.ts';

/** A sends a SYN, and its power fails 10 ms later; `retries` is how often B repeats the SYN-ACK. */
const build = (retries: number) => ({
  hosts: [client(), server({ set: { synAckRetries: retries } })],
  cables: [CABLE],
  steps: [
    listenOn80(8),
    { host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80 } },
    { host: 'A', when: { at: ms(10) }, do: { call: 'power-off' } },
  ] as const,
  until: s(140),
});

const LOST = 'B S. 300 a101 lost';

export const synAckRexmit: Exhibit = {
  id: 'queue/synack-rexmit',
  shelf: 'queue',
  title: { zh: 'SYN+ACK 没人理：要重发到什么时候？', en: 'A SYN+ACK nobody answers' },
  story: {
    zh: 'A 发出 SYN 后断电，B 的 SYN+ACK 得不到确认。看 B 重发的时刻：1、3、7、15、31 秒，每次等的时间都是上一次的两倍。第五次是最后一次；看 B 在那之后做了什么，什么时候做的。',
    en: 'A loses its power after sending a SYN. B gets no answer and repeats its SYN+ACK at 1, 3, 7, 15 and 31 s, waiting twice as long each time. The fifth is the last: see what B does after it, and when.',
  },
  point: {
    zh: '最后一次重发之后，B 还等满 32 秒，第 63 秒才把这一项从半连接队列里删掉。半连接有期限：服务器不必知道客户端出了什么事，应用始终不知情。',
    en: 'After the last one B waits another 32 s and deletes the row at 63 s. A half-open entry ends by itself: the server need not know what became of the client, and the application never hears of it.',
  },
  items: [28, 35, 38, 39],
  build: () => build(5),
  tries: [
    {
      interventions: [{ kind: 'host', host: 'A', what: 'boot', at: s(10) }],
      says: {
        zh: 'A 在 10 秒时重新开机：它不认识 15 秒到的 SYN+ACK，回 RST，B 立刻删除',
        en: 'A boots at 10 s: it does not know the SYN+ACK of 15 s, answers with a RST, and B deletes the row at once',
      },
    },
  ],
  question: {
    asks: {
      zh: '31 秒那次重发之后，B 什么时候放弃？',
      en: 'After the one at 31 s, when does B give up?',
    },
    answers: [
      [31, { zh: '马上：次数用完了', en: 'at once: that was the last one' }],
      [32, { zh: '再等 1 秒', en: 'a second later' }],
      [63, { zh: '再等 32 秒：一共 63 秒', en: 'after another 32 s: 63 s in all' }],
      [Number.POSITIVE_INFINITY, { zh: '不放弃，一直重发', en: 'never: it goes on' }],
    ].map(([seconds, says]) => ({
      says: says as { zh: string; en: string },
      isTrue: (f) => (f.endState('B') === 'CLOSED' ? halfOpenFor(f) : Infinity) === seconds,
    })),
  },
  checks: [
    wire(['A S 100', LOST, LOST, LOST, LOST, LOST, LOST]),
    sentExactly(
      'B',
      'S.',
      [0, 1, 3, 7, 15, 31].map((t) => s(t) + ms(50)),
    ),
    states('B', ['SYN-RECEIVED', 'CLOSED']),
    stateAt('B', s(63), 'SYN-RECEIVED'),
    stateAt('B', s(63) + ms(50), 'CLOSED'),
    held('synQueue', s(63), 1),
    held('synQueue', s(63) + ms(50), 0),
    count(
      { zh: 'B 的应用没有得到任何连接', en: 'the application of B is given no connection' },
      (f) => f.calls('B', 'accept').length,
      0,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'host', host: 'A', what: 'boot', at: s(10) }] },
};

export const lifetime: Exhibit = {
  id: 'queue/lifetime',
  shelf: 'queue',
  title: { zh: '半连接存活时间，怎么算？', en: 'How long does a half-open entry live?' },
  story: {
    zh: '还是那个断电的客户端；这回改的是 B 的重发次数（Linux 的 tcp_synack_retries），从 0 到 5。看每次等多久：第一次 1 秒，以后逐次翻倍；再看最后一次重发之后，B 还等不等。',
    en: 'The same client without power; now change how often B repeats (tcp_synack_retries of Linux) from 0 to 5. See how long each wait is: 1 s at first, then twice the one before; and whether B waits after its last repetition.',
  },
  point: {
    zh: '笔记 S1 的“半连接存活时间”（Timeout、SYN_RECV 存活时间）就是所有等待之和：重发 n 次有 n + 1 段，共 2ⁿ⁺¹ − 1 秒。别漏了最后一次重发之后的那段：它占了一半以上。',
    en: 'What note S1 calls the life of a half-open connection is the sum of all waits: n repetitions make n + 1 of them, 2^(n+1) - 1 s. The one after the last repetition is more than half of it.',
  },
  items: [38, 40],
  experiment: 'E18',
  parameters: {
    retries: {
      says: { zh: 'SYN+ACK 重发次数', en: 'times that the SYN+ACK is repeated' },
      unit: 'count',
      value: 5,
      least: 0,
      most: 5,
    },
  },
  build: ({ retries = 5 }) => build(retries),
  tries: [0, 1, 2, 3, 4].map((retries) => ({
    interventions: [],
    values: { retries },
    says: {
      zh: `重发 ${retries} 次：存活 ${2 ** (retries + 1) - 1} 秒`,
      en: `${retries} times: it lives ${2 ** (retries + 1) - 1} s`,
    },
  })),
  question: {
    asks: {
      zh: '重发 5 次，这个半连接一共存活多久？',
      en: 'Repeated 5 times: how long does it live?',
    },
    answers: numbers([5, 31, 63, 127], halfOpenFor, (n) => ({ zh: `${n} 秒`, en: `${n} s` })),
  },
  checks: [
    holds(
      {
        zh: '从进入 SYN-RECEIVED 到删除正好 1 + 2 + 4 + 8 + 16 + 32 = 63 秒',
        en: 'from SYN-RECEIVED to its deletion: exactly 1 + 2 + 4 + 8 + 16 + 32 = 63 s',
      },
      (f) => halfOpenFor(f) === 63,
      (f) => `${halfOpenFor(f)}`,
    ),
    holds(
      {
        zh: '六段等待依次是 1、2、4、8、16、32 秒，加起来就是存活时间',
        en: 'the six waits are 1, 2, 4, 8, 16 and 32 s, and their sum is its life',
      },
      (f) => waits(f.expiries('B', 'syn-ack')).join() === '1,2,4,8,16,32',
      (f) => waits(f.expiries('B', 'syn-ack')).join(),
    ),
    count(
      { zh: 'SYN+ACK 一共发了 6 次', en: 'the SYN+ACK is sent 6 times' },
      (f) => f.sent('B', 'S.').length,
      6,
    ),
  ],
  refutedBy: { values: { retries: 4 } },
};

/** From the SYN's arrival to the first expiry, and from each to the next, seconds. */
function waits(expiries: readonly number[]): number[] {
  return expiries.map((t, i) => (t - (expiries[i - 1] ?? ms(50))) / s(1));
}
