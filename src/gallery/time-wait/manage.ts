import type { ScenarioHost, Step } from '../../sim/scenario.ts';
import { type Check, count, holds } from '../checks.ts';
import { CABLE, client, ms, s, server } from '../common.ts';
import type { Exhibit } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { at, oneOf } from './helpers.ts';

/** Ways to live with TIME-WAIT, side by side, and what each costs. */

/** Octets of a request, and of an answer. */
const SIZE = 10;

/** The clients of the summary: what each does about TIME-WAIT. */
type Knob = 'A' | 'C' | 'D' | 'E' | 'F';
const KNOBS: readonly Knob[] = ['A', 'C', 'D', 'E', 'F'];
/** The port of B that each client connects to, so that its connections have names of their own. */
const PORTS: Readonly<Record<Knob, number>> = { A: 80, C: 81, D: 82, E: 83, F: 84 };
/** Requests of each client, and its ephemeral ports. */
const WORK = 5;
const FOUR = [40_000, 40_003] as const;

function knobHosts(): ScenarioHost[] {
  return [
    client({
      iss: [],
      title: { zh: '什么也不动', en: 'nothing changed' },
      set: { ephemeralPorts: FOUR },
    }),
    server({ iss: [], set: { timestamps: true } }),
    client({
      name: 'C',
      iss: [],
      title: { zh: '8 个端口', en: 'eight ports' },
      set: { ephemeralPorts: [40_000, 40_007] },
    }),
    client({
      name: 'D',
      iss: [],
      title: { zh: 'tcp_tw_reuse', en: 'tcp_tw_reuse' },
      set: { ephemeralPorts: FOUR, timestamps: true, timeWaitReuse: true },
    }),
    client({
      name: 'E',
      iss: [],
      title: { zh: 'SO_LINGER 为 0', en: 'SO_LINGER 0' },
      set: { ephemeralPorts: FOUR },
    }),
    client({
      name: 'F',
      iss: [],
      title: { zh: '一条长连接', en: 'one connection' },
      set: { ephemeralPorts: FOUR },
    }),
  ];
}

function knobSteps(): Step[] {
  const b = KNOBS.map((k) => at('B', 0, { call: 'listen', port: PORTS[k], socket: `of ${k}` }));
  const short = (['A', 'C', 'D', 'E'] as const).flatMap((k): Step[] => [
    at(k, 0, { call: 'load', to: 'B', port: PORTS[k], count: WORK, every: ms(500) }),
    { host: k, when: { on: 'connected', every: true }, do: { call: 'send', octets: SIZE } },
    {
      host: k,
      when: { on: 'received', every: true, ...(k === 'E' ? {} : { after: ms(10) }) },
      do: k === 'E' ? { call: 'set', linger: 0 } : { call: 'close' },
    },
  ]);
  return [
    ...b,
    ...short,
    { host: 'E', when: { on: 'received', every: true, after: ms(10) }, do: { call: 'release' } },
    at('F', 0, { call: 'connect', to: 'B', port: PORTS.F }),
    ...Array.from({ length: WORK }, (_, i) =>
      at('F', ms(200 + 500 * i), { call: 'send', octets: SIZE }),
    ),
    at('F', ms(3000), { call: 'close' }),
    { host: 'B', when: { on: 'received', every: true }, do: { call: 'send', octets: SIZE } },
    { host: 'B', when: { on: 'ended', every: true, after: ms(20) }, do: { call: 'close' } },
  ];
}

/** What came of a client: requests answered, in TIME-WAIT at 5 s, and connections of B that ended in an error. */
function outcome(f: Facts, k: Knob): string {
  const bad = f
    .calls('B', 'closed')
    .filter((c) => c.socket?.startsWith(`of ${k}`) && c.error !== null);
  return `${f.counts(k).calls['read'] ?? 0} ${f.tablesAt(k, s(5)).timeWait} ${bad.length}`;
}

function comes(
  k: Knob,
  title: string,
  en: string,
  reads: number,
  waiting: number,
  bad: number,
): Check {
  return holds(
    {
      zh: `${k}（${title}）：得到 ${reads} 个回答，留下 ${waiting} 条 TIME-WAIT，B 上 ${bad} 条连接以错误告终`,
      en: `${k} (${en}): ${reads} answers, ${waiting} left in TIME-WAIT, ${bad} connections of B end in an error`,
    },
    (f) => outcome(f, k) === `${reads} ${waiting} ${bad}`,
    (f) => outcome(f, k),
  );
}

