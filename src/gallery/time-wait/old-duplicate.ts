import type { Profile } from '../../tcp/profile.ts';
import { type Check, count, holds, reads, timed, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit, ScenarioBody, Try } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { at, connectAs, fails, LISTEN, onEnd, oneOf, waits, without } from './helpers.ts';

/** A segment of a connection that is over turns up in the next one of the same four-tuple: experiment E13. */

const HELD = s(20);
/** When a new application opens from the same port. */
const AGAIN = s(2);

/**
 * The old application of A says "I-OLD!" and closes; the first copy of "OLD!" is stuck. A new one opens from
 * the same port and says "HELLO WORLD", in two writes.
 */
function story(
  whatIfs: readonly string[],
  iss: readonly number[],
  set: Partial<Profile> = {},
): ScenarioBody {
  return {
    hosts: [client({ whatIfs, iss, set }), server({ iss: [300, 700], set })],
    cables: [CABLE],
    steps: [
      LISTEN,
      connectAs('old app', 0),
      at('A', ms(200), { call: 'send', text: 'I-', socket: 'old app' }),
      at('A', ms(300), { call: 'send', text: 'OLD!', socket: 'old app' }),
      at('A', s(1), { call: 'close', socket: 'old app' }),
      onEnd('B', ms(100), { call: 'close' }),
      connectAs('new app', AGAIN),
      {
        host: 'A',
        when: { on: 'connected', after: s(1), socket: 'new app' },
        do: { call: 'send', text: 'HE', socket: 'new app' },
      },
      {
        host: 'A',
        when: { on: 'connected', after: s(20), socket: 'new app' },
        do: { call: 'send', text: 'LLO WORLD', socket: 'new app' },
      },
    ],
    faults: [{ segment: 'A4', action: 'delay', by: HELD }],
    until: s(90),
  };
}

const OLD = [
  'A S 1000',
  'B S. 300 a1001',
  'A . 1001 a301',
  'A P. 1001:1003 a301',
  'B . 301 a1003',
  'A P. 1003:1007 a301 # stuck for 20 s',
  'A P. 1003:1007 a301',
  'B . 301 a1007',
  'A F. 1007 a301',
  'B . 301 a1008',
  'B F. 301 a1008',
  'A . 1008 a302',
] as const;

const answers = oneOf(
  (f) => (f.calls('A', 'connected', 'new app').length === 0 ? '-' : f.read('B', 'main 2')),
  [
    ['HELLO WORLD', '“HELLO WORLD”', '"HELLO WORLD"'],
    ['HEOLD!WORLD', '“HEOLD!WORLD”', '"HEOLD!WORLD"'],
    ['HE', '“HE”：校验和不对，连接中断', '"HE": the checksum is wrong, and the connection ends'],
    ['-', '没有新连接：A 的 connect() 被拒绝', 'there is none: connect() of A is refused'],
  ],
);
const asks = {
  zh: '“OLD!”的旧副本 20 秒后才到。新连接上 B 读到什么？',
  en: 'The old copy of "OLD!" comes 20 s late. What does B read on the new connection?',
};

const refused: readonly Check[] = [
  fails('A', 'connect', 'EADDRINUSE', 'new app'),
  waits('A', s(60)),
  reads('B', 'I-OLD!'),
  count(
    { zh: 'B 的应用只得到 1 条连接', en: 'the application of B gets 1 connection' },
    (f) => f.calls('B', 'accept').length,
    1,
  ),
];

/** Where B puts the fossil: why it dropped a segment, counted. */
function dropped(reason: string, zh: string): Check {
  return count(
    {
      zh: `B 丢弃旧副本，理由是${zh}（${reason}）`,
      en: `B drops the old copy, and the reason is: ${reason}`,
    },
    (f) => f.frames('dropped', 'B').filter((x) => x.reason === reason && x.segment === 'A4').length,
    1,
  );
}

const rescues: readonly Try[] = [
  {
    interventions: [{ kind: 'what-if', id: 'noTimeWait', host: 'A' }],
    says: {
      zh: '去掉 TIME-WAIT，ISN 仍是 1000：旧数据进了新连接',
      en: 'no TIME-WAIT, and 1000 for the ISN again: the old text is in the new stream',
    },
  },
  {
    interventions: [
      { kind: 'what-if', id: 'noTimeWait', host: 'A' },
      { kind: 'set', field: 'timestamps', value: true },
    ],
    says: {
      zh: '去掉 TIME-WAIT，但两边都用时间戳：PAWS 认出旧副本',
      en: 'no TIME-WAIT, but timestamps at both ends: PAWS knows the old copy',
    },
  },
];

