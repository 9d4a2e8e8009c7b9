import { closes, count, holds, stateAt, states, timed, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { connect, listen } from './helpers.ts';

/** One side has lost all memory of the connection: RFC 9293 section 3.5.1, figures 9 and 10. */

export const halfOpenDiscovery: Exhibit = {
  id: 'open/half-open-discovery',
  shelf: 'open',
  title: {
    zh: '半开连接：B 失忆了，A 怎么发现？',
    en: 'Half-open: B forgot; how does A find out?',
  },
  story: {
    zh: '连接建好后，B 断电重启，2 秒时已重新开机，什么都不记得；A 毫不知情，仍是 ESTABLISHED。10 秒时 A 发数据：看这之前线上有没有动静，这之后 B 怎样回答。',
    en: 'After the open, B loses power and boots; at 2 s it is up again and remembers nothing. A has no idea and is ESTABLISHED. At 10 s it sends data: see whether anything is on the wire before that, and how B answers.',
  },
  point: {
    zh: '半开，就是一端还有连接，另一端已经没有。没人说话就没人知道，一直这样都行；一说话就换来 RST，应用得到 ECONNRESET（RFC 9293 图 10）。',
    en: 'Half-open: one side has the connection, the other has not. Silence hides it, for ever if need be; the first segment is answered with a RST, and the application is told ECONNRESET (RFC 9293 figure 10).',
  },
  items: [97, 95],
  errata: [
    {
      note: 'N21',
      says: {
        zh: '笔记 S4 把“半连接”和“半开”当一回事：半连接是 SYN-RECEIVED 里的表项，半开是一端丢了状态（见 open/three-words）。',
        en: 'Note S4 takes an entry in SYN-RECEIVED and a half-open connection for the same: the latter is one whose other side is gone, see open/three-words.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      listen,
      connect,
      { host: 'B', when: { at: s(1) }, do: { call: 'power-off' } },
      { host: 'B', when: { at: s(2) }, do: { call: 'boot' } },
      { host: 'B', when: { at: s(3) }, do: { call: 'listen', port: 80 } },
      { host: 'A', when: { at: s(10) }, do: { call: 'send', text: 'still there?' } },
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'B2', action: 'drop' }],
      says: {
        zh: '丢掉 RST：A 重传数据，再换来一个',
        en: 'lose the RST: the data, sent again, draws another',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 在 2 秒时已经重启完毕。A 什么时候才知道连接没了？',
      en: 'B is up again at 2 s. When does A learn that the connection is gone?',
    },
    answers: [
      {
        says: { zh: '1 秒：B 断电时通知它', en: 'at 1 s: power failing, B says so' },
        isTrue: (f) => (f.calls('A', 'closed')[0]?.at ?? s(99)) < s(2),
      },
      {
        says: { zh: '2 秒多：B 重启时通知它', en: 'just after 2 s: B says so when it boots' },
        isTrue: (f) => {
          const at = f.calls('A', 'closed')[0]?.at ?? 0;
          return at >= s(2) && at < s(10);
        },
      },
      {
        says: { zh: '10.1 秒：自己发了数据，收到 RST', en: 'at 10.1 s: its own data draws a RST' },
        isTrue: (f) => f.calls('A', 'closed')[0]?.at === s(10.1),
      },
      {
        says: { zh: '永远不知道', en: 'never' },
        isTrue: (f) => f.ended('A') === undefined,
      },
    ],
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301', 'A P. 101:113 a301', 'B R 301']),
    stateAt('A', s(9.9), 'ESTABLISHED'),
    holds(
      {
        zh: '从 1 秒到 10 秒是半开：A 有一条连接，B 一条也没有，线上没有报文段',
        en: 'half-open from 1 s to 10 s: A has a connection, B has none, and nothing is sent',
      },
      (f) =>
        f.tablesAt('A', s(9.9)).connections === 1 &&
        f.tablesAt('B', s(9.9)).connections === 0 &&
        f.segments().every((x) => x.sentAt < s(1) || x.sentAt >= s(10)),
    ),
    closes('A', 'ECONNRESET'),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'CLOSED']),
    timed(
      { zh: 'A 在 10.1 秒得知', en: 'A is told at 10.1 s' },
      (f) => f.calls('A', 'closed')[0]?.at ?? -1,
      s(10.1),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'B2', action: 'drop' }] },
};

/** The port that A opens from, before and after. */
const PORT = 40_000;

