import type { Words } from '../base/words.ts';
import type { TraceFrame } from '../observe/trace.ts';
import { spellOctets } from '../story/spell.ts';
import type { WhatIfId } from '../tcp/what-if.ts';
import { askAfter } from './asks.ts';
import { type Claim, type Draft, type Mistake, type Moment, supposing } from './draft.ts';
import type { MisconceptionId } from './misconceptions.ts';
import { referencesOf } from './segment.ts';

type CallFrame = Extract<TraceFrame, { kind: 'call' }>;

// biome-ignore format: a table
const TOLD: Readonly<Record<string, Words>> = {
  nothing: { zh: '什么也不知道', en: 'nothing' },
  connected: { zh: '连上了', en: 'that it is connected' },
  accept: { zh: '来了一条新连接（accept 返回）', en: 'that there is a new connection (accept)' },
  end: { zh: '读到结尾（EOF）：对端不再发了', en: 'the end of data (EOF): the peer sends no more' },
  'closed-well': { zh: '连接正常结束，没有错误', en: 'that the connection has ended well' },
  ECONNRESET: { zh: '错误 ECONNRESET：连接被重置', en: 'the error ECONNRESET: reset' },
  ECONNREFUSED: { zh: '错误 ECONNREFUSED：被拒绝', en: 'the error ECONNREFUSED: refused' },
  ETIMEDOUT: { zh: '错误 ETIMEDOUT：等不到回应', en: 'the error ETIMEDOUT: no answer' },
  ECONNABORTED: { zh: '错误 ECONNABORTED：连接中止', en: 'the error ECONNABORTED: aborted' },
};

type Wrong = readonly [told: string, why: MisconceptionId, whatIf?: WhatIfId];

/** What people think an application is told, by what it is told. */
// biome-ignore format: a table
const INSTEAD: Readonly<Record<string, readonly Wrong[]>> = {
  connected: [['nothing', 'not-told'], ['accept', 'confuses-sides'], ['ETIMEDOUT', 'error-needs-rst']],
  accept: [['nothing', 'not-told'], ['connected', 'confuses-sides'], ['end', 'eof-is-fin']],
  end: [['ECONNRESET', 'fin-is-error'], ['nothing', 'not-told'], ['ETIMEDOUT', 'fin-is-error']],
  'closed-well': [['ECONNRESET', 'fin-is-error'], ['ETIMEDOUT', 'fin-is-error'], ['nothing', 'not-told']],
  ECONNRESET: [['end', 'rst-is-eof'], ['ETIMEDOUT', 'timeout-for-rst'], ['nothing', 'not-told'], ['ECONNREFUSED', 'wrong-error']],
  ECONNREFUSED: [['ECONNRESET', 'wrong-error'], ['ETIMEDOUT', 'timeout-for-rst'], ['nothing', 'not-told']],
  ETIMEDOUT: [['ECONNRESET', 'reset-for-timeout'], ['nothing', 'not-told'], ['end', 'reset-for-timeout']],
  read: [['nothing', 'not-told'], ['end', 'eof-is-fin'], ['ECONNRESET', 'error-needs-rst']],
};

