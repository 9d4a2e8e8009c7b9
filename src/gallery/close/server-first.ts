import { endsIn, stateAt, states, timed, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { at, CLOSES_AT, onEnd } from './helpers.ts';

export const serverFirst: Exhibit = {
  id: 'close/server-first',
  shelf: 'close',
  title: { zh: '服务器先关闭，会怎样？', en: 'When the server closes first' },
  story: {
    zh: '这次由服务器 B 先调用 close()，客户端 A 过 200 毫秒再关闭。看四个报文段的方向，看谁经过 FIN-WAIT，谁经过 CLOSE-WAIT，最后谁还没走。',
    en: 'This time the server B calls close() first, and the client A 200 ms later. See which way the four segments go, who passes FIN-WAIT, who passes CLOSE-WAIT, and who is left in the end.',
  },
  point: {
    zh: '谁先关闭，谁就是主动关闭方，TIME-WAIT 归它；与谁是客户端无关。报文段还是那四个，只是方向反了。',
    en: 'Who closes first decides the parts, not who is the client: the active closer is the one in TIME-WAIT.',
  },
  items: [46, 68],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('B', CLOSES_AT, { call: 'close' }),
      onEnd('A', ms(200), { call: 'close' }),
    ],
  }),
  whatIfs: [{ id: 'noTimeWait', host: 'B' }],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'B3', action: 'drop' }],
      says: { zh: '丢掉最后一个 ACK', en: 'lose the last ACK' },
    },
  ],
  question: {
    asks: { zh: 'TIME-WAIT 在哪一边？', en: 'Which side is in TIME-WAIT?' },
    answers: [
      {
        says: {
          zh: 'A：TIME-WAIT 总在客户端',
          en: 'A: TIME-WAIT is always at the client',
        },
        isTrue: (f) => f.states('A').includes('TIME-WAIT') && !f.states('B').includes('TIME-WAIT'),
      },
      {
        says: { zh: 'B：它先关闭', en: 'B: it closed first' },
        isTrue: (f) => f.states('B').includes('TIME-WAIT') && !f.states('A').includes('TIME-WAIT'),
      },
      {
        says: { zh: '两边：都要等 2MSL', en: 'both: each waits 2 MSL' },
        isTrue: (f) => f.states('B').includes('TIME-WAIT') && f.states('A').includes('TIME-WAIT'),
      },
    ],
  },
  checks: [
    wire([...HANDSHAKE, 'B F. 301 a101', 'A . 101 a302', 'A F. 101 a302', 'B . 302 a102']),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'CLOSE-WAIT', 'LAST-ACK', 'CLOSED']),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED']),
    stateAt('A', ms(550), 'CLOSED'),
    stateAt('B', ms(550), 'TIME-WAIT'),
    timed(
      { zh: 'B 在 TIME-WAIT 里待了整整 60 秒', en: 'B is in TIME-WAIT for exactly 60 s' },
      (f) => f.dwelt('B', 'TIME-WAIT'),
      s(60),
    ),
    endsIn('B', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noTimeWait', host: 'B' }] },
};
