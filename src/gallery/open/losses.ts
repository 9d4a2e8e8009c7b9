import {
  type Check,
  count,
  endsIn,
  reads,
  sentAt,
  stateAt,
  states,
  timed,
  wire,
} from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { connect, firstRead, listen } from './helpers.ts';

/** Each segment of the handshake lost once: experiment E05. */

const bothOpen: Check[] = [endsIn('A', 'ESTABLISHED'), endsIn('B', 'ESTABLISHED')];

const plain = (segment: string): Exhibit['build'] => {
  return () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [listen, connect],
    faults: [{ segment, action: 'drop' }],
  });
};

export const lostSyn: Exhibit = {
  id: 'open/lost-syn',
  shelf: 'open',
  title: { zh: 'SYN 丢了：谁来重传？', en: 'The SYN is lost: who repeats it?' },
  story: {
    zh: '第一个 SYN 在路上丢了，B 一无所知。看谁先等不及，等了多久，再发的那个报文段序号变没变。',
    en: 'The first SYN is lost, and B never heard of it. See who runs out of patience, after how long, and whether what is sent then has another number.',
  },
  point: {
    zh: '谁等回音，谁负责重传：A 等了 1 秒。重发的是同一个 SYN，序号还是 100，所以建不出两条连接。',
    en: 'Whoever waits for an answer repeats, here A after 1 s. It is the same SYN with the same number, 100, so it never makes two connections.',
  },
  items: [30],
  experiment: 'E05',
  build: plain('A1'),
  whatIfs: [{ id: 'noRetransmit', host: 'A' }],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A2', action: 'drop' }],
      says: { zh: '第二个 SYN 也丢掉', en: 'lose the second SYN as well' },
    },
  ],
  question: {
    asks: { zh: '谁重传，什么时候？', en: 'Who repeats what, and when?' },
    answers: [
      {
        says: { zh: 'A，1 秒时重发 SYN', en: 'A repeats its SYN at 1 s' },
        isTrue: (f) => f.sent('A', 'S')[1]?.sentAt === s(1),
      },
      {
        says: {
          zh: 'A，100 毫秒（一个往返）时重发 SYN',
          en: 'A repeats its SYN after a round trip',
        },
        isTrue: (f) => f.sent('A', 'S')[1]?.sentAt === ms(100),
      },
      {
        says: { zh: 'B，1 秒时发 SYN+ACK 催问', en: 'B asks with a SYN+ACK at 1 s' },
        isTrue: (f) => f.sent('B', 'S.')[0]?.sentAt === s(1),
      },
      {
        says: { zh: '没人重传，connect() 报错', en: 'nobody: connect() fails' },
        isTrue: (f) => f.ended('A') !== undefined,
      },
    ],
  },
  checks: [
    wire(['A S 100 lost', 'A S 100', 'B S. 300 a101', 'A . 101 a301']),
    sentAt('A', 'S', [0, 1]),
    states('A', ['SYN-SENT', 'ESTABLISHED']),
    stateAt('A', s(1.1), 'ESTABLISHED'),
    stateAt('B', s(1.15), 'ESTABLISHED'),
    ...bothOpen,
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noRetransmit', host: 'A' }] },
};

