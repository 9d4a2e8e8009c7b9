import { between, count, timed } from '../checks.ts';
import { attacker, CABLE, CABLE_X, client, ms, s } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { tally } from '../facts.ts';
import {
  CLIENTS,
  failed,
  flood,
  fullestSynQueue,
  getIn,
  honest,
  howMany,
  listen,
  target,
} from './helpers.ts';

const SLOTS = 8;
/** A round trip to A takes 100 ms: 5 forged SYNs. */
const EVERY = ms(20);

export const limit: Exhibit = {
  id: 'flood/limit',
  shelf: 'flood',
  title: { zh: '队列满了，丢新的还是丢旧的？', en: 'A full queue: drop the new or the old?' },
  story: {
    zh: '每秒 50 个假 SYN，8 个位置，B 的队列满了就挤掉最老的一个。看一个半连接能活多久，正常客户端送来最后的 ACK 又要多久：一个往返是 100 毫秒。',
    en: '50 forged SYNs a second, 8 slots, and a full queue drops its oldest row. See how long a row lives, and how long an honest client needs to send its last ACK: a round trip is 100 ms.',
  },
  point: {
    zh: '丢新的：先到先占，正常客户端一个也进不来。丢旧的：再来 8 个才轮到它，只要“位置数 ÷ 攻击速率”（这里 160 毫秒）大于往返时间，就人人能进；攻击再快一倍，又全军覆没，而且是连上之后才收到 RST。',
    en: 'Drop the new, and who came first stays: no honest client gets in. Drop the old, and all get in as long as slots / rate, here 160 ms, exceeds the round trip; at twice the rate none does, and each hears it by a RST after it was connected.',
  },
  focus: [3, 1],
  items: [43],
  experiment: 'E16',
  parameters: {
    every: {
      says: { zh: '假 SYN 的间隔', en: 'time from one forged SYN to the next' },
      unit: 'microseconds',
      value: EVERY,
      least: ms(10),
      most: s(1),
    },
    slots: {
      says: { zh: '半连接队列的位置', en: 'slots of the SYN queue' },
      unit: 'count',
      value: SLOTS,
      least: 1,
      most: 256,
    },
  },
  build: ({ every = EVERY, slots = SLOTS }) => ({
    hosts: [client(), target(slots, { synQueueFull: 'drop-oldest' }), attacker()],
    cables: [CABLE, CABLE_X],
    steps: [listen, flood(Math.floor(s(24) / every), every), honest(s(1), s(1))],
    sample: { flows: 1, strangers: 2 },
    until: s(24),
  }),
  tries: [
    {
      interventions: [{ kind: 'set', host: 'B', field: 'synQueueFull', value: 'drop-new' }],
      says: { zh: '丢新的：谁也进不来', en: 'drop the new: nobody gets in' },
    },
    {
      interventions: [],
      values: { every: ms(10) },
      says: {
        zh: '每秒 100 个：半连接只活 80 毫秒，正常的 ACK 到时它已不在',
        en: '100 a second: a row lives 80 ms, and the honest ACK finds none',
      },
    },
    {
      interventions: [],
      values: { every: ms(10), slots: 16 },
      says: { zh: '位置也加倍：又都能进了', en: 'twice the slots as well: fine again' },
    },
  ],
  question: {
    asks: {
      zh: `丢旧的，每秒 50 个假 SYN：${CLIENTS} 个正常客户端能连上几个？`,
      en: `Drop the old, 50 forged SYNs a second: how many of ${CLIENTS} honest clients get in?`,
    },
    answers: howMany([
      [0, 0],
      [5, 15],
      [CLIENTS, CLIENTS],
    ]),
  },
  checks: [
    fullestSynQueue(SLOTS),
    getIn(CLIENTS),
    count(
      { zh: '没有一条连接被重置', en: 'no connection is reset' },
      (f) => failed(f, 'ECONNRESET'),
      0,
    ),
    count(
      {
        zh: '没有 SYN 被丢弃：来一个新的，就挤掉最老的',
        en: 'no SYN is dropped: the oldest row goes instead',
      },
      (f) => tally(f.counts('B').dropped, 'syn-queue-full'),
      0,
    ),
    timed(
      {
        zh: '第一个假 SYN 的半连接正好存活 160 毫秒',
        en: 'the row of the first forged SYN lives exactly 160 ms',
      },
      (f) => f.dwelt('B', 'SYN-RECEIVED', 1),
      SLOTS * EVERY,
    ),
  ],
  refutedBy: {
    interventions: [{ kind: 'set', host: 'B', field: 'synQueueFull', value: 'drop-new' }],
  },
};

