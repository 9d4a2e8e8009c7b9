import { type Check, closes, count, holds, wire } from '../checks.ts';
import { attacker, CABLE, CABLE_X, client, ms, s } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { tally } from '../facts.ts';
import {
  CLIENTS,
  connected,
  flood,
  fullestSynQueue,
  getIn,
  honest,
  howMany,
  listen,
  NO_RST,
  target,
  timeOut,
} from './helpers.ts';

/** The flood goes on for longer than the last honest client tries. */
const LASTS = s(160);

export const syn: Exhibit = {
  id: 'flood/syn',
  shelf: 'flood',
  title: {
    zh: 'SYN 洪泛：8 个位置，每秒 100 个假 SYN',
    en: 'A SYN flood: 8 slots, 100 SYNs a second',
  },
  story: {
    zh: 'X 每秒发 100 个 SYN，源地址都是不存在的主机，没有人会回答 B 的 SYN+ACK，所以每个位置要占 63 秒。看 8 个位置多久占满，再看随后来的 20 个正常客户端各发了几次 SYN，得到什么结果。',
    en: 'X sends 100 SYNs a second from hosts that do not exist: nobody answers the SYN+ACK of B, so each slot is taken for 63 s. See how soon the 8 slots are full, and what becomes of the SYNs of 20 honest clients.',
  },
  point: {
    zh: '80 毫秒就占满，正常客户端各发 11 次 SYN，全被丢弃，131 秒后得到 ETIMEDOUT。攻击者不需要多少带宽，也不用暴露自己的地址：一个假 SYN 只花他 44 字节，却占了服务器 63 秒。',
    en: '80 ms fill the slots; the honest SYNs, 11 of each client, are dropped, and after 131 s there is ETIMEDOUT. The attacker needs neither bandwidth nor his own address: a forged SYN costs him 44 octets and the server 63 s.',
  },
  focus: [3, 1],
  items: [41],
  experiment: 'E16',
  parameters: {
    slots: {
      says: { zh: '半连接队列的位置', en: 'slots of the SYN queue' },
      unit: 'count',
      value: 8,
      least: 4,
      most: 1024,
    },
    every: {
      says: { zh: '假 SYN 的间隔', en: 'time from one forged SYN to the next' },
      unit: 'microseconds',
      value: ms(10),
      least: ms(5),
      most: s(10),
    },
  },
  build: ({ slots = 8, every = ms(10) }) => ({
    hosts: [client(), target(slots), attacker()],
    cables: [CABLE, CABLE_X],
    steps: [listen, flood(Math.floor(LASTS / every), every), honest(s(1), s(1))],
    sample: { flows: 1, strangers: 2 },
    until: LASTS,
  }),
  tries: [
    {
      interventions: [{ kind: 'set', host: 'B', field: 'synCookies', value: 'full' }],
      says: { zh: '打开 SYN cookie：全部连上', en: 'with SYN cookies: everyone gets in' },
    },
    {
      interventions: [],
      values: { slots: 1024 },
      says: {
        zh: '队列加大到 1024：攻击者只多花 10 秒',
        en: 'a queue of 1024: the attacker needs 10 s more',
      },
    },
    {
      interventions: [{ kind: 'set', host: 'B', field: 'synAckRetries', value: 0 }],
      says: {
        zh: 'SYN+ACK 一次也不重发，半连接只活 1 秒：每秒 100 个还是太多',
        en: 'no SYN+ACK repeated, so that a row lives 1 s: 100 a second are still too many',
      },
    },
  ],
  question: {
    asks: {
      zh: `${CLIENTS} 个正常客户端能连上几个？`,
      en: `How many of ${CLIENTS} honest clients get in?`,
    },
    answers: howMany([
      [0, 0],
      [5, 15],
      [CLIENTS, CLIENTS],
    ]),
  },
  checks: [
    fullestSynQueue(8),
    getIn(0),
    timeOut(CLIENTS),
    wire(
      Array.from({ length: 11 }, () => 'A S 100'),
      3,
    ),
    closes('A', 'ETIMEDOUT'),
    count(
      { zh: '正常的 SYN 共 220 个', en: '220 honest SYNs were sent' },
      (f) => tally(f.counts('A').sent, 'S'),
      11 * CLIENTS,
    ),
    holds(
      {
        zh: '到达的 SYN 只有 24 个占到位置（三轮，每轮 8 个），其余都被丢弃：半连接队列已满',
        en: 'of the SYNs that came all but 24 (three rounds of 8) are dropped because the SYN queue is full',
      },
      (f) => {
        const b = f.counts('B');
        const taken = tally(b.arrived, 'S') - tally(b.dropped, 'syn-queue-full');
        return taken === 24 && b.transitions['LISTEN>SYN-RECEIVED'] === 24;
      },
      (f) => {
        const b = f.counts('B');
        return `${b.transitions['LISTEN>SYN-RECEIVED'] ?? 0}, ${tally(b.dropped, 'syn-queue-full')} dropped`;
      },
    ),
    NO_RST,
  ],
  refutedBy: {
    interventions: [{ kind: 'set', host: 'B', field: 'synCookies', value: 'full' }],
  },
};

