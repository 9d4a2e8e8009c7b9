import { type Check, count, endsIn, holds, spelledTime, states, timed, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit, ScenarioBody } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { segmentText } from '../segment-text.ts';
import { listen, without } from './helpers.ts';

/** The SYN of a connection that is over turns up again: experiments E03 and E06. */

const PAY = 'PAY 100';
/** How long the network keeps the first SYN. */
const HELD = s(20);

const payments = (f: Facts): number =>
  f.calls('B', 'read').filter((c) => c.text?.includes(PAY) === true).length;

/** How often B's applications read the order, of all their sockets. */
function paid(n: number): Check {
  return count(
    {
      zh: `B 的应用共读到 ${n} 次“${PAY}”`,
      en: `how often the applications of B read "${PAY}": ${n}`,
    },
    payments,
    n,
  );
}

function accepts(n: number): Check {
  return count(
    { zh: `B 的应用得到 ${n} 条连接`, en: `connections that B's program accepts: ${n}` },
    (f) => f.calls('B', 'accept').length,
    n,
  );
}

/** A pays, is told so, and ends the connection with `end`; its first SYN is stuck all the while. */
function order(whatIf: string, end: 'abort' | 'close'): ScenarioBody {
  return {
    hosts: [
      client({ iss: [100] }),
      server({ iss: [300, 400], set: { synText: 'queue' }, whatIfs: [whatIf] }),
    ],
    cables: [CABLE],
    steps: [
      listen,
      {
        host: 'A',
        when: { at: 0 },
        do: { call: 'connect', to: 'B', port: 80, localPort: 40_000, synText: PAY },
      },
      { host: 'B', when: { on: 'received' }, do: { call: 'send', text: 'paid' } },
      { host: 'A', when: { on: 'received', after: ms(100) }, do: { call: end } },
      ...(end === 'close'
        ? ([{ host: 'B', when: { on: 'ended', after: ms(100) }, do: { call: 'close' } }] as const)
        : []),
    ],
    faults: [{ segment: 'A1', action: 'delay', by: HELD }],
    until: s(200),
  };
}

/** What A sends to answer the answer to the fossil. */
function reply(f: Facts): string {
  return f.sent('A').find((x) => x.sentAt > HELD)?.flags ?? '';
}

