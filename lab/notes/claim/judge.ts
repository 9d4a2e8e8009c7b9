import type { Words } from '../../../src/base/words.ts';
import { Facts } from '../../../src/gallery/facts.ts';
import type { TraceSegment } from '../../../src/observe/trace.ts';
import { ERRATA } from '../../../src/story/errata.ts';
import type { Run } from '../../engine/protocol.ts';
import { judgeCount, judgeProbes, judgeTime } from './amounts.ts';
import { type Claim, type Side, STEP_NAMES, type Step, senderOf, type Verdict } from './claim.ts';
import { SAYINGS } from './sayings.ts';

/** The exhibits that a claim is tried on, the first being the one it is shown with. */
export function exhibitsFor(claim: Claim): readonly string[] {
  switch (claim.kind) {
    case 'number':
      return ['close/worked-numbers'];
    case 'symbol':
      return ['close/basic'];
    case 'state':
      return [claim.step.startsWith('open') ? 'open/basic' : 'close/basic'];
    case 'who':
      return ['close/basic'];
    case 'count':
      return claim.what === 'open'
        ? countOpen(claim.count)
        : ['close/basic', 'close/three-segment'];
    case 'time':
      return [TIMED[claim.what]];
    case 'probes':
      return ['alive/dead-client'];
    case 'saying':
      return [sayingOf(claim.id).exhibit];
  }
}

function countOpen(count: number): readonly string[] {
  if (count === 3) return ['open/basic'];
  return count < 3 ? ['open/basic', 'ablate/two-way-lost-synack'] : ['ablate/n-way'];
}

const TIMED = {
  'half-open': 'queue/lifetime',
  'time-wait': 'tw/profiles',
  msl: 'tw/profiles',
  'keep-alive': 'alive/dead-client',
  'fin-wait-2': 'close/fin-wait-2-timeout',
} as const;

/** What the runs of {@link exhibitsFor} say to a claim, in their order. */
export function judge(claim: Claim, runs: readonly Run[]): Verdict {
  const [run] = runs as readonly [Run, ...Run[]];
  switch (claim.kind) {
    case 'number':
      return judgeNumber(claim, run);
    case 'symbol':
      return judgeSymbol(claim, run);
    case 'state':
      return judgeState(claim, run);
    case 'who':
      return judgeWho(claim, run);
    case 'count':
      return judgeCount(claim, runs);
    case 'time':
      return judgeTime(claim, run);
    case 'probes':
      return judgeProbes(claim, run);
    case 'saying':
      return judgeSaying(claim, run);
  }
}

/** The segment of an ordinary run that notes give this name; undefined when it has none. */
export function segmentOf(f: Facts, step: Step): TraceSegment | undefined {
  const fin = (side: Side) => f.sent(side).find((s) => s.flags.includes('F'));
  const acks = (by: Side, of: TraceSegment | undefined) =>
    f.sent(by).find((s) => of !== undefined && s.ack === of.seq + of.length + 1);
  switch (step) {
    case 'open-1':
      return f.sent('A', 'S')[0];
    case 'open-2':
      return f.sent('B', 'S.')[0];
    case 'open-3':
      return f.sent('A', '.')[0];
    case 'close-1':
      return fin('A');
    case 'close-2':
      return acks('B', fin('A'));
    case 'close-3':
      return fin('B');
    case 'close-4':
      return acks('A', fin('B'));
  }
}

/** What note S2 has, and of which segment. */
const OF_NOTE_S2: Readonly<Record<string, Step>> = {
  'seq 2300': 'close-2',
  'seq 2350': 'close-3',
  'ack 2351': 'close-4',
};

