import { count, reads, stateAt, states, wire } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { listen } from './helpers.ts';

/** The port that A uses again. */
const PORT = 40_000;

/**
 * RFC 9293 figure 8, with an honest past: the old SYN is that of an attempt which its application gave up
 * before anybody answered. The new SYN is late as well, as in the figure: B has returned to LISTEN before it comes.
 */
export const oldDupSyn: Exhibit = {
  id: 'open/old-dup-syn',
  shelf: 'open',
  title: { zh: '迟到的旧 SYN：三次握手的首要理由', en: 'An old SYN turns up: why three segments' },
  story: {
    zh: 'A 第一次连接的 SYN（seq=90）堵在路上，应用等了 0.5 秒就放弃，1 秒时又从同一端口重连（seq=100）。旧 SYN 先到，B 当真了，回 ack=91。看 A 怎样对待这个 SYN+ACK，B 随后在什么状态里遇上新 SYN。',
    en: 'The SYN of a first attempt (seq=90) is stuck, its application gives up after 0.5 s, and at 1 s A opens again from the same port (seq=100). The old SYN is first to arrive and B believes it: ack=91. See what A makes of that, and in which state B is when the new SYN comes.',
  },
  point: {
    zh: '哪个 SYN 才是现在的，只有 A 知道，所以 B 必须等 A 的第三个报文段来裁决：新的回 ACK，旧的回 RST，B 回到 LISTEN，不耽误新 SYN（RFC 9293 3.5 节，图 8）。',
    en: 'Only A knows which SYN is current, so B has to wait for its third segment to decide: ACK for the current one, RST for an old one, which takes B back to LISTEN in time for the new SYN (RFC 9293 section 3.5, figure 8).',
  },
  items: [26, 33, 10],
  errata: [
    {
      note: 'N11',
      says: {
        zh: '笔记 S0 说根本原因是确认客户端的接收能力，S3 说主要原因是历史连接。RFC 9293 3.5 节把旧的重复 SYN 称为首要理由。',
        en: 'Note S0 gives the receiving ability of the client as the reason, S3 old connections. RFC 9293 section 3.5 calls old duplicates the principal one.',
      },
    },
  ],
  build: () => ({
    hosts: [
      client({ profile: 'rfc', iss: [90, 100] }),
      server({ profile: 'rfc', iss: [300, 400] }),
    ],
    cables: [CABLE],
    steps: [
      listen,
      {
        host: 'A',
        when: { at: 0 },
        do: { socket: 'old', call: 'connect', to: 'B', port: 80, localPort: PORT },
      },
      { host: 'A', when: { at: s(0.5) }, do: { socket: 'old', call: 'abort' } },
      {
        host: 'A',
        when: { at: s(1) },
        do: { call: 'connect', to: 'B', port: 80, localPort: PORT },
      },
      { host: 'A', when: { on: 'connected', after: ms(100) }, do: { call: 'send', text: 'hello' } },
    ],
    faults: [
      { segment: 'A1', action: 'delay', by: s(0.97) }, // arrives at 1.02 s
      { segment: 'A2', action: 'delay', by: ms(100) }, // arrives at 1.15 s
    ],
  }),
  whatIfs: [{ id: 'twoWay', host: 'B' }],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A2', action: 'delay', by: ms(1) }],
      says: {
        zh: '新 SYN 准时到：它落在旧连接的窗口里，B 回到 LISTEN 而不作答，要等 A 再发一次',
        en: 'the new SYN is not late: inside the window of the old one, it sends B back to LISTEN; the next one opens',
      },
    },
    {
      interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }],
      says: {
        zh: '丢掉 RST：等新 SYN 到了，B 才回到 LISTEN；再下一个 SYN 才建成连接',
        en: 'lose the RST: the new SYN sends B back to LISTEN instead, and the one after it opens',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 回答的是 A 早已不要的旧 SYN，A 回什么？',
      en: 'B answers a SYN that A no longer means. What does A send?',
    },
    answers: [
      {
        says: { zh: 'ACK 91：那就用旧的连接', en: 'an ACK for 91: the old one will do' },
        isTrue: (f) => f.segment('A3')?.flags === '.',
      },
      {
        says: { zh: 'RST，seq=91', en: 'a RST with seq=91' },
        isTrue: (f) => f.segment('A3')?.flags === 'R' && f.segment('A3')?.seq === 91,
      },
      {
        says: { zh: '什么也不回，等 B 超时', en: 'nothing: B will time out' },
        isTrue: (f) => (f.segment('A3')?.sentAt ?? s(9)) > s(1.1),
      },
      {
        says: { zh: '马上重发 SYN 100', en: 'its SYN 100, at once' },
        isTrue: (f) => f.segment('A3')?.flags === 'S',
      },
    ],
  },
  checks: [
    wire([
      'A S 90',
      'A S 100',
      'B S. 300 a91',
      'A R 91',
      'B S. 400 a101',
      'A . 101 a401',
      'A P. 101:106 a401',
      'B . 401 a106',
    ]),
    states('B', ['SYN-RECEIVED', 'LISTEN', 'SYN-RECEIVED', 'ESTABLISHED']),
    stateAt('A', s(1.1), 'SYN-SENT'),
    count(
      {
        zh: 'B 的应用只得到一条连接，从没听说过旧的那条',
        en: 'the application of B gets one connection, and never hears of the old one',
      },
      (f) => f.calls('B', 'accept').length,
      1,
    ),
    reads('B', 'hello'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'twoWay', host: 'B' }] },
};
