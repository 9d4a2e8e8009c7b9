import { between, count } from '../checks.ts';
import { CABLE, client, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { connect, listen } from './helpers.ts';

const WRITTEN = 20_000;

export const openWindow: Exhibit = {
  id: 'open/window',
  shelf: 'open',
  title: { zh: '握手还交换了什么？窗口', en: 'The handshake also exchanges windows' },
  story: {
    zh: 'B 的接收缓冲区只有 4096 字节，SYN+ACK 里写着 win=4096。A 一连上就写 20000 字节；看它每次发多少，就停下来等确认。',
    en: 'B has a receive buffer of 4096 octets and says so in its SYN+ACK: win=4096. A writes 20,000 octets at once; watch after how many it stops for an acknowledgment.',
  },
  point: {
    zh: '握手时，两边就把各自的窗口告诉了对端：从第一份数据起，A 的在途数据就不超过 SND.WND。',
    en: 'Each side learns the window of the other in the handshake: SND.WND bounds what A has in flight from its very first data on.',
  },
  items: [14],
  parameters: {
    buffer: {
      says: { zh: 'B 的接收缓冲区', en: 'the receive buffer of B' },
      unit: 'octets',
      value: 4096,
      least: 1460,
      most: 65_535,
    },
  },
  build: ({ buffer }) => ({
    hosts: [client(), server({ set: { receiveBuffer: buffer as number } })],
    cables: [CABLE],
    steps: [
      listen,
      connect,
      { host: 'A', when: { on: 'connected' }, do: { call: 'send', octets: WRITTEN } },
    ],
  }),
  tries: [
    {
      interventions: [],
      values: { buffer: 65_535 },
      says: {
        zh: '窗口 65535：这回管住 A 的是拥塞窗口',
        en: 'a window of 65,535: now it is the congestion window that holds A',
      },
    },
  ],
  question: {
    asks: {
      zh: 'B 通告 4096，MSS 是 1460。A 的第一批数据有多少字节？',
      en: 'B offers 4096, the MSS is 1460. How much does A send at first?',
    },
    answers: [
      {
        n: 14_600,
        zh: '14600：初始拥塞窗口 10 个 MSS',
        en: '14,600: ten segments, the initial cwnd',
      },
      { n: 20_000, zh: '20000：有多少发多少', en: '20,000: all there is' },
      { n: 4096, zh: '4096：正好填满窗口', en: '4096: the whole window' },
      { n: 2920, zh: '2920：两个整段', en: '2920: two full segments' },
    ].map(({ n, zh, en }) => ({ says: { zh, en }, isTrue: (f) => firstBurst(f) === n })),
  },
  checks: [
    count(
      { zh: 'SYN+ACK 的窗口字段是 4096', en: 'the window field of the SYN+ACK is 4096' },
      (f) => f.sent('B', 'S.')[0]?.wnd ?? -1,
      4096,
    ),
    count(
      { zh: 'A 由此得到 SND.WND=4096', en: 'from it A has SND.WND=4096' },
      (f) => f.varsAt('A', 100_000).sndWnd ?? -1,
      4096,
    ),
    between(
      {
        zh: 'A 的在途数据从不超过 4096 字节，最多时不少于 2920',
        en: 'A never has more than 4096 octets in flight, and once at least 2920',
      },
      (f) => Math.max(...inFlight(f)),
      2920,
      4096,
    ),
    count(
      { zh: 'B 的应用读到全部 20000 字节', en: 'the application of B reads all 20,000 octets' },
      (f) => f.octetsRead('B'),
      WRITTEN,
    ),
  ],
  refutedBy: { values: { buffer: 65_535 } },
};

/** What A had in flight just after each segment it sent. */
function inFlight(f: Facts): number[] {
  const acks = f.sent('B').filter((x) => x.arrivedAt !== null);
  return f.sent('A').map((x) => {
    const acked = acks.filter((a) => (a.arrivedAt as number) <= x.sentAt).map((a) => a.ack);
    return x.seq + x.length - Math.max(101, ...acked);
  });
}

/** Octets that A sent before the first of them were acknowledged. */
function firstBurst(f: Facts): number {
  const [first] = f.sent('B', '.');
  return f
    .sent('A')
    .filter((x) => x.sentAt < (first?.arrivedAt ?? Number.POSITIVE_INFINITY))
    .reduce((n, x) => n + x.length, 0);
}
