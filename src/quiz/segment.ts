import type { Words } from '../base/words.ts';
import type { TraceSegment } from '../observe/trace.ts';
import type { WhatIfId } from '../tcp/what-if.ts';
import { askAfter } from './asks.ts';
import {
  type Claim,
  type Draft,
  type Mistake,
  type Moment,
  type References,
  supposing,
} from './draft.ts';
import type { MisconceptionId } from './misconceptions.ts';
import type { NumberWriter } from './numbers.ts';

/** A segment that might be sent; numbers are raw. */
export interface Guess {
  readonly flags: string;
  readonly seq: number;
  readonly ack: number;
  readonly length: number;
}

const PLAIN_ACK = '.';

/** What comes next on the wire, and what people think does; null when that cannot be asked here. */
export function segmentDraft(m: Moment): Draft | null {
  const at = m.reaction.find((j) => j === m.sentFrames[0]);
  const truth = m.sends[0] ?? null;
  // What an application does in the same instant nobody can foresee.
  if (truth !== null && at === undefined) return null;
  if (truth === null && !canBeSilent(m)) return null;
  const claim = truth === null ? SILENCE : claimOf(truth);
  const mistakes = (truth === null ? insteadOfSilence(m) : insteadOf(m, truth)).filter(
    (x) => x.key !== claim.key && !m.sends.some((s) => keyOf(s) === x.key),
  );
  return {
    kind: 'segment',
    frame: m.i + 1,
    answer: at ?? null,
    flow: m.flow,
    explains: at ?? m.i,
    asks: askAfter(m, { zh: '它马上发什么？', en: 'What does it send at once?' }),
    truth: claim,
    mistakes,
    entry: null,
    weight: weightOf(m, truth),
    host: m.end.host,
    references: referencesOf(m, truth),
  };
}

/** Whether it says something that a segment sets off no answer. */
function canBeSilent(m: Moment): boolean {
  if (m.frame.kind !== 'arrived' || m.segment === null) return false;
  return m.downCalls === 0;
}

/** Where numbers are counted from: the answer itself, or else what was seen last. */
export function referencesOf(m: Moment, truth: TraceSegment | null): References {
  const own = truth ?? m.end.sent;
  const came = m.segment ?? m.end.came ?? m.peer?.sent ?? null;
  const hasAck = (s: TraceSegment | null): s is TraceSegment => s?.flags.includes('.') === true;
  return {
    own:
      own !== null
        ? { segment: own.id, field: 'seq', raw: own.seq }
        : hasAck(came)
          ? { segment: came.id, field: 'ack', raw: came.ack }
          : null,
    peer: hasAck(own)
      ? { segment: own.id, field: 'ack', raw: own.ack }
      : came !== null
        ? { segment: came.id, field: 'seq', raw: came.seq }
        : null,
  };
}

const SILENCE: Claim = { key: 'nothing', says: () => ({ zh: '什么也不发', en: 'nothing' }) };
const NAK: Claim = {
  key: 'nak',
  says: () => ({ zh: 'NAK，请对端重发缺的那一块', en: 'a NAK that asks for what is missing' }),
};

/** What tells segments apart: PSH does not. */
export function keyOf(s: Guess): string {
  const flags = s.flags.replace(/[^SFR.]/g, '');
  if (flags.includes('R')) return 'R';
  return `${flags} ${s.seq >>> 0} ${flags.includes('.') ? s.ack >>> 0 : '-'} ${s.length}`;
}

function claimOf(s: Guess): Claim {
  return { key: keyOf(s), says: (n) => spell(s, n) };
}

