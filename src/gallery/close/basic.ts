import { endsIn, stateAt, states, timed, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { at, CLOSES_AT, onEnd } from './helpers.ts';

export const basic: Exhibit = {
  id: 'close/basic',
  shelf: 'close',
  title: { zh: '四次挥手：两个 FIN，两个 ACK', en: 'Four segments close a connection' },
  story: {
    zh: 'A 在 200 毫秒关闭；B 立刻确认，它的应用再过 200 毫秒才关闭。看两个 FIN 各占一个序号；看 A 走过 FIN-WAIT-1、FIN-WAIT-2、TIME-WAIT，B 走过 CLOSE-WAIT、LAST-ACK。最后比一比谁先进入 CLOSED。',
    en: 'A closes at 200 ms; B acknowledges at once, and its application closes 200 ms later. Watch each FIN take up a sequence number, A pass FIN-WAIT-1, FIN-WAIT-2 and TIME-WAIT, and B pass CLOSE-WAIT and LAST-ACK. Then see who is CLOSED first.',
  },
  point: {
    zh: '每个方向各由一个 FIN 关闭，各要一个 ACK。后关的 B 收到最后的 ACK 就进入 CLOSED，先关的 A 还要等 2MSL。',
    en: 'Each direction is closed by a FIN and confirmed by an ACK. B, who closed second, is CLOSED once the last ACK arrives; A, who closed first, waits 2 MSL more.',
  },
  items: [45, 49, 52, 55, 56, 57],
  errata: [
    {
      note: 'N28',
      says: {
        zh: '笔记 S4 说第四个报文段之后“连接完全断开”：对 B 是这样；A 还要在 TIME-WAIT 里待 2MSL。',
        en: 'Note S4 has the connection fully gone after the fourth segment: for B it is; A stays in TIME-WAIT for 2 MSL.',
      },
    },
    {
      note: 'N5',
      says: {
        zh: '笔记 S1 说客户端等了 2MSL“没有收到服务器端的 ACK”才关闭：它等的是可能重发的 FIN，不是 ACK。',
        en: 'In note S1 the client ends when no ACK of the server came for 2 MSL: what it waits for is a FIN sent again, not an ACK.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(200), { call: 'close' }),
    ],
  }),
  whatIfs: [
    { id: 'mergedClose', host: 'B' },
    { id: 'forceThreeClose', host: 'B' },
    { id: 'noFourth', host: 'A' },
    { id: 'noTimeWait', host: 'A' },
  ],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A4', action: 'drop' }],
      says: { zh: '丢掉最后一个 ACK', en: 'lose the last ACK' },
    },
    {
      interventions: [{ kind: 'profile', host: 'A', name: 'rfc' }],
      says: {
        zh: 'A 换成 RFC 9293 的 MSL（2 分钟）：TIME-WAIT 长达 4 分钟',
        en: 'an A with the MSL of RFC 9293, 2 minutes: TIME-WAIT lasts four',
      },
    },
  ],
  question: {
    asks: { zh: '谁先进入 CLOSED？', en: 'Who is CLOSED first?' },
    answers: [
      {
        says: { zh: 'A：它先关闭', en: 'A: it closed first' },
        isTrue: (f) => (f.entered('A', 'CLOSED')[0] ?? 0) < (f.entered('B', 'CLOSED')[0] ?? 0),
      },
      {
        says: {
          zh: '同时：第四个报文段一到',
          en: 'both at once: the fourth segment arrives',
        },
        isTrue: (f) => f.entered('A', 'CLOSED')[0] === f.entered('B', 'CLOSED')[0],
      },
      {
        says: { zh: 'B：早将近 60 秒', en: 'B: almost 60 s before A' },
        isTrue: (f) =>
          (f.entered('A', 'CLOSED')[0] ?? 0) - (f.entered('B', 'CLOSED')[0] ?? 0) > s(59),
      },
    ],
  },
  checks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B . 301 a102', 'B F. 301 a102', 'A . 102 a302']),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED']),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED']),
    stateAt('A', ms(200), 'FIN-WAIT-1'),
    stateAt('B', ms(250), 'CLOSE-WAIT'),
    stateAt('A', ms(300), 'FIN-WAIT-2'),
    stateAt('B', ms(450), 'LAST-ACK'),
    stateAt('A', ms(500), 'TIME-WAIT'),
    stateAt('B', ms(550), 'CLOSED'),
    timed(
      { zh: 'A 在 TIME-WAIT 里待了整整 60 秒', en: 'A is in TIME-WAIT for exactly 60 s' },
      (f) => f.dwelt('A', 'TIME-WAIT'),
      s(60),
    ),
    endsIn('A', 'CLOSED'),
    timed(
      { zh: 'B 比 A 早 59.95 秒结束', en: 'B ends 59.95 s before A' },
      (f) => (f.entered('A', 'CLOSED')[0] ?? 0) - (f.entered('B', 'CLOSED')[0] ?? 0),
      s(59.95),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A4', action: 'drop' }] },
};