export const halfOpenSyn: Exhibit = {
  id: 'open/half-open-syn',
  shelf: 'open',
  title: {
    zh: '半开连接：A 重启后再连，撞上自己的过去',
    en: 'Half-open: A reboots and meets its past',
  },
  story: {
    zh: '这次失忆的是 A：断电重启，又从同一个端口连 B，而 B 手里还有旧连接。看 B 怎样回答这个 SYN，A 在 SYN-SENT 里又怎样对待这个回答；新连接最后是靠哪个 SYN 建成的？',
    en: 'This time A loses its memory, boots, and opens again from the same port, and B still has the old connection. See how B answers the SYN, and what A, in SYN-SENT, makes of that answer; which SYN opens the new connection in the end?',
  },
  point: {
    zh: '一个 SYN 推不倒已建立的连接，只会招来一句反问：挑战 ACK（seq=301，ack=101）。对端若真的失忆，认不出 101，会用 RST 清掉旧连接，重发的 SYN 再建新的（RFC 9293 图 9，RFC 5961 第 4 节）。',
    en: 'A SYN does not knock over an established connection; it is asked back with a challenge ACK (seq=301, ack=101). A peer that has really forgotten does not know 101 and answers with a RST, and its next SYN opens the new one (RFC 9293 figure 9, RFC 5961 section 4).',
  },
  items: [97, 95],
  build: () => ({
    hosts: [client({ iss: [100, 400] }), server({ iss: [300, 700] })],
    cables: [CABLE],
    steps: [
      listen,
      {
        host: 'A',
        when: { at: 0 },
        do: { call: 'connect', to: 'B', port: 80, localPort: PORT },
      },
      { host: 'A', when: { at: s(1) }, do: { call: 'power-off' } },
      { host: 'A', when: { at: s(2) }, do: { call: 'boot' } },
      {
        host: 'A',
        when: { at: s(3) },
        do: { call: 'connect', to: 'B', port: 80, localPort: PORT },
      },
    ],
    until: s(8),
  }),
  tries: [
    {
      interventions: [{ kind: 'profile', host: 'A', name: 'rfc' }],
      says: {
        zh: 'A 按 RFC：回完 RST 不急着重发，等满一秒',
        en: 'A by the RFC: after the RST it waits for its second before the next SYN',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 已是 ESTABLISHED，又收到同一四元组的新 SYN，回什么？',
      en: 'B is ESTABLISHED and gets a new SYN of the same four-tuple. What does it send?',
    },
    answers: [
      {
        says: { zh: 'SYN+ACK：建立新连接', en: 'a SYN+ACK: a new connection' },
        isTrue: (f) => f.segment('B2')?.flags === 'S.',
      },
      {
        says: { zh: 'RST：拒绝', en: 'a RST: it refuses' },
        isTrue: (f) => f.segment('B2')?.flags.includes('R') === true,
      },
      {
        says: { zh: 'ACK：反问“我们不是在 101 吗？”', en: 'an ACK: "are we not at 101?"' },
        isTrue: (f) => f.segment('B2')?.flags === '.' && f.segment('B2')?.ack === 101,
      },
      {
        says: { zh: '什么也不回', en: 'nothing' },
        isTrue: (f) => f.segment('B2') === null,
      },
    ],
  },
  checks: [
    wire([
      'A S 100',
      'B S. 300 a101',
      'A . 101 a301',
      'A S 400',
      'B . 301 a101',
      'A R 101',
      'A S 400',
      'B S. 700 a401',
      'A . 401 a701',
    ]),
    closes('B', 'ECONNRESET'),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSED', 'SYN-RECEIVED', 'ESTABLISHED']),
    timed(
      {
        zh: 'Linux 回完 RST 后 2 毫秒就重发 SYN',
        en: 'Linux repeats its SYN 2 ms after the RST',
      },
      (f) => (f.sent('A', 'S')[2]?.sentAt ?? 0) - (f.sent('A', 'R')[0]?.sentAt ?? 0),
      ms(2),
    ),
    count(
      { zh: 'B 的应用先后得到两条连接', en: 'the application of B gets two connections' },
      (f) => f.calls('B', 'accept').length,
      2,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'profile', host: 'A', name: 'rfc' }] },
};