/** Rows that live 3 s, and two forged SYNs a second: 6 of 8 slots. */
const SLOWER = ms(500);

export const shortTimeout: Exhibit = {
  id: 'flood/short-timeout',
  shelf: 'flood',
  title: { zh: '缩短半连接的存活时间', en: 'Let half-open entries die sooner' },
  story: {
    zh: 'B 只重发一次 SYN+ACK，一个半连接只存活 1 + 2 = 3 秒，不是 63 秒。X 每秒发 2 个假 SYN；看 8 个位置最多同时占住几个，正常的 SYN 到时还有没有空位。',
    en: 'B repeats its SYN+ACK once: a row lives 1 + 2 = 3 s, not 63. X sends two forged SYNs a second; see how many of the 8 slots are taken at once, and whether an honest SYN finds one free.',
  },
  point: {
    zh: '2 × 3 = 6，8 个位置总有空的。存活时间缩到 1/21，攻击者就得快到 21 倍：原来每 7.9 秒一个就够，现在要每秒 2.7 个。门槛高了，但终究只是门槛；而且线路差的正常客户端，也会更早被忘掉。',
    en: '2 x 3 = 6 slots of 8, so one is always free. A life of 3 s instead of 63 means that the attacker must be 21 times as fast: 2.7 SYNs a second instead of one in 7.9 s. A higher bar, but a bar; and an honest client on a bad path is forgotten sooner too.',
  },
  focus: [3, 1],
  items: [40, 44],
  experiment: 'E16',
  parameters: {
    retries: {
      says: { zh: 'SYN+ACK 重发次数', en: 'times that the SYN+ACK is repeated' },
      unit: 'count',
      value: 1,
      least: 0,
      most: 5,
    },
    every: {
      says: { zh: '假 SYN 的间隔', en: 'time from one forged SYN to the next' },
      unit: 'microseconds',
      value: SLOWER,
      least: ms(50),
      most: s(10),
    },
  },
  build: ({ retries = 1, every = SLOWER }) => ({
    hosts: [
      client({ set: { synRetries: 0 } }),
      target(SLOTS, { synAckRetries: retries }),
      attacker(),
    ],
    cables: [CABLE, CABLE_X],
    steps: [listen, flood(Math.floor(s(90) / every), every), honest(s(10), s(4))],
    sample: { flows: 1, strangers: 2 },
    until: s(92),
  }),
  tries: [
    {
      interventions: [],
      values: { retries: 5 },
      says: {
        zh: '重发 5 次，一个位置占 63 秒：几乎没人进得来',
        en: '5 times, 63 s a row: hardly anyone gets in',
      },
    },
    {
      interventions: [],
      values: { every: ms(100) },
      says: {
        zh: '每秒 10 个假 SYN：3 秒也嫌长',
        en: '10 forged SYNs a second: even 3 s are too long',
      },
    },
  ],
  question: {
    asks: {
      zh: '半连接存活 3 秒，每秒 2 个假 SYN，8 个位置：正常的 SYN（不重发）进得去几个？',
      en: 'Rows live 3 s, two forged SYNs a second, 8 slots: how many honest SYNs, not repeated, get in?',
    },
    answers: howMany([
      [0, 2],
      [8, 12],
      [CLIENTS, CLIENTS],
    ]),
  },
  checks: [
    getIn(CLIENTS),
    between(
      {
        zh: '假 SYN 同时占 6 个位置，至多再加一个正常的',
        en: '6 slots taken by forged SYNs, and at most one by an honest one',
      },
      (f) => f.most('B', 'synQueue'),
      6,
      7,
    ),
    timed(
      {
        zh: '第一个假 SYN 的半连接正好存活 3 秒',
        en: 'the row of the first forged SYN lives exactly 3 s',
      },
      (f) => f.dwelt('B', 'SYN-RECEIVED', 1),
      s(3),
    ),
    count(
      { zh: '没有 SYN 被丢弃', en: 'no SYN is dropped' },
      (f) => tally(f.counts('B').dropped, 'syn-queue-full'),
      0,
    ),
  ],
  refutedBy: { values: { retries: 5 } },
};

