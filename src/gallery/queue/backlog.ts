import { closes, count, states, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { tally } from '../facts.ts';
import { connectAs, held, ISS_A, ISS_B, listenOn80, numbers, sentExactly } from './helpers.ts';

/** When Linux sends a SYN again that nobody answers, seconds. */
const RETRIES = [0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67];
const EVERY = ms(500);

export const backlog: Exhibit = {
  id: 'queue/backlog',
  shelf: 'queue',
  title: { zh: 'backlog 管的是全连接队列', en: 'backlog bounds the accept queue' },
  story: {
    zh: 'B 调用 listen(1)，却从不调用 accept()。四个客户端每隔 0.5 秒来一个，看谁进得了全连接队列；再看进不去的，SYN 到了 B 换来什么回答，它们又坚持到什么时候。',
    en: 'B calls listen(1) and never accept(). Four clients come half a second apart: see which of them get into the accept queue, how the SYNs of the others are answered, and how long those keep trying.',
  },
  point: {
    zh: 'Linux 收 backlog + 1 条。队列满了，内核就不收新的 SYN：只丢弃，不拒绝，好让客户端稍后再试；可在客户端看来，这和网络不通没有两样，131 秒后失败。',
    en: 'Linux admits backlog + 1. With a full accept queue no new SYN is taken: dropped, not refused, so that the client may try later. To the client it looks like a dead network, and after 131 s it fails.',
  },
  focus: [2, 3],
  items: [37],
  errata: [
    {
      note: 'N20',
      says: {
        zh: '笔记 S1 说 backlog 是“内核为套接字排队的最大连接个数”：在 Linux 2.2 之后它限制的是全连接队列，并且多收一条；半连接队列另有上限。',
        en: 'Note S1 has backlog as the most connections the kernel queues: since Linux 2.2 it bounds the accept queue, which takes one more; the SYN queue has a limit of its own.',
      },
    },
  ],
  build: () => ({
    hosts: [client({ iss: ISS_A }), server({ iss: ISS_B })],
    cables: [CABLE],
    steps: [listenOn80(1, false), ...[1, 2, 3, 4].map((n) => connectAs(n, (n - 1) * EVERY))],
    until: s(140),
  }),
  tries: [
    {
      interventions: [{ kind: 'set', host: 'B', field: 'backlogExtra', value: 0 }],
      says: {
        zh: '不多收那一条：只有 1 条进得去',
        en: 'without the extra one: a single connection gets in',
      },
    },
  ],
  question: {
    asks: {
      zh: 'backlog 是 1，B 上有几条连接进入 ESTABLISHED？',
      en: 'With a backlog of 1, how many connections of B become ESTABLISHED?',
    },
    answers: numbers(
      [1, 2, 4],
      (f) => tally(f.counts('B').transitions, 'SYN-RECEIVED>ESTABLISHED'),
      (n) => ({ zh: `${n} 条`, en: `${n}` }),
    ),
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301'], 1),
    wire(['A S 1100', 'B S. 1300 a1101', 'A . 1101 a1301'], 2),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED'], 1),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED'], 2),
    states('B', [], 3),
    states('B', [], 4),
    held('acceptQueue', s(139), 2),
    held('synQueue', s(139), 0),
    sentExactly(
      'A',
      'S',
      RETRIES.map((t) => s(t) + 2 * EVERY),
      3,
    ),
    sentExactly(
      'A',
      'S',
      RETRIES.map((t) => s(t) + 3 * EVERY),
      4,
    ),
    count(
      {
        zh: '客户端 3 和 4 的 22 个 SYN 全被丢弃：全连接队列已满',
        en: 'all 22 SYNs of clients 3 and 4 are dropped because the accept queue is full',
      },
      (f) => tally(f.counts('B').dropped, 'accept-queue-full'),
      22,
    ),
    count(
      { zh: 'B 没有发过 RST', en: 'B never sends a RST' },
      (f) => f.sent('B').filter((x) => x.flags.includes('R')).length,
      0,
    ),
    closes('A', 'ETIMEDOUT', 'client 3'),
    closes('A', 'ETIMEDOUT', 'client 4'),
  ],
  refutedBy: { interventions: [{ kind: 'set', host: 'B', field: 'backlogExtra', value: 0 }] },
};
