import { closes, count, endsIn, states, wire } from '../checks.ts';
import { CABLE, client, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { bSends, OPENED, opened, overAfter, PROBE } from './helpers.ts';

const PROBES = Array.from({ length: 10 }, (_, i) => 7200 + 75 * i);
const LOST = `${PROBE} lost`;
const powerOff = { host: 'A', when: { at: s(1) }, do: { call: 'power-off' } } as const;

export const deadClient: Exhibit = {
  id: 'alive/dead-client',
  shelf: 'alive',
  title: { zh: '客户端断电，多久才知道？', en: 'A client without power: how long to find out?' },
  story: {
    zh: 'A 连上后断电，从此再没有一个报文段。B 的应用打开了保活（空闲 7200 秒、间隔 75 秒、10 个）。看探测发出的时刻；再看最后一个探测之后，B 是马上判定，还是再等一等。',
    en: 'A connects and loses its power: not another segment. The application of B has keep-alive on (7200 s of silence, an interval of 75 s, a count of 10). See when the probes go, and whether B gives up with the last of them or waits a little more.',
  },
  point: {
    zh: '最后一个探测也要等满 75 秒，B 才发 RST，应用得到 ETIMEDOUT：7200 + 75 × 10 = 7950 秒。探测是一个空的 ACK，序号是 SND.NXT − 1，落在对端的窗口之外；对端只要活着，就必须回 ACK。',
    en: 'The last probe has its 75 s as well; then B sends a RST and its application is told ETIMEDOUT, after 7200 + 75 x 10 = 7950 s. A probe is an empty ACK with SND.NXT - 1: outside the window, so that a peer that lives must answer.',
  },
  items: [89, 91, 92, 93],
  experiment: 'E21',
  errata: [
    {
      note: 'N18',
      says: {
        zh: '笔记 S2、S3 说连发 10 个探测（7950 秒）：Linux 默认 9 个（7875 秒），BSD 8 个（7800 秒）。',
        en: 'Notes S2 and S3 have ten probes (7950 s): Linux sends 9 (7875 s), BSD 8 (7800 s).',
      },
    },
    {
      note: 'N19',
      says: {
        zh: '笔记没有说保活默认是关的：RFC 9293 3.8.4 要求由应用打开。',
        en: 'The notes do not say that keep-alive is off unless the application asks for it: RFC 9293 section 3.8.4.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server({ profile: 'notes' })],
    cables: [CABLE],
    steps: [...opened({ keepAlive: true }), powerOff],
    until: s(9000),
  }),
  tries: [
    {
      interventions: [{ kind: 'profile', host: 'B', name: 'linux' }],
      says: { zh: 'Linux 发 9 个：7875 秒', en: 'Linux sends 9: 7875 s' },
    },
    {
      interventions: [{ kind: 'profile', host: 'B', name: 'freebsd' }],
      says: { zh: 'FreeBSD 发 8 个：7800 秒', en: 'FreeBSD sends 8: 7800 s' },
    },
    {
      interventions: [{ kind: 'host', host: 'A', what: 'boot', at: s(7300) }],
      says: {
        zh: 'A 在探测期间开机：下一个探测换来 RST',
        en: 'A boots while it is being probed: the next probe is answered with a RST',
      },
    },
  ],
  question: {
    asks: { zh: 'B 什么时候判定 A 死了？', en: 'When does B take A for dead?' },
    answers: [7200, 7875, 7950].map((t) => ({
      says: {
        zh: `空闲 ${t} 秒${t === 7875 ? '：发出第 10 个探测时' : ''}`,
        en: `after ${t} s${t === 7875 ? ', with the tenth probe' : ''}`,
      },
      isTrue: (f) => overAfter(f) === t,
    })),
  },
  checks: [
    wire([...OPENED, ...PROBES.map(() => LOST), 'B R. 301 a101 lost']),
    bSends('.', PROBES),
    bSends('R.', [7950]),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSED']),
    closes('B', 'ETIMEDOUT'),
    count(
      { zh: '应用得知的时刻：7950 秒', en: 'the application is told at 7950 s' },
      overAfter,
      7950,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'profile', host: 'B', name: 'linux' }] },
};

const DAYS = 30;

export const offByDefault: Exhibit = {
  id: 'alive/off-by-default',
  shelf: 'alive',
  title: { zh: '没打开保活，会怎样？', en: 'Without keep-alive' },
  story: {
    zh: '还是 A 断电，但 B 的应用没打开保活，也没有话要说。看三十天里线上有几个报文段，B 有没有定时器在走，最后是什么状态。',
    en: 'A loses its power again, but the application of B has not asked for keep-alive and has nothing to say. Look at thirty days of it: how many segments, whether a timer of B runs, and what state it is in at the end.',
  },
  point: {
    zh: 'B 一直是 ESTABLISHED，一个定时器也没在走：TCP 连接没有心跳，两边都不说话，就谁也不会发现对端没了。保活默认必须关闭（RFC 9293 3.8.4，MUST-25），要不要由应用决定。',
    en: 'B is ESTABLISHED and no timer of it runs: a TCP connection has no pulse, and while both are silent nobody notices that one is gone. Keep-alive must be off by default (RFC 9293 section 3.8.4, MUST-25); the application decides.',
  },
  items: [89],
  experiment: 'E21',
  errata: [
    {
      note: 'N19',
      says: {
        zh: '笔记 S2 说“服务器不能一直等下去”：不打开保活，它就会一直等下去。',
        en: 'Note S2 says that a server cannot wait for ever: without keep-alive it does just that.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [...opened(), powerOff],
    until: s(DAYS * 86_400),
  }),
  tries: [
    {
      interventions: [{ kind: 'profile', host: 'B', name: 'freebsd' }],
      says: {
        zh: 'FreeBSD 默认就打开保活（不合 MUST-25）：7800 秒后发现',
        en: 'FreeBSD has it on by default, against MUST-25: found out after 7800 s',
      },
    },
  ],
  question: {
    asks: { zh: `${DAYS} 天后 B 处于什么状态？`, en: `What state is B in after ${DAYS} days?` },
    answers: ['CLOSED', 'CLOSE-WAIT', 'ESTABLISHED'].map((state) => ({
      says: { zh: state, en: state },
      isTrue: (f) => f.endState('B') === state,
    })),
  },
  checks: [
    wire(OPENED),
    endsIn('B', 'ESTABLISHED'),
    count(
      { zh: '三十天后 B 还占着 1 个 TCB', en: 'after thirty days B still holds one TCB' },
      (f) => f.tablesAt('B', f.trace.end).connections,
      1,
    ),
    count(
      { zh: 'B 上没有定时器在走', en: 'no timer of B is running' },
      (f) => f.frames('timers', 'B').at(-1)?.timers.length ?? -1,
      0,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'set', host: 'B', field: 'keepAlive', value: true }] },
};

export const anySegment: Exhibit = {
  id: 'alive/any-segment-resets',
  shelf: 'alive',
  title: { zh: '什么让保活重新计时？', en: 'What starts the clock anew?' },
  story: {
    zh: '保活的空闲时间是 7200 秒。3000 秒时 B 发了数据，A 回一个空的 ACK；6000 秒时 A 发来请求。看第一个探测在什么时候，是从哪一件事算起的。',
    en: 'Keep-alive waits for 7200 s of silence. At 3000 s B sends text and A answers with an empty ACK; at 6000 s A sends a request. See when the first probe is, and from which of these the time was counted.',
  },
  point: {
    zh: '从最后一次听到对端算起，收到任何报文段都重新计时：不必是请求，不带数据的 ACK 也证明对端还活着。B 自己发的不算。',
    en: 'The time runs from when the peer was last heard, by any segment: it need not be a request, an ACK without data proves as well that the peer lives. What B itself sends does not count.',
  },
  items: [90, 91],
  errata: [
    {
      note: 'N19',
      says: {
        zh: '笔记 S2、S3 说“每收到一次客户端的请求”就复位：其实收到任何报文段都算。',
        en: 'Notes S2 and S3 reset the timer with every request of the client: any segment does.',
      },
    },
  ],
  parameters: {
    request: {
      says: {
        zh: 'A 在 6000 秒时发请求（1）或不发（0）',
        en: 'A sends a request at 6000 s (1) or not (0)',
      },
      unit: 'number',
      value: 1,
      least: 0,
      most: 1,
    },
  },
  build: ({ request = 1 }) => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...opened({ keepAlive: true }),
      { host: 'B', when: { at: s(3000) }, do: { call: 'send', text: 'news' } },
      ...(request >= 1
        ? ([{ host: 'A', when: { at: s(6000) }, do: { call: 'send', text: 'more?' } }] as const)
        : []),
    ],
    until: s(13_300),
  }),
  tries: [
    {
      interventions: [],
      values: { request: 0 },
      says: {
        zh: '没有请求：那个空的 ACK 也把探测推到 10200 秒',
        en: 'no request: the empty ACK alone puts the probe off to 10200 s',
      },
    },
  ],
  question: {
    asks: { zh: '第一个探测在什么时候？', en: 'When is the first probe?' },
    answers: [
      [7200.15, { zh: '握手之后 7200 秒', en: '7200 s after the handshake' }],
      [10_200.1, { zh: 'A 的空 ACK 之后 7200 秒', en: '7200 s after the empty ACK of A' }],
      [13_200.05, { zh: 'A 的请求之后 7200 秒', en: '7200 s after the request of A' }],
    ].map(([t, says]) => ({
      says: says as { zh: string; en: string },
      isTrue: (f) => f.expiries('B', 'keep-alive').length > 0 && firstProbe(f.sent('B', '.')) === t,
    })),
  },
  checks: [
    wire([
      ...OPENED,
      'B P. 301:305 a101 # 3000 s',
      'A . 101 a305',
      'A P. 101:106 a305 # 6000 s',
      'B . 305 a106',
      'B . 304 a106 # the probe',
      'A . 106 a305',
    ]),
    count(
      {
        zh: '探测在 13200.05 秒发出：A 的请求到达之后整 7200 秒',
        en: 'the probe goes at 13200.05 s: exactly 7200 s after the request of A arrived',
      },
      (f) => firstProbe(f.sent('B', '.')) ?? 0,
      13_200.05,
    ),
    endsIn('B', 'ESTABLISHED'),
  ],
  refutedBy: { values: { request: 0 } },
};

