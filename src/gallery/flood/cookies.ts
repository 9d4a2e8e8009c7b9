import type { TraceSegment } from '../../observe/trace.ts';
import { type Check, count, endsIn, holds, reads, spelledTime, states, wire } from '../checks.ts';
import { attacker, CABLE, CABLE_X, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { flagWords } from '../segment-text.ts';
import { flood } from './helpers.ts';

const ALL_OPTIONS = { timestamps: true, sack: true, windowScaling: true } as const;

/** Flows are numbered as they come: four forged ones, then A and C. */
const OF_A = 5;
const OF_C = 6;

export const cookies: Exhibit = {
  id: 'flood/cookies',
  shelf: 'flood',
  title: { zh: 'SYN cookie：不记账也能握手', en: 'SYN cookies: a handshake without a memory' },
  story: {
    zh: 'X 的四个假 SYN 占满了 B 的半连接队列。A 和 C 的 SYN 再来，B 不记账，把要记的编进 SYN+ACK 的序号，等 ACK 带着它加 1 回来，验过才建 TCB。A 没提时间戳，C 提了：比一比两个 SYN+ACK 里的选项。',
    en: 'Four forged SYNs fill the SYN queue of B. For those of A and C it keeps no row but codes it into the sequence number of its SYN+ACK; the ACK brings that back, plus 1, and only then is there a TCB. A offers no timestamps, C does: compare the options of the two SYN+ACKs.',
  },
  point: {
    zh: '24 位散列、5 位时间、3 位 MSS 档位全在序号里，服务器一点内存也不花；代价是没处放的选项就不用（C 的窗口扩大和 SACK 藏进时间戳，才保住），SYN+ACK 丢了也不重发（RFC 4987 3.6 节）。',
    en: 'The sequence number itself holds 24 bits of hash, 5 of time and 3 of MSS, and the server no memory. The price: options that fit nowhere are not used (those of C survive hidden in its timestamp), and a lost SYN+ACK is not sent again (RFC 4987 section 3.6).',
  },
  focus: [5, 6],
  items: [42],
  experiment: 'E16',
  build: () => ({
    hosts: [
      client({ set: { sack: true, windowScaling: true, receiveBuffer: 262_144 } }),
      server({ set: ALL_OPTIONS }),
      attacker(),
      {
        ...client({ set: { ...ALL_OPTIONS, receiveBuffer: 262_144 }, iss: [700] }),
        name: 'C',
        title: { zh: '带时间戳的客户端', en: 'client with timestamps' },
      },
    ],
    cables: [CABLE, CABLE_X, { between: ['C', 'B'], delay: ms(50) }],
    steps: [
      { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80, backlog: 3 } },
      flood(4, ms(1)),
      { host: 'A', when: { at: s(2) }, do: { call: 'connect', to: 'B', port: 80 } },
      { host: 'C', when: { at: ms(2300) }, do: { call: 'connect', to: 'B', port: 80 } },
    ],
    until: ms(2900),
  }),
  tries: [
    {
      interventions: [{ kind: 'set', host: 'B', field: 'synCookies', value: 'never' }],
      says: { zh: '不用 cookie：两个 SYN 都丢弃', en: 'no cookies: both SYNs are dropped' },
    },
  ],
  question: {
    asks: {
      zh: 'A 的 SYN 提了 MSS、SACK 和窗口扩大，没提时间戳。B 的 SYN+ACK 里有哪些选项？',
      en: 'The SYN of A offers MSS, SACK and window scale, no timestamps. What is in the SYN+ACK?',
    },
    answers: [
      [
        'mss,sackOk,wscale',
        { zh: 'MSS、SACK、窗口扩大：照单全收', en: 'MSS, SACK, window scale: all of it' },
      ],
      ['mss', { zh: '只有 MSS', en: 'the MSS alone' }],
      ['', { zh: '一个也没有', en: 'no options' }],
    ].map(([names, says]) => ({
      says: says as { zh: string; en: string },
      isTrue: (f: Facts) => options(synAck(f, OF_A)) === names,
    })),
  },
  checks: [
    holds(
      { zh: 'B 的半连接队列 4 个位置全满', en: 'all 4 slots of the SYN queue of B are taken' },
      (f) => [s(2), ms(2050), ms(2350), ms(2450)].every((t) => f.tablesAt('B', t).synQueue === 4),
    ),
    hasOptions('A', 'S', OF_A, 'mss,sackOk,wscale'),
    hasOptions('B', 'S.', OF_A, 'mss'),
    hasOptions('C', 'S', OF_C, 'mss,sackOk,ts,wscale'),
    hasOptions('B', 'S.', OF_C, 'mss,sackOk,ts,wscale'),
    ...[OF_A, OF_C].flatMap((flow) => [
      states('B', ['SYN-RECEIVED', 'ESTABLISHED'], flow),
      holds(
        {
          zh: `第 ${flow} 条连接：ACK 到达之前 B 什么也没有，到达的那一刻才有 TCB`,
          en: `connection ${flow}: B has nothing until the ACK arrives, and a TCB at that instant`,
        },
        (f) =>
          f.entered('B', 'SYN-RECEIVED', flow)[0] === ackArrives(f, flow) &&
          f.entered('B', 'ESTABLISHED', flow)[0] === ackArrives(f, flow),
        (f) =>
          [f.entered('B', 'SYN-RECEIVED', flow)[0], ackArrives(f, flow)]
            .map(spelledTime)
            .join(', '),
      ),
    ]),
    connections(ms(2149), 0),
    connections(ms(2150), 1),
    connections(ms(2450), 2),
    holds(
      {
        zh: '连上之后 C 的窗口能超过 65535（窗口扩大还在用），A 的不能',
        en: 'then the window of C may exceed 65535, for its scale is in use; that of A may not',
      },
      (f) =>
        (f.varsAt('B', ms(2900), OF_C).sndWnd ?? 0) > 65_535 &&
        (f.varsAt('B', ms(2900), OF_A).sndWnd ?? 0) <= 65_535,
      (f) =>
        `A ${f.varsAt('B', ms(2900), OF_A).sndWnd ?? '-'}, C ${f.varsAt('B', ms(2900), OF_C).sndWnd ?? '-'}`,
    ),
    endsIn('A', 'ESTABLISHED', OF_A),
    endsIn('C', 'ESTABLISHED', OF_C),
  ],
  refutedBy: {
    interventions: [{ kind: 'set', host: 'B', field: 'synCookies', value: 'never' }],
  },
};

