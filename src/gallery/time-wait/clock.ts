import {
  closes,
  count,
  endsIn,
  holds,
  sentAt,
  spelledTime,
  stateAt,
  states,
  timed,
  wire,
} from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit, ScenarioBody } from '../exhibit.ts';
import { at, CLOSES_AT, LISTEN, onEnd, oneOf, WAITS_FROM, waits } from './helpers.ts';

/** How long TIME-WAIT lasts, and what starts it again. */

const CLOSED = ['A F. 101 a301', 'B . 301 a102', 'B F. 301 a102'] as const;
const A_STATES = ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED'];

function closing(): ScenarioBody {
  return {
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(200), { call: 'close' }),
    ],
  };
}

export const clock: Exhibit = {
  id: 'tw/clock',
  shelf: 'time-wait',
  title: { zh: 'TIME-WAIT：谁在等，等多久？', en: 'TIME-WAIT: who waits, and how long?' },
  story: {
    zh: 'A 在 200 毫秒先关闭，B 随后关闭；500 毫秒时 A 发出最后一个 ACK，此后线上一片安静。看哪一端还没有回到 CLOSED，它的时钟从哪一刻开始走，走完时又能推断出什么。',
    en: 'A closes first, at 200 ms, and then B; at 500 ms A sends the last ACK, and after that nothing is on the wire. See which side is not CLOSED yet, when its clock starts, and what it may infer when the clock runs out.',
  },
  point: {
    zh: '先关闭的 A 在 TIME-WAIT 里等 60 秒。没有消息就是好消息：2MSL 内 FIN 没有再来，就当 B 收到了 ACK。标准取 MSL 为 2 分钟（RFC 9293 3.4.2 节），各家取值不同。',
    en: 'A, which closed first, waits for 60 s. No news is good news: no FIN in 2 MSL, and B is taken to have the ACK. The standard takes 2 minutes for the MSL (RFC 9293 section 3.4.2); systems differ.',
  },
  items: [68, 69, 70, 74],
  errata: [
    {
      note: 'N17',
      says: {
        zh: '笔记 S4 说默认是 2 × MSL：Linux 写死 60 秒（TCP_TIMEWAIT_LEN），没有 MSL 可调。',
        en: 'Note S4 has 2 x MSL by default: in Linux it is a constant of 60 s (TCP_TIMEWAIT_LEN), and there is no MSL to set.',
      },
    },
    {
      note: 'N5',
      says: {
        zh: '笔记 S1 说等的是“服务器端的 ACK”：不对，A 提防的是 B 重发的 FIN。',
        en: 'Note S1 has A wait for an ACK of the server: what it looks out for is the FIN, sent again.',
      },
    },
  ],
  build: closing,
  whatIfs: [
    { id: 'noTimeWait', host: 'A' },
    { id: 'oneMslTimeWait', host: 'A' },
  ],
  tries: [
    {
      interventions: [{ kind: 'profile', host: 'A', name: 'rfc' }],
      says: { zh: 'A 按 RFC 9293：240 秒', en: 'A as RFC 9293 has it: 240 s' },
    },
    {
      interventions: [{ kind: 'set', host: 'A', field: 'timeWait', value: s(120) }],
      says: {
        zh: '笔记里 MSL 的上限是 60 秒：等 120 秒',
        en: 'the upper value of the notes, MSL 60 s: 120 s',
      },
    },
  ],
  question: {
    asks: { zh: '谁要等，等多久？', en: 'Who waits, and for how long?' },
    answers: oneOf(
      (f) => `${f.dwelt('A', 'TIME-WAIT') / s(1)} ${f.dwelt('B', 'TIME-WAIT') / s(1)}`,
      [
        ['0 60', 'B，60 秒：它是服务器', 'B, 60 s: it is the server'],
        ['60 0', 'A，60 秒：它先关闭', 'A, 60 s: it closed first'],
        ['60 60', '两边各 60 秒', 'both, 60 s each'],
        ['0.1 0', 'A，一个往返：等 B 确认收到', 'A, one round trip: B confirms'],
      ],
    ),
  },
  checks: [
    wire([...HANDSHAKE, ...CLOSED, 'A . 102 a302']),
    states('A', A_STATES),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED']),
    timed(
      {
        zh: '最后的 ACK 发出时（500 毫秒）时钟开始走',
        en: 'the clock starts with the last ACK, at 500 ms',
      },
      (f) => f.entered('A', 'TIME-WAIT')[0] ?? -1,
      WAITS_FROM,
    ),
    holds(
      { zh: '定时器正好在 60.5 秒到期一次', en: 'the timer expires once, at 60.5 s' },
      (f) => f.expiries('A', 'time-wait').join() === `${s(60.5)}`,
      (f) => f.expiries('A', 'time-wait').map(spelledTime).join(', ') || '-',
    ),
    waits('A', s(60)),
    count(
      {
        zh: '等待期间 A 只留一个小条目：0 条连接，1 条 TIME-WAIT',
        en: 'meanwhile A keeps a small entry: no connection, 1 in TIME-WAIT',
      },
      (f) => f.tablesAt('A', s(30)).connections * 10 + f.tablesAt('A', s(30)).timeWait,
      1,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'oneMslTimeWait', host: 'A' }] },
};