function judgeNumber(claim: Claim & { kind: 'number' }, run: Run): Verdict {
  const f = new Facts(run.trace);
  const { field, value } = claim;
  const noted = OF_NOTE_S2[`${field} ${value}`];
  const found = f.segments().find((s) => s[field] === value && (field === 'seq' || hasAck(s)));
  const step = claim.step ?? noted ?? null;
  const s = step === null ? found : segmentOf(f, step);
  const isRight = s !== undefined && s[field] === value && (field === 'seq' || hasAck(s));
  const base = { claim, exhibit: run.setup.exhibit, segment: s?.id ?? null };
  const name = FIELD_NAMES[field];
  if (s === undefined || step === null) {
    const [zh, en] = [`${name.zh} ${value}`, `${name.en} ${value}`];
    const seen: Words =
      s === undefined
        ? {
            zh: `在这个例子里，没有哪个报文段的${zh}。`,
            en: `In this example no segment has the ${en}.`,
          }
        : {
            zh: `引擎里 ${s.id}（${s.from} 发出）的${zh}。`,
            en: `In the run ${s.id}, from ${s.from}, has the ${en}.`,
          };
    return { ...base, verdict: isRight ? 'right' : 'wrong', seen, because: EXAMPLE, erratum: null };
  }
  const title = STEP_NAMES[step];
  const is = field === 'ack' && !hasAck(s) ? NO_ACK : { zh: `${s[field]}`, en: `${s[field]}` };
  return {
    ...base,
    verdict: isRight ? 'right' : 'wrong',
    seen: {
      zh: `引擎里，${title.zh}（${s.id}）的${name.zh}是 ${is.zh}${isRight ? '' : `，不是 ${value}`}。`,
      en: `In the run, ${title.en} (${s.id}) has the ${name.en} ${is.en}${isRight ? '' : `, not ${value}`}.`,
    },
    because: sumOf(f, step, field),
    erratum: noted === step && !isRight ? 'N1' : null,
  };
}

function hasAck(s: TraceSegment): boolean {
  return s.flags.includes('.');
}

const NO_ACK: Words = { zh: '无效的（ACK 标志是 0）', en: 'no meaning, for its ACK flag is 0' };
const FIELD_NAMES: Readonly<Record<'seq' | 'ack', Words>> = {
  seq: { zh: '序号', en: 'sequence number' },
  ack: { zh: '确认号', en: 'acknowledgment number' },
};
const EXAMPLE: Words = {
  zh: '这是笔记 S2 的例子：ISN 为 100 和 300，A 发 1000 字节，B 发 2000 再发 50 字节。',
  en: 'It is the example of note S2: ISNs 100 and 300, 1000 octets from A, 2000 and 50 more from B.',
};

/** How a number comes about: `300 + 1 (SYN) + 2000 + 50 = 2351`. */
export function sumOf(f: Facts, step: Step, field: 'seq' | 'ack'): Words {
  const s = segmentOf(f, step);
  if (s === undefined) return EXAMPLE;
  if (step === 'open-1') {
    return field === 'seq'
      ? { zh: '这是客户端的初始序号。', en: 'It is the initial sequence number of the client.' }
      : { zh: '第一个 SYN 什么也不确认。', en: 'The first SYN acknowledges nothing.' };
  }
  const owner: Side = (field === 'seq') === (senderOf(step) === 'A') ? 'A' : 'B';
  const last = s[field];
  const sent = f.sent(owner).filter((p) => p.seq < last && !p.retransmission);
  const start = sent[0]?.seq ?? last;
  const parts: { zh: string; en: string }[] = [{ zh: `${start}`, en: `${start}` }];
  const plus = (n: number, zh: string, en: string): void => {
    if (n > 0) parts.push({ zh: `${n}（${zh}）`, en: `${n} (${en})` });
  };
  const fin = sent.find((p) => p.flags.includes('F'));
  plus(sent.length > 0 ? 1 : 0, 'SYN', 'SYN');
  for (const octets of flightsOf(sent)) plus(octets, '字节', 'octets');
  plus(fin === undefined ? 0 : 1, 'FIN', 'FIN');
  const owners: Words = {
    zh: owner === 'A' ? '客户端' : '服务器',
    en: owner === 'A' ? 'client' : 'server',
  };
  const join = (lang: 'zh' | 'en') => parts.map((p) => p[lang]).join(' + ');
  if (parts.length === 1) {
    return {
      zh: `这是${owners.zh}的初始序号。`,
      en: `It is the initial sequence number of the ${owners.en}.`,
    };
  }
  return {
    zh: `${owners.zh}方向：${join('zh')} = ${last}。SYN 和 FIN 各占一个序号。`,
    en: `From the ${owners.en}: ${join('en')} = ${last}. SYN and FIN take up one number each.`,
  };
}