export const lostSynAck: Exhibit = {
  id: 'open/lost-synack',
  shelf: 'open',
  title: { zh: 'SYN+ACK 丢了：谁会重传？', en: 'The SYN+ACK is lost: who repeats?' },
  story: {
    zh: 'B 的 SYN+ACK 丢了，A 不知道丢的是 SYN 还是 SYN+ACK。看两边各停在什么状态等，各自的定时器何时到期；1.05 秒时 B 发了两个 SYN+ACK，想想各是为了什么。',
    en: 'The SYN+ACK of B is lost, and A cannot tell whether that or its SYN was. See in which state each side waits, and when the timers expire; at 1.05 s B sends two SYN+ACKs: what is each of them for?',
  },
  point: {
    zh: 'B 停在 SYN-RECEIVED 等第三个报文段；正因为它在等，所以会重传。1.05 秒的两个 SYN+ACK，一个出自它的定时器，一个答复重来的 SYN：丢一个报文段，自己就能补上。',
    en: 'B waits in SYN-RECEIVED for the third segment, and because it waits it repeats. Of the two SYN+ACKs at 1.05 s one is for its timer, one for the SYN that came again: one loss heals by itself.',
  },
  items: [30],
  experiment: 'E05',
  build: plain('B1'),
  whatIfs: [
    { id: 'noRetransmit', host: 'A' },
    { id: 'twoWay', host: 'B' },
  ],
  question: {
    asks: {
      zh: 'SYN+ACK 丢了之后，B 处于什么状态？',
      en: 'The SYN+ACK is lost. What state is B in?',
    },
    answers: ['LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSED'].map((state) => ({
      says: { zh: state, en: state },
      isTrue: (f) => f.stateAt('B', ms(500)) === state,
    })),
  },
  checks: [
    wire([
      'A S 100',
      'B S. 300 a101 lost',
      'A S 100',
      'B S. 300 a101', // the timer of B
      'B S. 300 a101', // its answer to the second SYN
      'A . 101 a301',
    ]),
    stateAt('A', ms(500), 'SYN-SENT'),
    stateAt('B', ms(500), 'SYN-RECEIVED'),
    sentAt('A', 'S', [0, 1]),
    sentAt('B', 'S.', [0.05, 1.05, 1.05]),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED']),
    ...bothOpen,
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'twoWay', host: 'B' }] },
};

export const lostAck3: Exhibit = {
  id: 'open/lost-ack3',
  shelf: 'open',
  title: { zh: '第三个报文段丢了：谁着急？', en: 'The third segment is lost: who minds?' },
  story: {
    zh: '第三个报文段丢了。A 早已是 ESTABLISHED，B 还在 SYN-RECEIVED。看接下来哪一边的定时器先到期，发的是什么，B 又在哪一刻进入 ESTABLISHED。',
    en: 'The third segment is lost. A is ESTABLISHED already, B is in SYN-RECEIVED. See whose timer expires, what it sends, and when B becomes ESTABLISHED.',
  },
  point: {
    zh: '纯 ACK 没有人重传，要靠对端重发来“再要一次”。没得到确认的是 B 的 SYN，所以 1.05 秒重传的是 B 的 SYN+ACK；A 再确认一次，B 在 1.15 秒进入 ESTABLISHED。',
    en: 'Nobody repeats a pure ACK; the other side asks for it again. It is the SYN of B that was not acknowledged, so B repeats its SYN+ACK at 1.05 s, A acknowledges again, and B is ESTABLISHED at 1.15 s.',
  },
  items: [29],
  experiment: 'E05',
  errata: [
    {
      note: 'N8',
      says: {
        zh: '笔记 S2 说服务端“重新进行第二次握手，也就是重发SYN报文段”：重发的是 SYN+ACK。',
        en: 'Note S2 has the server repeat "its SYN": it is the SYN+ACK.',
      },
    },
  ],
  build: plain('A2'),
  whatIfs: [{ id: 'noRetransmit', host: 'B' }],
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }],
      says: {
        zh: '第二个 ACK 也丢掉：B 再等 2 秒',
        en: 'lose the second ACK too: B waits for 2 s more',
      },
    },
  ],
  question: {
    asks: { zh: '1 秒多以后，谁重传了什么？', en: 'After a second: who repeats what?' },
    answers: [
      {
        says: { zh: 'A 重传第三个报文段（ACK）', en: 'A repeats the third segment, the ACK' },
        isTrue: (f) => f.segments()[3]?.from === 'A' && f.segments()[3]?.flags === '.',
      },
      {
        says: { zh: 'A 重传 SYN，从头来过', en: 'A begins anew with its SYN' },
        isTrue: (f) => f.segments()[3]?.from === 'A' && f.segments()[3]?.flags === 'S',
      },
      {
        says: { zh: 'B 重传 SYN+ACK', en: 'B repeats its SYN+ACK' },
        isTrue: (f) => f.segments()[3]?.from === 'B' && f.segments()[3]?.flags === 'S.',
      },
    ],
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301 lost', 'B S. 300 a101', 'A . 101 a301']),
    sentAt('B', 'S.', [0.05, 1.05]),
    sentAt('A', '.', [0.1, 1.1]),
    stateAt('A', ms(100), 'ESTABLISHED'),
    states('A', ['SYN-SENT', 'ESTABLISHED']),
    stateAt('B', s(1.149), 'SYN-RECEIVED'),
    stateAt('B', s(1.15), 'ESTABLISHED'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'noRetransmit', host: 'B' }] },
};

