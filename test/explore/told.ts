import { expect } from 'vitest';
import {
  actionText,
  type Counterexample,
  laidSteps,
  type Task,
  type TimedRun,
  unpack,
} from '../../src/explore/index.ts';
import type { Trace, TraceFrame } from '../../src/observe/trace.ts';

/** What each question's run must be told with, and must not. */
export const TOLD: Readonly<Record<string, { readonly has?: string; readonly lacks?: string }>> = {
  'why-retransmit': {
    has: 'timer/sends-nothing timer/give-up-unrepeated',
    lacks: 'timer/syn timer/syn-give-up',
  },
  'why-simultaneous': { has: 'timer/give-up-unrepeated', lacks: 'timer/syn-give-up' },
  'why-cookies': { has: 'timer/give-up-unrepeated', lacks: 'timer/syn-give-up' },
  'why-reset': { has: 'timer/give-up-unrepeated', lacks: 'timer/syn-give-up' },
  'why-not-four': { has: 'sent/ack-again', lacks: 'impaired/delay sent/ack-of-syn-again' },
  'why-not-a-hundred': { lacks: 'impaired/delay' },
  'why-not-syn-data': { has: 'sent/ack-of-fin sent/fin-in-return', lacks: 'sent/ack' },
  'why-sequence-numbers': { has: 'arrived/out-of-order sent/ack-over-gap', lacks: 'sent/ack' },
  'why-four': { has: 'call/send-fails call/failed-pipe', lacks: 'call/send' },
  'why-time-wait': {
    has: 'timer/fin-with-text sent/fin-again-with-text sent/rst-half-open',
    lacks: 'sent/fin-again sent/rst-after-close',
  },
  'why-time-wait-old': { has: 'sent/fin-again-with-text', lacks: 'sent/fin-again' },
};

/** Holds what is told of a run against what happened in it. */
export function expectTold(id: string, trace: Trace): void {
  const codes = new Set<string>(trace.frames.map((f) => f.code));
  const list = (text = '') => text.split(' ').filter((code) => code !== '');
  const { has, lacks } = TOLD[id] ?? {};
  expect([...codes]).toEqual(expect.arrayContaining(list(has)));
  expect(list(lacks).filter((code) => codes.has(code))).toEqual([]);
  // Nothing is told as held up that nothing overtook, and that no timer missed.
  for (const f of trace.frames) {
    if (f.code === 'impaired/delay')
      expect([f.segment, isHeldUp(trace, f)]).toEqual([f.segment, true]);
  }
}

function isHeldUp(trace: Trace, { segment, at }: TraceFrame): boolean {
  const s = trace.segments.find((one) => one.id === segment);
  if (s === undefined) return false;
  const until = s.arrivedAt ?? Number.POSITIVE_INFINITY;
  const isOvertaken = trace.segments.some(
    (o) => o.from === s.from && o.sentAt > s.sentAt && o.arrivedAt !== null && o.arrivedAt < until,
  );
  return isOvertaken || trace.frames.some((f) => f.kind === 'timer' && f.at > at && f.at < until);
}

/** Whether arrivals, timers and the applications' steps come in the order in which they are listed. */
export function expectOrder(task: Task, c: Counterexample, timed: TimedRun, trace: Trace): void {
  const { hosts } = task.plan.world;
  const listed = laidSteps(c, timed).flatMap(({ action }) => {
    const { kind, host, n } = unpack(action);
    if (kind === 'deliver') return [actionText(action, hosts)];
    if (kind === 'fire') return [`fire ${hosts[host]?.name}`];
    if (kind !== 'do') return []; // what becomes of a segment is settled when it leaves
    const call = hosts[host]?.program?.[n >> 6]?.[n & 63]?.do.call;
    return [`${call} ${hosts[host]?.name}`];
  });
  expect(happenings(trace)).toEqual(listed);
  // All that was found is there, once.
  const found = laidSteps(c, timed).flatMap(({ action, isFound }) => (isFound ? [action] : []));
  expect([...found].sort()).toEqual([...c.path].sort());
}

/** What came about by itself, in the order of the trace. */
function happenings(trace: Trace): readonly string[] {
  const list: { readonly at: number; readonly text: string }[] = [];
  for (const f of trace.frames) {
    const text = happening(f);
    const last = list[list.length - 1];
    // All timers of a host that are due together expire in one step.
    const isSame = f.kind === 'timer' && last?.at === f.at && last.text === text;
    if (text !== null && !isSame) list.push({ at: f.at, text });
  }
  return list.map(({ text }) => text);
}

const ASKED = new Set([
  ...['connect', 'passive-open', 'accept', 'send', 'close', 'release', 'abort', 'pause', 'resume'],
  ...['unlisten', 'set'],
]);

function happening(f: TraceFrame): string | null {
  switch (f.kind) {
    case 'sent':
      return f.code === 'sent/forged' ? `inject ${f.host}` : null;
    case 'arrived':
      return `deliver ${f.segment}`;
    case 'timer':
      return `fire ${f.host}`;
    case 'host':
      return `${f.what} ${f.host}`;
    case 'call':
      // Told of again when it fails; what is accepted by itself is no step.
      if (f.detail.error !== undefined || f.code === 'call/accept' || !ASKED.has(f.call))
        return null;
      return `${f.call} ${f.host}`;
    default:
      return null;
  }
}
