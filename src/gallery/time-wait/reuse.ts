import { closes, holds, stateAt, states, timed, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import {
  at,
  CLOSES_AT,
  connectAs,
  fails,
  inTimeWait,
  LISTEN,
  onEnd,
  oneOf,
  PORT,
  waits,
} from './helpers.ts';

/** Ways to use a port again before TIME-WAIT is over. */

export const reuseAddr: Exhibit = {
  id: 'tw/reuseaddr',
  shelf: 'time-wait',
  title: { zh: '重启服务器，端口还占着吗？', en: 'A server restarted: is its port free?' },
  story: {
    zh: 'B 的服务进程在 1 秒时被杀，操作系统替它先发 FIN，于是 80 端口上的这条连接留在 TIME-WAIT。3 秒时服务重启，listen() 不带 SO_REUSEADDR；5 秒时带上再试。看哪次成功；6 秒时 A 从另一个端口连进来，看旧的 TIME-WAIT 受不受影响。',
    en: 'The server process of B is killed at 1 s; its system sends the first FIN, and so this connection on port 80 is in TIME-WAIT. Started again at 3 s, it calls listen() without SO_REUSEADDR, and at 5 s with it. See which one works; and, when A comes in from another port at 6 s, what becomes of the old TIME-WAIT.',
  },
  point: {
    zh: '不带是 EADDRINUSE（地址已被占用），带上就成功，旧的 TIME-WAIT 照常走完。SO_REUSEADDR 只是允许监听者和 TIME-WAIT 里的连接共用本地端口，四元组一个也没有复用，所以几乎没有风险；服务器程序都该设它。',
    en: 'Without it EADDRINUSE, with it success, and the old TIME-WAIT goes on to its end. SO_REUSEADDR lets a listener share its local port with connections in TIME-WAIT. No four-tuple is used again, and so it risks next to nothing; servers should set it.',
  },
  items: [84, 79],
  errata: [
    {
      note: 'N16',
      says: {
        zh: '笔记 S4 把 SO_REUSEADDR 叫“端口快速重用”，用来应付端口耗尽：不对。它管的是 bind/listen；主动连接要提前复用四元组，在 Linux 上是 tcp_tw_reuse（见 tw/reuse-outgoing）。',
        en: 'Note S4 calls SO_REUSEADDR fast reuse of ports, against running out of them: it is about bind and listen. For connections going out Linux has tcp_tw_reuse, see tw/reuse-outgoing.',
      },
    },
  ],
  build: () => ({
    hosts: [client({ iss: [100, 500] }), server({ iss: [300, 700] })],
    cables: [CABLE],
    steps: [
      LISTEN,
      connectAs('first', 0),
      at('B', s(1), { call: 'kill' }),
      {
        host: 'A',
        when: { on: 'ended', after: ms(10), socket: 'first' },
        do: { call: 'close', socket: 'first' },
      },
      at('B', s(3), { call: 'listen', port: 80, socket: 'without', reuseAddress: false }),
      at('B', s(5), { call: 'listen', port: 80, socket: 'with', reuseAddress: true }),
      connectAs('second', s(6), { localPort: PORT + 1 }),
    ],
    until: s(70),
  }),
  whatIfs: [{ id: 'noTimeWait', host: 'B' }],
  question: {
    asks: {
      zh: '服务器重启，两次 listen()，哪次成功？',
      en: 'The server starts again and calls listen() twice. Which one works?',
    },
    answers: oneOf(
      (f) =>
        ['without', 'with'].filter((x) => f.calls('B', 'listen', x)[0]?.error === undefined).join(),
      [
        [
          'without,with',
          '都成功：监听和 TIME-WAIT 无关',
          'both: TIME-WAIT does not matter to a listener',
        ],
        ['with', '带 SO_REUSEADDR 的那次', 'the one with SO_REUSEADDR'],
        ['', '都失败：要等满 60 秒', 'neither: not before 60 s are over'],
      ],
    ),
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'B F. 301 a101 # the system of B, for the process',
      'A . 101 a302',
      'A F. 101 a302',
      'B . 302 a102',
    ]),
    fails('B', 'listen', 'EADDRINUSE', 'without'),
    inTimeWait('B', s(5), 1),
    wire(['A S 500', 'B S. 700 a501', 'A . 501 a701'], 2),
    stateAt('B', s(7), 'ESTABLISHED', 2),
    waits('B', s(60)),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noTimeWait', host: 'B' }] },
};