/** One SYN every 7.9 s: eight of them in 63.2 s. */
const SLOW = ms(7900);
/** Honest SYNs come from when the queue is full, for so long. */
const WATCHED = s(100);

export const onePer8s: Exhibit = {
  id: 'flood/one-per-8s',
  shelf: 'flood',
  title: { zh: '每 8 秒一个假 SYN，够不够？', en: 'One forged SYN every 8 s: does it do?' },
  story: {
    zh: '还是 8 个位置，每个占 63 秒。X 每 7.9 秒才发一个假 SYN；从 65 秒起，每 10 秒来一个正常的 SYN（不重发）。看位置空出来之后，多久又被占上；再看 10 个里进得去几个。',
    en: 'Still 8 slots of 63 s each. X sends one forged SYN every 7.9 s; from 65 s on an honest SYN comes every 10 s, and is not repeated. See for how long a slot stays free, and how many of 10 get in.',
  },
  point: {
    zh: '占满队列所需的速率 = 位置数 ÷ 存活时间：63 ÷ 8 ≈ 7.9，空出的位置 0.2 秒后又被占上；256 个位置，也不过每秒 4 个。这是下限，没有余量：正常的 SYN 碰巧抢到一个位置，攻击者就得再等 7.9 秒。',
    en: 'What fills a queue is slots / lifetime: 63 / 8 is about 7.9 s, and a free slot is taken again 0.2 s later; 256 slots take four SYNs a second. That is the bare minimum: when an honest SYN happens to win a slot, the attacker has lost it for 7.9 s.',
  },
  focus: [10, 1],
  items: [40, 41],
  experiment: 'E16',
  parameters: {
    every: {
      says: { zh: '假 SYN 的间隔', en: 'time from one forged SYN to the next' },
      unit: 'microseconds',
      value: SLOW,
      least: s(1),
      most: s(20),
    },
    clients: {
      says: { zh: '正常 SYN 的间隔', en: 'time from one honest SYN to the next' },
      unit: 'microseconds',
      value: s(10),
      least: s(1),
      most: s(50),
    },
  },
  build: ({ every = SLOW, clients = s(10) }) => ({
    hosts: [client({ set: { synRetries: 0 } }), target(8), attacker()],
    cables: [CABLE, CABLE_X],
    steps: [
      listen,
      flood(Math.floor(s(200) / every), every),
      honest(s(65), clients, Math.floor(WATCHED / clients)),
    ],
    until: s(170),
  }),
  tries: [
    {
      interventions: [],
      values: { every: s(16) },
      says: {
        zh: '间隔 16 秒：最多占 4 个位置，人人都进得去',
        en: 'one in 16 s: never more than 4 slots taken, and everyone gets in',
      },
    },
    {
      interventions: [],
      values: { clients: s(1) },
      says: {
        zh: '正常的 SYN 每秒一个：抢到空位的机会多了，攻击就散了架',
        en: 'an honest SYN every second: some win a slot, and the attack falls apart',
      },
    },
    {
      interventions: [{ kind: 'set', host: 'B', field: 'synAckRetries', value: 1 }],
      says: {
        zh: '半连接只活 3 秒：慢速攻击落空',
        en: 'rows that live 3 s: the slow attack fails',
      },
    },
  ],
  question: {
    asks: {
      zh: '每 7.9 秒才一个假 SYN，10 个正常的 SYN 能进去几个？',
      en: 'One forged SYN in 7.9 s: how many of 10 honest SYNs get in?',
    },
    answers: [0, 5, 10].map((n) => ({
      says: n === 0 ? { zh: '一个也没有', en: 'none' } : { zh: `${n} 个`, en: `${n}` },
      isTrue: (f) => connected(f) === n,
    })),
  },
  checks: [
    fullestSynQueue(8),
    slots(s(55), 7),
    slots(ms(55_350), 8),
    slots(ms(63_050), 7),
    slots(ms(63_249), 7),
    slots(ms(63_250), 8),
    slots(ms(70_950), 7),
    slots(ms(71_150), 8),
    getIn(0, 10),
    timeOut(10),
    count(
      {
        zh: '被丢弃的只有正常的 SYN：10 个',
        en: 'only honest SYNs are dropped: 10',
      },
      (f) => tally(f.counts('B').dropped, 'syn-queue-full'),
      10,
    ),
  ],
  refutedBy: { values: { every: s(16) } },
};

function slots(at: number, wanted: number): Check {
  return count(
    {
      zh: `${at / s(1)} 秒时占着 ${wanted} 个位置`,
      en: `at ${at / s(1)} s ${wanted} slots are taken`,
    },
    (f) => f.tablesAt('B', at).synQueue,
    wanted,
  );
}