function synAck(f: Facts, flow: number): TraceSegment | undefined {
  return f.segments(flow).find((x) => x.flags === 'S.');
}

function options(x: TraceSegment | undefined): string {
  const named = (x?.options ?? []).map((o) => o.name).filter((n) => n !== 'nop' && n !== 'eol');
  return x === undefined ? '-' : named.join();
}

function hasOptions(host: string, flags: string, flow: number, wanted: string): Check {
  const of = (f: Facts) =>
    options(f.segments(flow).find((x) => x.from === host && x.flags === flags));
  return holds(
    {
      zh: `第 ${flow} 条连接里，${host} 的 ${flagWords(flags)} 带的选项正好是 ${wanted.replaceAll(',', '、')}`,
      en: `on connection ${flow} the ${flagWords(flags)} of ${host} has exactly these options: ${wanted}`,
    },
    (f) => of(f) === wanted,
    of,
  );
}

function ackArrives(f: Facts, flow: number): number | null {
  return f.segments(flow).find((x) => x.flags === '.')?.arrivedAt ?? null;
}

function connections(at: number, wanted: number): Check {
  return count(
    { zh: `${at / s(1)} 秒时 B 有 ${wanted} 个 TCB`, en: `at ${at / s(1)} s B has ${wanted} TCBs` },
    (f) => f.tablesAt('B', at).connections,
    wanted,
  );
}

/** B answers every SYN with a cookie. */
const always = () => server({ set: { synCookies: 'always' } });
const listen = { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } } as const;

