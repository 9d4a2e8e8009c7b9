import { holds, reads, stateAt, states, timed, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { at, CONNECT, LISTEN, oneOf } from './helpers.ts';

export const timeWait: Exhibit = {
  id: 'rst/time-wait',
  shelf: 'reset',
  title: { zh: 'TIME-WAIT 里来了旧数据', en: 'Old data comes in TIME-WAIT' },
  story: {
    zh: '没有攻击者：B 的“data”第一份在路上滞留 10 秒，到达时 A 在 TIME-WAIT。看 A 照规矩回什么，早已没有连接的 B 收到后又照规矩回什么，A 的 TIME-WAIT 最后待了多久。',
    en: 'No attacker here: the first copy of "data" from B is stuck for 10 s, and A is in TIME-WAIT when it comes. See what A answers by the rules, what B, with no connection any more, answers to that by the rules, and how long A is in TIME-WAIT in the end.',
  },
  point: {
    zh: 'A 回 ACK（seq=102，ack=306），B 回 RST，序号正是 306；Linux 的 A 认了，TIME-WAIT 只待了 9.35 秒。一个旧报文段就能让 TIME-WAIT 提前结束，而它防的正是旧报文段：RFC 1337 叫它“暗杀”，主张在 TIME-WAIT 里不理 RST。Linux 的 tcp_rfc1337 默认关闭，FreeBSD 不理。',
    en: 'A sends an ACK (seq=102, ack=306), and B a RST whose number is just 306; A, being Linux, takes it: TIME-WAIT is over after 9.35 s. One old segment ends TIME-WAIT, which is there to guard against old segments: RFC 1337 calls that assassination and would ignore resets in TIME-WAIT. tcp_rfc1337 of Linux is off by default; FreeBSD ignores them.',
  },
  items: [95],
  experiment: 'E22',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      LISTEN,
      CONNECT,
      at('B', ms(200), { call: 'send', text: 'data' }),
      at('A', ms(700), { call: 'close' }),
      { host: 'B', when: { on: 'ended', after: ms(200) }, do: { call: 'close' } },
    ],
    faults: [{ segment: 'B2', action: 'delay', by: s(10) }],
  }),
  tries: [
    {
      interventions: [{ kind: 'set', host: 'A', field: 'timeWaitReset', value: 'ignore' }],
      says: {
        zh: 'tcp_rfc1337=1：不理 RST，待满 60 秒',
        en: 'tcp_rfc1337=1: the RST is ignored, and TIME-WAIT lasts its 60 s',
      },
    },
    {
      interventions: [{ kind: 'profile', host: 'A', name: 'freebsd' }],
      says: { zh: 'A 是 FreeBSD：也不理', en: 'A is FreeBSD, which ignores it as well' },
    },
    {
      interventions: [{ kind: 'fault', segment: 'B2', action: 'delay', by: s(80) }],
      says: {
        zh: '旧副本 80 秒才到：A 早已 CLOSED，回的是 RST',
        en: 'the old copy comes after 80 s: A is CLOSED and answers with a RST',
      },
    },
  ],
  question: {
    asks: {
      zh: 'A 在 TIME-WAIT 里收到旧数据。TIME-WAIT 会怎样？',
      en: 'A, in TIME-WAIT, gets an old copy of data. What becomes of TIME-WAIT?',
    },
    answers: oneOf(
      (f) => f.dwelt('A', 'TIME-WAIT'),
      [
        [s(60), '照走，60 秒', 'it goes on: 60 s'],
        [s(69.25), '从头再来 60 秒', 'it starts over with 60 s'],
        [s(9.35), '被 B 的 RST 提前结束', 'a RST of B ends it early'],
      ],
    ),
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'B P. 301:305 a101 # stuck for 10 s',
      'B P. 301:305 a101',
      'A . 101 a305',
      'A F. 101 a305',
      'B . 305 a102',
      'B F. 305 a102',
      'A . 102 a306',
      'A . 102 a306 # to the old copy',
      'B R 306',
    ]),
    stateAt('A', s(10), 'TIME-WAIT'),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED']),
    timed(
      { zh: 'A 的 TIME-WAIT 只有 9.35 秒', en: 'TIME-WAIT of A lasts for 9.35 s' },
      (f) => f.dwelt('A', 'TIME-WAIT'),
      s(9.35),
    ),
    holds(
      {
        zh: '不是定时器到期',
        en: 'it is not its timer that ends it',
      },
      (f) => f.expiries('A', 'time-wait').length === 0,
    ),
    reads('A', 'data'),
  ],
  refutedBy: {
    interventions: [{ kind: 'set', host: 'A', field: 'timeWaitReset', value: 'ignore' }],
  },
};
