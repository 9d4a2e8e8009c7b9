import { count, endsIn, sentAt, timed, wire } from '../checks.ts';
import { at, CLOSES_AT, onEnd } from '../close/helpers.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';

/** How often A repeats its FIN. */
const again = (f: Facts): number => f.sent('A', 'F.').length - 1;

export const mergedClose: Exhibit = {
  id: 'ablate/merged-close',
  shelf: 'why-close',
  title: { zh: '假如 ACK 要等 FIN 一起走', en: 'What if the ACK waited for the FIN?' },
  story: {
    zh: '假如 B 收到 FIN 先不确认，等 10 秒后应用关闭，再把 ACK 和 FIN 合在一起发。B 每次收到都不作声；看 A 怎样理解这片沉默，在哪些时刻发 FIN，间隔怎样变。',
    en: 'What if B did not acknowledge the FIN until its application closes, 10 s later, and merged the two? B gets what A sends and keeps silent: see what A makes of the silence, when it sends its FIN, and how the intervals change.',
  },
  point: {
    zh: 'A 以为 FIN 丢了，在 0.5、1.1、2.3、4.7、9.5 秒各重发一次，间隔从 RTO 起翻倍。马上发的 ACK 等于告诉 A“收到了，别再发”；压着不发，省下一个报文段，赔上五个。',
    en: 'A takes its FIN for lost and sends it again at 0.5, 1.1, 2.3, 4.7 and 9.5 s, at intervals that double from the RTO. The ACK sent at once tells A to stop; holding it back saves one segment and costs five.',
  },
  items: [63],
  errata: [
    {
      note: 'N12',
      says: {
        zh: '笔记 S0 的理由“客户端会不断重发 FIN”，只有 ACK 压得比 RTO 久才成立：B 若在 200 毫秒内关闭，这里一次重发也没有。',
        en: 'The reason of note S0, that the client repeats its FIN, holds only while the ACK is withheld longer than the RTO: if B closes within 200 ms, nothing is repeated here.',
      },
    },
  ],
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
    hosts: [client(), server({ whatIfs: ['mergedClose'] })],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      onEnd('B', reaction, { call: 'close' }),
    ],
  }),
  tries: [
    {
      interventions: [],
      values: { reaction: ms(200) },
      says: {
        zh: 'B 在 200 毫秒内关闭，比 RTO 短：合并无妨，一次重发也没有',
        en: 'B closes within 200 ms, less than the RTO: merging does no harm',
      },
    },
    {
      interventions: [{ kind: 'set', host: 'A', field: 'minRto', value: s(1) }],
      says: { zh: '让 A 的 RTO 至少 1 秒', en: 'give A an RTO of at least 1 s' },
    },
  ],
  question: {
    asks: {
      zh: 'B 拖 10 秒才发 ACK 和 FIN，A 会把 FIN 重发几次？',
      en: 'B takes 10 s to send ACK and FIN. How often does A repeat its FIN?',
    },
    answers: [0, 1, 5, 33].map((n) => ({
      says: {
        zh: n === 33 ? '33 次：每个 RTO 一次' : `${n} 次`,
        en: n === 33 ? '33 times, once per RTO' : n === 1 ? 'once' : `${n} times`,
      },
      isTrue: (f) => again(f) === n,
    })),
  },
  checks: [
    sentAt('A', 'F.', [0.2, 0.5, 1.1, 2.3, 4.7, 9.5]),
    count({ zh: 'A 白白重发了 5 次 FIN', en: 'A repeats its FIN 5 times for nothing' }, again, 5),
    count(
      { zh: '6 个 FIN 全都到达了 B', en: 'all 6 of them reach B' },
      (f) => f.sent('A', 'F.').filter((g) => g.arrivedAt !== null).length,
      6,
    ),
    count(
      { zh: '10 秒之内 B 一声不吭', en: 'for 10 s B says nothing' },
      (f) => f.sent('B').filter((g) => g.sentAt > CLOSES_AT && g.sentAt < s(10.25)).length,
      0,
    ),
    timed(
      { zh: 'A 在 FIN-WAIT-1 里待了 10.1 秒', en: 'A is in FIN-WAIT-1 for 10.1 s' },
      (f) => f.dwelt('A', 'FIN-WAIT-1'),
      s(10.1),
    ),
    endsIn('A', 'CLOSED'),
  ],
  standardChecks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B . 301 a102', 'B F. 301 a102', 'A . 102 a302']),
    count({ zh: 'A 重发 FIN 0 次', en: 'A repeats its FIN 0 times' }, again, 0),
    timed(
      { zh: 'A 在 FIN-WAIT-1 里只待了 100 毫秒', en: 'A is in FIN-WAIT-1 for just 100 ms' },
      (f) => f.dwelt('A', 'FIN-WAIT-1'),
      ms(100),
    ),
    endsIn('A', 'CLOSED'),
  ],
  refutedBy: { values: { reaction: ms(200) } },
};