/** `FIN+ACK, seq=2351, ack=1102`. */
function spell(s: Guess, n: NumberWriter): Words {
  const { flags } = s;
  const parts = [`seq=${n.own(s.seq)}`];
  if (flags.includes('.')) parts.push(`ack=${n.peer(s.ack)}`);
  const name = nameOf(flags);
  if (flags.includes('R')) return { zh: 'RST，结束这条连接', en: 'a RST, which ends it' };
  if (s.length === 0) {
    return { zh: [name, ...parts].join('，'), en: [name, ...parts].join(', ') };
  }
  const isText = name === 'ACK';
  return {
    zh: [isText ? `${s.length} 字节数据` : `${name} 带 ${s.length} 字节`, ...parts].join('，'),
    en: [
      isText ? `${octets(s.length)} of data` : `${name} with ${octets(s.length)}`,
      ...parts,
    ].join(', '),
  };
}

function octets(n: number): string {
  return n === 1 ? '1 octet' : `${n} octets`;
}

function nameOf(flags: string): string {
  const names: string[] = [];
  if (flags.includes('S')) names.push('SYN');
  if (flags.includes('F')) names.push('FIN');
  if (flags.includes('.')) names.push('ACK');
  return names.length === 0 ? '?' : names.join('+');
}

/** Collects mistakes, each claim once. */
class Mistakes {
  readonly list: Mistake[] = [];
  readonly #m: Moment;

  constructor(m: Moment) {
    this.#m = m;
  }