export const reuseOutgoing: Exhibit = {
  id: 'tw/reuse-outgoing',
  shelf: 'time-wait',
  title: {
    zh: 'tcp_tw_reuse：外连端口能提前复用吗？',
    en: 'tcp_tw_reuse: a port used again early?',
  },
  story: {
    zh: '两边都用时间戳，A 打开 tcp_tw_reuse。500 毫秒时 A 进入 TIME-WAIT；1.2 秒和 1.6 秒时各从同一个端口再连一次。看两次结果各如何；若发出了新 SYN，看它的序号和旧连接用过的有什么关系。',
    en: 'Both ends use timestamps, and A has tcp_tw_reuse on. A enters TIME-WAIT at 500 ms, and at 1.2 s and again at 1.6 s opens from the same port. See what comes of each; and, if there is a new SYN, what its number has to do with those of the old connection.',
  },
  point: {
    zh: '1.2 秒时不到 1 秒，EADDRINUSE；1.6 秒时 TIME-WAIT 让位，新 SYN 的序号 65639 比旧连接用过的多出 65,537，时间戳也更新。敢这样做，是因为 B 能凭时间戳认出旧报文段（PAWS，RFC 6191）；没有时间戳，它就不起作用。TIME-WAIT 的另一个用处，替 B 补发最后的 ACK，就只能碰运气了。',
    en: 'At 1.2 s less than a second has passed: EADDRINUSE. At 1.6 s TIME-WAIT makes way; the new SYN has number 65639, 65,537 beyond what the old connection used, and a later timestamp. It is safe because B knows old segments by their timestamps (PAWS, RFC 6191); without timestamps it does nothing. The other reason for TIME-WAIT, to acknowledge the FIN again, is left to chance.',
  },
  items: [84, 86],
  errata: [
    {
      note: 'N16',
      says: {
        zh: '“快速重用”外连端口的是 tcp_tw_reuse，不是 SO_REUSEADDR。',
        en: 'What uses the port of an outgoing connection again is tcp_tw_reuse, not SO_REUSEADDR.',
      },
    },
  ],
  build: () => ({
    hosts: [
      client({ iss: [100, 100], set: { timestamps: true, timeWaitReuse: true } }),
      server({ iss: [300, 700], set: { timestamps: true } }),
    ],
    cables: [CABLE],
    steps: [
      LISTEN,
      connectAs('first', 0),
      at('A', CLOSES_AT, { call: 'close', socket: 'first' }),
      onEnd('B', ms(200), { call: 'close' }),
      connectAs('too early', s(1.2)),
      connectAs('second', s(1.6)),
    ],
    until: s(5),
  }),
  tries: [
    {
      interventions: [{ kind: 'set', field: 'timestamps', value: false, host: 'B' }],
      says: {
        zh: 'B 不用时间戳：tcp_tw_reuse 不起作用',
        en: 'a B without timestamps: tcp_tw_reuse does nothing',
      },
    },
    {
      interventions: [
        { kind: 'fault', segment: 'A4', action: 'drop' },
        { kind: 'fault', segment: 'B4', action: 'drop' },
        { kind: 'fault', segment: 'B5', action: 'drop' },
      ],
      says: {
        zh: '最后的 ACK 丢了，B 还在 LAST-ACK：新 SYN 换来挑战 ACK，A 回 RST，再发 SYN',
        en: 'the last ACK is lost and B still in LAST-ACK: the SYN gets a challenge ACK, A sends a RST, and the SYN again',
      },
    },
  ],
  question: {
    asks: {
      zh: 'TIME-WAIT 开始 1.1 秒后，A 能从同一个端口再连吗？',
      en: 'TIME-WAIT has lasted 1.1 s. May A open from the same port again?',
    },
    answers: [
      {
        says: { zh: '不能：60 秒要等满', en: 'no: it takes all of the 60 s' },
        isTrue: (f) => f.calls('A', 'connected', 'second').length === 0,
      },
      {
        says: {
          zh: '能，新 SYN 的序号还是 100',
          en: 'yes, and the new SYN begins at 100 again',
        },
        isTrue: (f) => f.sent('A', 'S')[1]?.seq === 100,
      },
      {
        says: {
          zh: '能，新 SYN 的序号跳到旧连接之后',
          en: 'yes, and the new SYN begins beyond the old connection',
        },
        isTrue: (f) => (f.sent('A', 'S')[1]?.seq ?? 0) > 65_535,
      },
    ],
  },
  checks: [
    fails('A', 'connect', 'EADDRINUSE', 'too early'),
    wire([
      ...HANDSHAKE,
      'A F. 101 a301',
      'B . 301 a102',
      'B F. 301 a102',
      'A . 102 a302',
      'A S 65639 # 102 + 65,537',
      'B S. 700 a65640',
      'A . 65640 a701',
    ]),
    timed(
      {
        zh: 'A 的 TIME-WAIT 只有 1.1 秒',
        en: 'TIME-WAIT of A lasts for 1.1 s',
      },
      (f) => f.dwelt('A', 'TIME-WAIT'),
      s(1.1),
    ),
    holds(
      {
        zh: '每个报文段都带时间戳，后一个 SYN 的更大',
        en: 'every segment has a timestamp, and that of the second SYN is later',
      },
      (f) => {
        const [first, second] = f.sent('A', 'S').map(stamp);
        return (
          f.segments().every((x) => stamp(x) !== null) &&
          first != null &&
          second != null &&
          ((second - first) | 0) === 1600
        );
      },
      (f) => f.sent('A', 'S').map(stamp).join(),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'set', field: 'timestamps', value: false, host: 'B' }] },
};

