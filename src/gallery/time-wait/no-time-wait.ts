import { closes, holds, reads, sentAt, spelledTime, states, timed, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit, ScenarioBody, Values } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import {
  at,
  CLOSES_AT,
  connectAs,
  fails,
  LISTEN,
  onEnd,
  oneOf,
  waits,
  without,
} from './helpers.ts';

/** B says its last words and closes; the ACK of both is lost. */
function lastWords({ holds = 1 }: Values): ScenarioBody {
  return {
    hosts: [client({ whatIfs: ['noTimeWait'] }), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(200), { call: 'send', text: 'bye' }),
      onEnd('B', ms(200), { call: holds === 1 ? 'close' : 'release' }),
    ],
    faults: [{ segment: 'A4', action: 'drop' }],
  };
}

export const lostAck: Exhibit = {
  id: 'ablate/no-tw-lost-ack',
  shelf: 'time-wait',
  title: { zh: '没有 TIME-WAIT：最后的 ACK 丢了', en: 'No TIME-WAIT, and the last ACK is lost' },
  story: {
    zh: 'B 发完“bye”和 FIN，A 读到了，回了 ACK 就走，不在 TIME-WAIT 停留；这个 ACK 却丢了。B 的应用还握着套接字。看 B 按 RTO 重发的 FIN 换来什么，应用又得到什么。',
    en: 'B sends "bye" and its FIN; A reads it, acknowledges, and is gone without TIME-WAIT, and that ACK is lost. The application of B still holds its socket. See what the FIN gets that B repeats at its RTO, and what the application is told.',
  },
  point: {
    zh: 'A 那边已经没有这条连接，只有操作系统回 RST，B 的应用得到 ECONNRESET：数据其实送到了，B 却只能当作出错。TIME-WAIT 是 A 为 B 留的：有它在，FIN 再来就再确认一次，B 正常结束。',
    en: 'At A there is nothing but an operating system that answers with a RST, and the application of B is told ECONNRESET: everything had arrived, yet B must take it for a failure. A waits for the sake of B: with TIME-WAIT the FIN is acknowledged once more and B ends properly.',
  },
  items: [75, 81],
  experiment: 'E12',
  errata: [
    {
      note: 'N14',
      says: {
        zh: '笔记 S4 说服务器会“无限等待”：不会。A 的主机还在，一个 RST 就了结；A 的主机关了，重发也有上限，程序放了手的连接在 Linux 上重发 8 次就放弃。',
        en: 'Note S4 has the server wait for ever: it does not. If the host of A is up, a RST ends it; if it is off, repeating has a limit: 8 times in Linux once the program has let go.',
      },
    },
  ],
  parameters: {
    holds: {
      says: {
        zh: 'B 的应用还握着套接字（1），或者已用 close(2) 放手（0）',
        en: 'the application of B still holds its socket (1), or let go of it with close(2) (0)',
      },
      unit: 'number',
      value: 1,
      least: 0,
      most: 1,
    },
  },
  build: lastWords,
  tries: [
    {
      interventions: [],
      values: { holds: 0 },
      says: {
        zh: 'B 的应用已经放手：RST 照来，只是没有人可以通知',
        en: 'the application of B has let go: the same RST, and nobody to be told',
      },
    },
    {
      interventions: [{ kind: 'host', host: 'A', what: 'power-off', at: ms(600) }],
      values: { holds: 0 },
      says: {
        zh: 'A 连主机都关了：没有 RST，B 重发 8 次后放弃',
        en: 'the host of A is off, too: no RST, and B gives up after 8 repetitions',
      },
    },
  ],
  question: {
    asks: { zh: 'B 重发的 FIN 换来什么？', en: 'What does the FIN that B repeats get?' },
    answers: oneOf(
      (f) => f.sent('A').at(-1)?.flags ?? '',
      [
        ['.', 'ACK', 'an ACK'],
        ['R', 'RST', 'a RST'],
        ['F.', 'A 再发一次 FIN', 'the FIN of A once more'],
      ],
    ),
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'A F. 101 a301',
      'B . 301 a102',
      'B FP. 301:304 a102',
      'A . 102 a305 lost',
      'B FP. 301:304 a102 # after 300 ms',
      'A R 102 # no such connection',
    ]),
    sentAt('B', 'FP.', [0.45, 0.75]),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED']),
    waits('A', 0),
    reads('A', 'bye'),
    closes('B', 'ECONNRESET'),
    timed(
      { zh: 'B 在 850 毫秒得知', en: 'B is told at 850 ms' },
      (f) => f.calls('B', 'closed')[0]?.at ?? -1,
      ms(850),
    ),
  ],
  standardChecks: [
    reads('A', 'bye'),
    closes('B', null),
    holds(
      {
        zh: 'FIN 再来，A 在 TIME-WAIT 里再确认一次（a305），没有 RST',
        en: 'the FIN comes again, A acknowledges it from TIME-WAIT (a305), and there is no RST',
      },
      (f) => noReset(f) && f.sent('A').filter((x) => x.ack === 305).length === 2,
    ),
    waits('A', s(60.3)),
  ],
  refutedBy: without('noTimeWait', 'A'),
};

function noReset(f: Facts): boolean {
  return f.segments().every((x) => !x.flags.includes('R'));
}

