import { count, endsIn, holds, reads, wire } from '../checks.ts';
import { CABLE, client, HANDSHAKE, ms, OPENED, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { at, CLOSES_AT, onEnd } from './helpers.ts';

/** 20 octets under way when the FIN of A is, and 30 after it: 50 that A gets after its FIN. */
const FIRST = 'I have not finished,';
const SECOND = ' and these are my last words: ';

export const halfClose: Exhibit = {
  id: 'close/half-close',
  shelf: 'close',
  title: { zh: '半关闭：A 说完了，B 还在说', en: 'Half-closed: A is done, B still talks' },
  story: {
    zh: 'A 在 200 毫秒发出 FIN。随后 B 的 20 字节到了，那时 A 在 FIN-WAIT-1；B 得知 A 已说完，又发 30 字节，到时 A 在 FIN-WAIT-2。看 A 怎样对待这些数据，发过 FIN 以后还发什么。',
    en: 'A sends its FIN at 200 ms. 20 octets of B, sent before it knows, find A in FIN-WAIT-1; B sends 30 more once it knows, and they find A in FIN-WAIT-2. See what A does with them, and what it sends after its FIN.',
  },
  point: {
    zh: 'TCP 是全双工的，FIN 只关一个方向：它说的是“我说完了”，不是“我不听了”。',
    en: 'TCP is full duplex and a FIN closes one direction: it says "I have finished talking", not "I have stopped listening".',
  },
  items: [54, 60],
  errata: [
    {
      note: 'N3',
      says: {
        zh: '笔记 S3 的“客户端扔要接收”应为“仍要接收”：这里接收的正是那 50 字节。',
        en: 'Note S3 has a slip of the pen where it says that the client must still receive; here it receives those 50 octets.',
      },
    },
    {
      note: 'N22',
      says: {
        zh: '笔记 S2 说客户端发出 FIN 后“只是不能发数据了”：不能发的是新数据，确认照样要发，这里就发了三个。',
        en: 'Note S2 says that after its FIN the client cannot send: new text it cannot, but it goes on sending ACKs, three of them here.',
      },
    },
  ],
  build: () => ({
    hosts: [client(), server()],
    cables: [CABLE],
    steps: [
      ...OPENED,
      at('A', CLOSES_AT, { call: 'close' }),
      at('B', ms(220), { call: 'send', text: FIRST }),
      onEnd('B', ms(150), { call: 'send', text: SECOND }),
      onEnd('B', ms(400), { call: 'close' }),
    ],
  }),
  whatIfs: [
    { id: 'forceThreeClose', host: 'B' },
    { id: 'mergedClose', host: 'B' },
  ],
  question: {
    asks: {
      zh: 'A 发出 FIN 之后，B 的 50 字节会怎样？',
      en: 'What becomes of the 50 octets of B that arrive after the FIN of A?',
    },
    answers: [
      {
        says: { zh: '全部交给 A 的应用', en: 'A hands all of them to its application' },
        isTrue: (f) => f.octetsRead('A') === 50,
      },
      {
        says: {
          zh: '只交 FIN-WAIT-1 里到的 20 字节',
          en: 'only the 20 that arrive in FIN-WAIT-1',
        },
        isTrue: (f) => f.octetsRead('A') === 20,
      },
      {
        says: { zh: '全部丢弃，A 回 RST', en: 'A drops them and answers with a RST' },
        isTrue: (f) => f.octetsRead('A') === 0 && f.sent('A').some((g) => g.flags.includes('R')),
      },
    ],
  },
  checks: [
    wire([
      ...HANDSHAKE,
      'A F. 101 a301',
      'B P. 301:321 a101',
      'B . 321 a102',
      'A . 102 a321',
      'B P. 321:351 a102',
      'A . 102 a351',
      'B F. 351 a102',
      'A . 102 a352',
    ]),
    reads('A', FIRST + SECOND),
    holds(
      {
        zh: 'A 的应用读到那 20 字节时，A 在 FIN-WAIT-1；读到那 30 字节时，在 FIN-WAIT-2',
        en: 'A is in FIN-WAIT-1 when it reads the 20 octets, in FIN-WAIT-2 when it reads the 30',
      },
      (f) => readIn(f.calls('A', 'read').map((c) => f.stateAt('A', c.at))),
      (f) =>
        f
          .calls('A', 'read')
          .map((c) => f.stateAt('A', c.at))
          .join(', '),
    ),
    count(
      {
        zh: 'A 发过 FIN 以后还发了 3 个 ACK，都不占序号',
        en: 'after its FIN A sends 3 more ACKs, which take up no number',
      },
      (f) => f.sent('A', '.').filter((g) => g.seq === 102 && g.length === 0).length,
      3,
    ),
    endsIn('A', 'CLOSED'),
    endsIn('B', 'CLOSED'),
  ],
  refutedBy: { interventions: [{ kind: 'what-if', id: 'forceThreeClose', host: 'B' }] },
};

function readIn(states: readonly (string | null)[]): boolean {
  return states.length === 2 && states[0] === 'FIN-WAIT-1' && states[1] === 'FIN-WAIT-2';
}
