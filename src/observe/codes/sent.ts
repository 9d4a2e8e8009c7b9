import type { BareFrame } from '../recorder.ts';
import type { TraceSegment } from '../trace.ts';
import type { Context } from './context.ts';
import { after, type End } from './end.ts';
import type { CodeOf } from './names.ts';

type Sent = CodeOf<'sent'>;

/** What a segment is that leaves; `end` is its sender's before it does. */
export function sentCode(c: Context, i: number, s: TraceSegment, end: End): Sent {
  const f = c.frames[i] as BareFrame;
  const { flags } = s;
  if (isForged(c, i, s, end)) return 'sent/forged';
  if (flags.includes('R')) return resetCode(c, f, end);
  if (flags.includes('S')) return flags.includes('.') ? synAckCode(s, end) : synCode(s, end);
  if (flags.includes('F')) return finCode(c, f, s, end);
  if (!flags.includes('.')) return 'sent/other';
  return s.length > 0 ? textCode(c, f, s, end) : ackCode(c, f, s, end);
}

/**
 * Whether it is no doing of this host's TCP, but of somebody who writes segments in its name: nothing
 * moved it to send, and it does not fit the state of any connection.
 */
function isForged(c: Context, i: number, s: TraceSegment, end: End): boolean {
  const f = c.frames[i] as BareFrame;
  if (!c.tellsStates || c.reason(f) !== null) return false;
  const { state } = end;
  if (s.flags.includes('R')) return !c.endsNow(i);
  if (s.flags.includes('S')) return state !== 'SYN-SENT' && state !== 'SYN-RECEIVED';
  return state === 'CLOSED' || state === 'LISTEN';
}

function synCode(s: TraceSegment, end: End): Sent {
  if (end.iss === s.seq) return 'sent/syn-again';
  if (end.irs !== null && end.state === 'SYN-RECEIVED') return 'sent/split-syn';
  return s.length > 0 ? 'sent/syn-with-text' : 'sent/syn';
}

function synAckCode(s: TraceSegment, end: End): Sent {
  const { state } = end;
  if (state === 'CLOSED' || state === 'LISTEN') return 'sent/syn-cookie';
  if (end.iss === s.seq && end.synAcks > 0) return 'sent/syn-ack-again';
  if (end.before === 'SYN-SENT' && end.iss === s.seq) return 'sent/simultaneous-syn-ack';
  return s.length > 0 ? 'sent/syn-ack-with-text' : 'sent/syn-ack';
}

/** Why a reset is sent: RFC 9293 section 3.10.7.1 and what follows it. */
function resetCode(c: Context, f: BareFrame, end: End): Sent {
  const why = c.reason(f);
  if (why?.kind === 'timer') return 'sent/rst-give-up';
  if (why?.kind === 'call') return why.call === 'abort' ? 'sent/rst-abort' : 'sent/rst-unread';
  if (c.changeAt(f) === 'kill') return 'sent/rst-unread';
  const x = c.answered(f);
  if (x === null) return end.state === 'CLOSED' ? 'sent/rst' : 'sent/rst-abort';
  if (c.dropBefore(f) === 'after-close') return 'sent/rst-after-close';
  switch (end.state) {
    case 'CLOSED':
      if (x.flags.includes('S')) {
        return x.flags.includes('.') ? 'sent/rst-unknown-syn-ack' : 'sent/rst-refused';
      }
      return end.everOpen && end.isNew(x) ? 'sent/rst-after-close' : 'sent/rst-half-open';
    case 'SYN-SENT':
      return 'sent/rst-stale-syn-ack';
    case 'LISTEN':
    case 'SYN-RECEIVED':
      return 'sent/rst-bad-ack';
    default:
      // A call that nothing recorded may have come in the same turn.
      return 'sent/rst';
  }
}

function finCode(c: Context, f: BareFrame, s: TraceSegment, end: End): Sent {
  const fin = (s.seq + s.length) >>> 0;
  if (c.reason(f)?.kind === 'timer' && end.fin === fin && persists(c, f))
    return 'sent/window-probe';
  if (end.fin === fin) return s.length > 0 ? 'sent/fin-again-with-text' : 'sent/fin-again';
  if (acksFinFirst(s, end)) return 'sent/fin-with-ack-of-fin';
  if (s.length > 0) return 'sent/fin-with-text';
  return end.peerHasFinished ? 'sent/fin-in-return' : 'sent/fin';
}

