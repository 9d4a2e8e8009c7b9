import { closes, count, sentAt, states, timed } from '../checks.ts';
import { CABLE, client, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { connect } from './helpers.ts';

/** When Linux sends its SYN, seconds. */
const LINUX = [0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67];

export const blackhole: Exhibit = {
  id: 'open/blackhole',
  shelf: 'open',
  title: { zh: '没人应答：SYN 要发几次，等多久？', en: 'Nobody answers: how many SYNs, how long?' },
  story: {
    zh: 'B 关着机，A 的每个 SYN 都石沉大海。看重发的时刻：间隔先怎样，后来又怎样（这是 Linux 6.5 以后的做法）；再看 connect() 什么时候报 ETIMEDOUT。',
    en: 'B is switched off, and no SYN of A is ever answered. Watch when it is repeated: how the waits begin and how they go on (as in Linux since 6.5), and when connect() reports ETIMEDOUT.',
  },
  point: {
    zh: '先是每秒一个，共五次，然后间隔逐次翻倍；Linux 默认 131 秒才放弃，RFC 9293 要求的更久（R2 至少 3 分钟）。程序等不起，就得自己设超时。',
    en: 'Once a second five times, then each wait doubles: Linux gives up after 131 s, the RFC asks for three minutes at least (R2). A program in a hurry sets its own timeout.',
  },
  items: [30],
  errata: [
    {
      note: 'N24',
      says: {
        zh: '常说的“1、2、4、8 秒”是旧的 Linux；现在前五次每隔 1 秒，之后才翻倍。',
        en: 'The usual "1, 2, 4, 8 s" is older Linux: today the first five are a second apart, then the waits double.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [{ host: 'B', when: { at: 0 }, do: { call: 'power-off' } }, connect],
  }),
  tries: [
    {
      interventions: [
        { kind: 'set', field: 'synLinearTimeouts', value: 0, host: 'A' },
        { kind: 'set', field: 'synRetries', value: 6, host: 'A' },
      ],
      says: {
        zh: '旧的 Linux：1、3、7、15、31、63 秒重发，127 秒放弃',
        en: 'as older Linux: again at 1, 3, 7, 15, 31 and 63 s, given up at 127 s',
      },
    },
    {
      interventions: [{ kind: 'profile', host: 'A', name: 'rfc' }],
      says: { zh: '换成 RFC 的取值：183 秒才放弃', en: 'by the RFC: it gives up after 183 s' },
    },
    {
      interventions: [{ kind: 'profile', host: 'A', name: 'freebsd' }],
      says: { zh: '换成 FreeBSD：75 秒放弃', en: 'as FreeBSD: it gives up after 75 s' },
    },
    {
      interventions: [{ kind: 'host', host: 'B', what: 'boot', at: s(20) }],
      says: {
        zh: 'B 在 20 秒时开机：下一个 SYN 换来 RST',
        en: 'B is switched on at 20 s: the next SYN gets a RST',
      },
    },
  ],
  question: {
    asks: { zh: 'A 一共发了几个 SYN？', en: 'How many SYNs does A send in all?' },
    answers: [1, 3, 7, 11].map((n) => ({
      says: { zh: `${n} 个`, en: String(n) },
      isTrue: (f) => f.sent('A', 'S').length === n,
    })),
  },
  checks: [
    sentAt('A', 'S', LINUX),
    closes('A', 'ETIMEDOUT'),
    states('A', ['SYN-SENT', 'CLOSED']),
    timed(
      { zh: 'connect() 在 131 秒失败', en: 'connect() fails at 131 s' },
      (f) => f.calls('A', 'closed')[0]?.at ?? -1,
      s(131),
    ),
    count(
      { zh: '11 个 SYN 的序号都是 100', en: 'all 11 SYNs have the number 100' },
      (f) => f.sent('A').filter((x) => x.seq === 100 && x.fate === 'lost').length,
      LINUX.length,
    ),
  ],
  refutedBy: {
    interventions: [{ kind: 'set', field: 'synLinearTimeouts', value: 0, host: 'A' }],
  },
};