  add(claim: Claim, misconception: MisconceptionId, id: WhatIfId | null = null): void {
    if (this.list.some((x) => x.key === claim.key)) return;
    const whatIf = id === null ? null : supposing(this.#m, id);
    this.list.push({ ...claim, misconception, whatIf });
  }

  segment(s: Guess, misconception: MisconceptionId, id: WhatIfId | null = null): void {
    this.add(claimOf(s), misconception, id);
  }
}

const RST: Guess = { flags: 'R', seq: 0, ack: 0, length: 0 };

/** What people think is sent instead of `t`. */
function insteadOf(m: Moment, t: TraceSegment): Mistake[] {
  const out = new Mistakes(m);
  const x = m.frame.kind === 'arrived' ? m.segment : null;
  if (t.flags.includes('R')) insteadOfReset(m, out, x);
  else if (t.flags.includes('S')) insteadOfSyn(m, out, t, x);
  else {
    insteadOfClosing(m, out, t, x);
    insteadOfAck(m, out, t, x);
  }
  generally(m, out, t, x);
  return out.list;
}

function insteadOfReset(m: Moment, out: Mistakes, x: TraceSegment | null): void {
  const sent = m.end.sent;
  const own = x?.flags.includes('.') === true ? x.ack : (m.end.nxt ?? sent?.seq ?? 0);
  const length = x === null ? 0 : x.length + (x.flags.includes('F') ? 1 : 0);
  const next = x === null ? (m.end.rcvNxt ?? sent?.ack ?? 0) : x.seq + length;
  const call = m.frame.kind === 'call' ? m.frame.call : '';
  if (call !== '') {
    out.segment({ flags: 'F.', seq: own, ack: next, length: 0 }, 'abort-is-fin');
    out.add(SILENCE, 'nothing');
    out.segment({ flags: PLAIN_ACK, seq: own, ack: next, length: 0 }, 'abort-is-fin');
    return;
  }
  if (x?.flags === 'S') {
    out.segment({ flags: 'S.', seq: own, ack: x.seq + 1, length: 0 }, 'accepts-unknown');
    out.segment({ flags: PLAIN_ACK, seq: own, ack: x.seq + 1, length: 0 }, 'accepts-unknown');
  } else if (x?.flags.includes('S') === true) {
    out.segment({ flags: PLAIN_ACK, seq: x.ack, ack: x.seq + 1, length: 0 }, 'accepts-unknown');
    out.segment({ flags: 'S', seq: sent?.seq ?? x.ack, ack: 0, length: 0 }, 'accepts-unknown');
  } else if (x !== null) {
    out.segment({ flags: PLAIN_ACK, seq: own, ack: next, length: 0 }, 'ack-for-the-dead');
    out.segment({ flags: 'F.', seq: own, ack: next, length: 0 }, 'ack-for-the-dead');
  }
  out.add(SILENCE, m.frame.kind === 'timer' ? 'timer-for-nothing' : 'nothing');
}

function insteadOfSyn(m: Moment, out: Mistakes, t: TraceSegment, x: TraceSegment | null): void {
  const answers = x?.flags.includes('S') === true && t.flags.includes('.');
  if (answers) {
    out.segment({ ...t, ack: t.ack - 1 }, 'syn-not-counted');
    out.segment({ ...t, flags: PLAIN_ACK }, 'split-syn-ack', 'splitSynAck');
    const isOld = x.fate === 'duplicate' || x.fate === 'delayed';
    if (m.end.state !== 'SYN-SENT') {
      out.segment(RST, isOld ? 'knows-fossil' : 'rst-though-listening');
    }
  }
  if (t.retransmission) {
    out.segment({ ...t, seq: t.seq + 1 }, 'new-number');
    if (m.frame.kind === 'timer') {
      out.add(SILENCE, 'timer-for-nothing', 'noRetransmit');
      out.segment(RST, 'gives-up-early');
    }
    if (t.flags.includes('.')) out.segment({ ...t, flags: PLAIN_ACK }, 'ack-repeated');
  }
}

function insteadOfClosing(m: Moment, out: Mistakes, t: TraceSegment, x: TraceSegment | null): void {
  const hasFin = t.flags.includes('F');
  const gotFin = x?.flags.includes('F') === true;
  const call = m.frame.kind === 'call' ? m.frame.call : '';
  if (gotFin && !hasFin && t.length === 0) {
    out.segment({ ...t, ack: t.ack - 1 }, 'fin-not-counted');
    if (!m.end.finSent) {
      out.segment({ ...t, flags: 'F.' }, 'fin-at-once', 'forceThreeClose');
    } else if (m.end.state === 'TIME-WAIT') {
      out.segment(RST, 'nobody-in-time-wait', 'noTimeWait');
    } else out.add(SILENCE, 'no-fourth', 'noFourth');
  }
  if (m.end.finSent && !hasFin && t.length === 0) {
    out.segment({ ...t, seq: t.seq - 1 }, 'fin-not-counted');
  }
  if (hasFin && !t.retransmission && (call === 'close' || gotFin)) {
    const joins = m.end.sent === null || m.end.sent.ack !== t.ack;
    if (joins) out.segment({ ...t, flags: PLAIN_ACK, length: 0 }, 'always-four');
    out.segment(RST, 'close-is-rst');
    if (t.length === 0 && m.end.state === 'CLOSE-WAIT') {
      out.segment({ ...t, ack: t.ack - 1 }, 'fin-not-counted');
    }
  }
}

function insteadOfAck(m: Moment, out: Mistakes, t: TraceSegment, x: TraceSegment | null): void {
  const isText = x !== null && x.length > 0 && !x.flags.includes('F');
  if (x?.flags.includes('S') === true && x.flags.includes('.')) {
    out.segment({ ...t, ack: t.ack - 1 }, 'syn-not-counted');
    out.segment({ ...t, seq: t.seq - 1 }, 'syn-not-counted');
    if (m.end.sent?.flags === 'S' && t.length === 0) {
      out.segment({ ...t, flags: 'S', seq: m.end.sent.seq }, 'syn-again-for-ack');
    }
  }
  if (x !== null && isText) {
    if (t.ack === (x.seq + x.length) >>> 0) {
      out.segment({ ...t, ack: t.ack + 1 }, 'ack-plus-one');
      out.segment({ ...t, ack: t.ack - 1 }, 'ack-is-last');
      if (x.length > 1) out.segment({ ...t, ack: x.seq + 1 }, 'counts-segments');
    } else {
      out.segment({ ...t, ack: x.seq + x.length }, 'ack-skips-gap');
      out.add(NAK, 'nak');
    }
  }
  if (t.retransmission) {
    const next = m.end.nxt ?? t.seq + t.length;
    out.segment({ ...t, seq: next }, 'new-number');
    if (m.frame.kind === 'timer') {
      out.add(SILENCE, 'timer-for-nothing', 'noRetransmit');
      out.segment(RST, 'gives-up-early');
    }
  }
  if (x?.flags.includes('R') === true) out.segment(RST, 'rst-answered', 'acceptAnyRst');
}

function generally(m: Moment, out: Mistakes, t: TraceSegment, x: TraceSegment | null): void {
  if (x !== null && !t.flags.includes('R')) {
    const last = t.flags === PLAIN_ACK && m.end.finSent && x.flags.includes('F');
    if (last) out.add(SILENCE, 'no-fourth', 'noFourth');
    else out.add(SILENCE, 'nothing');
    if (t.flags.includes('.') && !t.flags.includes('S')) out.segment(RST, 'rst-instead');
  }
  if (t.flags.includes('.') && !t.flags.includes('S') && t.length === 0 && x !== null) {
    out.segment({ ...t, ack: x.seq }, 'ack-echoes');
  }
  if (m.frame.kind !== 'call' || t.length + (t.flags.includes('F') ? 1 : 0) === 0) return;
  const before = m.end.sent;
  if (before !== null && before.flags === PLAIN_ACK && before.length === 0) {
    out.segment({ ...t, seq: t.seq + 1 }, 'ack-takes-number');
  }
  if (before !== null && before.length > 1) {
    out.segment({ ...t, seq: before.seq + 1 }, 'counts-segments');
  }
  if (m.end.state === 'CLOSE-WAIT') out.add(SILENCE, 'fin-silences');
  const isLast = m.frame.call === 'close';
  out.segment({ ...t, ack: t.ack + 1 }, 'ack-plus-one');
  if (!isLast) out.segment({ ...t, seq: t.seq + t.length }, 'seq-is-first');
}

/** What people think is sent where nothing is. */
function insteadOfSilence(m: Moment): Mistake[] {
  const out = new Mistakes(m);
  const x = m.segment as TraceSegment;
  const own = x.flags.includes('.') && !x.flags.includes('R') ? x.ack : (m.end.nxt ?? 0);
  const length = x.length + (/[SF]/.test(x.flags) ? 1 : 0);
  const next = (x.seq + length) >>> 0;
  const seq = m.end.nxt ?? (m.end.sent === null ? own : m.end.sent.seq + m.end.sent.length);
  const ack = { flags: PLAIN_ACK, seq, ack: next, length: 0 };
  if (x.flags.includes('R')) {
    out.segment(RST, 'rst-answered');
    out.segment(ack, 'rst-answered');
    if (m.end.sent !== null) out.segment({ ...ack, flags: 'F.' }, 'rst-waits');
  } else if (m.frame.code === 'arrived/corrupt') {
    out.add(NAK, 'nak');
    out.segment(ack, 'read-damaged', 'noChecksum');
    out.segment(RST, 'rst-instead');
  } else if (length === 0) {
    out.segment(ack, 'ack-of-ack');
    out.segment({ ...ack, ack: next + 1 }, 'ack-of-ack');
    out.segment(RST, 'rst-instead');
  } else if (x.flags.includes('S')) {
    out.segment({ flags: 'S.', seq, ack: next, length: 0 }, 'no-room');
    out.segment(RST, 'full-is-rst');
    out.segment(ack, 'no-room');
  } else {
    out.segment(ack, 'acks-each');
    out.segment(RST, 'rst-instead');
    out.segment({ ...ack, ack: next + 1 }, 'ack-plus-one');
  }
  return out.list;
}

const DULL = new Set(['arrived/ack', 'arrived/data', 'arrived/window-update', 'call/send']);

function weightOf(m: Moment, truth: TraceSegment | null): number {
  if (DULL.has(m.frame.code)) return 1;
  return truth === null ? 2 : 3;
}
