import { askAfter } from './asks.ts';
import { type Claim, type Draft, type Mistake, type Moment, supposing } from './draft.ts';
import type { MisconceptionId } from './misconceptions.ts';
import { referencesOf } from './segment.ts';

/** Exact numbers to be worked out: an acknowledgment number, a sequence number, or a time. */
export function numberDrafts(m: Moment): Draft[] {
  return [ackDraft(m), seqDraft(m), waitDraft(m)].filter((d) => d !== null);
}

/** What of the segment that answers `m` is asked for: it must be the first, and the answer in this reaction. */
function answerOf(m: Moment) {
  const s = m.sends[0];
  const at = m.sentFrames[0];
  if (s === undefined || at === undefined || !m.reaction.includes(at)) return null;
  if (!s.flags.includes('.') || s.flags.includes('R')) return null;
  return { s, at };
}

function ackDraft(m: Moment): Draft | null {
  const found = answerOf(m);
  const x = m.segment;
  if (found === null || m.frame.kind !== 'arrived' || x === null) return null;
  const { s, at } = found;
  const counts = x.length + (/[SF]/.test(x.flags) ? 1 : 0);
  // Worth asking where it moves.
  if (counts === 0 || s.ack !== (x.seq + counts) >>> 0) return null;
  const peer = (raw: number): Claim => ({
    key: `${raw >>> 0}`,
    says: (n) => ({ zh: n.peer(raw), en: n.peer(raw) }),
  });
  const wrong: [number, MisconceptionId][] = [];
  if (/[SF]/.test(x.flags)) {
    const why = x.flags.includes('S') ? 'syn-not-counted' : 'fin-not-counted';
    wrong.push([s.ack - 1, why], [x.seq + counts + 1, 'ack-plus-one']);
    if (x.length > 0) wrong.push([x.seq + 1, 'counts-segments']);
  } else {
    wrong.push([s.ack + 1, 'ack-plus-one'], [s.ack - 1, 'ack-is-last']);
    wrong.push([x.seq + 1, 'counts-segments']);
  }
  wrong.push([x.seq, 'ack-echoes']);
  return {
    ...about(m, at),
    asks: askAfter(m, {
      zh: `${m.end.host} 回的报文段，ack 是多少？`,
      en: `What is the ack of the segment that ${m.end.host} answers with?`,
    }),
    truth: peer(s.ack),
    mistakes: named(peer, s.ack, wrong),
    entry: 'number',
    weight: /[SF]/.test(x.flags) ? 3 : 2,
    references: referencesOf(m, s),
  };
}

function seqDraft(m: Moment): Draft | null {
  const found = answerOf(m);
  const before = m.end.sent;
  if (found === null || before === null || m.frame.kind !== 'call') return null;
  const { s, at } = found;
  if (s.retransmission) return null;
  const own = (raw: number): Claim => ({
    key: `${raw >>> 0}`,
    says: (n) => ({ zh: n.own(raw), en: n.own(raw) }),
  });
  const wrong: [number, MisconceptionId][] = [];
  if (before.flags.includes('S')) wrong.push([before.seq, 'syn-not-counted']);
  else if (before.length > 0) {
    wrong.push([before.seq + 1, 'counts-segments'], [s.seq + 1, 'ack-plus-one']);
    wrong.push([s.seq - 1, 'ack-is-last'], [before.seq, 'new-number']);
  } else wrong.push([s.seq + 1, 'ack-takes-number']);
  wrong.push([s.ack, 'swapped']);
  return {
    ...about(m, at),
    asks: askAfter(m, {
      zh: `${m.end.host} 接着发的报文段，seq 是多少？`,
      en: `What is the seq of the segment that ${m.end.host} sends next?`,
    }),
    truth: own(s.seq),
    mistakes: named(own, s.seq, wrong),
    entry: 'number',
    weight: 2,
    references: referencesOf(m, s),
  };
}

/** Timers that send again, and the 2 MSL timer: how long they wait. */
const ASKED = new Set(['retransmission', 'syn-ack', 'time-wait']);

