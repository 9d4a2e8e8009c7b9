import { closes, count, states, timed, wire } from '../checks.ts';
import { attacker, CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import { connect, listen } from './helpers.ts';

/** Answers that a SYN does not want. */

export const refused: Exhibit = {
  id: 'open/refused',
  shelf: 'open',
  title: { zh: '端口没人监听，B 会怎样回答？', en: 'Nobody listens: what does B answer?' },
  story: {
    zh: 'A 的 SYN 写着目的端口 80，可是 B 的 80 端口没有程序监听。看 B 回不回答；若回答，带的是什么标志、什么序号和确认号。',
    en: 'The SYN of A names port 80, and no program of B listens there. See whether B answers, and if it does, with which flags and numbers.',
  },
  point: {
    zh: 'B 回 RST+ACK（seq=0，ack=101）。有人回 RST 才叫“拒绝”：B 开着机，只是端口没开，A 过一个往返就知道；若是石沉大海，就只能等到超时（见 open/blackhole）。',
    en: 'B answers RST+ACK, seq=0, ack=101. It takes a RST to refuse: B is up, its port closed, and A knows after one round trip. Silence is another matter, see open/blackhole.',
  },
  items: [3, 95],
  build: () => ({ hosts: [client(), server()], cables: [CABLE], steps: [connect] }),
  tries: [
    {
      interventions: [{ kind: 'fault', segment: 'B1', action: 'drop' }],
      says: {
        zh: '丢掉 RST：它不重传，要等 A 重发 SYN 才再来一个',
        en: 'lose the RST: it is not repeated; only the next SYN brings another',
      },
    },
    {
      interventions: [{ kind: 'host', host: 'B', what: 'power-off', at: 0 }],
      says: { zh: '换成 B 关机：没人来拒绝', en: 'B is switched off instead: nobody refuses' },
    },
  ],
  question: {
    asks: { zh: 'A 的 connect() 得到什么？', en: 'What does connect() of A report?' },
    answers: [
      { code: 'ETIMEDOUT', zh: 'ETIMEDOUT：没人应答，等到超时', en: 'ETIMEDOUT: nobody answers' },
      { code: 'ECONNREFUSED', zh: 'ECONNREFUSED：当场被拒绝', en: 'ECONNREFUSED: refused at once' },
      {
        code: 'ECONNRESET',
        zh: 'ECONNRESET：连接被重置',
        en: 'ECONNRESET: the connection is reset',
      },
    ].map(({ code, zh, en }) => ({ says: { zh, en }, isTrue: (f) => f.ended('A') === code })),
  },
  checks: [
    wire(['A S 100', 'B R. 0 a101']),
    closes('A', 'ECONNREFUSED'),
    states('A', ['SYN-SENT', 'CLOSED']),
    timed(
      { zh: 'A 在一个往返（100 毫秒）后得知', en: 'A is told after one round trip, at 100 ms' },
      (f) => f.calls('A', 'closed')[0]?.at ?? -1,
      ms(100),
    ),
    count(
      {
        zh: 'B 什么都没记下：没有半连接，也没有连接',
        en: 'B keeps nothing: no entry, no connection',
      },
      (f) => f.most('B', 'synQueue') + f.most('B', 'connections'),
      0,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'host', host: 'B', what: 'power-off', at: 0 }] },
};

/** The port of A that the forger has guessed. */
const PORT = 40_000;