function textCode(c: Context, f: BareFrame, s: TraceSegment, end: End): Sent {
  if (persists(c, f)) return 'sent/window-probe';
  if (isAckOfSyn(s, end)) return 'sent/ack-of-syn-with-text';
  if (s.retransmission) return 'sent/data-again';
  if (acksFinFirst(s, end)) return 'sent/ack-of-fin-with-text';
  return end.peerHasFinished ? 'sent/data-half-closed' : 'sent/data';
}

function ackCode(c: Context, f: BareFrame, s: TraceSegment, end: End): Sent {
  const why = c.reason(f);
  if (why?.kind === 'timer' && why.timer === 'keep-alive') return 'sent/keepalive-probe';
  if (persists(c, f)) return 'sent/window-probe';
  if (isAckOfSyn(s, end)) return end.iss === null ? 'sent/split-ack' : 'sent/ack-of-syn';
  if (acksFinFirst(s, end)) {
    if (end.state === 'TIME-WAIT' || end.finIsAcked) return 'sent/last-ack';
    return end.fin === null ? 'sent/ack-of-fin' : 'sent/ack-of-crossing-fin';
  }
  const x = c.answered(f);
  if (x !== null) {
    const answer = answerCode(c, f, x, end);
    if (answer !== null) return answer;
  }
  if (end.ackSent === null || after(s.ack, end.ackSent)) {
    if (s.wnd === 0) return 'sent/window-closed';
    if (end.lacks(s.ack)) return 'sent/ack-over-gap';
    return why?.kind === 'timer' ? 'sent/delayed-ack' : 'sent/ack';
  }
  if (x !== null && x.length > 0 && end.held.length > 0) return 'sent/duplicate-ack';
  if (s.wnd !== end.wndSent) return s.wnd === 0 ? 'sent/window-closed' : 'sent/window-update';
  return 'sent/ack-again';
}

/** An ACK that says again what was said before, because of what came; null when it is an ordinary one. */
function answerCode(c: Context, f: BareFrame, x: TraceSegment, end: End): Sent | null {
  const { flags } = x;
  if (flags.includes('S')) {
    const known = flags.includes('.') && x.seq === end.irs;
    if (!known) return 'sent/challenge-ack';
    if (c.hasAnswered(f)) return 'sent/ack-of-syn-more';
    // Its SYN may have come alone before.
    return end.synAcksHeard > 1 ? 'sent/ack-of-syn-again' : 'sent/ack-again';
  }
  if (flags.includes('R')) return 'sent/challenge-ack';
  if (isKeepAlive(c, x, end)) return 'sent/keepalive-answer';
  if (c.sentCodes.get(x.id) === 'sent/window-probe') return 'sent/window-probe-answer';
  const drop = c.dropBefore(f);
  if (drop === 'unacceptable-ack') return 'sent/challenge-ack';
  if (flags.includes('F') && end.peerFin !== null && end.ackSent !== null && end.peerHasFinished) {
    if (end.ackSent !== (end.peerFin + 1) >>> 0) return null;
    const last = end.state === 'TIME-WAIT' || end.finIsAcked;
    return last ? 'sent/last-ack-again' : 'sent/ack-of-fin-again';
  }
  if (drop === null) return null;
  return x.length > 0 ? 'sent/ack-again' : 'sent/challenge-ack';
}

/** Whether `x`, which has come to `end`, only asks whether anybody is there: it stands before RCV.NXT. */
export function isKeepAlive(c: Context, x: TraceSegment, end: End): boolean {
  const known = c.sentCodes.get(x.id);
  if (known !== undefined) return known === 'sent/keepalive-probe';
  return x.flags === '.' && x.length <= 1 && x.seq + 1 === end.rcvNxt;
}

function persists(c: Context, f: BareFrame): boolean {
  const why = c.reason(f);
  return why?.kind === 'timer' && why.timer === 'persist';
}

/** The first acknowledgment of the peer's SYN, without a SYN of its own. */
function isAckOfSyn(s: TraceSegment, end: End): boolean {
  return end.ackSent === null && end.irs !== null && s.ack === (end.irs + 1) >>> 0;
}

function acksFinFirst(s: TraceSegment, end: End): boolean {
  const { peerFin, ackSent } = end;
  if (peerFin === null || !end.peerHasFinished || !after(s.ack, peerFin)) return false;
  return ackSent === null || !after(ackSent, peerFin);
}
