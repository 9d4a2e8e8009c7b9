import { closes, count, states } from '../checks.ts';
import { CABLE, client, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';

const listen = { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } } as const;

export const twoWayLostSynAck: Exhibit = {
  id: 'ablate/two-way-lost-synack',
  shelf: 'why-open',
  title: { zh: '两次握手，SYN,ACK 丢了会怎样？', en: 'Two segments, and the SYN,ACK is lost' },
  story: {
    zh: '假如 B 一发出 SYN,ACK 就算连上，而 A 的网络从此再也收不到它：B 的应用被叫醒，守着一个不存在的客户端；A 一直重发 SYN，最后超时。',
    en: 'What if B counted as connected once its SYN,ACK is out, and A never gets it? B wakes its application for a client that is not there; A repeats its SYN until it gives up.',
  },
  point: {
    zh: '第三个报文段让 B 在把连接交给应用之前知道 A 听得见它。没有它，丢一个包就留下一条僵尸连接。',
    en: 'The third segment tells B that A hears it, before an application is woken. Without it, one lost packet leaves a zombie.',
  },
  items: [24, 27, 32],
  experiment: 'E02',
  build: () => ({
    hosts: [client(), server({ whatIfs: ['twoWay'] })],
    cables: [CABLE],
    steps: [
      listen,
      { host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80 } },
      { host: 'A', when: { at: s(0.06) }, do: { call: 'unplug' } },
    ],
    until: s(200),
  }),
  question: {
    asks: { zh: '200 秒后 B 处于什么状态？', en: 'What state is B in after 200 seconds?' },
    answers: ['LISTEN', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSED'].map((state) => ({
      says: { zh: state, en: state },
      isTrue: (f) => f.endState('B') === state,
    })),
  },
  checks: [
    states('B', ['SYN-RECEIVED', 'ESTABLISHED']),
    closes('A', 'ETIMEDOUT'),
    count(
      { zh: '僵尸连接：1 条', en: 'zombie connections: 1' },
      (f) => f.tablesAt('B', f.trace.end).connections,
      1,
    ),
  ],
  standardChecks: [
    closes('A', 'ETIMEDOUT'),
    states('B', ['SYN-RECEIVED', 'CLOSED']),
    count(
      { zh: '僵尸连接：0 条', en: 'zombie connections: 0' },
      (f) => f.tablesAt('B', f.trace.end).connections,
      0,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'twoWay', host: 'B', off: true }] },
};
