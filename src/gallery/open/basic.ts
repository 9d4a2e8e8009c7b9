import { endsIn, holds, stateAt, states, wire } from '../checks.ts';
import { CABLE, client, ms, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';

/** What a host sends next and what it expects next: `A 101/301`. */
function nextNumbers(f: Facts, host: string): string {
  const { nxt = '-', rcvNxt = '-' } = f.varsAt(host, ms(150));
  return `${host} ${nxt}/${rcvNxt}`;
}

export const basic: Exhibit = {
  id: 'open/basic',
  shelf: 'open',
  title: { zh: '三次握手：不多不少三个报文段', en: 'The three segments that open a connection' },
  story: {
    zh: 'A 调用 connect()，B 早已在 80 端口上 listen()。看三个报文段各带什么序号和确认号，再看两边的状态在哪一刻变成 ESTABLISHED：是同时，还是有先后？',
    en: 'A calls connect(); B has been listening on port 80. Watch the numbers that each segment carries, and the moments at which the two sides become ESTABLISHED: together, or one after the other?',
  },
  point: {
    zh: 'SYN 占一个序号，所以确认号等于对端的序号加 1；A 发出第三个报文段就是 ESTABLISHED，B 要等收到它，晚半个往返。',
    en: 'A SYN takes up one sequence number, hence "ack = seq + 1"; A is ESTABLISHED when it sends the third segment, B when that arrives, half a round trip later.',
  },
  items: [1, 4, 5, 6, 7, 9, 11, 13, 22],
  errata: [
    {
      note: 'N26',
      says: {
        zh: '笔记 S3 说“此包发送完毕，客户端和服务器进入 ESTABLISHED”：发送时只有客户端进入，服务器要等收到才进入。',
        en: 'Note S3 has both sides ESTABLISHED once the third segment is sent: only the client is; the server when it arrives.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } },
      { host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80 } },
    ],
  }),
  whatIfs: [{ id: 'twoWay', host: 'B' }],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }],
      says: { zh: '丢掉第三个报文段', en: 'lose the third segment' },
    },
  ],
  question: {
    asks: { zh: 'B 什么时候进入 ESTABLISHED？', en: 'When is B ESTABLISHED?' },
    answers: [
      {
        says: { zh: '发出 SYN+ACK 时（50 毫秒）', en: 'when it sends its SYN+ACK (50 ms)' },
        isTrue: (f) => f.entered('B', 'ESTABLISHED')[0] === ms(50),
      },
      {
        says: {
          zh: 'A 发出第三个报文段时（100 毫秒）',
          en: 'when A sends the third segment (100 ms)',
        },
        isTrue: (f) => f.entered('B', 'ESTABLISHED')[0] === ms(100),
      },
      {
        says: {
          zh: '收到第三个报文段时（150 毫秒）',
          en: 'when the third segment arrives (150 ms)',
        },
        isTrue: (f) => f.entered('B', 'ESTABLISHED')[0] === ms(150),
      },
    ],
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301']),
    states('A', ['SYN-SENT', 'ESTABLISHED']),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED']),
    stateAt('A', ms(100), 'ESTABLISHED'),
    stateAt('B', ms(100), 'SYN-RECEIVED'),
    stateAt('B', ms(150), 'ESTABLISHED'),
    endsIn('A', 'ESTABLISHED'),
    holds(
      {
        zh: '两个方向的序号空间已同步：A 的 SND.NXT 等于 B 的 RCV.NXT，反过来也一样',
        en: 'both sequence spaces are synchronised: SND.NXT of each is RCV.NXT of the other',
      },
      (f) => {
        const a = f.varsAt('A', ms(150));
        const b = f.varsAt('B', ms(150));
        return a.nxt === 101 && b.rcvNxt === 101 && b.nxt === 301 && a.rcvNxt === 301;
      },
      (f) => ['A', 'B'].map((h) => nextNumbers(f, h)).join(', '),
    ),
    holds(
      {
        zh: '双方都记下了对端的初始序号：B.IRS=100，A.IRS=300',
        en: 'each has kept the ISN of the other: B.IRS=100, A.IRS=300',
      },
      (f) => f.varsAt('A', ms(150)).irs === 300 && f.varsAt('B', ms(150)).irs === 100,
      (f) => ['A', 'B'].map((h) => `${h} ${f.varsAt(h, ms(150)).irs ?? '-'}`).join(', '),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }] },
};