function waitDraft(m: Moment): Draft | null {
  if (m.frame.kind !== 'timer' || !ASKED.has(m.frame.timer)) return null;
  return m.frame.timer === 'time-wait' ? timeWaitDraft(m) : againDraft(m);
}

/** How long it waits before it sends again. */
function againDraft(m: Moment): Draft | null {
  const found = m.sends[0];
  const before = found === undefined ? undefined : m.end.sentAt.get(found.seq);
  if (found === undefined || before === undefined || !found.retransmission) return null;
  const wait = m.frame.at - before.at;
  if (!isRound(wait) || wait === 0) return null;
  const wrong: [number, MisconceptionId][] = [];
  const last = before.waited;
  if (last !== null && last > 0) {
    if (wait > last) wrong.push([last, 'never-doubles'], [last * 3, 'triples']);
    else wrong.push([last * 2, 'doubles-at-once'], [last * 3, 'triples']);
  } else wrong.push([wait * 2, 'doubles-at-once']);
  const { host } = m.end;
  return {
    ...about(m, m.i),
    frame: m.i,
    asks: (n) => {
      const texts = n.of(lastSentId(m));
      const name = texts === null ? '' : lastSentId(m);
      return {
        zh: `一直没有回音。从上一次发送${name === '' ? '' : ` ${name} `}算起，${host} 等几秒才重发？`,
        en: `No answer comes. How many seconds after it ${name === '' ? 'last sent' : `sent ${name}`} does ${host} send again?`,
      };
    },
    truth: seconds(wait),
    mistakes: named(seconds, wait, wrong),
    entry: 'seconds',
    weight: last === null ? 2 : 3,
    references: referencesOf(m, null),
  };
}

function timeWaitDraft(m: Moment): Draft | null {
  const left = m.end.timers.find((t) => t.name === 'time-wait');
  const since = m.end.sent?.sentAt;
  if (left === undefined || since === undefined) return null;
  const wait = m.frame.at - since;
  if (!isRound(wait) || wait === 0) return null;
  const { host } = m.end;
  const half = supposing(m, 'oneMslTimeWait');
  const mistakes = named(seconds, wait, [
    [wait / 2, 'one-msl'],
    [240_000_000, 'four-minutes'],
  ]).map((x) => (x.misconception === 'one-msl' ? { ...x, whatIf: half } : x));
  return {
    ...about(m, m.i),
    frame: m.i,
    asks: () => ({
      zh: `再没有报文段来。发出最后的 ACK 之后，${host} 在 TIME-WAIT 里一共等几秒？`,
      en: `Nothing more comes. For how many seconds after its last ACK does ${host} stay in TIME-WAIT?`,
    }),
    truth: seconds(wait),
    mistakes,
    entry: 'seconds',
    weight: 2,
    references: referencesOf(m, null),
  };
}

function lastSentId(m: Moment): string {
  return m.end.sent?.id ?? '';
}

/** Whole tenths of a second, which a person can be asked for. */
function isRound(wait: number): boolean {
  return wait % 100_000 === 0;
}

function seconds(wait: number): Claim {
  const text = `${wait / 1_000_000}`;
  return { key: text, says: () => ({ zh: text, en: text }) };
}

function about(m: Moment, at: number) {
  return {
    kind: 'number' as const,
    frame: m.i + 1,
    answer: at,
    flow: m.flow,
    explains: at,
    host: m.end.host,
  };
}

/** Wrong numbers that show which mistake was made; each once, and none that is right. */
function named(
  of: (raw: number) => Claim,
  truth: number,
  wrong: readonly (readonly [raw: number, why: MisconceptionId])[],
): Mistake[] {
  const out: Mistake[] = [];
  for (const [raw, misconception] of wrong) {
    const c = of(raw);
    if (c.key === of(truth).key || out.some((x) => x.key === c.key)) continue;
    out.push({ ...c, misconception, whatIf: null });
  }
  return out;
}