export const badAck: Exhibit = {
  id: 'open/bad-ack',
  shelf: 'open',
  title: { zh: '伪造的 SYN+ACK：A 会上当吗？', en: 'A forged SYN+ACK: is A taken in?' },
  story: {
    zh: '攻击者 X 冒充 B，抢先给 A 发 SYN+ACK；端口猜中了，却不知道 A 的初始序号是 100，确认号写成 91。看 A 收到它做什么，真正的 SYN+ACK 随后到达时又怎样。',
    en: 'X pretends to be B and is first to send A a SYN+ACK. It guessed the port but not the ISN of A, 100, and acknowledges 91. See what A does with it, and with the real SYN+ACK that follows.',
  },
  point: {
    zh: 'SYN-SENT 里只认 SEG.ACK=ISS+1（RFC 9293 3.10.7.3 第一步）：对不上就回 RST（seq=91），自己照旧等。确认号就是“我听见了你”的证据，没听见就编不出来。',
    en: 'In SYN-SENT nothing but SEG.ACK=ISS+1 is believed (RFC 9293 3.10.7.3, first); anything else gets a RST (seq=91), and A waits on. The acknowledgment proves that one was heard.',
  },
  items: [10, 95],
  parameters: {
    ack: {
      says: { zh: '伪造的确认号', en: 'the forged acknowledgment' },
      unit: 'number',
      value: 91,
      least: 0,
      most: 0xffff_ffff,
    },
  },
  build: ({ ack }) => ({
    hosts: [client({ profile: 'rfc' }), server(), attacker()],
    cables: [CABLE, { between: ['X', 'A'], delay: ms(50) }],
    steps: [
      listen,
      {
        host: 'A',
        when: { at: 0 },
        do: { call: 'connect', to: 'B', port: 80, localPort: PORT },
      },
      {
        host: 'X',
        when: { at: ms(20) },
        do: {
          call: 'inject',
          from: 'B',
          to: 'A',
          sport: 80,
          dport: PORT,
          flags: 'S.',
          seq: 7000,
          ack: ack as number,
        },
      },
    ],
    until: s(5),
  }),
  tries: [
    {
      interventions: [{ kind: 'profile', host: 'A', name: 'linux' }],
      says: {
        zh: '换成 Linux：回完 RST，2 毫秒后就重发 SYN',
        en: 'as Linux does it: after the RST, the SYN again within 2 ms',
      },
    },
    {
      interventions: [],
      values: { ack: 101 },
      says: {
        zh: '万一猜中了 101：A 连上假的 B，100 毫秒后被真 B 的 RST 打断',
        en: 'what if it guesses 101: A is connected with a false B, until the real one resets it 100 ms later',
      },
    },
  ],
  question: {
    asks: {
      zh: 'A 在 SYN-SENT 收到 ack=91 的 SYN+ACK，会怎样？',
      en: 'A, in SYN-SENT, gets a SYN+ACK with ack=91. What then?',
    },
    answers: [
      {
        says: { zh: '放弃连接：ECONNREFUSED', en: 'it gives up: ECONNREFUSED' },
        isTrue: (f) => f.ended('A') !== undefined,
      },
      {
        says: { zh: '进入 ESTABLISHED', en: 'it is ESTABLISHED' },
        isTrue: (f) => f.stateAt('A', ms(70)) === 'ESTABLISHED',
      },
      {
        says: { zh: '回 RST，自己留在 SYN-SENT', en: 'it sends a RST and stays in SYN-SENT' },
        isTrue: (f) => f.sent('A', 'R').length === 1 && f.stateAt('A', ms(70)) === 'SYN-SENT',
      },
      {
        says: { zh: '不理它，留在 SYN-SENT', en: 'it ignores it' },
        isTrue: (f) => f.sent('A', 'R').length === 0 && f.stateAt('A', ms(70)) === 'SYN-SENT',
      },
    ],
  },
  checks: [
    wire(['A S 100', 'X S. 7000 a91', 'B S. 300 a101', 'A R 91', 'A . 101 a301']),
    states('A', ['SYN-SENT', 'ESTABLISHED']),
    timed(
      {
        zh: 'A 到 100 毫秒、收到真的 SYN+ACK 时才进入 ESTABLISHED',
        en: 'A is ESTABLISHED at 100 ms, with the real SYN+ACK, and not before',
      },
      (f) => f.entered('A', 'ESTABLISHED')[0] ?? -1,
      ms(100),
    ),
    count(
      {
        zh: 'A 记下的是真 B 的初始序号 300',
        en: 'the IRS that A keeps is that of the real B, 300',
      },
      (f) => f.varsAt('A', s(1)).irs ?? -1,
      300,
    ),
    states('B', ['SYN-RECEIVED', 'ESTABLISHED']),
  ],
  refutedBy: { values: { ack: 101 } },
};