export const oldDup: Exhibit = {
  id: 'ablate/no-tw-old-dup',
  shelf: 'time-wait',
  title: { zh: '没有 TIME-WAIT：旧数据晚到 20 秒', en: 'No TIME-WAIT, and old data comes late' },
  story: {
    zh: '旧应用说完“I-OLD!”就关闭；“OLD!”的第一份在网络里滞留 20 秒，送到的是重传的那份。A 不等，2 秒时新应用从同一个端口连 B，ISN 又是 1000，要说“HELLO WORLD”。刚说完“HE”，旧的“OLD!”到了，序号 1003。看这时 B 等的是哪个序号，最后读到什么。',
    en: 'An old application says "I-OLD!" and closes; the first copy of "OLD!" is stuck for 20 s, and what arrived was the second. A does not wait: at 2 s a new application opens from the same port, with 1000 for its ISN again, to say "HELLO WORLD". It has said "HE" when the old "OLD!" comes, number 1003. See which number B expects by then, and what it reads.',
  },
  point: {
    zh: '1003 正是 B 等的：TCP 认一个报文段，凭的只有四元组和窗口。B 读到“HEOLD!WORLD”：长度不差，校验和也对，没有任何错误可报。',
    en: 'It expects 1003: a four-tuple and a window is all that TCP knows a segment by. B reads "HEOLD!WORLD": the length is right, the checksum is right, and there is no error to report.',
  },
  items: [76, 77, 81],
  experiment: 'E13',
  build: () => story(['noTimeWait', 'fixedIsn'], [1000]),
  tries: [
    {
      interventions: [{ kind: 'what-if', id: 'fixedIsn', host: 'A', off: true }],
      says: {
        zh: '第二次的 ISN 照 RFC 6528 生成：旧副本落在窗口外',
        en: 'a second ISN by RFC 6528: the old copy is outside the window',
      },
    },
    {
      interventions: [{ kind: 'set', field: 'timestamps', value: true }],
      says: { zh: '两边都用时间戳：PAWS 丢弃它', en: 'timestamps at both ends: PAWS drops it' },
    },
  ],
  question: { asks, answers },
  checks: [
    wire([
      ...OLD,
      'A S 1000 # the new application',
      'B S. 700 a1001',
      'A . 1001 a701',
      'A P. 1001:1003 a701 # HE',
      'B . 701 a1003',
      'B . 701 a1007 # to the old copy: A has not sent that, and Linux lets it pass',
      'A P. 1003:1012 a701 # LLO WORLD',
      'B . 701 a1012',
    ]),
    reads('B', 'I-OLD!'),
    reads('B', 'HEOLD!WORLD', 'main 2'),
    count(
      {
        zh: 'B 没有因为校验和丢弃任何报文段',
        en: 'B drops nothing because of a checksum',
      },
      (f) => Object.keys(f.counts('B').dropped).filter((x) => x.includes('checksum')).length,
      0,
    ),
    waits('A', 0),
  ],
  standardChecks: refused,
  refutedBy: without('fixedIsn', 'A'),
};

