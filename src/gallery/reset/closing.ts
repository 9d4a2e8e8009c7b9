import { closes, holds, states, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';

/** A reset for a FIN: FIN-WAIT-1 to CLOSED. */
export const inFinWait1: Exhibit = {
  id: 'rst/in-fin-wait-1',
  shelf: 'reset',
  title: { zh: 'FIN 发给了重启过的主机', en: 'A FIN to a host that has rebooted' },
  story: {
    zh: 'B 在 900 毫秒断电，950 毫秒又开机，什么也不记得。A 在 1 秒关闭，FIN 到的是一台没有这条连接的主机。看回来的是什么，A 从 FIN-WAIT-1 又去了哪里。',
    en: 'B loses power at 900 ms and is back at 950 ms, knowing nothing. A closes at 1 s, and its FIN meets a host without that connection. See what comes back, and where A goes from FIN-WAIT-1.',
  },
  point: {
    zh: '回来的不是 ACK，而是 RST，A 从 FIN-WAIT-1 直接到 CLOSED。被 RST 结束的连接不再挥手，也没有 TIME-WAIT，应用得到 ECONNRESET（RFC 9293 3.10.7.4 节）。',
    en: 'What comes back is no ACK but a RST, and A goes straight to CLOSED. What a RST ends has no four segments and no TIME-WAIT: the application is told ECONNRESET (RFC 9293 section 3.10.7.4).',
  },
  items: [95, 115],
  experiment: 'E25',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      { host: 'B', when: { at: ms(900) }, do: { call: 'power-off' } },
      { host: 'B', when: { at: ms(950) }, do: { call: 'boot' } },
      { host: 'A', when: { at: s(1) }, do: { call: 'close' } },
    ],
  }),
  question: {
    asks: { zh: 'A 的 FIN 会得到什么？', en: 'What does the FIN of A get?' },
    answers: [
      {
        says: { zh: 'ACK：FIN 总要确认', en: 'an ACK: a FIN is always acknowledged' },
        isTrue: (f) => f.sent('B').some((x) => x.ack === 102),
      },
      {
        says: { zh: '什么也没有，A 重传 FIN', en: 'nothing, and A repeats it' },
        isTrue: (f) => f.sent('A', 'F.').length > 1,
      },
      {
        says: { zh: 'RST', en: 'a RST' },
        isTrue: (f) => f.sent('B', 'R').length === 1,
      },
    ],
  },
  checks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B R 301']),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'CLOSED']),
    closes('A', 'ECONNRESET'),
    holds(
      { zh: 'A 在 1.1 秒到 CLOSED，没有 TIME-WAIT', en: 'A is CLOSED at 1.1 s, without TIME-WAIT' },
      (f) =>
        f.entered('A', 'CLOSED')[0] === ms(1100) && f.counts('A').timers['time-wait'] === undefined,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'fault', segment: 'A3', action: 'drop' }] },
};

/** A reset when both were closing: CLOSING to CLOSED. */
export const inClosing: Exhibit = {
  id: 'rst/in-closing',
  shelf: 'reset',
  title: {
    zh: '同时关闭，对端断电：CLOSING 里的 RST',
    en: 'Both close, one loses power: a RST in CLOSING',
  },
  story: {
    zh: '1 秒时两边同时关闭，两个 FIN 在途中交错；B 发完就断电，1.03 秒又开机。A 收到 B 的 FIN，在 CLOSING 里等 B 确认自己的 FIN，看等来的是什么，A 又去了哪里。',
    en: 'Both close at 1 s and their FINs cross; B has no sooner sent its own than it loses power, to be back at 1.03 s. A has the FIN of B and waits in CLOSING for the ACK of its own. See what comes instead, and where A goes.',
  },
  point: {
    zh: '来的是两个 RST，一个答 A 的 FIN，一个答 A 的 ACK。CLOSING 有两条出路：ACK 去 TIME-WAIT，RST 去 CLOSED。数据早已全部确认，只差 FIN，所以对应用来说算正常结束（RFC 9293 3.10.7.4 节）。',
    en: 'Two RSTs come, for its FIN and for its ACK. Two ways lead out of CLOSING: an ACK to TIME-WAIT, a RST to CLOSED. All text was acknowledged and only the FIN was not, so for the application it ends properly (RFC 9293 section 3.10.7.4).',
  },
  items: [59, 95, 115],
  experiment: 'E25',
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      { host: 'A', when: { at: s(1) }, do: { call: 'close' } },
      { host: 'B', when: { at: s(1) }, do: { call: 'close' } },
      { host: 'B', when: { at: ms(1020) }, do: { call: 'power-off' } },
      { host: 'B', when: { at: ms(1030) }, do: { call: 'boot' } },
    ],
  }),
  tries: [
    {
      interventions: [{ kind: 'profile', host: 'A', name: 'rfc' }],
      says: {
        zh: 'A 换成 rfc 配置：第一个 RST 的序号不是 RCV.NXT，不算数，第二个才算',
        en: 'A as rfc: the first RST is not at RCV.NXT and does not count, the second does',
      },
    },
  ],
  question: {
    asks: { zh: '最后 A 在哪个状态？', en: 'In which state does A end?' },
    answers: [
      {
        says: { zh: 'TIME-WAIT，等 2MSL', en: 'TIME-WAIT, for 2 MSL' },
        isTrue: (f) => f.entered('A', 'TIME-WAIT').length > 0,
      },
      {
        says: { zh: '一直在 CLOSING', en: 'CLOSING, for good' },
        isTrue: (f) => f.endState('A') === 'CLOSING',
      },
      {
        says: { zh: 'CLOSED，不经过 TIME-WAIT', en: 'CLOSED, without TIME-WAIT' },
        isTrue: (f) => f.endState('A') === 'CLOSED' && f.entered('A', 'TIME-WAIT').length === 0,
      },
    ],
  },
  checks: [
    wire([...HANDSHAKE, 'A F. 101 a301', 'B F. 301 a101', 'B R 301', 'A . 102 a302', 'B R 302']),
    states('A', ['SYN-SENT', 'ESTABLISHED', 'FIN-WAIT-1', 'CLOSING', 'CLOSED']),
    closes('A', null),
    holds(
      {
        zh: '第一个 RST 在 1.1 秒就结束了连接：Linux 认出它答的是 FIN',
        en: 'the first RST ends it, at 1.1 s: Linux sees that it answers the FIN',
      },
      (f) => f.entered('A', 'CLOSED')[0] === ms(1100),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'profile', host: 'A', name: 'rfc' }] },
};