export const lostAck3Data: Exhibit = {
  id: 'open/lost-ack3-data',
  shelf: 'open',
  title: { zh: '第三个报文段丢了，接着来了数据', en: 'The third segment is lost, then data comes' },
  story: {
    zh: '还是第三个报文段丢了，但 A 在 200 毫秒时发了数据。看这个数据报文段的 ack 字段；它到达时，B 还在 SYN-RECEIVED，重传定时器也还没到期。',
    en: 'The third segment is lost again, but A sends data at 200 ms. Look at the ack field of that segment; when it arrives, B is in SYN-RECEIVED and its timer has not expired.',
  },
  point: {
    zh: '数据报文段也带着 ack=301，B 不必等重传，250 毫秒就进入 ESTABLISHED。“第三次握手”不是什么特别的报文段：只要确认了 B 的 SYN，哪个报文段都能完成握手。',
    en: 'The data carries ack=301 like every other segment, so B is ESTABLISHED at 250 ms without repeating anything. The third segment is of no special kind: any segment that acknowledges the SYN of B completes the handshake.',
  },
  items: [29, 18],
  experiment: 'E05',
  parameters: {
    wait: {
      says: { zh: 'A 连上后过多久才写', en: 'how long after connecting A writes' },
      unit: 'microseconds',
      value: ms(100),
      least: ms(1),
      most: s(3),
    },
  },
  build: ({ wait }) => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      listen,
      connect,
      {
        host: 'A',
        when: { on: 'connected', after: wait as number },
        do: { call: 'send', text: 'hello' },
      },
    ],
    faults: [{ segment: 'A2', action: 'drop' }],
  }),
  tries: [
    {
      interventions: [],
      values: { wait: s(2) },
      says: {
        zh: 'A 两秒后才写：B 的重传先到',
        en: 'A writes after two seconds: B has repeated before',
      },
    },
    {
      interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }],
      says: { zh: '数据也丢掉：等 A 重传', en: 'lose the data too: A repeats it' },
    },
  ],
  question: {
    asks: {
      zh: 'B 还在 SYN-RECEIVED，A 的数据先到了，B 怎么办？',
      en: 'B is in SYN-RECEIVED when data of A arrives. What does it do?',
    },
    answers: [
      {
        says: {
          zh: '回 RST：还没建立，哪来的数据',
          en: 'a RST: no data before the open is complete',
        },
        isTrue: (f) => f.sent('B').some((x) => x.flags.includes('R')),
      },
      {
        says: { zh: '丢掉数据，重发 SYN+ACK', en: 'it drops the data and repeats its SYN+ACK' },
        isTrue: (f) => f.sent('B', 'S.').length > 1,
      },
      {
        says: { zh: '进入 ESTABLISHED，收下数据', en: 'it is ESTABLISHED and takes the data' },
        isTrue: (f) =>
          f.sent('B', 'S.').length === 1 && f.entered('B', 'ESTABLISHED')[0] === firstRead(f, 'B'),
      },
    ],
  },
  checks: [
    wire(['A S 100', 'B S. 300 a101', 'A . 101 a301 lost', 'A P. 101:106 a301', 'B . 301 a106']),
    stateAt('B', ms(249), 'SYN-RECEIVED'),
    stateAt('B', ms(250), 'ESTABLISHED'),
    reads('B', 'hello'),
    timed(
      { zh: 'B 的应用在 250 毫秒读到', en: 'the application of B reads it at 250 ms' },
      (f) => firstRead(f, 'B') ?? -1,
      ms(250),
    ),
    count(
      { zh: '没有任何重传', en: 'nothing is retransmitted' },
      (f) => f.segments().filter((x) => x.retransmission).length,
      0,
    ),
  ],
  refutedBy: { values: { wait: s(2) } },
};
