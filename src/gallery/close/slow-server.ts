import { count, endsIn, timed, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { at, CLOSES_AT, onEnd } from './helpers.ts';

export const slowServer: Exhibit = {
  id: 'close/slow-server',
  shelf: 'close',
  title: { zh: '服务器还没准备好：十秒钟的 CLOSE-WAIT', en: 'A server that takes ten seconds' },
  story: {
    zh: 'A 关闭后，B 的 TCP 立刻确认，B 的应用却过 10 秒才关闭。看这 10 秒里，A 和 B 各待在什么状态，线上有没有动静。',
    en: 'A closes; the TCP of B acknowledges at once, but its application closes only after 10 s. See in which states A and B spend these 10 s, and whether anything is on the wire.',
  },
  point: {
    zh: 'A 的 FIN 已被确认，这 10 秒线上一个报文段也没有。ACK 由 TCP 马上发出，FIN 要等应用调用 close()：CLOSE-WAIT 有多久全看应用，没有定时器管它。',
    en: 'The FIN of A is acknowledged, and for 10 s there is not one segment. The ACK is the business of TCP and goes at once; the FIN waits for the application. How long CLOSE-WAIT lasts is up to it: no timer ends it.',
  },
  items: [53],
  parameters: {
    reaction: {
      says: { zh: 'B 的应用过多久才关闭', en: 'how long the application of B takes to close' },
      unit: 'microseconds',
      value: s(10),
      least: 0,
      most: s(50),
    },
  },
  build: ({ reaction = s(10) }) => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', reaction, { call: 'close' }),
    ],
  }),
  whatIfs: [{ id: 'mergedClose', host: 'B' }],
  question: {
    asks: {
      zh: 'B 拖了 10 秒，这期间 A 的 FIN 发了几次？',
      en: 'While B takes its 10 s, how often does A send its FIN?',
    },
    answers: [
      {
        says: { zh: '一次：它已经被确认', en: 'once: it has been acknowledged' },
        isTrue: (f) => f.sent('A', 'F.').length === 1,
      },
      {
        says: { zh: '两次：等不到 B 的 FIN 就再催一次', en: 'twice: once more to urge B to close' },
        isTrue: (f) => f.sent('A', 'F.').length === 2,
      },
      {
        says: { zh: '五六次：每次 RTO 超时都重发', en: 'five or six times: at every timeout' },
        isTrue: (f) => f.sent('A', 'F.').length > 2,
      },
    ],
  },
  checks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B . 301 a102', 'B F. 301 a102', 'A . 102 a302']),
    timed(
      { zh: 'B 在 CLOSE-WAIT 里待了整整 10 秒', en: 'B is in CLOSE-WAIT for exactly 10 s' },
      (f) => f.dwelt('B', 'CLOSE-WAIT'),
      s(10),
    ),
    timed(
      { zh: 'A 在 FIN-WAIT-2 里待了整整 10 秒', en: 'A is in FIN-WAIT-2 for exactly 10 s' },
      (f) => f.dwelt('A', 'FIN-WAIT-2'),
      s(10),
    ),
    count(
      { zh: 'B 从 CLOSE-WAIT 到 LAST-ACK 之间线上没有报文段', en: 'nothing is sent in between' },
      (f) => f.segments().filter((g) => g.sentAt > ms(250) && g.sentAt < s(10.25)).length,
      0,
    ),
    endsIn('A', 'CLOSED'),
    endsIn('B', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'mergedClose', host: 'B' }] },
};
