import { count, holds } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { at, called, inTimeWait, LISTEN, oneOf } from './helpers.ts';

/** Whose TIME-WAIT is, and how to have fewer of them. */

/** Requests of the two clients. */
const REQUESTS = 1000;
/** Octets of a request, and of an answer. */
const SIZE = 10;

export const pool: Exhibit = {
  id: 'tw/pool',
  shelf: 'time-wait',
  title: { zh: '办法二：长连接，一条用到底', en: 'Remedy: one connection for all requests' },
  story: {
    zh: '两个客户端各发 1000 个请求。A 每个请求建一条连接，用完就关；C 只建一条，用到底。看最后各有多少条 TIME-WAIT，再比一比各发了多少个报文段。',
    en: 'Two clients make 1000 requests each. A opens a connection for every request and closes it; C opens one and keeps it. See how many each has in TIME-WAIT in the end, and how many segments each has sent.',
  },
  point: {
    zh: 'A 有 1000 条，每个请求还多付一个往返的握手；C 只有 1 条。长连接和连接池从根上解决问题：TIME-WAIT 每条连接一个，不是每个请求一个，什么保证也不用放弃。',
    en: 'A has 1000, and has paid a round trip for every handshake; C has 1. Long-lived connections and pools go to the root: there is a TIME-WAIT for each connection, not for each request, and no guarantee is given up.',
  },
  items: [85],
  experiment: 'E20',
  build: () => ({
    hosts: [
      client({ iss: [], title: { zh: '每次新建', en: 'one for each request' } }),
      server({ iss: [] }),
      client({ name: 'C', iss: [], title: { zh: '一条用到底', en: 'one for all' } }),
    ],
    cables: [CABLE, { between: ['C', 'B'], delay: ms(50) }],
    steps: [
      LISTEN,
      at('B', 0, { call: 'listen', port: 81, socket: 'pool' }),
      at('A', 0, { call: 'load', to: 'B', port: 80, count: REQUESTS, every: ms(10) }),
      { host: 'A', when: { on: 'connected', every: true }, do: { call: 'send', octets: SIZE } },
      { host: 'A', when: { on: 'received', every: true }, do: { call: 'close' } },
      at('C', ms(5), { call: 'connect', to: 'B', port: 81 }),
      ...Array.from({ length: REQUESTS }, (_, i) =>
        at('C', ms(205 + 10 * i), { call: 'send', octets: SIZE }),
      ),
      { host: 'C', when: { on: 'received', octets: REQUESTS * SIZE }, do: { call: 'close' } },
      { host: 'B', when: { on: 'received', every: true }, do: { call: 'send', octets: SIZE } },
      { host: 'B', when: { on: 'ended', every: true }, do: { call: 'close' } },
    ],
    until: s(20),
    sample: { flows: 1, strangers: 0 },
  }),
  question: {
    asks: {
      zh: '各发完 1000 个请求，A 和 C 各有多少条 TIME-WAIT？',
      en: 'After 1000 requests each, how many do A and C have in TIME-WAIT?',
    },
    answers: oneOf(
      (f) => `${f.tablesAt('A', s(20)).timeWait} ${f.tablesAt('C', s(20)).timeWait}`,
      [
        ['1000 1000', '都是 1000：每个请求一条', '1000 and 1000: one a request'],
        ['1000 1', '1000 和 1：每条连接一条', '1000 and 1: one a connection'],
        ['0 0', '都是 0：TIME-WAIT 在服务器上', 'none: it is the server that has them'],
      ],
    ),
  },
  checks: [
    inTimeWait('A', s(20), REQUESTS),
    inTimeWait('C', s(20), 1),
    inTimeWait('B', s(20), 0),
    count(
      { zh: 'A 读到 1000 个回答', en: 'A reads 1000 answers' },
      (f) => f.counts('A').calls['read'] ?? 0,
      REQUESTS,
    ),
    count(
      { zh: 'C 也读到 1000 个回答', en: 'C reads 1000 answers as well' },
      (f) => f.counts('C').calls['read'] ?? 0,
      REQUESTS,
    ),
    holds(
      {
        zh: 'A 发了 1000 个 SYN，C 只发了 1 个',
        en: 'A sends 1000 SYNs, and C sends 1',
      },
      (f) => f.counts('A').sent['S'] === REQUESTS && f.counts('C').sent['S'] === 1,
    ),
    holds(
      {
        zh: 'A 发的报文段比 C 的两倍还多',
        en: 'A sends more than twice as many segments as C',
      },
      (f) => all(f, 'A') > 2 * all(f, 'C'),
      (f) => `${all(f, 'A')} ${all(f, 'C')}`,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'set', field: 'timeWait', value: s(5), host: 'A' }] },
};

