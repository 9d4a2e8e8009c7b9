import { count, holds, stateAt, states } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { connectAs, held, ISS_A, ISS_B, listenOn80, numbers } from './helpers.ts';

export const life: Exhibit = {
  id: 'queue/life',
  shelf: 'queue',
  title: { zh: '一条连接先后排两次队', en: 'A connection queues twice' },
  story: {
    zh: '三个客户端同时发来 SYN，B 为每个 SYN 在半连接队列里记一项，回一个 SYN+ACK；应用到 1、2、3 秒才各调用一次 accept()。看第三个报文段到达时，两个队列各有什么变化。',
    en: 'Three clients send a SYN at once. B keeps a row for each in its SYN queue and answers it; the application calls accept() only at 1, 2 and 3 s. See what changes in the two queues when the third segments come.',
  },
  point: {
    zh: '第三个报文段一到，这一项就从半连接队列移到全连接队列，连接就是 ESTABLISHED，不管应用有没有调用 accept()；accept() 只是从队列里取走最早的一条，什么报文段也不发。',
    en: 'When the third segment arrives the row moves to the accept queue and the connection is ESTABLISHED, whether or not anyone calls accept(): that call takes the oldest off the queue and sends nothing.',
  },
  items: [2, 35, 36],
  build: () => ({
    hosts: [client({ iss: ISS_A }), server({ iss: ISS_B })],
    cables: [CABLE],
    steps: [
      listenOn80(4, false),
      ...[1, 2, 3].map((n) => connectAs(n, 0)),
      ...[1, 2, 3].map((n) => ({ host: 'B', when: { at: s(n) }, do: { call: 'accept' } }) as const),
    ],
    until: s(4),
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A5', action: 'drop' }],
      says: {
        zh: '丢掉第二个客户端的最后一个 ACK：它那一项留在半连接队列里，直到 SYN+ACK 重发',
        en: 'lose the last ACK of the second client: its row stays in the SYN queue until the SYN+ACK is sent again',
      },
    },
  ],
  question: {
    asks: {
      zh: '0.5 秒时（应用还没调用 accept()），B 有几条连接处于 ESTABLISHED？',
      en: 'At 0.5 s, before any accept(), how many connections of B are ESTABLISHED?',
    },
    answers: numbers(
      [0, 1, 3],
      (f) => [1, 2, 3].filter((n) => f.stateAt('B', ms(500), n) === 'ESTABLISHED').length,
      (n) =>
        n === 0
          ? { zh: '0 条：要等 accept()', en: '0: they wait for accept()' }
          : { zh: `${n} 条`, en: `${n}` },
    ),
  },
  checks: [
    held('synQueue', ms(49), 0),
    held('synQueue', ms(50), 3),
    held('acceptQueue', ms(149), 0),
    held('synQueue', ms(150), 0),
    held('acceptQueue', ms(150), 3),
    held('acceptQueue', s(1), 2),
    held('acceptQueue', s(2), 1),
    held('acceptQueue', s(3), 0),
    ...[1, 2, 3].flatMap((n) => [
      states('B', ['SYN-RECEIVED', 'ESTABLISHED'], n),
      stateAt('B', ms(149), 'SYN-RECEIVED', n),
      stateAt('B', ms(150), 'ESTABLISHED', n),
    ]),
    count(
      {
        zh: '一共 9 个报文段，accept() 一个也没有发',
        en: '9 segments in all: accept() sends none',
      },
      (f) => f.segments().length,
      9,
    ),
    holds(
      {
        zh: 'accept() 依次取走客户端 1、2、3 的连接',
        en: 'accept() takes the connections of clients 1, 2 and 3, in this order',
      },
      (f) => accepted(f.frames('call', 'B')).join() === '1,2,3',
      (f) => accepted(f.frames('call', 'B')).join(),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A5', action: 'drop' }] },
};

function accepted(
  calls: readonly { readonly call: string; readonly flow: number | null }[],
): (number | null)[] {
  return calls.filter((c) => c.call === 'accept').map((c) => c.flow);
}