export const cookieCost: Exhibit = {
  id: 'flood/cookie-cost',
  shelf: 'flood',
  title: { zh: 'cookie 的代价：谁先开口？', en: 'What a cookie costs: who speaks first?' },
  story: {
    zh: '像 SMTP 那样，由服务器先开口；B 用了 cookie，而 A 的最后一个 ACK 丢了。看谁会来补救：B 记着什么可以重发的？A 呢？',
    en: 'As with SMTP the server speaks first; B uses a cookie, and the last ACK of A is lost. See who mends it: has B kept anything to repeat? Has A?',
  },
  point: {
    zh: 'B 什么也没记，A 已是 ESTABLISHED，谁都没有可重发的，就这么僵着。半连接不只占内存，还管重发；不记它，丢一个 ACK 就可能永远等下去。客户端先开口就没事，因为数据报文段也把 cookie 带回来。',
    en: 'B has kept nothing and A is ESTABLISHED: nobody has anything to repeat, and so it stays. A half-open row is not only memory, it also sends again. Not so when the client speaks first, for its data brings the cookie as well.',
  },
  items: [29, 42],
  parameters: {
    clientSpeaks: {
      says: { zh: '5 秒时 A 先发数据（1）或一直等（0）', en: 'A sends at 5 s (1) or waits (0)' },
      unit: 'number',
      value: 0,
      least: 0,
      most: 1,
    },
  },
  build: ({ clientSpeaks = 0 }) => ({
    hosts: [client(), always()],
    cables: [CABLE],
    steps: [
      listen,
      { host: 'B', when: { on: 'accepted' }, do: { call: 'send', text: '220 ready' } },
      { host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80 } },
      ...(clientSpeaks >= 1
        ? ([{ host: 'A', when: { at: s(5) }, do: { call: 'send', text: 'HELO' } }] as const)
        : []),
    ],
    faults: [{ segment: 'A2', action: 'drop' }],
    until: s(3600),
  }),
  tries: [
    {
      interventions: [],
      values: { clientSpeaks: 1 },
      says: { zh: 'A 在 5 秒时先开口：连接立刻补上', en: 'A speaks at 5 s: that completes it' },
    },
    {
      interventions: [{ kind: 'set', host: 'B', field: 'synCookies', value: 'never' }],
      says: {
        zh: '不用 cookie：1 秒后 SYN+ACK 重发，一切照常',
        en: 'no cookie: the SYN+ACK goes again after 1 s, and all is well',
      },
    },
  ],
  question: {
    asks: { zh: '一小时后 A 处于什么状态？', en: 'What state is A in after an hour?' },
    answers: ['SYN-SENT', 'ESTABLISHED', 'CLOSED'].map((state) => ({
      says:
        state === 'CLOSED'
          ? { zh: 'CLOSED：早就超时了', en: 'CLOSED: it has given up' }
          : { zh: state, en: state },
      isTrue: (f) => f.endState('A') === state,
    })),
  },
  checks: [
    holds(
      {
        zh: '一小时里只有三个报文段：SYN、SYN+ACK 和丢掉的 ACK',
        en: 'three segments in an hour: SYN, SYN+ACK, and the ACK that is lost',
      },
      (f) =>
        f
          .segments(1)
          .map((x) => `${x.from} ${x.flags} ${x.fate}`)
          .join() === 'A S delivered,B S. delivered,A . lost',
      (f) =>
        f
          .segments(1)
          .map((x) => `${x.from} ${x.flags} ${x.fate}`)
          .join(),
    ),
    states('A', ['SYN-SENT', 'ESTABLISHED']),
    states('B', []),
    connections(s(3600), 0),
    reads('A', ''),
  ],
  refutedBy: { values: { clientSpeaks: 1 } },
};

/** Client `n` of A. */
const connect = (n: number, at: number) =>
  ({
    host: 'A',
    when: { at },
    do: { call: 'connect', to: 'B', port: 80, localPort: 40_000 + n, socket: `client ${n}` },
  }) as const;

/** An ACK that X makes up in the name of A. */
const forge = (i: number) =>
  ({
    host: 'X',
    when: { at: s(2) + ms(i * 10) },
    do: {
      call: 'inject',
      from: 'A',
      to: 'B',
      sport: 50_000 + i,
      dport: 80,
      flags: '.',
      seq: 1001,
      ack: 0x10000000 * (i + 1) + 1,
    },
  }) as const;
const FORGED = [0, 1, 2, 3, 4, 5, 6, 7] as const;

