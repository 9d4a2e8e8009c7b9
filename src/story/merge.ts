import type { Trace, TraceFrame } from '../observe/trace.ts';

/** Whether frame `i` needs no line, because the line of another frame of the same instant says it. */
export function tellsItself(trace: Trace, i: number): boolean {
  const f = trace.frames[i] as TraceFrame;
  switch (f.kind) {
    case 'arrived':
      // The state that it leads to names it, and what is read was in it.
      return follows(trace, i, (g) => {
        if (g.kind === 'state') return NAMES_ITS_SEGMENT.has(g.code);
        if (g.kind === 'sent') return ANSWERS_SAY_IT.has(f.code);
        return f.code === 'arrived/data' && g.kind === 'call' && g.call === 'read';
      });
    case 'dropped':
      return f.reason !== 'paws' && cameJustNow(trace, i);
    case 'state':
      // The line of the SYN says so; what ends the waiting is told once.
      return f.code === 'state/active-open' && nearby(trace, i, 'sent/syn');
    case 'timer':
      if (f.code === 'timer/keep-alive-rest') return true;
      if (f.code === 'timer/time-wait') return follows(trace, i, (g) => g.kind === 'state');
      return f.code === 'timer/delayed-ack' && follows(trace, i, (g) => g.kind === 'sent');
    case 'recovery':
      return f.code === 'recovery/timeout' || f.code === 'recovery/recovered';
    default:
      return false;
  }
}

/** States whose line names the segment that led to them. */
const NAMES_ITS_SEGMENT: ReadonlySet<string> = new Set([
  'state/syn-received',
  'state/cookie-returned',
  'state/simultaneous-open',
  'state/established-active',
  'state/established-passive',
  'state/established-simultaneous',
  'state/close-wait',
  'state/fin-wait-2',
  'state/closing',
  'state/time-wait',
  'state/time-wait-crossing',
  'state/closed',
  'state/time-wait-reopened',
]);

/** What arrives of which the answer's line says that it came. */
const ANSWERS_SAY_IT: ReadonlySet<string> = new Set([
  'arrived/fin-again',
  'arrived/syn-ack-again',
  'arrived/keepalive-probe',
  'arrived/window-probe',
  'arrived/syn-refused',
  'arrived/syn-ack-stale',
  'arrived/data-after-close',
]);

/** Whether one of the frames that `i` brings about at its host, in the same instant, is of that sort. */
function follows(trace: Trace, i: number, isSo: (g: TraceFrame) => boolean): boolean {
  const { frames } = trace;
  const f = frames[i] as TraceFrame;
  for (let j = i + 1; j < frames.length; j++) {
    const g = frames[j] as TraceFrame;
    if (g.at !== f.at) return false;
    if (g.cause === i && g.host === f.host && isSo(g)) return true;
  }
  return false;
}

/** Whether the segment that is dropped has its own line, of arriving. */
function cameJustNow(trace: Trace, i: number): boolean {
  const { frames } = trace;
  const f = frames[i] as TraceFrame;
  for (let j = i - 1; j >= 0 && frames[j]?.at === f.at; j--) {
    const g = frames[j] as TraceFrame;
    if (g.kind === 'arrived' && g.host === f.host && g.segment === f.segment) return true;
  }
  return false;
}

function nearby(trace: Trace, i: number, code: string): boolean {
  const { frames } = trace;
  const f = frames[i] as TraceFrame;
  for (let j = i + 1; j < frames.length && frames[j]?.at === f.at; j++) {
    const g = frames[j] as TraceFrame;
    if (g.code === code && g.host === f.host && g.flow === f.flow) return true;
  }
  return false;
}