export const profiles: Exhibit = {
  id: 'tw/profiles',
  shelf: 'time-wait',
  title: { zh: '三种系统，TIME-WAIT 一样长吗？', en: 'Three systems: how long is TIME-WAIT?' },
  story: {
    zh: '三个客户端同时关闭：A 是 Linux，C 照 RFC 9293，D 是 FreeBSD。三条连接的报文段一模一样；看它们的 TIME-WAIT 是不是也一样长。',
    en: 'Three clients close at the same time: A is Linux, C follows RFC 9293, D is FreeBSD. Segment for segment the three are alike; see whether TIME-WAIT is, too.',
  },
  point: {
    zh: 'A 和 D 等 60 秒，C 等 240 秒。TIME-WAIT 有多长由本机决定，不用协商，线上也看不出来；笔记说的 1 到 2 分钟是常见值，不是标准值。',
    en: 'A and D wait for 60 s, C for 240. How long it lasts is a local matter, negotiated with nobody and seen on no wire. The 1 to 2 minutes of the notes are common, not the standard.',
  },
  items: [69, 70],
  errata: [
    {
      note: 'N17',
      says: {
        zh: '“默认 2 × MSL”要看系统：Linux 固定 60 秒，FreeBSD 是 2 × 30 秒，RFC 9293 是 2 × 120 秒。',
        en: '"2 x MSL by default" depends: Linux has a fixed 60 s, FreeBSD 2 x 30 s, RFC 9293 2 x 120 s.',
      },
    },
  ],
  build: () => ({
    hosts: [
      client({ title: { zh: 'Linux', en: 'Linux' } }),
      server({ iss: [300, 300, 300] }),
      client({ name: 'C', title: { zh: 'RFC 9293', en: 'RFC 9293' }, profile: 'rfc' }),
      client({ name: 'D', title: { zh: 'FreeBSD', en: 'FreeBSD' }, profile: 'freebsd' }),
    ],
    cables: [CABLE, { between: ['C', 'B'], delay: ms(50) }, { between: ['D', 'B'], delay: ms(50) }],
    steps: [
      LISTEN,
      ...['A', 'C', 'D'].flatMap((host) => [
        at(host, 0, { call: 'connect', to: 'B', port: 80 }),
        at(host, CLOSES_AT, { call: 'close' }),
      ]),
      {
        host: 'B',
        when: { on: 'ended', after: ms(200), every: true },
        do: { call: 'close' },
      },
    ],
  }),
  question: {
    asks: { zh: '100 秒时谁还在 TIME-WAIT？', en: 'Who is still in TIME-WAIT at 100 s?' },
    answers: oneOf(
      (f) => ['A', 'C', 'D'].filter((h) => f.tablesAt(h, s(100)).timeWait === 1).join(),
      [
        ['', '都不在了', 'nobody'],
        ['C', 'C：照 RFC 的那个', 'C, which follows the RFC'],
        ['A,C,D', '三个都在', 'all three'],
        ['A', 'A：Linux', 'A, Linux'],
      ],
    ),
  },
  checks: [
    waits('A', s(60), 1),
    waits('C', s(240), 2),
    waits('D', s(60), 3),
    holds(
      {
        zh: '线上三条连接的报文段一模一样',
        en: 'the segments of the three connections are the same on the wire',
      },
      (f) => {
        const [a, c, d] = [1, 2, 3].map((flow) =>
          f
            .segments(flow)
            .map((x) => `${x.from === 'B' ? 'B' : 'client'} ${x.flags} ${x.seq} ${x.ack}`)
            .join('; '),
        );
        return a === c && a === d && f.segments(1).length === 7;
      },
    ),
    count(
      { zh: 'B 从没进过 TIME-WAIT', en: 'B never is in TIME-WAIT' },
      (f) => f.most('B', 'timeWait'),
      0,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'profile', host: 'C', name: 'notes' }] },
};

