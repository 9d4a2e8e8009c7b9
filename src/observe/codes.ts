import { arrivedCode } from './codes/arrived.ts';
import { CLAUSES } from './codes/clauses.ts';
import { Context, DAMAGED } from './codes/context.ts';
import type { EventCode } from './codes/names.ts';
import {
  callCode,
  droppedCode,
  hostCode,
  impairedCode,
  lostCode,
  recoveryCode,
} from './codes/others.ts';
import { sentCode } from './codes/sent.ts';
import { stateCode } from './codes/state.ts';
import { timerCode } from './codes/timer.ts';
import type { BareFrame } from './recorder.ts';
import type { TraceFlow, TraceFrame, TraceSegment } from './trace.ts';

export { CLAUSES } from './codes/clauses.ts';
export { type CodeOf, EVENT_CODES, type EventCode } from './codes/names.ts';

/**
 * Gives every frame its code and the clause that asks for it: from the trace alone, so that what is
 * told of a run is true of any run.
 */
export function codesOf(
  frames: readonly BareFrame[],
  segments: readonly TraceSegment[],
  _flows: readonly TraceFlow[],
): TraceFrame[] {
  const c = new Context(frames, segments);
  return frames.map((f, i) => {
    const code = codeOf(c, f, i);
    return { ...f, code, rule: clauseOf(c, f, code) } as TraceFrame;
  });
}

/** A challenge ACK has three clauses: for a reset, for a SYN, and for an ACK that cannot be. */
function clauseOf(c: Context, f: BareFrame, code: EventCode): string {
  if (code !== 'sent/challenge-ack') return CLAUSES[code];
  const flags = c.answered(f)?.flags ?? '';
  if (flags.includes('R')) return 'RFC 5961 section 3.2';
  return flags.includes('S') ? 'RFC 5961 section 4.2' : 'RFC 5961 section 5.2';
}

/** Frames are to be given in order: what a host knows is what the frames before have told. */
function codeOf(c: Context, f: BareFrame, i: number): EventCode {
  switch (f.kind) {
    case 'sent': {
      const s = c.segment(f);
      if (s === null) return 'sent/other';
      const end = c.end(f);
      const code = sentCode(c, i, s, end);
      end.sent(s);
      c.sentCodes.set(s.id, code);
      return code;
    }
    case 'arrived':
      return arrives(c, f, i);
    case 'state': {
      const code = stateCode(c, f);
      const end = c.end(f);
      end.before = f.from;
      end.state = f.to;
      if (f.to !== 'CLOSED' && f.to !== 'LISTEN') end.everOpen = true;
      const isPassive = f.to === 'SYN-RECEIVED' && f.from !== 'SYN-SENT';
      if (f.to === 'SYN-SENT' || isPassive) end.begin();
      const syn = f.from === 'TIME-WAIT' ? c.answered(f) : null;
      if (f.to === 'SYN-RECEIVED' && syn !== null) end.meet(syn);
      return code;
    }
    case 'timer':
      return timerCode(c, i, f.timer);
    case 'dropped':
      return droppedCode(f.reason);
    case 'lost':
      return lostCode(f.segment === null ? undefined : c.sentCodes.get(f.segment));
    case 'impaired':
      return impairedCode(f.what);
    case 'recovery':
      return recoveryCode(f.event);
    case 'call':
      return f.call === 'send' && c.failsNow(i) ? 'call/send-fails' : callCode(f.call, f.detail);
    case 'host':
      c.changed(f.host, f.what, f.at);
      return hostCode(f.what);
    case 'vars':
    case 'timers':
    case 'tables':
      return f.kind;
  }
}

function arrives(c: Context, f: BareFrame, i: number): EventCode {
  const s = c.segment(f);
  if (s === null) return 'arrived/ack';
  const end = c.end(f);
  const code = arrivedCode(c, i, s, end);
  const drop = c.dropOf(i);
  if (code === 'arrived/corrupt' || (drop !== null && DAMAGED.has(drop))) return code;
  if (s.flags.includes('S')) {
    // In any other state a SYN changes nothing of what is known of the peer.
    const begins =
      code === 'arrived/syn' || code === 'arrived/syn-ack' || code === 'arrived/syn-crossing';
    if (begins) end.meet(s);
    if (s.flags.includes('.') && s.seq === end.irs) end.synAcksHeard++;
    if (s.flags.includes('.') && (begins || code === 'arrived/syn-ack-crossing')) end.una = s.ack;
  } else if (drop === null) end.took(s);
  return code;
}