/** Segments a host sent. */
function all(f: Facts, host: string): number {
  return Object.values(f.counts(host).sent).reduce((n, x) => n + x, 0);
}

/** Connections of each client where the server closes. */
const SHORT = 100;

export const serverCloses: Exhibit = {
  id: 'tw/server-closes',
  shelf: 'time-wait',
  title: { zh: '服务器先关闭：端口会用完吗？', en: 'The server closes first: out of ports?' },
  story: {
    zh: 'A 和 C 各建 100 条短连接，每条都由 B 先关闭，于是 TIME-WAIT 全在 B 上，本地端口都是 80。C 每次换一个端口，A 只有 8 个临时端口。看 A 连上几次，B 存下多少条 TIME-WAIT。',
    en: 'A and C open 100 short connections each, and B closes every one first: TIME-WAIT is on B alone, always with local port 80. C takes a new port each time; A has 8 ephemeral ports. See how often A gets in, and how many B keeps in TIME-WAIT.',
  },
  point: {
    zh: 'A 的 100 次全连上：B 见它的 SYN 是新的，就让旧条目让位，最后存下 108 条。TIME-WAIT 跟着先关闭的一方走：在服务器上它花的是内存，一个临时端口也不用；“服务端端口耗尽”说的其实是主动连接的一方。',
    en: 'A gets in 100 times: its SYN is new, and the old entry makes way, so that B keeps 108. TIME-WAIT goes with whoever closes first. At a server it costs memory and no ephemeral port; what runs out of ports is the side that connects.',
  },
  items: [46, 68],
  experiment: 'E20',
  errata: [
    {
      note: 'N15',
      says: {
        zh: '笔记 S4 说服务器短连接多了会“端口耗尽”：服务器的连接都用监听端口，耗不尽。耗尽的是主动连接又先关闭的一方（见 tw/exhaust）。',
        en: 'Note S4 has a server of many short connections run out of ports: all of them use the listening port. It is the side that connects and closes first that runs out, see tw/exhaust.',
      },
    },
  ],
  parameters: {
    ports: {
      says: { zh: 'A 的临时端口个数', en: 'ephemeral ports of A' },
      unit: 'count',
      value: 8,
      least: 8,
      most: 100,
    },
  },
  build: ({ ports = 8 }) => ({
    hosts: [
      client({ iss: [], set: { ephemeralPorts: [40_000, 39_999 + ports] } }),
      server({ iss: [] }),
      client({
        name: 'C',
        iss: [],
        title: { zh: '端口够用的客户端', en: 'client with ports enough' },
      }),
    ],
    cables: [CABLE, { between: ['C', 'B'], delay: ms(50) }],
    steps: [
      LISTEN,
      ...['A', 'C'].flatMap((host) => [
        at(host, 0, { call: 'load', to: 'B', port: 80, count: SHORT, every: ms(50) }),
        { host, when: { on: 'ended', every: true }, do: { call: 'close' } } as const,
      ]),
      { host: 'B', when: { on: 'accepted', every: true }, do: { call: 'close' } },
    ],
    until: s(8),
    sample: { flows: 1, strangers: 0 },
  }),
  question: {
    asks: {
      zh: 'A 只有 8 个临时端口，B 先关闭。A 的 100 次 connect() 失败几次？',
      en: 'A has 8 ephemeral ports, and B closes first. How many of its 100 connect() fail?',
    },
    answers: oneOf(
      (f) => f.counts('A').calls['connect EADDRNOTAVAIL'] ?? 0,
      [
        [92, '92 次：8 个端口都在 TIME-WAIT', '92: the 8 ports are in TIME-WAIT'],
        [0, '一次也不失败', 'none'],
        [50, '一半', 'half of them'],
      ],
    ),
  },
  checks: [
    called('A', 'connected', SHORT, { zh: 'A 连上 100 次', en: 'A is connected 100 times' }),
    called('C', 'connected', SHORT, { zh: 'C 连上 100 次', en: 'C is connected 100 times' }),
    count(
      { zh: 'A 和 C 从没有过 TIME-WAIT', en: 'neither A nor C ever has one in TIME-WAIT' },
      (f) => f.most('A', 'timeWait') + f.most('C', 'timeWait'),
      0,
    ),
    inTimeWait('B', s(8), 8 + SHORT),
    count(
      {
        zh: 'A 的 92 次，B 从 TIME-WAIT 直接进入 SYN-RECEIVED',
        en: '92 times, for A, B goes from TIME-WAIT straight to SYN-RECEIVED',
      },
      (f) => f.counts('B').transitions['TIME-WAIT>SYN-RECEIVED'] ?? 0,
      SHORT - 8,
    ),
  ],
  refutedBy: { values: { ports: 9 } },
};