export const liveHost: Exhibit = {
  id: 'flood/live-host',
  shelf: 'flood',
  title: { zh: '冒充活着的主机，会怎样？', en: 'Forging the address of a live host' },
  story: {
    zh: 'X 每秒发 50 个假 SYN，这回冒用 A 的地址，而 A 开着机。看 B 的 SYN+ACK 送到 A 手里换来什么（RFC 9293 3.10.7.1），一个位置占多久；A 自己的 20 条连接也在同时建立。',
    en: 'X sends 50 forged SYNs a second, this time in the name of A, and A is up. See what the SYN+ACK of B draws from A (RFC 9293 section 3.10.7.1), and for how long a slot is taken; 20 connections of A itself open all the while.',
  },
  point: {
    zh: 'A 没发过 SYN，回 RST，B 立刻腾出位置：63 秒缩成一个往返，也就只占着 50 × 0.1 个位置。洪泛要冒充不会回答的地址才行。',
    en: 'A never sent a SYN and answers with a RST, and B frees the slot: 63 s shrink to one round trip, in which 50 x 0.1 SYNs come. A flood needs addresses that never answer.',
  },
  items: [41, 95],
  experiment: 'E16',
  build: () => ({
    hosts: [client(), target(SLOTS), attacker()],
    cables: [CABLE, CABLE_X],
    steps: [
      listen,
      {
        host: 'X',
        when: { at: 0 },
        do: { call: 'flood', to: 'B', port: 80, count: 1200, every: EVERY, from: 'A' },
      },
      honest(s(1), s(1)),
    ],
    sample: { flows: 3 },
    until: s(25),
  }),
  tries: [
    {
      interventions: [{ kind: 'host', host: 'A', what: 'power-off', at: s(10) }],
      says: {
        zh: 'A 在 10 秒时断电：再没人回 RST，队列马上占满',
        en: 'A loses its power at 10 s: no more RSTs, and the queue fills up',
      },
    },
  ],
  question: {
    asks: {
      zh: '每秒 50 个假 SYN，B 的 8 个位置同时最多占几个？',
      en: '50 forged SYNs a second: how many of the 8 slots are ever taken at once?',
    },
    answers: (
      [
        [0, 1],
        [5, 6],
        [8, 8],
      ] as const
    ).map(([least, most]) => ({
      says:
        least === most
          ? { zh: `全部 ${most} 个`, en: `all ${most}` }
          : { zh: `${least} 到 ${most} 个`, en: `${least} or ${most}` },
      isTrue: (f) => f.most('B', 'synQueue') >= least && f.most('B', 'synQueue') <= most,
    })),
  },
  checks: [
    getIn(CLIENTS),
    count(
      {
        zh: 'A 替每个假 SYN 回了一个 RST：1200 个',
        en: 'A answers for every forged SYN with a RST: 1200',
      },
      (f) => tally(f.counts('A').sent, 'R'),
      1200,
    ),
    timed(
      {
        zh: '假 SYN 的半连接只存活一个往返：100 毫秒',
        en: 'the row of a forged SYN lives one round trip: 100 ms',
      },
      (f) => f.dwelt('B', 'SYN-RECEIVED', 1),
      ms(100),
    ),
    count(
      { zh: 'SYN+ACK 一次也没有重发', en: 'no SYN+ACK is ever repeated' },
      (f) => tally(f.counts('B').timers, 'syn-ack'),
      0,
    ),
    between(
      { zh: '8 个位置至多占过 6 个', en: 'at most 6 of the 8 slots are taken' },
      (f) => f.most('B', 'synQueue'),
      5,
      6,
    ),
    count(
      { zh: '没有 SYN 被丢弃', en: 'no SYN is dropped' },
      (f) => tally(f.counts('B').dropped, 'syn-queue-full'),
      0,
    ),
    count(
      {
        zh: '假 SYN 一个也没变成连接：B 上 ESTABLISHED 的只有 A 自己的 20 条',
        en: 'no forged SYN becomes a connection: the 20 of A are all there are',
      },
      (f) => tally(f.counts('B').transitions, 'SYN-RECEIVED>ESTABLISHED'),
      CLIENTS,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'host', host: 'A', what: 'power-off', at: s(10) }] },
};