export const manage: Exhibit = {
  id: 'tw/manage',
  shelf: 'time-wait',
  title: { zh: '是管理，不是绕开：五种做法', en: 'Manage it: five ways, and their price' },
  story: {
    zh: '五个客户端各要发 5 个请求，每 0.5 秒一个，除 C 外都只有 4 个端口。A 什么也不动；C 有 8 个端口；D 用时间戳加 tcp_tw_reuse；E 把 SO_LINGER 设为 0；F 只用一条连接。看谁做完了，谁留下多少 TIME-WAIT，B 的连接又各是怎样结束的。',
    en: 'Five clients have 5 requests each, one every 0.5 s, and all but C have 4 ports. A changes nothing; C has 8 ports; D has timestamps and tcp_tw_reuse; E sets SO_LINGER to 0; F has one connection for all. See who gets everything done, what is left in TIME-WAIT, and how the connections end at B.',
  },
  point: {
    zh: 'A 的第 5 个请求没有端口；C、D、F 都做完，B 也都正常结束；E 关闭时发 RST，没有 TIME-WAIT，B 的 5 条连接却都以 ECONNRESET 告终。TIME-WAIT 是可靠性的“余温保护期”：给对端补发 ACK，等旧报文段死光。加端口、用长连接，什么也不损失；tcp_tw_reuse 拿时间戳来换；RST 把两条保证都扔了。',
    en: 'A has no port for its fifth; C, D and F get everything done, and B ends properly; E closes with a RST: no TIME-WAIT, and all 5 connections of B end in ECONNRESET. TIME-WAIT acknowledges the FIN again, and outlasts old segments. More ports and longer connections cost no guarantee; tcp_tw_reuse trades it for timestamps; a RST throws both away.',
  },
  focus: [4, 3, 5],
  items: [86, 87, 81],
  experiment: 'E20',
  build: () => ({
    hosts: knobHosts(),
    cables: [
      CABLE,
      ...(['C', 'D', 'E', 'F'] as const).map(
        (k) => ({ between: [k, 'B'], delay: ms(50) }) as const,
      ),
    ],
    steps: knobSteps(),
    until: s(20),
  }),
  tries: [
    {
      interventions: [{ kind: 'what-if', id: 'noTimeWait', host: 'A' }],
      says: {
        zh: 'A 索性取消 TIME-WAIT：5 个都做完；只要最后的 ACK 不丢、没有旧报文段，就看不出代价',
        en: 'an A without TIME-WAIT: all 5 done, and no price to be seen while no ACK is lost and no old segment about',
      },
    },
    {
      interventions: [
        { kind: 'what-if', id: 'noTimeWait', host: 'A' },
        { kind: 'fault', segment: 'A5', action: 'drop' },
      ],
      says: {
        zh: 'A 没有 TIME-WAIT，最后的 ACK 又丢了：B 重发的 FIN 得到 RST',
        en: 'an A without TIME-WAIT whose last ACK is lost: the FIN of B gets a RST',
      },
    },
    {
      interventions: [{ kind: 'set', field: 'timestamps', value: false, host: 'B' }],
      says: {
        zh: 'B 不用时间戳：D 的 tcp_tw_reuse 就不起作用',
        en: 'a B without timestamps: tcp_tw_reuse of D does nothing',
      },
    },
    {
      interventions: [{ kind: 'set', field: 'timeWait', value: s(1), host: 'A' }],
      says: {
        zh: 'A 把 TIME-WAIT 缩到 1 秒：端口够用了，可也只防得住 1 秒以内的旧报文段',
        en: 'an A with a TIME-WAIT of 1 s: enough ports, and protection from old segments of up to 1 s',
      },
    },
  ],
  question: {
    asks: {
      zh: '哪一种做法让 B 的应用得到错误？',
      en: 'Which way has the applications of B told an error?',
    },
    answers: oneOf(
      (f) => KNOBS.filter((k) => !outcome(f, k).endsWith(' 0')).join(),
      [
        ['C', 'C：扩大端口范围', 'C: more ports'],
        ['D', 'D：tcp_tw_reuse', 'D: tcp_tw_reuse'],
        ['E', 'E：SO_LINGER 为 0，用 RST 关闭', 'E: SO_LINGER 0, closing with a RST'],
        ['F', 'F：长连接', 'F: one long connection'],
      ],
    ),
  },
  checks: [
    comes('A', '什么也不动', 'nothing changed', 4, 4, 0),
    comes('C', '8 个端口', 'eight ports', 5, 5, 0),
    comes('D', 'tcp_tw_reuse', 'tcp_tw_reuse', 5, 4, 0),
    comes('E', 'SO_LINGER 为 0', 'SO_LINGER 0', 5, 0, 5),
    comes('F', '一条长连接', 'one connection', 5, 1, 0),
    count(
      {
        zh: 'A 的第 5 次 connect() 得到 EADDRNOTAVAIL',
        en: 'the fifth connect() of A is told EADDRNOTAVAIL',
      },
      (f) => f.counts('A').calls['connect EADDRNOTAVAIL'] ?? 0,
      1,
    ),
  ],
  refutedBy: { interventions: [{ kind: 'set', field: 'timestamps', value: false, host: 'B' }] },
};