export const threeWords: Exhibit = {
  id: 'open/three-words',
  shelf: 'open',
  title: {
    zh: '半连接、半开、半关闭：三个词，三回事',
    en: 'Half-connected, half-open, half-closed',
  },
  story: {
    zh: 'B 的三个对端各有各的“半”：A 说完就关掉自己的方向，B 还在说；C 建好连接后断了电；D 的 SYN 到了，第三个报文段却总不来。5 秒时看 B 对它们的状态：CLOSE-WAIT（半关闭）、ESTABLISHED（半开）、SYN-RECEIVED（半连接）。',
    en: 'B has three peers: A has closed its direction while B goes on; C lost power after the open; the third segment of D never comes. At 5 s look at the states of B: CLOSE-WAIT for A (half-closed), ESTABLISHED for C (half-open), SYN-RECEIVED for D.',
  },
  point: {
    zh: '半连接是还没建好（会超时），半开是一端没了（有人说话才发现），半关闭是一个方向说完了（正常，多久都行）。',
    en: 'An entry in SYN-RECEIVED is not open yet and times out; half-open means that one side is gone and nobody noticed; half-closed means that one direction has ended, and that is normal.',
  },
  items: [97, 35, 54],
  errata: [
    {
      note: 'N21',
      says: {
        zh: '笔记 S4 写“半连接（半开连接）”：这是两回事，半关闭又是第三回事。',
        en: 'Note S4 calls an entry of the SYN queue "half-open": that is another thing, and half-closed is a third.',
      },
    },
  ],
  build: () => ({
    hosts: [
      client({ title: { zh: '半关闭的客户端', en: 'client that half-closes' } }),
      server({ iss: [300, 500, 700] }),
      client({
        name: 'C',
        title: { zh: '断电的客户端', en: 'client that loses power' },
        iss: [200],
      }),
      client({
        name: 'D',
        title: { zh: '没有下文的客户端', en: 'client that goes no further' },
        iss: [400],
      }),
    ],
    cables: [CABLE, { between: ['C', 'B'], delay: ms(50) }, { between: ['D', 'B'], delay: ms(50) }],
    steps: [
      listen,
      connect,
      { host: 'A', when: { at: s(1) }, do: { call: 'close' } },
      { host: 'B', when: { on: 'ended', after: s(3) }, do: { call: 'send', text: 'more' } },
      { host: 'C', when: { at: ms(10) }, do: { call: 'connect', to: 'B', port: 80 } },
      { host: 'C', when: { at: s(1) }, do: { call: 'power-off' } },
      { host: 'D', when: { at: ms(20) }, do: { call: 'connect', to: 'B', port: 80 } },
      { host: 'D', when: { at: ms(60) }, do: { call: 'power-off' } },
    ],
    until: s(100),
  }),
  tries: [
    {
      interventions: [{ kind: 'host', host: 'C', what: 'boot', at: s(2) }],
      says: {
        zh: 'C 重新开机：只要没人说话，B 还是不知道',
        en: 'C is switched on again: while nobody speaks, B still does not know',
      },
    },
  ],
  question: {
    asks: {
      zh: '100 秒后，哪一个“半”自己消失了？',
      en: 'After 100 s, which of the three is gone by itself?',
    },
    answers: [
      {
        says: { zh: '半连接（D）', en: 'the entry in SYN-RECEIVED (D)' },
        isTrue: (f) => gone(f).join() === 'D',
      },
      {
        says: { zh: '半开（C）', en: 'the half-open one (C)' },
        isTrue: (f) => gone(f).join() === 'C',
      },
      {
        says: { zh: '半关闭（A）', en: 'the half-closed one (A)' },
        isTrue: (f) => gone(f).join() === 'A',
      },
      { says: { zh: '三个都消失了', en: 'all three' }, isTrue: (f) => gone(f).length === 3 },
    ],
  },
  checks: [
    holds(
      {
        zh: '5 秒时 B 对 A、C、D 分别处于 CLOSE-WAIT、ESTABLISHED、SYN-RECEIVED',
        en: 'at 5 s B is in CLOSE-WAIT for A, ESTABLISHED for C, SYN-RECEIVED for D',
      },
      (f) => at5(f) === 'CLOSE-WAIT, ESTABLISHED, SYN-RECEIVED',
      at5,
    ),
    holds(
      {
        zh: '半关闭：A 在 FIN-WAIT-2，仍读到 B 后来写的“more”',
        en: 'half-closed: A is in FIN-WAIT-2, and still reads the "more" that B writes later',
      },
      (f) => f.stateAt('A', s(5), flowOf(f, 'A')) === 'FIN-WAIT-2' && f.read('A') === 'more',
    ),
    holds(
      {
        zh: '半开：C 断电后，B 到 100 秒仍是 ESTABLISHED，一个报文段也没发过',
        en: 'half-open: C is off, and at 100 s B is still ESTABLISHED, having sent nothing',
      },
      (f) =>
        f.endState('B', flowOf(f, 'C')) === 'ESTABLISHED' &&
        f.segments(flowOf(f, 'C')).every((x) => x.sentAt < s(1)),
    ),
    timed(
      {
        zh: '半连接：D 的表项在 B 重发 5 次 SYN+ACK 后删除，活了 63 秒',
        en: 'SYN-RECEIVED: the entry of D goes after 5 more SYN+ACKs; it lived for 63 s',
      },
      (f) => f.dwelt('B', 'SYN-RECEIVED', flowOf(f, 'D')),
      s(63),
    ),
    count(
      { zh: '其间 B 给 D 一共发了 6 个 SYN+ACK', en: 'to D, B sent 6 SYN+ACKs in all' },
      (f) => f.segments(flowOf(f, 'D')).filter((x) => x.flags === 'S.').length,
      6,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'set', field: 'synAckRetries', value: 1, host: 'B' }] },
};

/** The flow of a client. */
function flowOf(f: Facts, name: string): number {
  return f.trace.flows.find((x) => x.ends.some((e) => e.host === name))?.id ?? 0;
}

/** What B is in at 5 s, for each client. */
function at5(f: Facts): string {
  return ['A', 'C', 'D'].map((name) => f.stateAt('B', s(5), flowOf(f, name))).join(', ');
}

/** The clients that B has nothing of any more. */
function gone(f: Facts): string[] {
  return ['A', 'C', 'D'].filter((name) => f.endState('B', flowOf(f, name)) === 'CLOSED');
}
