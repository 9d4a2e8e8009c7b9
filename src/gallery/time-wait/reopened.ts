import { closes, count, holds, states, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';

const CONNECT = { call: 'connect', to: 'B', port: 80, localPort: 5000 } as const;

/** A SYN in TIME-WAIT that comes to nothing: TIME-WAIT to SYN-RECEIVED, and back [MAY-2]. */
export const reopened: Exhibit = {
  id: 'tw/reopened',
  shelf: 'time-wait',
  title: { zh: '从 TIME-WAIT 重新打开，没有成', en: 'Reopened from TIME-WAIT, in vain' },
  story: {
    zh: 'B 先关闭，在 TIME-WAIT 里。2 秒时 A 用同一个端口再来，ISN 更大，所以 B 接受，进入 SYN-RECEIVED；可 A 随即断电重启，对 SYN+ACK 只会答 RST。看 B 收到 RST 之后去了哪里。',
    en: 'B closed first and is in TIME-WAIT. At 2 s A comes again from the same port with a higher ISN, so B takes it: SYN-RECEIVED. But A loses power and, back again, answers the SYN+ACK with a RST. See where B goes from there.',
  },
  point: {
    zh: 'B 不能就此忘掉旧连接，它回到 TIME-WAIT。TIME-WAIT 可以被更新的 SYN 打断，前提是：那个 SYN 若原来是旧的重复，还能退回去（RFC 9293 3.6.1 节 MAY-2）。',
    en: 'B must not forget the old connection for that, and returns to TIME-WAIT. A later SYN may interrupt TIME-WAIT, provided that TCP returns to it when that SYN turns out to be an old duplicate (RFC 9293 section 3.6.1, MAY-2).',
  },
  items: [79, 115],
  experiment: 'E25',
  build: () => ({
    hosts: [client({ iss: [100, 5000] }), server({ iss: [300, 100_000] })],
    cables: [CABLE],
    steps: [
      { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } },
      { host: 'A', when: { at: 0 }, do: CONNECT },
      { host: 'B', when: { at: s(1) }, do: { call: 'close' } },
      { host: 'A', when: { on: 'ended', after: ms(100) }, do: { call: 'close' } },
      { host: 'A', when: { at: s(2) }, do: { ...CONNECT, socket: 'again' } },
      { host: 'A', when: { at: ms(2010) }, do: { call: 'power-off' } },
      { host: 'A', when: { at: ms(2020) }, do: { call: 'boot' } },
    ],
  }),
  question: {
    asks: { zh: 'RST 到了之后，B 在哪个状态？', en: 'In which state is B after the RST?' },
    answers: [
      {
        says: { zh: 'LISTEN：新的打开失败了', en: 'LISTEN: the new opening failed' },
        isTrue: (f) => f.states('B').at(-1) === 'LISTEN',
      },
      {
        says: { zh: 'TIME-WAIT：旧连接还要等完', en: 'TIME-WAIT: the old one still has to wait' },
        isTrue: (f) => f.stateAt('B', ms(2200)) === 'TIME-WAIT',
      },
      {
        says: { zh: 'CLOSED：两条都没了', en: 'CLOSED: both are gone' },
        isTrue: (f) => f.stateAt('B', ms(2200)) === 'CLOSED',
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'B F. 301 a101',
      'A . 101 a302',
      'A F. 101 a302',
      'B . 302 a102',
      'A S 5000',
      'B S. 100000 a5001',
      'A R 5001',
    ]),
    states('B', [
      ...['SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'],
      ...['SYN-RECEIVED', 'TIME-WAIT', 'CLOSED'],
    ]),
    count(
      { zh: 'B 的应用只得到一条连接', en: 'the application of B gets one connection only' },
      (f) => f.calls('B', 'accept').length,
      1,
    ),
    closes('B', null),
    holds(
      {
        zh: 'B 在 2.05 秒离开 TIME-WAIT，2.15 秒回来',
        en: 'B leaves TIME-WAIT at 2.05 s and is back at 2.15 s',
      },
      (f) =>
        f.entered('B', 'SYN-RECEIVED')[1] === ms(2050) &&
        f.entered('B', 'TIME-WAIT')[1] === ms(2150),
    ),
  ],
  refutedBy: { interventions: [{ kind: 'set', host: 'B', field: 'timeWaitSyn', value: 'answer' }] },
};