/** Octets that went out together, flight by flight; in one sum where there were many. */
function flightsOf(sent: readonly TraceSegment[]): number[] {
  const flights = new Map<number, number>();
  for (const s of sent) flights.set(s.sentAt, (flights.get(s.sentAt) ?? 0) + s.length);
  const octets = [...flights.values()].filter((n) => n > 0);
  return octets.length <= 3 ? octets : [octets.reduce((n, o) => n + o, 0)];
}

function judgeSymbol(claim: Claim & { kind: 'symbol' }, run: Run): Verdict {
  const f = new Facts(run.trace);
  const s = segmentOf(f, claim.step) as TraceSegment;
  const other = referred(f, claim.step, claim.field);
  const value = s[claim.field];
  const plus = other === undefined ? 0 : value - other.seq;
  const isBare = other === undefined || other === s;
  // A letter of its own is only a name for the number.
  const isRight = isBare ? claim.plus === 0 : claim.plus === plus;
  const title = STEP_NAMES[claim.step];
  const name = FIELD_NAMES[claim.field];
  const letter = claim.letter;
  const wanted = isBare ? letter : `${letter}+${plus}`;
  return {
    claim,
    verdict: isRight ? 'right' : 'wrong',
    seen: {
      zh: `引擎里，${title.zh}（${s.id}）的${name.zh}是 ${value}${other === undefined || isBare ? `，记作 ${letter}` : `，而 ${other.id} 的序号是 ${other.seq}：即 ${wanted}`}。`,
      en: `In the run, ${title.en} (${s.id}) has the ${name.en} ${value}${other === undefined || isBare ? `, here called ${letter}` : `, and ${other.id} the sequence number ${other.seq}: that is ${wanted}`}.`,
    },
    because: {
      zh: 'SYN 和 FIN 各占一个序号，所以对它们的确认是它们的序号加 1；纯 ACK 不占。',
      en: 'SYN and FIN take up a number each, so that they are acknowledged by theirs plus 1; a pure ACK takes up none.',
    },
    exhibit: run.setup.exhibit,
    segment: s.id,
    erratum: null,
  };
}

/** The segment whose number a letter stands for. */
function referred(f: Facts, step: Step, field: 'seq' | 'ack'): TraceSegment | undefined {
  const of: Readonly<Record<string, Step>> = {
    ...{ 'open-1 seq': 'open-1', 'open-2 seq': 'open-2', 'open-2 ack': 'open-1' },
    ...{ 'open-3 seq': 'open-1', 'open-3 ack': 'open-2' },
    ...{ 'close-1 seq': 'close-1', 'close-2 seq': 'close-2', 'close-2 ack': 'close-1' },
    ...{ 'close-3 seq': 'close-3', 'close-3 ack': 'close-1' },
    ...{ 'close-4 seq': 'close-1', 'close-4 ack': 'close-3' },
  };
  const name = of[`${step} ${field}`];
  return name === undefined ? undefined : segmentOf(f, name);
}

const HOST_NAMES: Readonly<Record<Side, Words>> = {
  A: { zh: '客户端', en: 'the client' },
  B: { zh: '服务器', en: 'the server' },
};

function judgeState(claim: Claim & { kind: 'state' }, run: Run): Verdict {
  const f = new Facts(run.trace);
  const s = segmentOf(f, claim.step) as TraceSegment;
  const sender = senderOf(claim.step);
  const found = claim.sides.map((side) => {
    const isSent = claim.moment === 'sent' || (claim.moment === 'either' && side === sender);
    const at = isSent ? s.sentAt : (s.arrivedAt ?? s.sentAt);
    return { side, isSent, state: f.stateAt(side, at) ?? 'CLOSED', at };
  });
  const isRight = found.every((x) => x.state === claim.state);
  const [title, step] = [STEP_NAMES[claim.step], claim.step];
  const seen = (lang: 'zh' | 'en'): string =>
    found
      .map(({ side, isSent, state }) => {
        const host = HOST_NAMES[side][lang];
        if (lang === 'zh')
          return `${title.zh}（${s.id}）${isSent ? '发出' : '到达'}时，${host}在 ${state}`;
        return `when ${title.en} (${s.id}) ${isSent ? 'leaves' : 'arrives'}, ${host} is in ${state}`;
      })
      .join(lang === 'zh' ? '；' : '; ');
  return {
    claim,
    verdict: isRight ? 'right' : 'wrong',
    seen: { zh: `引擎里，${seen('zh')}。`, en: `In the run, ${seen('en')}.` },
    because: whenEntered(f, claim.sides.at(-1) ?? 'A', claim.state),
    exhibit: run.setup.exhibit,
    segment: s.id,
    erratum: isRight ? null : erratumOf(step, claim.state),
  };
}

