import type { BareFrame } from '../recorder.ts';
import type { TraceSegment } from '../trace.ts';
import type { Context } from './context.ts';
import type { End } from './end.ts';
import type { CodeOf } from './names.ts';

type Timer = CodeOf<'timer'>;

/** Timers that mean one thing. */
const TIMERS: Readonly<Record<string, Timer>> = {
  'syn-ack': 'timer/syn-ack',
  persist: 'timer/persist',
  'delayed-ack': 'timer/delayed-ack',
  override: 'timer/override',
  'fin-wait-2': 'timer/fin-wait-2',
  'user-timeout': 'timer/user-timeout',
  linger: 'timer/linger',
  'time-wait': 'timer/time-wait',
};

/** Which timer expired with frame `i`, and what it leads to. */
export function timerCode(c: Context, i: number, timer: string): Timer {
  const f = c.frames[i] as BareFrame;
  let isOver = false;
  let first: TraceSegment | null = null;
  for (const e of c.effects(i)) {
    if (e.kind === 'state' && e.to !== 'SYN-SENT') isOver = true;
    if (e.kind === 'sent') first ??= c.segment(e);
  }
  switch (timer) {
    case 'syn-ack':
      return synAckCode(c.end(f), isOver, first);
    case 'persist':
      return isOver ? 'timer/give-up' : 'timer/persist';
    case 'keep-alive':
      if (isOver) return 'timer/keep-alive-give-up';
      return first === null ? 'timer/keep-alive-rest' : 'timer/keep-alive';
    case 'retransmission':
      return retransmissionCode(c.end(f), isOver, first);
    default:
      return TIMERS[timer] ?? 'timer/other';
  }
}

function retransmissionCode(end: End, isOver: boolean, first: TraceSegment | null): Timer {
  const { state } = end;
  if (state === 'SYN-RECEIVED') return synAckCode(end, isOver, first);
  if (isOver && end.repeats === 0) return 'timer/give-up-unrepeated';
  if (state === 'SYN-SENT' && isOver) return 'timer/syn-give-up';
  if (isOver) return 'timer/give-up';
  if (first === null) return 'timer/sends-nothing';
  if (state === 'SYN-SENT') return 'timer/syn';
  if (!first.flags.includes('F')) return 'timer/data';
  return first.length > 0 ? 'timer/fin-with-text' : 'timer/fin';
}

function synAckCode(end: End, isOver: boolean, first: TraceSegment | null): Timer {
  if (!isOver) return first === null ? 'timer/sends-nothing' : 'timer/syn-ack';
  return end.synAcks > 1 ? 'timer/syn-ack-give-up' : 'timer/give-up-unrepeated';
}
