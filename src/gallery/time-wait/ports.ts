import { count, endsIn, holds, timed, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit, ScenarioBody } from '../exhibit.ts';
import {
  at,
  called,
  connectAs,
  fails,
  inTimeWait,
  LISTEN,
  onEnd,
  oneOf,
  PORT,
  waits,
} from './helpers.ts';

/** Who may have a port while TIME-WAIT lasts, and what happens when there is none left: experiment E20. */

export const tuple: Exhibit = {
  id: 'tw/tuple',
  shelf: 'time-wait',
  title: { zh: 'TIME-WAIT 占住的是什么？', en: 'What does TIME-WAIT hold?' },
  story: {
    zh: 'A 从端口 40000 连 B 的 80，关闭后在 TIME-WAIT。2 秒时再从 40000 连 80，3 秒时从同一个 40000 连 B 的 81；62 秒时 TIME-WAIT 已经结束，又连 80。看三次结果各如何。',
    en: 'A opened from port 40000 to port 80 of B, closed, and is in TIME-WAIT. At 2 s it opens from 40000 to 80 again, at 3 s from the same 40000 to port 81; and at 62 s, when TIME-WAIT is over, to 80 once more. See what comes of each.',
  },
  point: {
    zh: '2 秒时是 EADDRINUSE（Linux 上先 bind 再 connect，得到的是 EADDRNOTAVAIL），后两次都成功。占住的不是端口，而是四元组：本地地址、本地端口、远端地址、远端端口，差一个就是另一条连接，旧报文段进不去。',
    en: 'At 2 s it is EADDRINUSE (in Linux, after a bind, connect reports EADDRNOTAVAIL); the other two work. What is held is not the port but the four-tuple of two addresses and two ports. One of them different, and it is another connection that no old segment can enter.',
  },
  items: [78, 79],
  build: () => ({
    hosts: [client({ iss: [100, 1100, 2100] }), server({ iss: [300, 1300, 2300] })],
    cables: [CABLE],
    steps: [
      LISTEN,
      at('B', 0, { call: 'listen', port: 81, socket: 'on 81' }),
      connectAs('first', 0),
      at('A', ms(200), { call: 'close', socket: 'first' }),
      onEnd('B', ms(200), { call: 'close' }),
      connectAs('same', s(2)),
      connectAs('other port', s(3), { port: 81 }),
      connectAs('later', s(62)),
    ],
    until: s(63),
  }),
  whatIfs: [{ id: 'noTimeWait', host: 'A' }],
  question: {
    asks: {
      zh: 'A 的 40000 端口有一条连接在 TIME-WAIT。从 40000 还能连谁？',
      en: 'A has a connection in TIME-WAIT on port 40000. To whom may it open from 40000?',
    },
    answers: oneOf(
      (f) => ['same', 'other port'].filter((x) => f.calls('A', 'connected', x).length === 1).join(),
      [
        ['', '谁也不能连：端口被占了', 'to nobody: the port is taken'],
        ['other port', 'B 的 81 可以，80 不行', 'to port 81 of B, not to 80'],
        ['same,other port', '都可以：旧连接已经关了', 'to both: the old one is closed'],
      ],
    ),
  },
  checks: [
    fails('A', 'connect', 'EADDRINUSE', 'same'),
    wire(['A S 1100', 'B S. 1300 a1101', 'A . 1101 a1301'], 2),
    holds(
      {
        zh: '两条连接的本地端口都是 40000，远端端口 80 和 81',
        en: 'both have local port 40000, and remote ports 80 and 81',
      },
      (f) =>
        f.trace.flows.map((x) => `${x.ends[0].port} ${x.ends[1].port}`).join() ===
        `${PORT} 80,${PORT} 81`,
    ),
    inTimeWait('A', s(3), 1),
    endsIn('A', 'ESTABLISHED', 2),
    waits('A', s(60), 1),
    timed(
      { zh: '62 秒时从 40000 连 80 成功', en: 'at 62 s, 40000 to 80 works' },
      (f) => f.calls('A', 'connected', 'later')[0]?.at ?? -1,
      s(62.1),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noTimeWait', host: 'A' }] },
};

/** Ports of Linux: ip_local_port_range. */
const LINUX_PORTS = 60_999 - 32_768 + 1;
const ALL_PORTS = 65_535 - 1024 + 1;
/** Connections attempted beyond the ports there are. */
const MORE = 10;

/** Many short connections from A to one port of B; A closes each as soon as it is there. */
function short(
  range: readonly [first: number, last: number],
  n: number,
  every: number,
  again: number | null,
  sample: number | null,
): ScenarioBody {
  return {
    hosts: [
      client({ iss: [], set: { ephemeralPorts: range } }),
      server({ iss: [], set: { synQueueWithinBacklog: false } }),
    ],
    cables: [CABLE],
    steps: [
      LISTEN,
      at('A', 0, { call: 'load', to: 'B', port: 80, count: n, every }),
      { host: 'A', when: { on: 'connected', every: true }, do: { call: 'close' } },
      { host: 'B', when: { on: 'ended', every: true }, do: { call: 'close' } },
      ...(again === null
        ? []
        : [at('A', again, { call: 'connect', to: 'B', port: 80, socket: 'later' })]),
    ],
    ...(sample === null ? {} : { sample: { flows: sample, strangers: 0 } }),
  };
}

export const smallRange: Exhibit = {
  id: 'tw/small-range',
  shelf: 'time-wait',
  title: { zh: '8 个端口，第 9 条连接会怎样？', en: 'Eight ports: what of the ninth?' },
  story: {
    zh: 'A 只有 8 个临时端口，每 0.5 秒建一条连接，建好就关；每条都在 TIME-WAIT 里占住一个端口 60 秒。看第 9 次 connect() 结果如何，有没有发出报文段；61 秒时再试一次，看有什么不同。',
    en: 'A has 8 ephemeral ports and every 0.5 s opens a connection and closes it again; each holds its port in TIME-WAIT for 60 s. See what becomes of the ninth connect(), and whether it sends a segment; at 61 s it tries again: see what is different.',
  },
  point: {
    zh: '第 9 次一个报文段也没发就失败：EADDRNOTAVAIL；61 秒时第一个端口空出来，又能连了。短连接的速率有上限：端口数 ÷ TIME-WAIT 时长，这里是 8 ÷ 60 秒，而且是对同一个目的地址和端口而言。占端口的是先关闭的一方，即 A。',
    en: 'The ninth fails without a segment: EADDRNOTAVAIL; at 61 s the first port is free and connect() works again. Short connections have a top rate, ports / TIME-WAIT: here 8 in 60 s, and that to one destination. It is A that runs out, for it closes first.',
  },
  focus: [1, 8],
  items: [82, 79],
  experiment: 'E20',
  parameters: {
    ports: {
      says: { zh: '临时端口的个数', en: 'ephemeral ports' },
      unit: 'count',
      value: 8,
      least: 1,
      most: 64,
    },
  },
  build: ({ ports = 8 }) => short([40_000, 39_999 + ports], 9, ms(500), s(61), null),
  whatIfs: [{ id: 'noTimeWait', host: 'A' }],
  tries: [
    {
      interventions: [],
      values: { ports: 9 },
      says: { zh: '多一个端口：第 9 个也连上', en: 'one port more: the ninth gets in, too' },
    },
    {
      interventions: [
        { kind: 'set', field: 'timestamps', value: true },
        { kind: 'set', field: 'timeWaitReuse', value: true, host: 'A' },
      ],
      says: {
        zh: '时间戳加 tcp_tw_reuse：1 秒后就能复用',
        en: 'timestamps and tcp_tw_reuse: a port can be used again after 1 s',
      },
    },
  ],
  question: {
    asks: { zh: '第 9 次 connect() 会怎样？', en: 'What becomes of the ninth connect()?' },
    answers: oneOf(
      (f) => f.calls('A', 'connect', 'main 9')[0]?.error ?? null,
      [
        [null, '成功：B 上早就没有旧连接了', 'it works: B has nothing of the old ones left'],
        ['EADDRNOTAVAIL', '当场失败：EADDRNOTAVAIL', 'it fails at once: EADDRNOTAVAIL'],
        ['ETIMEDOUT', '等到超时：ETIMEDOUT', 'it times out: ETIMEDOUT'],
        ['ECONNREFUSED', 'B 拒绝：ECONNREFUSED', 'B refuses: ECONNREFUSED'],
      ],
    ),
  },
  checks: [
    fails('A', 'connect', 'EADDRNOTAVAIL', 'main 9'),
    called('A', 'connected', 9, {
      zh: 'A 一共连上 9 次：8 个端口，加上 61 秒时的那次',
      en: 'A is connected 9 times: 8 ports, and the one at 61 s',
    }),
    holds(
      { zh: '8 条连接用了 8 个不同的端口', en: 'the eight use eight ports' },
      (f) => new Set(f.trace.flows.map((x) => x.ends[0].port)).size === 8,
      (f) => f.trace.flows.map((x) => x.ends[0].port).join(),
    ),
    inTimeWait('A', s(4.4), 8),
    inTimeWait('B', s(4.4), 0),
    count(
      {
        zh: '第 9 次 connect()（4 秒）没有发出任何报文段',
        en: 'the ninth connect(), at 4 s, sends no segment',
      },
      (f) =>
        f.segments().filter((x) => x.flags === 'S' && x.sentAt >= s(4) && x.sentAt < s(61)).length,
      0,
    ),
    holds(
      {
        zh: '61 秒时连上，用的是第一条连接的端口',
        en: 'the one at 61 s gets in, and has the port of the first',
      },
      (f) =>
        f.calls('A', 'connected', 'later')[0]?.at === s(61.1) &&
        f.sent('A', 'S').at(-1)?.flow === 1,
    ),
  ],
  refutedBy: { values: { ports: 9 } },
};

export const exhaust: Exhibit = {
  id: 'tw/exhaust',
  shelf: 'time-wait',
  title: { zh: '端口耗尽：每秒 500 条短连接', en: 'Out of ports: 500 connections a second' },
  story: {
    zh: 'Linux 的临时端口是 32768 到 60999。A 每秒建 500 条短连接到 B 的 80 端口，建好就关。看 TIME-WAIT 涨到多少条，connect() 从什么时候起失败，又到什么时候为止；再看 B 上有没有 TIME-WAIT。',
    en: 'The ephemeral ports of Linux are 32768 to 60999. A opens 500 short connections a second to port 80 of B and closes each. See how many are in TIME-WAIT at most, when connect() begins to fail and until when; and whether B has any in TIME-WAIT.',
  },
  point: {
    zh: '一共 28,232 个端口，56 秒后每个都有一条 TIME-WAIT，此后 connect() 次次是 EADDRNOTAVAIL，直到第一条走完它的 60 秒；B 一条也没有。对一个目的地，28,232 ÷ 60 秒 ≈ 每秒 470 条是上限；TIME-WAIT 若是 120 秒，就只有 235 条。',
    en: 'There are 28,232; after 56 s every one has its connection in TIME-WAIT, and every connect() from then on is told EADDRNOTAVAIL, until the first has had its 60 s. B has none. To one destination 28,232 / 60 s, some 470 a second, is the limit; with a TIME-WAIT of 120 s it is 235.',
  },
  items: [82],
  experiment: 'E20',
  errata: [
    {
      note: 'N15',
      says: {
        zh: '笔记 S4 说服务器处理大量短连接会耗尽端口：耗尽的是主动连接又先关闭的一方。服务器若先关闭，TIME-WAIT 只占它的内存，所有连接都用同一个 80 端口（见 tw/server-closes）。',
        en: 'Note S4 has the server run out of ports: it is the side that connects and closes first. Where the server closes first, TIME-WAIT costs it memory; all its connections share port 80, see tw/server-closes.',
      },
    },
  ],
  build: () => short([32_768, 60_999], LINUX_PORTS + MORE, ms(2), s(61), 1),
  question: {
    asks: {
      zh: '每秒 500 条短连接，第一次 EADDRNOTAVAIL 出现在第几秒？',
      en: '500 short connections a second: when is the first EADDRNOTAVAIL?',
    },
    answers: [
      {
        says: { zh: '约 56 秒：28,232 ÷ 500', en: 'at about 56 s: 28,232 / 500' },
        isTrue: (f) =>
          f.counts('A').calls['connect EADDRNOTAVAIL'] === MORE &&
          f.counts('A').calls['connect'] === LINUX_PORTS + 1,
      },
      {
        says: { zh: '约 131 秒：65,535 ÷ 500', en: 'at about 131 s: 65,535 / 500' },
        isTrue: (f) => (f.counts('A').calls['connect'] ?? 0) > 60_000,
      },
      {
        says: { zh: '不会出现：端口用完就还', en: 'never: a port is given back after use' },
        isTrue: (f) => f.counts('A').calls['connect EADDRNOTAVAIL'] === undefined,
      },
    ],
  },
  checks: [
    called('A', 'connect EADDRNOTAVAIL', MORE, {
      zh: `多出来的 ${MORE} 次都得到 EADDRNOTAVAIL`,
      en: `the ${MORE} too many are all told EADDRNOTAVAIL`,
    }),
    called('A', 'connected', LINUX_PORTS + 1, {
      zh: '连上 28,232 次，61 秒时又连上一次',
      en: 'it is connected 28,232 times, and once more at 61 s',
    }),
    count(
      { zh: 'A 最多同时有 28,232 条 TIME-WAIT', en: 'A has 28,232 in TIME-WAIT at most' },
      (f) => f.most('A', 'timeWait'),
      LINUX_PORTS,
    ),
    count({ zh: 'B 一条也没有', en: 'B has none' }, (f) => f.most('B', 'timeWait'), 0),
    count(
      {
        zh: '上限每秒 470 条：28,232 个端口除以 A 的 60 秒',
        en: 'the limit is 470 a second: 28,232 ports by the 60 s of A',
      },
      (f) => Math.floor(f.most('A', 'timeWait') / (f.dwelt('A', 'TIME-WAIT') / s(1))),
      470,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'set', field: 'timeWait', value: s(30), host: 'A' }] },
};

/** A thousandth of the ports of Linux, and of all there are: 28,232 and 64,512, by 1008. */
const SCALE = 1008;
const [FEW, MANY] = [LINUX_PORTS / SCALE, ALL_PORTS / SCALE].map(Math.floor) as [number, number];
/** Connections that each client attempts. */
const TRIES = 60;

export const range: Exhibit = {
  id: 'tw/range',
  shelf: 'time-wait',
  title: { zh: '办法一：扩大端口范围', en: 'Remedy: more ephemeral ports' },
  story: {
    zh: '按 1008 比 1 缩小：A 用 Linux 默认的范围 32768 到 60999，28,232 个端口缩成 28 个；C 把 ip_local_port_range 扩到 1024 至 65535，64,512 个缩成 64 个。两边都在 30 秒里建 60 条短连接。看各连上多少条，各有多少次没有端口。',
    en: 'On a scale of 1 to 1008: A has the range of Linux, 32768 to 60999, and its 28,232 ports are 28 here; C has an ip_local_port_range from 1024 to 65535, and its 64,512 are 64. Both attempt 60 short connections within 30 s. See how many each gets, and how often there is no port.',
  },
  point: {
    zh: 'A 连上 28 条，其余 32 次没有端口；C 全部连上。28,232 ÷ 60 秒 ≈ 每秒 470 条，64,512 ÷ 60 秒 ≈ 每秒 1075 条：上限提高到 2.3 倍，没有消失。TIME-WAIT 的保证一点没少，代价只是可能占了某个服务要监听的端口。',
    en: 'A gets 28 and finds no port for 32; C gets all. 28,232 / 60 s is 470 a second, 64,512 / 60 s is 1075: the limit is 2.3 times as high, not gone. No guarantee is given up, though a port that some server wants may be taken.',
  },
  items: [83],
  experiment: 'E20',
  parameters: {
    ports: {
      says: { zh: 'C 的端口个数（按 1008 比 1）', en: 'ports of C, by 1008' },
      unit: 'count',
      value: MANY,
      least: 1,
      most: MANY,
    },
  },
  build: ({ ports = MANY }) => ({
    hosts: [
      client({ iss: [], set: { ephemeralPorts: [40_000, 40_000 + FEW - 1] } }),
      server({ iss: [] }),
      client({
        name: 'C',
        title: { zh: '端口更多的客户端', en: 'client with more ports' },
        iss: [],
        set: { ephemeralPorts: [40_000, 40_000 + ports - 1] },
      }),
    ],
    cables: [CABLE, { between: ['C', 'B'], delay: ms(50) }],
    steps: [
      LISTEN,
      ...['A', 'C'].flatMap((host) => [
        at(host, 0, { call: 'load', to: 'B', port: 80, count: TRIES, every: ms(500) }),
        { host, when: { on: 'connected', every: true }, do: { call: 'close' } } as const,
      ]),
      { host: 'B', when: { on: 'ended', every: true }, do: { call: 'close' } },
    ],
    sample: { flows: 2, strangers: 0 },
  }),
  question: {
    asks: {
      zh: '64,512 个端口，TIME-WAIT 60 秒：对一个目的地每秒最多多少条短连接？',
      en: '64,512 ports and a TIME-WAIT of 60 s: how many a second, to one destination?',
    },
    answers: oneOf(
      (f) => Math.floor(ALL_PORTS / (f.dwelt('C', 'TIME-WAIT', 2) / s(1))),
      [
        [470, '470', '470'],
        [1075, '1075', '1075'],
        [64_512, '64,512', '64,512'],
      ],
    ),
  },
  checks: [
    called('A', 'connected', FEW, { zh: 'A 连上 28 条', en: 'A gets 28' }),
    called('A', 'connect EADDRNOTAVAIL', TRIES - FEW, {
      zh: 'A 的另外 32 次得到 EADDRNOTAVAIL',
      en: 'A is told EADDRNOTAVAIL 32 times',
    }),
    called('C', 'connected', TRIES, { zh: 'C 连上 60 条', en: 'C gets all 60' }),
    called('C', 'connect EADDRNOTAVAIL', 0, {
      zh: 'C 一次 EADDRNOTAVAIL 也没有',
      en: 'C is never told EADDRNOTAVAIL',
    }),
    inTimeWait('A', s(40), FEW),
    inTimeWait('C', s(40), TRIES),
    waits('C', s(60), 2),
  ],
  refutedBy: { values: { ports: FEW } },
};
