import type { BareFrame } from '../recorder.ts';
import type { Context } from './context.ts';
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
  let sends = '';
  for (const e of c.effects(i)) {
    if (e.kind === 'state' && e.to !== 'SYN-SENT') isOver = true;
    if (e.kind === 'sent' && sends === '') sends = c.segment(e)?.flags ?? '';
  }
  switch (timer) {
    case 'syn-ack':
      return isOver ? 'timer/syn-ack-give-up' : 'timer/syn-ack';
    case 'persist':
      return isOver ? 'timer/give-up' : 'timer/persist';
    case 'keep-alive':
      if (isOver) return 'timer/keep-alive-give-up';
      return sends === '' ? 'timer/keep-alive-rest' : 'timer/keep-alive';
    case 'retransmission':
      return retransmissionCode(c.end(f).state, isOver, sends);
    default:
      return TIMERS[timer] ?? 'timer/other';
  }
}

function retransmissionCode(state: string, isOver: boolean, sends: string): Timer {
  if (state === 'SYN-SENT') return isOver ? 'timer/syn-give-up' : 'timer/syn';
  if (state === 'SYN-RECEIVED') return isOver ? 'timer/syn-ack-give-up' : 'timer/syn-ack';
  if (isOver) return 'timer/give-up';
  return sends.includes('F') ? 'timer/fin' : 'timer/data';
}