/** A segment's timestamp, in its milliseconds; null without one. */
function stamp(x: ReturnType<Facts['segments']>[number]): number | null {
  for (const o of x.options) if (o.name === 'ts') return o.val;
  return null;
}

export const newSyn: Exhibit = {
  id: 'tw/new-syn',
  shelf: 'time-wait',
  title: { zh: 'TIME-WAIT 里来了一个新 SYN', en: 'A new SYN comes in TIME-WAIT' },
  story: {
    zh: '这次 B 先关闭，TIME-WAIT 在 B 那边。A 自己没有 TIME-WAIT，5 秒时从同一个端口再连，SYN 的序号 5000 比 B 等的 102 大。看 B 怎样回答、去了哪个状态；若有新的 ISS，看它取在哪里。',
    en: 'This time B closes first and is in TIME-WAIT. A is not, and at 5 s it opens from the same port; its SYN has number 5000, beyond the 102 that B expects. See what B answers and where it goes from TIME-WAIT; and, if it chooses a new ISS, which.',
  },
  point: {
    zh: '序号比 B 等的大，这个 SYN 肯定不是旧的：B 从 TIME-WAIT 直接进入 SYN-RECEIVED，新的 ISS 也取在旧连接之后。能证明 SYN 是新的就不必等，凭序号（RFC 9293 3.6.1 节 MAY-2）或时间戳（RFC 6191）都行，所以服务器的 TIME-WAIT 挡不住客户端重连。',
    en: 'With that number it cannot be an old one: B goes straight from TIME-WAIT to SYN-RECEIVED, with an ISS beyond the old connection. A SYN that is certainly new need not wait, by number (RFC 9293 section 3.6.1, MAY-2) or by timestamp (RFC 6191), and so TIME-WAIT at a server keeps no client out.',
  },
  items: [76, 86],
  parameters: {
    iss: {
      says: { zh: '新 SYN 的序号', en: 'number of the new SYN' },
      unit: 'number',
      value: 5000,
      least: 0,
      most: 0xffff_ffff,
    },
  },
  build: ({ iss = 5000 }) => ({
    hosts: [client({ iss: [100, iss] }), server({ iss: [300, 700] })],
    cables: [CABLE],
    steps: [
      LISTEN,
      connectAs('first', 0),
      at('B', ms(200), { call: 'close' }),
      {
        host: 'A',
        when: { on: 'ended', after: ms(200), socket: 'first' },
        do: { call: 'close', socket: 'first' },
      },
      connectAs('second', s(5)),
    ],
    until: s(10),
  }),
  tries: [
    {
      interventions: [],
      values: { iss: 50 },
      says: {
        zh: '序号 50，看上去像旧的：B 回 ACK，A 用 RST 证明自己是新的，重发 SYN',
        en: 'number 50, which looks old: B sends an ACK, A proves by a RST that it is new, and repeats its SYN',
      },
    },
    {
      interventions: [{ kind: 'set', field: 'timestamps', value: true }],
      values: { iss: 50 },
      says: {
        zh: '序号 50 但有时间戳：时间戳更新，当场让位',
        en: 'number 50 with timestamps: the later timestamp decides, and TIME-WAIT makes way at once',
      },
    },
    {
      interventions: [{ kind: 'set', field: 'timeWaitSyn', value: 'answer', host: 'B' }],
      says: {
        zh: 'B 不用这条许可：一律只回 ACK',
        en: 'a B that makes no use of the permission: always an ACK',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 在 TIME-WAIT 里收到同一四元组、序号更大的 SYN，回什么？',
      en: 'B, in TIME-WAIT, gets a SYN of its four-tuple with a higher number. Its answer?',
    },
    answers: oneOf(
      (f) => f.sent('B').find((x) => x.sentAt > s(5))?.flags ?? '',
      [
        ['', '什么也不回：60 秒没到', 'none: the 60 s are not over'],
        ['R.', 'RST：端口还占着', 'a RST: the port is taken'],
        ['.', 'ACK：上一条连接停在哪里', 'an ACK: where the old connection was'],
        ['S.', 'SYN+ACK：建立新连接', 'a SYN+ACK: a new connection'],
      ],
    ),
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'B F. 301 a101',
      'A . 101 a302',
      'A F. 101 a302',
      'B . 302 a102',
      'A S 5000',
      'B S. 65839 a5001 # 302 + 65,537',
      'A . 5001 a65840',
    ]),
    states('B', [
      ...['SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'],
      ...['SYN-RECEIVED', 'ESTABLISHED'],
    ]),
    closes('A', null, 'first'),
    timed(
      { zh: 'B 的 TIME-WAIT 只有 4.55 秒', en: 'TIME-WAIT of B lasts for 4.55 s' },
      (f) => f.dwelt('B', 'TIME-WAIT'),
      s(4.55),
    ),
    timed(
      { zh: 'A 在 5.1 秒连上', en: 'A is connected at 5.1 s' },
      (f) => f.calls('A', 'connected', 'second')[0]?.at ?? -1,
      s(5.1),
    ),
  ],
  refutedBy: { values: { iss: 50 } },
};