/** The time from one FIN of B to the next; exact, since it is far above what the round trips give. */
function slowFin(rto: number): ScenarioBody {
  return {
    hosts: [client(), server({ set: { minRto: rto } })],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(200), { call: 'close' }),
    ],
    faults: [{ segment: 'A4', action: 'drop' }],
  };
}

export const restart: Exhibit = {
  id: 'tw/restart',
  shelf: 'time-wait',
  title: { zh: 'TIME-WAIT 里 FIN 又来了', en: 'The FIN comes again in TIME-WAIT' },
  story: {
    zh: '最后的 ACK 丢了。为了看得清楚，这里的 B 过 20 秒才重发 FIN，到达时 A 的时钟也正好走了 20 秒。看 A 回什么，再看它的时钟怎么走。',
    en: 'The last ACK is lost. To be seen clearly, this B repeats its FIN after 20 s, and when it arrives the clock of A has run for 20 s. See what A answers, and what becomes of its clock.',
  },
  point: {
    zh: 'A 再确认一次，时钟拨回起点，一共等 80 秒。最后的 ACK 没有人再确认，A 只能凭“FIN 没再来”推断它送到了，所以 FIN 每来一次，2MSL 就从头算（RFC 9293 3.10.7.4 第八步）。',
    en: 'A acknowledges once more and sets its clock back: 80 s in all. Nobody acknowledges the last ACK; A can infer that it arrived only because no FIN comes again, so with every FIN the 2 MSL begin anew (RFC 9293 section 3.10.7.4, eighth).',
  },
  items: [73],
  experiment: 'E12',
  parameters: {
    rto: {
      says: { zh: 'B 过多久重发 FIN', en: 'time until B repeats its FIN' },
      unit: 'microseconds',
      value: s(20),
      least: s(1),
      most: s(50),
    },
  },
  build: ({ rto = s(20) }) => slowFin(rto),
  whatIfs: [
    { id: 'noTimeWait', host: 'A' },
    { id: 'noRetransmit', host: 'B' },
  ],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A5', action: 'drop' }],
      says: {
        zh: '第二个 ACK 也丢：60.5 秒时 FIN 第三次来，又重新计时',
        en: 'lose the second ACK as well: the FIN comes a third time, and the clock starts over again',
      },
    },
    {
      interventions: [{ kind: 'set', host: 'B', field: 'minRto', value: ms(200) }],
      says: {
        zh: '实际的 RTO：300 毫秒后 FIN 就来，一共等 60.3 秒',
        en: 'a real RTO: the FIN comes after 300 ms, and A waits for 60.3 s',
      },
    },
  ],
  question: {
    asks: {
      zh: 'A 等了 20 秒时 FIN 又来。A 一共在 TIME-WAIT 待多久？',
      en: 'A has waited for 20 s when the FIN comes again. How long is it in TIME-WAIT in all?',
    },
    answers: oneOf(
      (f) => f.dwelt('A', 'TIME-WAIT'),
      [
        [s(20), '20 秒：确认完就结束', '20 s: it is done once it has acknowledged'],
        [s(60), '60 秒：时钟照走', '60 s: the clock goes on'],
        [s(80), '80 秒：时钟从头再走', '80 s: the clock starts over'],
        [s(100), '100 秒：剩下的 40 秒加上 60 秒', '100 s: the 40 s left, and 60 s more'],
      ],
    ),
  },
  checks: [
    wire([
      ...HANDSHAKE,
      ...CLOSED,
      'A . 102 a302 lost',
      'B F. 301 a102 # 20 s later',
      'A . 102 a302',
    ]),
    sentAt('B', 'F.', [0.45, 20.45]),
    waits('A', s(80)),
    stateAt('A', s(60.5), 'TIME-WAIT'),
    stateAt('B', ms(20_549), 'LAST-ACK'),
    stateAt('B', ms(20_550), 'CLOSED'),
    closes('B', null),
    endsIn('A', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noRetransmit', host: 'B' }] },
};
