import { count, holds, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { at, CLOSES_AT, onEnd } from './helpers.ts';

/** Everything that happens from the call of close() on, but for what is only shown. */
function closing(f: Facts) {
  const shown = new Set(['vars', 'timers', 'tables']);
  return f.trace.frames.filter((x) => x.at >= CLOSES_AT && !shown.has(x.kind));
}

/** The clauses of what happens at `host` with this code. */
const ruleOf = (f: Facts, host: string, code: string): string =>
  closing(f).find((x) => x.host === host && x.code === code)?.rule ?? '-';

const SHOWN: readonly (readonly [host: string, code: string, section: string])[] = [
  ['A', 'call/close', '3.10.4'],
  ['A', 'state/fin-wait-1', '3.10.4'],
  ['A', 'sent/fin', '3.10.4'],
  ['B', 'arrived/fin', '3.10.7.4'],
  ['B', 'state/close-wait', '3.10.7.4'],
  ['B', 'sent/ack-of-fin', '3.10.7.4'],
  ['A', 'state/fin-wait-2', '3.10.7.4'],
  ['B', 'state/last-ack', '3.10.4'],
  ['A', 'state/time-wait', '3.10.7.4'],
  ['A', 'sent/last-ack', '3.10.7.4'],
  ['B', 'arrived/last-ack', '3.10.7.4'],
  ['B', 'call/closed', '3.6'],
  ['A', 'timer/time-wait', '3.10.8'],
];

export const citations: Exhibit = {
  id: 'close/citations',
  shelf: 'close',
  title: { zh: '每一步的依据：RFC 9293 的条款', en: 'The clause behind each step' },
  story: {
    zh: '一次普通的关闭，每个事件都注明是哪一条要求的。笔记 S4 引用的 RFC 793，2022 年已由 RFC 9293 取代。看三处各依哪一条：close() 的调用、报文段的到达、TIME-WAIT 的定时器。',
    en: 'An ordinary close in which every event carries the clause that asks for it. Note S4 cites RFC 793, which RFC 9293 replaced in 2022. Look at three: the call of close(), segments that arrive, and the timer of TIME-WAIT.',
  },
  point: {
    zh: 'close() 依 3.10.4 节，TIME-WAIT 的定时器依 3.10.8 节。“每个 FIN 都要确认”，RFC 793 写在 3.9 节，RFC 9293 写在 3.10.7.4 节第八步；四次挥手的图是 3.6 节的图 12。',
    en: 'close() goes by section 3.10.4, the timer by 3.10.8. That every FIN is acknowledged stood in section 3.9 of RFC 793 and stands in the eighth step of section 3.10.7.4 of RFC 9293; the picture of the four segments is figure 12 in section 3.6.',
  },
  items: [67],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(200), { call: 'close' }),
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A4', action: 'drop' }],
      says: {
        zh: '丢掉最后的 ACK：看重传依的是哪一条',
        en: 'lose the last ACK and see which clause asks for the repetition',
      },
    },
  ],
  question: {
    asks: {
      zh: '哪一条要求 B 确认 A 的 FIN？',
      en: 'Which clause has B acknowledge the FIN of A?',
    },
    answers: [
      {
        says: { zh: '3.5 节，建立连接', en: 'section 3.5, establishing a connection' },
        isTrue: (f) => ruleOf(f, 'B', 'sent/ack-of-fin') === 'RFC 9293 section 3.5',
      },
      {
        says: { zh: '3.10.4 节，CLOSE 调用', en: 'section 3.10.4, the CLOSE call' },
        isTrue: (f) => ruleOf(f, 'B', 'sent/ack-of-fin') === 'RFC 9293 section 3.10.4',
      },
      {
        says: { zh: '3.10.7.4 节，报文段到达', en: 'section 3.10.7.4, segment arrives' },
        isTrue: (f) => ruleOf(f, 'B', 'sent/ack-of-fin') === 'RFC 9293 section 3.10.7.4',
      },
    ],
  },
  checks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B . 301 a102', 'B F. 301 a102', 'A . 102 a302']),
    count(
      {
        zh: '关闭过程中，没有注明条款的事件：0 个',
        en: 'events of the close that carry no clause: 0',
      },
      (f) => closing(f).filter((x) => x.rule === '').length,
      0,
    ),
    holds(
      { zh: '条款都属于 RFC 9293', en: 'the clauses are all of RFC 9293' },
      (f) =>
        closing(f).length > 20 && closing(f).every((x) => x.rule.startsWith('RFC 9293 section ')),
      (f) => [...new Set(closing(f).map((x) => `${x.code} ${x.rule}`))].join('; '),
    ),
    ...SHOWN.map(([host, code, section]) =>
      holds(
        {
          zh: `${host} 的 ${code} 依 RFC 9293 ${section} 节`,
          en: `${code} at ${host} is by RFC 9293 section ${section}`,
        },
        (f) => ruleOf(f, host, code) === `RFC 9293 section ${section}`,
        (f) => ruleOf(f, host, code),
      ),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A4', action: 'drop' }] },
};