export const dies: Exhibit = {
  id: 'tw/old-dup-dies',
  shelf: 'time-wait',
  title: { zh: '遵守 TIME-WAIT：旧报文段会怎样？', en: 'With TIME-WAIT: what of the old copy?' },
  story: {
    zh: '同样的旧副本，同样的端口，只是 A 遵守 TIME-WAIT。看 2 秒时新应用的 connect() 结果如何，20.35 秒旧副本到达 B 时又有谁接它。',
    en: 'The same old copy and the same port, but A keeps to TIME-WAIT. See what becomes of connect() of the new application at 2 s, and who is there for the old copy when it reaches B at 20.35 s.',
  },
  point: {
    zh: 'connect() 当场失败，因为四元组还占着；旧副本没有连接接它，只换来监听者的一个 RST。TIME-WAIT 不去辨认旧报文段，只是占住四元组，直到它们全都死光。',
    en: 'connect() fails at once, for the four-tuple is taken; the old copy finds no connection, only a listener that answers with a RST. TIME-WAIT does not recognise old segments: it holds the four-tuple until none of them can be alive.',
  },
  items: [76, 79],
  experiment: 'E13',
  build: () => story([], [1000, 1000]),
  tries: rescues,
  question: { asks, answers },
  checks: [
    ...refused,
    wire([...OLD, 'B R 301 # to the old copy']),
    holds(
      {
        zh: 'RST 的序号 301 不是 A 等的 302，A 的 TIME-WAIT 不受影响',
        en: 'the RST has 301 where A expects 302, and does nothing to its TIME-WAIT',
      },
      (f) => f.frames('dropped', 'A').some((x) => x.segment === f.sent('B', 'R')[0]?.id),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noTimeWait', host: 'A' }] },
};

/** How far the second ISN of A is beyond the first. */
function further(f: Facts): number {
  const [first, second] = f.sent('A', 'S').map((x) => x.seq);
  return ((second ?? 0) - (first ?? 0)) >>> 0;
}

export const isnSaves: Exhibit = {
  id: 'ablate/no-tw-isn',
  shelf: 'time-wait',
  title: { zh: '没有 TIME-WAIT，ISN 随时间增长', en: 'No TIME-WAIT, but an ISN that grows' },
  story: {
    zh: '还是没有 TIME-WAIT，但 A 的 ISN 按 RFC 6528 生成：同一个四元组，每过 4 微秒加 1。看 2 秒后的新连接从多远的序号开始，旧的“OLD!”到达时落在 B 的窗口里还是窗口外。',
    en: 'No TIME-WAIT again, but A takes its ISN from RFC 6528: for the same four-tuple it grows by one every 4 us. See how far on the new connection begins after 2 s, and whether the old "OLD!" is within the window of B or outside.',
  },
  point: {
    zh: '新连接的 ISN 比旧的大 500,000，旧的“OLD!”落在窗口左边，B 丢弃它，回一个 ACK。这道防线靠的只是距离：旧连接若发得比每秒 250,000 字节还快，序号就会追上时钟，旧报文段又可能落进窗口。',
    en: 'The new connection begins 500,000 further on; the old "OLD!" is left of the window, and B drops it and sends an ACK. What protects here is distance, nothing more: a connection that sends faster than 250,000 octets a second overtakes that clock, and its old segments may fit again.',
  },
  items: [76, 81],
  experiment: 'E13',
  build: () => story(['noTimeWait'], []),
  tries: [
    {
      interventions: [{ kind: 'what-if', id: 'fixedIsn', host: 'A' }],
      says: { zh: 'ISN 写死：防线就没了', en: 'a constant ISN: nothing protects' },
    },
  ],
  question: { asks, answers },
  checks: [
    reads('B', 'I-OLD!'),
    reads('B', 'HELLO WORLD', 'main 2'),
    dropped('outside-window', '在窗口外'),
    count(
      {
        zh: '两次 ISN 正好差 500,000：2 秒 ÷ 4 微秒',
        en: 'the two ISNs are 500,000 apart: 2 s / 4 us',
      },
      further,
      500_000,
    ),
    timed(
      { zh: 'A 的新连接 2.1 秒就建好了', en: 'the new connection of A is there at 2.1 s' },
      (f) => f.calls('A', 'connected', 'new app')[0]?.at ?? -1,
      AGAIN + ms(100),
    ),
  ],
  standardChecks: refused,
  refutedBy: { interventions: [{ kind: 'what-if', id: 'fixedIsn', host: 'A' }] },
};

export const pawsSaves: Exhibit = {
  id: 'ablate/no-tw-paws',
  shelf: 'time-wait',
  title: { zh: '没有 TIME-WAIT，但两边都用时间戳', en: 'No TIME-WAIT, but timestamps' },
  story: {
    zh: '没有 TIME-WAIT，ISN 也写死，两道防线都拆了；但两边都用时间戳。旧的“OLD!”序号正合适；拿它的时间戳和 B 刚记下的“HE”那个比一比，看 B 收不收它。',
    en: 'No TIME-WAIT and a constant ISN: both defences are down, but there are timestamps at both ends. The old "OLD!" has just the right number; compare its timestamp with that of "HE", and see whether B takes it.',
  },
  point: {
    zh: '它的时间戳比“HE”的还旧，PAWS（RFC 7323 第 5 节）判它过时，丢弃。时间戳等于给序号加了 32 位；RFC 6191 和 tcp_tw_reuse 敢提前复用端口，靠的就是它。',
    en: 'Its timestamp is older than that of "HE": PAWS, RFC 7323 section 5, finds it too old and drops it. A timestamp is 32 more bits of sequence number, and what RFC 6191 and tcp_tw_reuse rely on.',
  },
  items: [76, 81],
  experiment: 'E13',
  build: () => story(['noTimeWait', 'fixedIsn'], [1000], { timestamps: true }),
  tries: [
    {
      interventions: [{ kind: 'set', field: 'timestamps', value: false, host: 'B' }],
      says: {
        zh: 'B 不用时间戳：协商不成，旧数据又进来了',
        en: 'a B without timestamps: none are agreed on, and the old text is in again',
      },
    },
  ],
  question: { asks, answers },
  checks: [
    reads('B', 'I-OLD!'),
    reads('B', 'HELLO WORLD', 'main 2'),
    dropped('paws', '时间戳太旧'),
    count({ zh: '两次 ISN 一样', en: 'the two ISNs are the same' }, further, 0),
    holds(
      {
        zh: '旧副本的时间戳确实比“HE”的旧',
        en: 'the timestamp of the old copy is older than that of "HE"',
      },
      (f) => {
        const he = f.sent('A', 'P.').filter((x) => x.length === 2)[1];
        const old = f.segment('A4');
        return he !== undefined && old !== null && stamp(old.options) < stamp(he.options);
      },
    ),
  ],
  standardChecks: refused,
  refutedBy: {
    interventions: [{ kind: 'set', field: 'timestamps', value: false, host: 'B' }],
  },
};

/** The timestamp among options; 0 without one. */
function stamp(options: readonly { name: string; val?: number }[]): number {
  return options.find((o) => o.name === 'ts')?.val ?? 0;
}