/** The first segment of B with nothing in it and a number before the last, seconds. */
function firstProbe(
  sent: readonly { readonly seq: number; readonly sentAt: number }[],
): number | null {
  const probe = sent.find((x) => x.seq === 304);
  return probe === undefined ? null : probe.sentAt / s(1);
}

/** Twelve hours: six silences of two hours, each a little longer for the answer's way. */
const HALF_DAY = s(43_200);

export const alivePeer: Exhibit = {
  id: 'alive/alive-peer',
  shelf: 'alive',
  title: { zh: '对端活着，只是没话说', en: 'The peer lives, it has nothing to say' },
  story: {
    zh: 'A 的应用半天（12 小时）不说一句话，但机器好好的。B 静默满 7200 秒就探测；看谁在替 A 的应用回答，得到回答的 B 又从哪里重新计时。',
    en: 'The application of A says nothing for half a day, but its host is well. B probes after 7200 s of silence; see who answers for the application of A, and from when B counts again.',
  },
  point: {
    zh: '是 A 的 TCP 自己回的 ACK，B 从听到它的那一刻重新计时。保活问的是“你的 TCP 还在吗”，不是“你的应用还好吗”：应用死锁了，内核照样回答。想知道应用的死活，得靠应用层的心跳。',
    en: 'The TCP of A answers by itself, and B counts anew from that ACK. Keep-alive asks whether a TCP is there, not whether its application is well: a kernel answers for a program that hangs. That takes a heartbeat of the application.',
  },
  items: [94],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: opened({ keepAlive: true }),
    until: HALF_DAY,
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }],
      says: {
        zh: '丢掉第一个回答：75 秒后再问一次就行',
        en: 'lose the first answer: B asks again 75 s later',
      },
    },
    {
      interventions: [{ kind: 'host', host: 'A', what: 'power-off', at: s(20_000) }],
      says: { zh: 'A 在 20000 秒时断电', en: 'A loses its power at 20000 s' },
    },
  ],
  question: {
    asks: { zh: '12 小时里 B 发了几个探测？', en: 'How many probes does B send in half a day?' },
    answers: [0, 5, 50].map((n) => ({
      says: { zh: `${n} 个`, en: `${n}` },
      isTrue: (f) => f.sent('B', '.').length === n,
    })),
  },
  checks: [
    wire([...OPENED, ...[1, 2, 3, 4, 5].flatMap(() => [PROBE, 'A . 101 a301'])]),
    bSends(
      '.',
      [1, 2, 3, 4, 5].map((n) => (n * s(7200) + (n - 1) * s(0.1)) / s(1)),
    ),
    endsIn('B', 'ESTABLISHED'),
    endsIn('A', 'ESTABLISHED'),
    count(
      { zh: 'A 的应用什么也不知道', en: 'the application of A hears nothing of it' },
      (f) => f.calls('A').length,
      2,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }] },
};