/** What people think an application is told of events that it is not told of. */
// biome-ignore format: a table
const THOUGH_SILENT: Readonly<Record<string, readonly Wrong[]>> = {
  'arrived/out-of-order': [['read', 'read-early'], ['ECONNRESET', 'error-needs-rst'], ['end', 'eof-is-fin']],
  'arrived/old-duplicate': [['read', 'read-twice', 'noSeqCheck'], ['ECONNRESET', 'error-needs-rst'], ['end', 'eof-is-fin']],
  'arrived/corrupt': [['read', 'read-damaged', 'noChecksum'], ['ECONNRESET', 'told-of-all'], ['ETIMEDOUT', 'told-of-all']],
  'arrived/rst-ignored': [['ECONNRESET', 'any-rst-counts', 'acceptAnyRst'], ['end', 'rst-is-eof'], ['ECONNREFUSED', 'told-of-all']],
  'arrived/rst-half-open': [['ECONNRESET', 'told-of-all'], ['ECONNREFUSED', 'told-of-all'], ['end', 'told-of-all']],
  'arrived/fin-again': [['end', 'told-of-all'], ['ECONNRESET', 'fin-is-error'], ['closed-well', 'told-of-all']],
  'arrived/syn': [['accept', 'two-are-enough', 'twoWay'], ['connected', 'told-of-all'], ['read', 'read-on-syn', 'deliverSynData']],
  'arrived/syn-no-room': [['accept', 'told-of-all'], ['ECONNREFUSED', 'told-of-all'], ['ETIMEDOUT', 'told-of-all']],
  'arrived/challenge-ack': [['ECONNRESET', 'told-of-all'], ['read', 'told-of-all'], ['end', 'told-of-all']],
  'timer/data': [['ETIMEDOUT', 'gives-up-early'], ['ECONNRESET', 'error-needs-rst'], ['end', 'eof-is-fin']],
  'timer/syn': [['ETIMEDOUT', 'gives-up-early'], ['ECONNREFUSED', 'wrong-error'], ['ECONNRESET', 'told-of-all']],
  'timer/syn-ack-give-up': [['ETIMEDOUT', 'told-of-all'], ['ECONNRESET', 'told-of-all'], ['accept', 'told-of-all']],
};

/** Those of which the text is of no use when the application reads nothing. */
const READS_AT = new Set([
  'arrived/out-of-order',
  'arrived/old-duplicate',
  'arrived/corrupt',
  'arrived/syn',
]);

/** What the application is told, and what people think it is; null when that cannot be asked here. */
export function applicationDraft(
  m: Moment,
  tell: { i: number; f: CallFrame } | null,
): Draft | null {
  if (m.frame.kind === 'call') return null;
  const told = tell === null ? 'nothing' : toldBy(tell.f);
  if (tell === null && (m.tells.length > 0 || m.downCalls > 0)) return null;
  const instead = tell === null ? THOUGH_SILENT[m.frame.code] : INSTEAD[told];
  if (instead === undefined) return null;
  const octets = tell?.f.detail.octets ?? m.segment?.length ?? 0;
  const also = new Set(m.tells.map((code) => toldByCode(code)));
  const mistakes: Mistake[] = [];
  for (const [what, misconception, id] of instead) {
    if (what === told || also.has(what)) continue;
    if (what === 'read' && READS_AT.has(m.frame.code) && octets === 0) continue;
    const whatIf = id === undefined ? null : supposing(m, id);
    mistakes.push({ ...claim(what, octets), misconception, whatIf });
  }
  const { host } = m.end;
  return {
    kind: 'application',
    frame: m.i + 1,
    answer: tell?.i ?? null,
    flow: m.flow,
    explains: tell?.i ?? m.i,
    asks: askAfter(m, {
      zh: `${host} 的应用这时得知什么？`,
      en: `What does the application of ${host} get to know now?`,
    }),
    truth: claim(told, octets),
    mistakes,
    entry: null,
    weight: tell?.f.call === 'read' ? 1 : 2,
    host,
    references: referencesOf(m, null),
  };
}

/** What an upcall tells; empty when it is not asked about. */
function toldBy(f: CallFrame): string {
  if (f.call === 'closed') return f.detail.error ?? 'closed-well';
  return f.call;
}

function toldByCode(code: string): string {
  switch (code) {
    case 'call/closed':
      return 'closed-well';
    case 'call/closed-reset':
      return 'ECONNRESET';
    case 'call/closed-refused':
      return 'ECONNREFUSED';
    case 'call/closed-timed-out':
      return 'ETIMEDOUT';
    case 'call/closed-aborted':
      return 'ECONNABORTED';
    default:
      return code.slice('call/'.length);
  }
}

function claim(told: string, octets: number): Claim {
  const says: Words =
    told === 'read'
      ? { zh: `读到 ${spellOctets(octets, 'zh')}`, en: `${spellOctets(octets, 'en')} to read` }
      : (TOLD[told] ?? { zh: told, en: told });
  return { key: told, says: () => says };
}
