import { count, holds, reads, states, wire } from '../checks.ts';
import { CABLE, client, ms, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';

/** Opens without a listener. */

const A_PORT = 4000;
const B_PORT = 5000;

export const simultaneous: Exhibit = {
  id: 'open/simultaneous',
  shelf: 'open',
  title: { zh: '同时打开：两个 SYN 在路上相遇', en: 'Simultaneous open: the SYNs cross' },
  story: {
    zh: '这里没有服务器：A 从 4000 端口连 B 的 5000，B 同时从 5000 连 A 的 4000。看两个 SYN 在路上交叉之后，两边各走过什么状态，各发了什么。',
    en: 'There is no server: A connects from its port 4000 to 5000 of B, and at the same moment B from 5000 to 4000 of A. The SYNs cross: see which states the two sides pass, and what each of them sends.',
  },
  point: {
    zh: '一个四元组只有一条连接，用四个报文段建成（RFC 9293 图 7，MUST-10）；三次握手，就是把其中两个合成了一个。',
    en: 'One four-tuple is one connection, opened with four segments (RFC 9293 figure 7, MUST-10); the three-way handshake is the case in which two of them merge.',
  },
  items: [23, 15],
  experiment: 'E07',
  errata: [
    {
      note: 'N3',
      says: {
        zh: '笔记 S0 在这里写的 SYN-REVD 应为 SYN-RECEIVED。',
        en: 'What note S0 calls SYN-REVD here is SYN-RECEIVED.',
      },
    },
  ],
  parameters: {
    gap: {
      says: { zh: 'B 比 A 晚多久 connect()', en: 'how much later than A does B call connect()' },
      unit: 'microseconds',
      value: 0,
      least: 0,
      most: ms(200),
    },
  },
  build: ({ gap }) => ({
    hosts: [
      client({ profile: 'rfc' }),
      server({ profile: 'rfc', title: { zh: '另一个客户端', en: 'another client' } }),
    ],
    cables: [CABLE],
    steps: [
      {
        host: 'A',
        when: { at: 0 },
        do: { call: 'connect', to: 'B', port: B_PORT, localPort: A_PORT },
      },
      {
        host: 'B',
        when: { at: gap as number },
        do: { call: 'connect', to: 'A', port: A_PORT, localPort: B_PORT },
      },
    ],
  }),
  tries: [
    {
      interventions: [],
      values: { gap: ms(49) },
      says: {
        zh: 'B 晚 49 毫秒：两个 SYN 仍然交叉',
        en: 'B is 49 ms later: the SYNs still cross',
      },
    },
    {
      interventions: [],
      values: { gap: ms(60) },
      says: {
        zh: 'B 晚 60 毫秒：A 的 SYN 先到，那时没人监听，换来 RST',
        en: 'B is 60 ms later: the SYN of A meets a closed port and gets a RST',
      },
    },
    {
      interventions: [
        { kind: 'profile', host: 'A', name: 'linux' },
        { kind: 'profile', host: 'B', name: 'linux' },
      ],
      says: {
        zh: '换成 Linux：各再回一个没人需要的 ACK',
        en: 'as Linux does it: each answers the SYN,ACK with an ACK that nobody needs',
      },
    },
  ],
  question: {
    asks: { zh: '最后有几条连接？', en: 'How many connections come of it?' },
    answers: [
      {
        says: { zh: '两条，一边发起一条', en: 'two, one for each connect()' },
        isTrue: (f) => f.most('A', 'connections') === 2,
      },
      {
        says: { zh: '一条', en: 'one' },
        isTrue: (f) =>
          f.trace.flows.length === 1 &&
          f.endState('A') === 'ESTABLISHED' &&
          f.endState('B') === 'ESTABLISHED',
      },
      {
        says: { zh: '一条也没有：双方互发 RST', en: 'none: both send a RST' },
        isTrue: (f) => f.endState('A') === 'CLOSED' && f.endState('B') === 'CLOSED',
      },
    ],
  },
  checks: [
    wire(['A S 100', 'B S 300', 'B S. 300 a101', 'A S. 100 a301']),
    states('A', ['SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED']),
    states('B', ['SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED']),
    holds(
      {
        zh: '两边同时走每一步：50 毫秒进入 SYN-RECEIVED，100 毫秒进入 ESTABLISHED',
        en: 'both take every step together: SYN-RECEIVED at 50 ms, ESTABLISHED at 100 ms',
      },
      (f) =>
        ['A', 'B'].every(
          (h) =>
            f.entered(h, 'SYN-RECEIVED')[0] === ms(50) &&
            f.entered(h, 'ESTABLISHED')[0] === ms(100),
        ),
    ),
    count(
      { zh: '每边只有一条连接', en: 'each side has one connection' },
      (f) => Math.max(f.most('A', 'connections'), f.most('B', 'connections')),
      1,
    ),
  ],
  refutedBy: { values: { gap: ms(60) } },
};

const OWN = 6000;

export const selfConnect: Exhibit = {
  id: 'open/self-connect',
  shelf: 'open',
  title: { zh: '自己连自己，会怎样？', en: 'A socket that calls its own number' },
  story: {
    zh: 'A 的程序从自己的 6000 端口 connect() 到自己的 6000 端口，没有任何程序在监听。报文段都走环回，所以图上没有箭头，只看状态：它在 SYN-SENT 里收到的 SYN，是谁发的？',
    en: 'A program of A connects from port 6000 to port 6000 of its own host, and nobody listens. It all goes over the loopback: there are states to see, and no arrows. In SYN-SENT a SYN comes in: whose is it?',
  },
  point: {
    zh: '收到的 SYN 正是自己发的，于是走上同时打开那条路：连接由四元组标识，两端相同也合法。客户端反复重连本机一个没起来的服务，哪次临时端口碰巧等于目标端口，就“连上”了自己。',
    en: "The SYN that comes in is its own, and it goes the way of a simultaneous open: a four-tuple with both ends the same is legal. A client that keeps trying a local server which is down will connect to itself once its ephemeral port happens to be the server's.",
  },
  items: [23, 78],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      {
        host: 'A',
        when: { at: 0 },
        do: { call: 'connect', to: 'A', port: OWN, localPort: OWN },
      },
      { host: 'A', when: { on: 'connected', after: ms(100) }, do: { call: 'send', text: 'echo?' } },
    ],
  }),
  question: {
    asks: {
      zh: '没有人监听 6000 端口，connect() 结果如何？',
      en: 'Nobody listens on port 6000. What comes of connect()?',
    },
    answers: [
      {
        says: { zh: 'ECONNREFUSED：没人监听', en: 'ECONNREFUSED: nobody listens' },
        isTrue: (f) => f.ended('A') === 'ECONNREFUSED',
      },
      {
        says: { zh: 'EADDRINUSE：端口被自己占着', en: 'EADDRINUSE: the port is its own' },
        isTrue: (f) => f.calls('A', 'connect')[0]?.error === 'EADDRINUSE',
      },
      {
        says: { zh: '连上了：对端就是自己', en: 'it is connected, with itself' },
        isTrue: (f) => f.calls('A', 'connected').length === 1 && f.read('A') === 'echo?',
      },
    ],
  },
  checks: [
    states('A', ['SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED']),
    holds(
      {
        zh: '发出去的初始序号就是收到的初始序号：ISS=IRS=100',
        en: 'the ISN it sent is the ISN it received: ISS=IRS=100',
      },
      (f) => f.varsAt('A', ms(50)).iss === 100 && f.varsAt('A', ms(50)).irs === 100,
    ),
    reads('A', 'echo?'),
    count(
      { zh: '只有一条连接，也只有一个套接字', en: 'there is one connection, and one socket' },
      (f) => f.most('A', 'connections') + f.calls('A', 'accept').length,
      1,
    ),
    count(
      {
        zh: '网线上一个报文段也没有：走的是环回',
        en: 'nothing on the cable: it all goes over the loopback',
      },
      (f) => f.segments().length,
      0,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'host', host: 'A', what: 'kill', at: ms(50) }] },
};