export const oldFin: Exhibit = {
  id: 'ablate/no-tw-old-fin',
  shelf: 'time-wait',
  title: { zh: '没有 TIME-WAIT：旧 FIN 晚到 20 秒', en: 'No TIME-WAIT, and an old FIN comes late' },
  story: {
    zh: 'B 的第一个 FIN（seq=1001）在网络里滞留 20 秒，连接是靠重发的那个关好的。A 不等，2 秒时从同一个端口再连；B 每次都用 ISN 1000，于是新连接上 A 等的恰好也是 1001。旧 FIN 在 20.5 秒到达，B 的“HELLO”比它晚 30 毫秒。看 A 的应用读到什么。',
    en: 'The first FIN of B, seq=1001, is stuck for 20 s; it was the second that closed the connection. A does not wait and at 2 s opens again from the same port; B takes 1000 for every ISN, so that A again expects 1001. The old FIN comes at 20.5 s, the "HELLO" of B 30 ms later. See what the application of A reads.',
  },
  point: {
    zh: 'A 的应用读到 EOF，也就关闭，“HELLO”再没有人读。FIN 也占流里的一个序号，落在窗口里就算数；应用分不清“对端说完了”和“上一条连接的残余”：不报错，数据就没了。',
    en: 'The application of A reads the end and closes, too, and nobody reads the "HELLO". A FIN is a place in the stream and counts where it fits. The application cannot tell "the peer is done" from a remnant of another connection: no error, and the text is gone.',
  },
  items: [76, 77],
  errata: [
    {
      note: 'N25',
      says: {
        zh: '笔记 S0 说客户端若不等，“服务端还有很多数据包要给客户端发”：没有。A 已按序收到 B 的 FIN，B 的数据就都收到了；还在路上的只能是重复的，比如这个 FIN。',
        en: 'Note S0 has many packets of the server still on their way to A: there are none. A has the FIN of B in order, and so all its data; what can be under way are duplicates, such as this FIN.',
      },
    },
  ],
  build: () => ({
    hosts: [
      client({ iss: [100, 500], whatIfs: ['noTimeWait'] }),
      server({ iss: [1000], whatIfs: ['fixedIsn'] }),
    ],
    cables: [CABLE],
    steps: [
      LISTEN,
      connectAs('first', 0),
      at('A', CLOSES_AT, { call: 'close', socket: 'first' }),
      onEnd('B', ms(200), { call: 'close' }),
      connectAs('second', s(2)),
      {
        host: 'A',
        when: { on: 'ended', after: ms(10), socket: 'second' },
        do: { call: 'close', socket: 'second' },
      },
      {
        host: 'B',
        when: { on: 'accepted', after: ms(18_330), socket: 'main 2' },
        do: { call: 'send', text: 'HELLO', socket: 'main 2' },
      },
    ],
    faults: [{ segment: 'B3', action: 'delay', by: s(20) }],
    until: s(30),
  }),
  tries: [
    {
      interventions: [{ kind: 'what-if', id: 'fixedIsn', host: 'B', off: true }],
      says: {
        zh: 'B 的 ISN 按 RFC 6528 生成：旧 FIN 落在窗口外',
        en: 'a B with ISNs of RFC 6528: the old FIN is outside the window',
      },
    },
  ],
  question: {
    asks: {
      zh: '旧 FIN 到达后，新连接上 A 的应用读到什么？',
      en: 'After the old FIN, what does the application of A read on its new connection?',
    },
    answers: [
      {
        says: { zh: '“HELLO”：FIN 被当作重复丢弃', en: '"HELLO": the FIN is dropped as old' },
        isTrue: (f) => f.read('A', 'second') === 'HELLO',
      },
      {
        says: { zh: 'EOF，一个字节也没有', en: 'the end, and not one octet' },
        isTrue: (f) => f.read('A', 'second') === '' && f.calls('A', 'end', 'second').length === 1,
      },
      {
        says: { zh: '错误 ECONNRESET', en: 'the error ECONNRESET' },
        isTrue: (f) => f.ended('A', 'second') === 'ECONNRESET',
      },
    ],
  },
  checks: [
    wire([
      'A S 100',
      'B S. 1000 a101',
      'A . 101 a1001',
      'A F. 101 a1001',
      'B . 1001 a102',
      'B F. 1001 a102 # stuck for 20 s',
      'B F. 1001 a102',
      'A . 102 a1002',
      'A S 500 # the same port',
      'B S. 1000 a501',
      'A . 501 a1001',
      'B P. 1001:1006 a501 # HELLO',
      'A . 501 a1002 # to the old FIN',
      'A F. 501 a1002 # A has read the end, and closes, too',
      'B . 1006 a502',
      'B P. 1002:1006 a502 # A has acknowledged the H, and no more',
      'A R 502',
    ]),
    reads('A', '', 'second'),
    holds(
      {
        zh: 'A 的应用在 20.5 秒、旧 FIN 到达时读到 EOF；没有错误',
        en: 'the application of A reads the end at 20.5 s, with the old FIN, and is told no error',
      },
      (f) => f.calls('A', 'end', 'second')[0]?.at === s(20.5) && f.ended('A', 'second') === null,
      (f) =>
        `${spelledTime(f.calls('A', 'end', 'second')[0]?.at)}, ${f.ended('A', 'second') ?? 'no error'}`,
    ),
    // B had heard the FIN of A: Linux says EPIPE for a reset in CLOSE-WAIT.
    closes('B', 'EPIPE', 'main 2'),
  ],
  standardChecks: [
    fails('A', 'connect', 'EADDRINUSE', 'second'),
    timed(
      {
        zh: '旧 FIN 到达时 A 还在 TIME-WAIT，再确认一次',
        en: 'A is in TIME-WAIT when the old FIN comes, and acknowledges it again',
      },
      (f) => f.sent('A', '.').at(-1)?.sentAt ?? -1,
      s(20.5),
    ),
  ],
  refutedBy: without('fixedIsn', 'B'),
};