export const staleSyn: Exhibit = {
  id: 'ablate/stale-syn',
  shelf: 'why-open',
  title: { zh: '滞留的 SYN：两次握手怎样对待它', en: 'A stale SYN, and two segments' },
  story: {
    zh: 'A 的第一个 SYN 带着“PAY 100”在网络里堵了 20 秒；这期间，重传的 SYN 建好连接、付了款、断开了。看旧 SYN 到达之后，两次握手的 B 拿它怎么办；再看 A 的反应什么时候才到 B。',
    en: 'The first SYN of A carries "PAY 100" and is stuck for 20 s; its retransmission opens, pays, and is done. Then the old SYN reaches B: see what B does with it when two segments suffice, and when the answer of A reaches B.',
  },
  point: {
    zh: '在 B 眼里，旧 SYN 和新的一模一样，只有 A 能分辨，第三个报文段就是 A 的裁决。不等它，A 的 RST 一个往返后再到也来不及：应用已经又付了一次。',
    en: 'To B an old SYN looks like a new one; only A can tell, and the third segment is its verdict. Whoever does not wait for it gets the RST a round trip too late: the application has paid again.',
  },
  items: [25, 33, 32],
  experiment: 'E03',
  errata: [
    {
      note: 'N11',
      says: {
        zh: '笔记 S3 把“防止历史连接”列为最主要的原因，和 RFC 9293 3.5 节一致；S0 给的原因是接收能力。',
        en: 'Note S3 names old connections as the main reason, as RFC 9293 section 3.5 does; S0 gives receiving ability.',
      },
    },
  ],
  build: () => order('twoWay', 'abort'),
  tries: [
    {
      interventions: [{ kind: 'host', host: 'A', what: 'power-off', at: s(10) }],
      says: {
        zh: 'A 在 10 秒时关机：没人发 RST，第二条连接成了僵尸',
        en: 'A is switched off at 10 s: nobody sends a RST, and the second connection is a zombie',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 的应用一共读到几次“PAY 100”？',
      en: 'How often do the applications of B read "PAY 100"?',
    },
    answers: [0, 1, 2].map((n) => ({
      says: { zh: `${n} 次`, en: n === 1 ? 'once' : n === 2 ? 'twice' : 'never' },
      isTrue: (f) => payments(f) === n,
    })),
  },
  checks: [
    paid(2),
    accepts(2),
    wire([
      'A S 100:107', // stuck
      'A S 100:107',
      'B S. 300 a101',
      'B P. 301:305 a108',
      'A . 108 a305',
      'A R. 108 a305',
      'B S. 400 a101', // to the old SYN
      'B . 401 a108',
      'A R 101',
      'A R 108',
    ]),
    holds(
      {
        zh: '旧 SYN 一到（20.05 秒），应用又读到一次；A 的 RST 到 20.15 秒才来',
        en: 'the order is read again at 20.05 s, with the old SYN; the RST of A is there at 20.15 s',
      },
      (f) =>
        f.calls('B', 'read', 'main 2')[0]?.at === HELD + ms(50) &&
        f.sent('A', 'R').at(-1)?.arrivedAt === HELD + ms(150),
      (f) =>
        [f.calls('B', 'read', 'main 2')[0]?.at, f.sent('A', 'R').at(-1)?.arrivedAt]
          .map(spelledTime)
          .join(', '),
    ),
  ],
  standardChecks: [
    paid(1),
    accepts(1),
    holds(
      {
        zh: '旧 SYN 只让 B 进入 SYN-RECEIVED，A 的 RST 又让它回到 LISTEN',
        en: 'the old SYN takes B to SYN-RECEIVED, and the RST of A back to LISTEN',
      },
      (f) => f.states('B').slice(-2).join() === 'SYN-RECEIVED,LISTEN' && reply(f) === 'R',
      (f) => f.states('B').join(),
    ),
  ],
  refutedBy: without('twoWay', 'B'),
};

export const staleSynTimeWait: Exhibit = {
  id: 'ablate/stale-syn-tw',
  shelf: 'why-open',
  title: { zh: '旧 SYN 到时，A 还在 TIME-WAIT', en: 'A stale SYN while A is in TIME-WAIT' },
  story: {
    zh: '同样的旧 SYN，但这次 A 正常关闭，20 秒时还在 TIME-WAIT。看 A 拿什么回答 B 的 SYN+ACK，两次握手的 B 又怎样收场。',
    en: 'The same old SYN, but A has closed in good order and is in TIME-WAIT at 20 s. See how A answers the SYN+ACK of B, and what becomes of B with two segments.',
  },
  point: {
    zh: 'A 只回 ACK，不回 RST，两次握手的 B 就留下一条僵尸连接。换成三次握手，B 会用 RST 回答这个对不上号的 ACK，顺带让 A 的 TIME-WAIT 提前结束（RFC 1337）；等它重发 SYN+ACK，便等来 A 的 RST。',
    en: 'A sends an ACK and no RST, so with two segments B keeps a zombie. With three, B resets that ACK, which also ends the TIME-WAIT of A early (RFC 1337); its next SYN+ACK draws the RST of A.',
  },
  items: [25, 95],
  build: () => order('twoWay', 'close'),
  tries: [
    {
      interventions: [
        { kind: 'what-if', id: 'twoWay', host: 'B', off: true },
        { kind: 'set', field: 'timeWaitReset', value: 'ignore', host: 'A' },
      ],
      says: {
        zh: '三次握手，A 又按 RFC 1337 不理 RST：TIME-WAIT 待满 60 秒',
        en: 'three segments, and A ignores resets in TIME-WAIT as RFC 1337 says: it stays for its 60 s',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 回答了旧 SYN，还在 TIME-WAIT 的 A 回什么？',
      en: 'B answers the old SYN. What does A, in TIME-WAIT, send?',
    },
    answers: [
      { says: { zh: 'RST', en: 'a RST' }, isTrue: (f) => reply(f) === 'R' },
      {
        says: { zh: 'ACK：重申自己确认到哪里', en: 'an ACK: what it acknowledged last' },
        isTrue: (f) => reply(f) === '.',
      },
      { says: { zh: '什么也不回', en: 'nothing' }, isTrue: (f) => reply(f) === '' },
    ],
  },
  checks: [
    paid(2),
    accepts(2),
    holds(
      {
        zh: 'A 在 TIME-WAIT 里只回了一个 ACK（seq=109，ack=306），没有 RST',
        en: 'A, in TIME-WAIT, answers with one ACK, seq=109 and ack=306, and no RST',
      },
      (f) =>
        after(f).join('; ') === 'A . 109 a306' && f.stateAt('A', HELD + ms(100)) === 'TIME-WAIT',
      (f) => after(f).join('; '),
    ),
    timed(
      {
        zh: 'A 的 TIME-WAIT 待满 60 秒',
        en: 'A is in TIME-WAIT for its 60 s',
      },
      (f) => f.dwelt('A', 'TIME-WAIT'),
      s(60),
    ),
    endsIn('A', 'CLOSED'),
    count(
      { zh: '200 秒时 B 还有 1 条僵尸连接', en: 'after 200 s B still has 1 zombie connection' },
      (f) => f.tablesAt('B', s(200)).connections,
      1,
    ),
  ],
  standardChecks: [
    paid(1),
    accepts(1),
    holds(
      {
        zh: 'A 先回 ACK；B 回 RST（seq=306）并留在 SYN-RECEIVED，1 秒后重发 SYN+ACK，这次 A 回 RST',
        en: 'A sends an ACK; B a RST (seq=306), staying in SYN-RECEIVED; its SYN+ACK a second later gets a RST',
      },
      (f) =>
        f
          .segments()
          .filter((x) => x.sentAt > HELD)
          .map(segmentText)
          .join('; ') === 'B S. 400 a101; A . 109 a306; B R 306; B S. 400 a101; A R 101' &&
        f.stateAt('B', s(20.5)) === 'SYN-RECEIVED',
    ),
    timed(
      {
        zh: 'B 的 RST 提前结束了 A 的 TIME-WAIT：只有 18.7 秒',
        en: 'the RST of B ends the TIME-WAIT of A early, after 18.7 s',
      },
      (f) => f.dwelt('A', 'TIME-WAIT'),
      s(18.7),
    ),
    count(
      { zh: 'B 没有留下任何连接', en: 'B has no connection left' },
      (f) => f.tablesAt('B', s(200)).connections + f.tablesAt('B', s(200)).synQueue,
      0,
    ),
  ],
  refutedBy: without('twoWay', 'B'),
};

/** What A sends once the old SYN has been answered. */
function after(f: Facts): string[] {
  return f
    .sent('A')
    .filter((x) => x.sentAt > HELD)
    .map(segmentText);
}

export const synDataDelivered: Exhibit = {
  id: 'ablate/syn-data-delivered',
  shelf: 'why-open',
  title: { zh: '一收到 SYN 就交付数据，会怎样？', en: 'What if text on a SYN were read at once?' },
  story: {
    zh: '握手还是三次，只是 B 一收到 SYN，就把它带的数据交给应用。看应用每次读到“PAY 100”时，B 处于什么状态；再看滞留 20 秒的旧 SYN 到达时，A 的裁决赶不赶得上。',
    en: 'Three segments again, but B delivers the text of a SYN as soon as it is there. See what state B is in whenever its application reads "PAY 100"; and whether the verdict of A comes in time when the old SYN arrives after 20 s.',
  },
  point: {
    zh: '能带，不等于能交付：SYN 上的数据要等到 ESTABLISHED（RFC 9293 3.5 节），否则 A 的 RST 撤得了连接，撤不回付款。TFO 提前交付，所以只适合做两遍也无妨的请求。',
    en: 'Carried is not delivered: text on a SYN waits for ESTABLISHED (RFC 9293 section 3.5), or the RST of A takes back the connection and not the payment. TFO delivers early, and so suits only requests that do no harm twice.',
  },
  items: [19, 25],
  experiment: 'E06',
  build: () => order('deliverSynData', 'abort'),
  question: {
    asks: {
      zh: 'B 的应用第一次读到“PAY 100”时，B 进入 ESTABLISHED 了吗？',
      en: 'When B\'s application first reads "PAY 100", is B ESTABLISHED?',
    },
    answers: [
      {
        says: { zh: '进入了：就在同一时刻', en: 'yes, at that very moment' },
        isTrue: (f) => f.calls('B', 'read')[0]?.at === f.entered('B', 'ESTABLISHED')[0],
      },
      {
        says: { zh: '还没有：读得早了 100 毫秒', en: 'no: it is 100 ms too early' },
        isTrue: (f) =>
          (f.entered('B', 'ESTABLISHED')[0] ?? 0) - (f.calls('B', 'read')[0]?.at ?? 0) === ms(100),
      },
      {
        says: { zh: '早进入了：读得晚了 100 毫秒', en: 'it has been for 100 ms' },
        isTrue: (f) =>
          (f.calls('B', 'read')[0]?.at ?? 0) - (f.entered('B', 'ESTABLISHED')[0] ?? 0) === ms(100),
      },
    ],
  },
  checks: [
    paid(2),
    holds(
      {
        zh: '两次都在 SYN 到达的那一刻读到：1.05 秒和 20.05 秒',
        en: 'both times it is read the moment a SYN is there, at 1.05 s and 20.05 s',
      },
      (f) =>
        f
          .calls('B', 'read')
          .map((c) => c.at)
          .join() === `${s(1.05)},${s(20.05)}`,
      (f) =>
        f
          .calls('B', 'read')
          .map((c) => spelledTime(c.at))
          .join(', ') || '-',
    ),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSED', 'SYN-RECEIVED', 'CLOSED']),
  ],
  standardChecks: [
    paid(1),
    timed(
      {
        zh: '应用读到的时刻就是 B 进入 ESTABLISHED 的时刻（1.15 秒）',
        en: 'the application reads it when B is ESTABLISHED, at 1.15 s',
      },
      (f) =>
        f.calls('B', 'read')[0]?.at === f.entered('B', 'ESTABLISHED')[0]
          ? (f.calls('B', 'read')[0]?.at ?? -1)
          : -1,
      s(1.15),
    ),
  ],
  refutedBy: without('deliverSynData', 'B'),
};
