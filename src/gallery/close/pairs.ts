import { count, endsIn, holds, reads, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { at, CLOSES_AT, onEnd } from './helpers.ts';

/** The FIN of `host`, and the first segment of the other side that acknowledges it. */
function pair(f: Facts, host: string): { fin: string; ack: string; took: number } | null {
  const fin = f.segments().find((g) => g.from === host && g.flags.includes('F'));
  const ack = f
    .segments()
    .find((g) => fin !== undefined && g.to === host && g.ack === fin.seq + fin.length + 1);
  if (fin === undefined || ack?.arrivedAt == null) return null;
  return { fin: fin.id, ack: ack.id, took: ack.arrivedAt - fin.sentAt };
}

function pairText(f: Facts, host: string): string {
  const found = pair(f, host);
  return found === null ? '-' : `${found.fin}, ${found.ack}`;
}

export const pairs: Exhibit = {
  id: 'close/pairs',
  shelf: 'close',
  title: { zh: '两个方向各一对：2 ×（FIN + ACK）= 4', en: 'Two times FIN and ACK make four' },
  story: {
    zh: '把连接看成两条单行道，各由一个 FIN 关闭。A→B 这条 200 毫秒就关了；B→A 这条照常通行，B 又说了两句，2 秒后才关。看每个 FIN 配的是哪个 ACK，中间隔了多久。',
    en: 'See a connection as two one-way streets, each closed by a FIN. A to B is closed at 200 ms; B to A stays open, B says two more things, and its FIN closes it 2 s later. Find the ACK that belongs to each FIN, and how long it takes.',
  },
  point: {
    zh: '每个方向都要“关闭 + 确认”，两个方向又互不相干，所以一般是四个报文段。',
    en: 'Each direction needs its close and its confirmation, whatever the other does: that is where four comes from.',
  },
  items: [61],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', ms(500), { call: 'send', text: 'one more thing; ' }),
      onEnd('B', s(1), { call: 'send', text: 'and that is all' }),
      onEnd('B', s(2), { call: 'close' }),
    ],
  }),
  whatIfs: [
    { id: 'mergedClose', host: 'B' },
    { id: 'noFourth', host: 'A' },
  ],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'B2', action: 'drop' }],
      says: {
        zh: '丢掉第一个 ACK：只有第一对要重来',
        en: 'lose the first ACK: only the first pair is repeated',
      },
    },
  ],
  question: {
    asks: {
      zh: 'A 的 FIN 由哪个报文段确认？',
      en: 'Which segment confirms the FIN of A?',
    },
    answers: [
      {
        says: { zh: 'B 的 FIN+ACK：2 秒以后', en: 'the FIN+ACK of B, 2 s later' },
        isTrue: (f) => (pair(f, 'A')?.took ?? 0) > s(2),
      },
      {
        says: {
          zh: 'B 的下一段数据：捎带一个 ACK',
          en: 'the ACK that the next data of B carries',
        },
        isTrue: (f) => pair(f, 'A')?.ack === 'B3',
      },
      {
        says: {
          zh: 'B 的一个纯 ACK：立刻发出',
          en: 'an ACK of its own that B sends at once',
        },
        isTrue: (f) => pair(f, 'A')?.ack === 'B2' && f.segment('B2')?.flags === '.',
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'A F. 101 a301',
      'B . 301 a102',
      'B P. 301:317 a102',
      'A . 102 a317',
      'B P. 317:332 a102',
      'A . 102 a332',
      'B F. 332 a102',
      'A . 102 a333',
    ]),
    holds(
      {
        zh: '第一对：A3（FIN 101）配 B2（ACK 102）',
        en: 'the first pair: A3 (FIN 101) and B2 (ACK 102)',
      },
      (f) => pair(f, 'A')?.fin === 'A3' && pair(f, 'A')?.ack === 'B2',
      (f) => pairText(f, 'A'),
    ),
    holds(
      {
        zh: '第二对：B5（FIN 332）配 A6（ACK 333）',
        en: 'the second pair: B5 (FIN 332) and A6 (ACK 333)',
      },
      (f) => pair(f, 'B')?.fin === 'B5' && pair(f, 'B')?.ack === 'A6',
      (f) => pairText(f, 'B'),
    ),
    count(
      { zh: '两对都在一个往返（100 毫秒）之内完成', en: 'each takes one round trip, 100 ms' },
      (f) => (pair(f, 'A')?.took === ms(100) ? 1 : 0) + (pair(f, 'B')?.took === ms(100) ? 1 : 0),
      2,
    ),
    reads('A', 'one more thing; and that is all'),
    endsIn('A', 'CLOSED'),
    endsIn('B', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'mergedClose', host: 'B' }] },
};