export const cookieForged: Exhibit = {
  id: 'flood/cookie-forged',
  shelf: 'flood',
  title: { zh: '伪造的、过期的、对不上的 cookie', en: 'Cookies forged, out of date, out of place' },
  story: {
    zh: '客户端 1 正常连上。X 冒 A 的名编了 8 个 ACK；客户端 2 的 ACK 在路上耽搁 200 秒；客户端 3 的 ACK 和第一段数据都丢了，第二段数据确认号对，序号却不是 ISN + 1。看 B 逐个验算，怎样回答。',
    en: 'Client 1 connects. X makes up 8 ACKs in the name of A; the ACK of client 2 is 200 s late; client 3 loses its ACK and its first text, and the second has the right ACK number but not ISN + 1 as its own. B computes each anew: see how it answers.',
  },
  point: {
    zh: '除了客户端 1，都对不上，都回 RST。cookie 是服务器签给自己的：24 位散列管住四元组、客户端的 ISN、时间和 MSS，有效期 64 到 128 秒，平均要猜八百万次才猜中一个。客户端 3 没做错什么，也跟着吃亏：这是代价之一。',
    en: 'All but client 1 are answered with a RST. A cookie is what the server has signed for itself: 24 bits of hash over the four-tuple, the ISN of the client, the time and the MSS, good for 64 to 128 s. To guess one takes some eight million tries. Client 3 is honest and loses all the same: that is part of the price.',
  },
  focus: [1, 2, 3, 4],
  items: [10, 42, 95],
  experiment: 'E16b',
  build: () => ({
    hosts: [client({ iss: [100, 1100, 2100] }), always(), attacker()],
    cables: [CABLE, CABLE_X],
    steps: [
      listen,
      connect(1, 0),
      connect(2, s(1)),
      connect(3, ms(1500)),
      {
        host: 'A',
        when: { on: 'connected', socket: 'client 3', after: ms(100) },
        do: { call: 'send', text: 'pay ', socket: 'client 3' },
      },
      {
        host: 'A',
        when: { on: 'connected', socket: 'client 3', after: ms(200) },
        do: { call: 'send', text: '100', socket: 'client 3' },
      },
      ...FORGED.map(forge),
    ],
    faults: [
      { segment: 'A4', action: 'delay', by: s(200) },
      { segment: 'A6', action: 'drop' },
      { segment: 'A7', action: 'drop' },
    ],
    until: s(210),
  }),
  question: {
    asks: {
      zh: '1 个真的、8 个编的、1 个过期的、1 个序号不对的，B 建了几个 TCB？',
      en: 'One true, 8 forged, one too old, one with another number: how many TCBs does B make?',
    },
    answers: [1, 2, 3, 11].map((n) => ({
      says: { zh: `${n} 个`, en: `${n}` },
      isTrue: (f) => f.counts('B').transitions['SYN-RECEIVED>ESTABLISHED'] === n,
    })),
  },
  checks: [
    states('B', ['SYN-RECEIVED', 'ESTABLISHED'], 1),
    states('B', [], 2),
    states('B', [], 3),
    ...FORGED.map((i) =>
      wire(
        [`X . 1001 a${0x10000000 * (i + 1) + 1}`, `B R ${0x10000000 * (i + 1) + 1}`],
        forgedFlow(i),
      ),
    ),
    count(
      { zh: 'B 一共回了 10 个 RST', en: 'B sends 10 RSTs in all' },
      (f) => f.sent('B', 'R').length,
      10,
    ),
    holds(
      {
        zh: '客户端 2 的 ACK 是真的，只是 200 秒后才到',
        en: 'the ACK of client 2 is genuine, only 200 s late',
      },
      (f) => {
        const ack = f.segment('A4');
        return (
          ack?.fate === 'delayed' &&
          ack.ack === ((synAck(f, 2)?.seq ?? 0) + 1) >>> 0 &&
          f.ended('A', 'client 2') === 'ECONNRESET'
        );
      },
    ),
    holds(
      {
        zh: '客户端 3 的第二段数据确认号正确，序号是 2105 而不是 2101',
        en: 'the second text of client 3 has the right ACK number and 2105, not 2101, as its own',
      },
      (f) => {
        const text = f.segment('A8');
        return (
          text?.seq === 2105 &&
          text.ack === ((synAck(f, 3)?.seq ?? 0) + 1) >>> 0 &&
          f.ended('A', 'client 3') === 'ECONNRESET'
        );
      },
    ),
    connections(s(210), 1),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A4', action: 'delay', by: s(20) }] },
};

/** Clients 1 to 3 come first, and then one flow for each forged ACK. */
function forgedFlow(i: number): number {
  return 4 + i;
}