function erratumOf(step: Step, state: string): string | null {
  if (step === 'open-3' && state === 'ESTABLISHED') return 'N26';
  return step === 'close-4' && state === 'CLOSED' ? 'N28' : null;
}

/** When a side enters a state, if it ever does. */
function whenEntered(f: Facts, side: Side, state: string): Words {
  const [at] = f.entered(side, state);
  const host = HOST_NAMES[side];
  if (at === undefined) {
    return {
      zh: `这次运行里${host.zh}从没进过 ${state}；它依次是 ${f.states(side).join('、')}。`,
      en: `In this run ${host.en} is never in ${state}; it goes through ${f.states(side).join(', ')}.`,
    };
  }
  const cause = f.segments().find((s) => s.arrivedAt === at && s.to === side);
  const own = f.segments().find((s) => s.sentAt === at && s.from === side);
  const on = cause ?? own;
  const what = (zh: boolean): string => {
    if (on === undefined) return zh ? '定时器到期' : 'a timer expires';
    if (zh) return `${on.id} ${on === cause ? '到达' : '发出'}`;
    return `${on.id} ${on === cause ? 'arrives' : 'leaves'}`;
  };
  return {
    zh: `${host.zh}进入 ${state} 是在 ${at / 1e6} 秒，${what(true)}的时候。`,
    en: `${host.en.replace(/^t/, 'T')} enters ${state} at ${at / 1e6} s, as ${what(false)}.`,
  };
}

function judgeWho(claim: Claim & { kind: 'who' }, run: Run): Verdict {
  const f = new Facts(run.trace);
  const is = claim.sides.map((side) => f.states(side).includes(claim.state));
  const isRight = is.every(Boolean);
  const [side] = claim.sides as readonly [Side];
  const depends = claim.by === 'host' && (claim.state === 'TIME-WAIT' || !isRight);
  const list = (lang: 'zh' | 'en') =>
    claim.sides
      .map((s) => `${HOST_NAMES[s][lang]} ${f.states(s).join(lang === 'zh' ? '、' : ', ')}`)
      .join(lang === 'zh' ? '；' : '; ');
  return {
    claim,
    verdict: depends ? 'depends' : isRight ? 'right' : 'wrong',
    seen: {
      zh: `引擎里客户端先关闭，经过的状态：${list('zh')}。`,
      en: `In the run the client closes first. States: ${list('en')}.`,
    },
    because: depends
      ? {
          zh: '看的是谁先关闭，不是谁是客户端：先关闭的一方走 FIN-WAIT-1、FIN-WAIT-2、TIME-WAIT，另一方走 CLOSE-WAIT、LAST-ACK。',
          en: 'It is who closes first that counts, not who is the client: one passes FIN-WAIT-1, FIN-WAIT-2 and TIME-WAIT, the other CLOSE-WAIT and LAST-ACK.',
        }
      : whenEntered(f, side, claim.state),
    exhibit: run.setup.exhibit,
    segment: null,
    erratum: null,
  };
}

function judgeSaying(claim: Claim & { kind: 'saying' }, run: Run): Verdict {
  const saying = sayingOf(claim.id);
  const { card } = run;
  const check = card.checks[saying.check];
  const erratum = ERRATA.find((e) => e.id === saying.erratum);
  return {
    claim,
    verdict: saying.verdict,
    seen:
      check?.ok === true
        ? { zh: `引擎跑出来：${check.says.zh}。`, en: `The run shows: ${check.says.en}.` }
        : card.point,
    because: saying.because ?? erratum?.truth ?? card.point,
    exhibit: saying.exhibit,
    segment: null,
    erratum: erratum?.id ?? null,
  };
}

function sayingOf(id: string) {
  const saying = SAYINGS.find((s) => s.id === id);
  if (saying === undefined) throw new RangeError(`no saying '${id}'`);
  return saying;
}
