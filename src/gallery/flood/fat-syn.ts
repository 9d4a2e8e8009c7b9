import { count } from '../checks.ts';
import { attacker, CABLE, CABLE_X, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { tally } from '../facts.ts';
import { flood, fullestSynQueue, listen } from './helpers.ts';

const SYNS = 1000;
const OCTETS = 1400;
/** 46 texts of 1400 octets are as many as 65,536 octets hold. */
const HELD = 46 * OCTETS;

export const fatSyn: Exhibit = {
  id: 'flood/fat-syn',
  shelf: 'flood',
  title: { zh: 'SYN 里塞满数据会怎样？', en: 'What if SYNs are stuffed with data?' },
  story: {
    zh: 'X 发来 1000 个假 SYN，每个带 1400 字节。B 照 RFC 9293 3.10.7.2 先存着（synText=queue），连接建立后才交给应用。全存下要 140 万字节，所以这里每个监听端口最多存 65536 字节。看它实际存了多少段，应用又读到多少。',
    en: 'X sends 1000 forged SYNs with 1400 octets each. B keeps the text until ESTABLISHED, as RFC 9293 section 3.10.7.2 says (synText=queue). All of it would be 1.4 million octets, so a listener here keeps 65,536 at most. See how many texts that makes, and how much an application reads.',
  },
  point: {
    zh: '存了 46 段，其余的等对端重发。前两次握手可以带数据，但这时服务器还分不清来人是真是假，替他存数据，就是给攻击者当仓库；所以 Linux 干脆不理（TFO 除外）。一个字节也没交给应用：第三个报文段从没来过。',
    en: '46 texts are kept, the rest is for the peer to repeat. A SYN may carry data, but whoever keeps it stores it for someone unproven; hence Linux ignores it, except with TFO. Not an octet reaches the application: no third segment ever comes.',
  },
  items: [19, 20, 21],
  errata: [
    {
      note: 'N10',
      says: {
        zh: '笔记 S0、S4 说前两次握手不能携带数据：RFC 9293 允许，只是要扣到 ESTABLISHED 才交付；浪费内存的担心是对的，实现要有上限。',
        en: 'Notes S0 and S4 say that the first two segments cannot carry data: RFC 9293 allows it and withholds it until ESTABLISHED. Their worry about memory is right; an implementation needs a limit.',
      },
    },
  ],
  build: () => ({
    hosts: [
      client(),
      server({
        set: {
          synText: 'queue',
          synQueue: SYNS,
          synQueueWithinBacklog: false,
          synCookies: 'never',
        },
      }),
      attacker(),
    ],
    cables: [CABLE, CABLE_X],
    steps: [
      listen,
      {
        ...flood(SYNS, ms(2)),
        do: { ...flood(SYNS, ms(2)).do, octets: OCTETS },
      },
    ],
    sample: { flows: 1, strangers: 2 },
    until: s(70),
  }),
  tries: [
    {
      interventions: [{ kind: 'set', host: 'B', field: 'synText', value: 'ignore' }],
      says: {
        zh: '像 Linux 那样不理：一个字节也不占',
        en: 'ignore the text as Linux does: not an octet is held',
      },
    },
  ],
  question: {
    asks: {
      zh: '1000 个 SYN 各带 1400 字节，B 最多替它们存了多少？',
      en: '1000 SYNs with 1400 octets each: how much does B hold for them at most?',
    },
    answers: [SYNS * OCTETS, HELD, 0].map((n) => ({
      says: { zh: `${n} 字节`, en: `${n} octets` },
      isTrue: (f) => f.most('B', 'synText') === n,
    })),
  },
  checks: [
    fullestSynQueue(SYNS),
    count(
      {
        zh: `B 最多存着 ${HELD} 字节，不超过 65536`,
        en: `B holds ${HELD} octets at most, within 65536`,
      },
      (f) => f.most('B', 'synText'),
      HELD,
    ),
    count(
      {
        zh: '最后一个半连接过期后，一个字节也不剩',
        en: 'when the last row has expired none is left',
      },
      (f) => f.tablesAt('B', f.trace.end).synText + f.tablesAt('B', f.trace.end).synQueue,
      0,
    ),
    count(
      {
        zh: 'B 的应用一条连接也没得到，一个字节也没读到',
        en: 'the application of B is given no connection and reads nothing',
      },
      (f) => tally(f.counts('B').calls, 'accept') + f.octetsRead('B'),
      0,
    ),
    count(
      { zh: '第三个报文段一个也没来', en: 'not one third segment comes' },
      (f) => tally(f.counts('B').arrived, '.'),
      0,
    ),
  ],
  refutedBy: {
    interventions: [{ kind: 'set', host: 'B', field: 'synText', value: 'ignore' }],
  },
};

/** 100,000 SYNs in two seconds. */
const MANY = 100_000;
const CLIENTS = 20;

export const hundredThousand: Exhibit = {
  id: 'flood/100k',
  shelf: 'flood',
  title: { zh: '两秒钟十万个 SYN', en: '100,000 SYNs in two seconds' },
  story: {
    zh: 'X 在 2 秒里发来 10 万个假 SYN。B 的半连接队列只有 128 个位置，占满之后改用 SYN cookie。看 B 回了多少个 SYN+ACK，记了多少项；洪泛当中到来的 20 个正常客户端又连不连得上。',
    en: 'X sends 100,000 forged SYNs within 2 s. B has 128 half-open slots and SYN cookies for when they are taken. See how many SYN+ACKs it sends and how many rows it holds; and what becomes of 20 honest clients in the middle of it.',
  },
  point: {
    zh: '用了 cookie，服务器占多少内存就与攻击的规模无关：10 万个 SYN，队列里始终不超过 128 项；正常客户端一次就连上，感觉不到攻击。',
    en: 'With cookies the memory of a server does not depend on the size of the attack: 100,000 SYNs and never more than 128 rows. Honest clients connect at the first try.',
  },
  focus: [2, 1],
  items: [41, 42],
  experiment: 'E16',
  build: () => ({
    hosts: [client(), server(), attacker()],
    cables: [CABLE, CABLE_X],
    steps: [
      { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80, backlog: 127 } },
      flood(MANY, 20),
      {
        host: 'A',
        when: { at: ms(500) },
        do: { call: 'load', to: 'B', port: 80, count: CLIENTS, every: ms(50) },
      },
    ],
    sample: { flows: 1, strangers: 1 },
    until: s(3),
  }),
  question: {
    asks: {
      zh: '来了 10 万个 SYN，B 的半连接最多时有几个？',
      en: 'Of 100,000 SYNs, how many rows does B hold at its fullest?',
    },
    answers: [0, 128, MANY].map((n) => ({
      says: { zh: `${n} 个`, en: `${n}` },
      isTrue: (f) => f.most('B', 'synQueue') === n,
    })),
  },
  checks: [
    fullestSynQueue(128),
    count(
      { zh: '20 个正常客户端全部连上', en: 'all 20 honest clients get in' },
      (f) => tally(f.counts('A').calls, 'connected'),
      CLIENTS,
    ),
    count(
      {
        zh: '都是一次连上：正常的 SYN 一共 20 个',
        en: 'each at the first try: 20 honest SYNs in all',
      },
      (f) => tally(f.counts('A').sent, 'S'),
      CLIENTS,
    ),
    count(
      {
        zh: `${MANY + CLIENTS} 个 SYN 到达，一个也没丢`,
        en: `${MANY + CLIENTS} SYNs arrive, and none is dropped`,
      },
      (f) => tally(f.counts('B').arrived, 'S') - tally(f.counts('B').dropped, 'syn-queue-full'),
      MANY + CLIENTS,
    ),
    count(
      {
        zh: '进过 SYN-RECEIVED 的只有 128 + 20 个',
        en: 'only 128 + 20 of them ever are in SYN-RECEIVED',
      },
      (f) => tally(f.counts('B').transitions, 'LISTEN>SYN-RECEIVED'),
      128 + CLIENTS,
    ),
    count(
      { zh: 'B 上的连接最多 20 条', en: 'B never has more than 20 connections' },
      (f) => f.most('B', 'connections'),
      CLIENTS,
    ),
  ],
  refutedBy: {
    interventions: [{ kind: 'set', host: 'B', field: 'synCookies', value: 'never' }],
  },
};
