import { closes, count, endsIn, holds, stateAt, timed } from '../checks.ts';
import { CABLE, client, ms, OPENED, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { at, CLOSES_AT, onEnd } from './helpers.ts';

/** When A sends its FIN. */
const finAt = (f: Facts): number =>
  f.sent('A').find((g) => g.flags.includes('F'))?.sentAt ?? Number.NaN;

export const pendingData: Exhibit = {
  id: 'close/pending-data',
  shelf: 'close',
  title: { zh: '还有 100 kB 没发完就 close()', en: 'close() with 100 kB still to send' },
  story: {
    zh: 'A 写下 100000 字节，紧接着就调用 close()，马上进入 FIN-WAIT-1。看线上的 FIN 什么时候才出来，排在什么后面。',
    en: 'A writes 100,000 octets and calls close() in the same moment, and is in FIN-WAIT-1 at once. See when the FIN is on the wire, and behind what.',
  },
  point: {
    zh: '正常关闭不丢数据：CLOSE 排在所有 SEND 之后（RFC 9293 3.10.4 节）。“FIN 能提前发”，是说 close() 可以早调用，不是说 FIN 会插到数据前面。',
    en: 'A close loses nothing: it stands behind every SEND (RFC 9293 section 3.10.4). One may call close() early; the FIN does not jump the queue.',
  },
  items: [50],
  parameters: {
    octets: {
      says: { zh: '还没发完的字节数', en: 'octets still to be sent' },
      unit: 'octets',
      value: 100_000,
      least: 1,
      most: 250_000,
    },
  },
  build: ({ octets = 100_000 }) => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'send', octets }),
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(100), { call: 'close' }),
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A5', action: 'drop' }],
      says: { zh: '中途丢一段数据', en: 'lose some of the data' },
    },
    {
      interventions: [
        { kind: 'fault', segment: 'A5', action: 'drop' },
        { kind: 'what-if', id: 'noRetransmit', host: 'A' },
      ],
      says: {
        zh: '丢一段，而 A 从不重传：FIN 到不了，B 读到缺口就停',
        en: 'lose some while A never retransmits: B stops at the gap, and there is no end',
      },
    },
  ],
  question: {
    asks: {
      zh: 'close() 之后，这 100000 字节会怎样？',
      en: 'After close(), what of the 100,000 octets?',
    },
    answers: [
      {
        says: {
          zh: '没发的都丢了：FIN 马上发出',
          en: 'what was not sent is lost, the FIN goes at once',
        },
        isTrue: (f) => finAt(f) === CLOSES_AT,
      },
      {
        says: { zh: '全部送达：FIN 排在最后', en: 'all of it arrives, and the FIN comes last' },
        isTrue: (f) => f.octetsRead('B') === 100_000 && finAt(f) > CLOSES_AT,
      },
      {
        says: {
          zh: '只送达第一批：14600 字节',
          en: 'only the first window of 14,600 octets arrives',
        },
        isTrue: (f) => f.octetsRead('B') === 14_600,
      },
    ],
  },
  checks: [
    stateAt('A', CLOSES_AT, 'FIN-WAIT-1'),
    count(
      {
        zh: '200 毫秒时 A 发出 10 个装满的报文段，没有 FIN',
        en: 'at 200 ms A sends ten full segments and no FIN',
      },
      (f) => f.sent('A', '.').filter((g) => g.sentAt === CLOSES_AT && g.length === 1460).length,
      10,
    ),
    holds(
      {
        zh: '最后一段数据带着 FIN：FIN 的序号是 101+100000=100101',
        en: 'the last data carries the FIN, whose number is 101+100000 = 100101',
      },
      (f) => {
        const fins = f.sent('A').filter((g) => g.flags.includes('F'));
        const fin = fins[0];
        return fins.length === 1 && fin !== undefined && fin.seq + fin.length === 100_101;
      },
      (f) =>
        f
          .sent('A')
          .filter((g) => g.flags.includes('F'))
          .map((g) => `${g.seq}+${g.length}`)
          .join(),
    ),
    timed(
      {
        zh: 'FIN 在 close() 之后 200 毫秒（两个往返）才发出',
        en: 'the FIN leaves two round trips, 200 ms, after close()',
      },
      (f) => finAt(f) - CLOSES_AT,
      ms(200),
    ),
    count(
      { zh: 'B 读到 100000 字节', en: 'B reads 100,000 octets' },
      (f) => f.octetsRead('B'),
      100_000,
    ),
    closes('B', null),
    endsIn('A', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A5', action: 'drop' }] },
};
