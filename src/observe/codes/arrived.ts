import type { BareFrame } from '../recorder.ts';
import type { TraceSegment } from '../trace.ts';
import { type Context, DAMAGED } from './context.ts';
import { after, type End } from './end.ts';
import type { CodeOf } from './names.ts';
import { isKeepAlive } from './sent.ts';

type Arrived = CodeOf<'arrived'>;

/** States in which a connection is open, or closing. */
const SYNCHRONIZED = new Set([
  ...['ESTABLISHED', 'CLOSE-WAIT', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSING', 'LAST-ACK', 'TIME-WAIT'],
]);

/** What has reached a host, and how the host can take it; `end` is the host's before it does. */
export function arrivedCode(c: Context, i: number, s: TraceSegment, end: End): Arrived {
  const f = c.frames[i] as BareFrame;
  const nth = c.countArrival(f);
  const drop = c.dropOf(i);
  // Not damaged: the answer to an address that somebody made up is led to where that address would be.
  if (drop === 'not-for-us' && s.fate !== 'corrupt') return 'arrived/not-for-us';
  if (drop !== null && DAMAGED.has(drop)) return 'arrived/corrupt';
  if (s.fate === 'corrupt' && s.copiesAt.length === 0 && drop === null && isQuiet(c, i)) {
    return 'arrived/corrupt';
  }
  if (nth > 1) return 'arrived/old-duplicate';
  const { flags } = s;
  if (flags.includes('R')) return resetCode(drop, end);
  if (flags.includes('S')) {
    return flags.includes('.') ? synAckCode(drop, s, end) : synCode(c, i, s, end);
  }
  if (end.state === 'CLOSED' || end.state === 'LISTEN') {
    for (const e of c.effects(i)) {
      if (e.kind === 'state' && e.to === 'ESTABLISHED') return 'arrived/ack-of-cookie';
    }
    return drop === 'accept-queue-full' ? 'arrived/ack-no-room' : 'arrived/no-connection';
  }
  return droppedCode(c, drop, s, end) ?? takenCode(c, i, s, end);
}

function isQuiet(c: Context, i: number): boolean {
  for (const _ of c.effects(i)) return false;
  return true;
}

function resetCode(drop: string | null, end: End): Arrived {
  if (end.state === 'CLOSED' || end.state === 'LISTEN') return 'arrived/rst-late';
  if (drop !== null) return 'arrived/rst-ignored';
  if (end.state === 'SYN-SENT') return 'arrived/rst-refused';
  return end.state === 'SYN-RECEIVED' ? 'arrived/rst-half-open' : 'arrived/rst';
}

function synAckCode(drop: string | null, s: TraceSegment, end: End): Arrived {
  switch (end.state) {
    case 'CLOSED':
    case 'LISTEN':
      return 'arrived/syn-ack-stale';
    case 'SYN-SENT':
      return drop === null ? 'arrived/syn-ack' : 'arrived/syn-ack-stale';
    case 'SYN-RECEIVED':
      return s.seq === end.irs ? 'arrived/syn-ack-crossing' : 'arrived/syn-unexpected';
    default:
      return s.seq === end.irs ? 'arrived/syn-ack-again' : 'arrived/syn-unexpected';
  }
}

function synCode(c: Context, i: number, s: TraceSegment, end: End): Arrived {
  const drop = c.dropOf(i);
  if (drop === 'syn-queue-full' || drop === 'accept-queue-full') return 'arrived/syn-no-room';
  switch (end.state) {
    case 'CLOSED':
    case 'LISTEN':
      if (drop === 'no-listener') return 'arrived/syn-refused';
      for (const e of c.effects(i)) {
        if (e.kind !== 'sent') continue;
        if (c.segment(e)?.flags.includes('R') === true) return 'arrived/syn-refused';
      }
      return 'arrived/syn';
    case 'SYN-SENT':
      return 'arrived/syn-crossing';
    case 'TIME-WAIT':
      return 'arrived/syn-in-time-wait';
    case 'SYN-RECEIVED':
      return s.seq === end.irs ? 'arrived/syn-again' : 'arrived/syn-unexpected';
    default:
      return s.seq === end.irs ? 'arrived/old-duplicate' : 'arrived/syn-unexpected';
  }
}

/** What was refused by a connection; null when it was not, or is told better otherwise. */
function droppedCode(c: Context, drop: string | null, s: TraceSegment, end: End): Arrived | null {
  switch (drop) {
    case 'outside-window':
    case 'paws': {
      if (isKeepAlive(c, s, end)) return 'arrived/keepalive-probe';
      if (c.sentCodes.get(s.id) === 'sent/window-probe') return 'arrived/window-probe';
      if (isFinAgain(s, end)) return 'arrived/fin-again';
      if (end.wasPassedOver(s)) return 'arrived/passed-over';
      const old = end.rcvNxt !== null && !after(s.seq + s.length, end.rcvNxt);
      return old ? 'arrived/old-duplicate' : 'arrived/out-of-window';
    }
    case 'unacceptable-ack':
      return 'arrived/bad-ack';
    case 'after-close':
      return 'arrived/data-after-close';
    case 'no-ack':
      return 'arrived/no-ack';
    case 'accept-queue-full':
      return 'arrived/ack-no-room';
    default:
      return null;
  }
}

function takenCode(c: Context, i: number, s: TraceSegment, end: End): Arrived {
  if (end.state === 'SYN-SENT') return 'arrived/ignored-in-syn-sent';
  if (end.state === 'SYN-RECEIVED') {
    for (const e of c.effects(i)) {
      if (e.kind !== 'state' || e.from !== 'SYN-RECEIVED' || !SYNCHRONIZED.has(e.to)) continue;
      return s.length > 0 ? 'arrived/ack-of-syn-with-text' : 'arrived/ack-of-syn';
    }
  }
  if (s.flags.includes('F')) return finCode(s, end);
  return s.length > 0 ? textCode(c, s, end) : ackCode(c, s, end);
}

function finCode(s: TraceSegment, end: End): Arrived {
  if (isFinAgain(s, end)) return 'arrived/fin-again';
  if (end.rcvNxt !== null && after(s.seq, end.rcvNxt)) return 'arrived/out-of-order';
  if (end.fin === null) return 'arrived/fin';
  if (end.finIsAcked) return 'arrived/fin-in-return';
  return after(s.ack, end.fin) ? 'arrived/fin-with-ack-of-fin' : 'arrived/fin-crossing';
}

function isFinAgain(s: TraceSegment, end: End): boolean {
  if (!s.flags.includes('F') || !end.peerHasFinished) return false;
  return end.peerFin === (s.seq + s.length) >>> 0;
}

function textCode(c: Context, s: TraceSegment, end: End): Arrived {
  if (c.sentCodes.get(s.id) === 'sent/window-probe') return 'arrived/window-probe';
  const next = end.rcvNxt;
  if (next !== null) {
    if (after(s.seq, next)) return 'arrived/out-of-order';
    if (!after(s.seq + s.length, next)) {
      return end.wasPassedOver(s) ? 'arrived/passed-over' : 'arrived/old-duplicate';
    }
  }
  if (end.held.length > 0) return 'arrived/fills-gap';
  return end.fin === null ? 'arrived/data' : 'arrived/data-half-closed';
}

function ackCode(c: Context, s: TraceSegment, end: End): Arrived {
  if (isKeepAlive(c, s, end)) return 'arrived/keepalive-probe';
  if (end.fin !== null && !end.finIsAcked && after(s.ack, end.fin)) {
    if (end.state === 'LAST-ACK') return 'arrived/last-ack';
    return end.state === 'CLOSING' ? 'arrived/ack-of-crossing-fin' : 'arrived/ack-of-fin';
  }
  switch (c.sentCodes.get(s.id)) {
    case 'sent/window-probe':
      return 'arrived/window-probe';
    case 'sent/window-probe-answer':
      return 'arrived/window-probe-answer';
    case 'sent/keepalive-answer':
      return 'arrived/keepalive-answer';
    case 'sent/challenge-ack':
      return 'arrived/challenge-ack';
    case 'sent/ack-of-syn-again':
    case 'sent/ack-of-syn-more':
      return 'arrived/ack';
  }
  if (s.wnd === 0 && end.wndHeard !== 0) return 'arrived/window-closed';
  if (end.una !== s.ack) return 'arrived/ack';
  if (s.wnd !== end.wndHeard) return 'arrived/window-update';
  return end.nxt !== null && after(end.nxt, s.ack) ? 'arrived/duplicate-ack' : 'arrived/ack';
}
