import { ACK, HAS_TS, type Segment, SYN } from '../../wire/tcp.ts';
import type { HalfOpen } from './half-open.ts';

/*
 * What if ACK and SYN did not ride together? A peer in SYN-SENT ignores the ACK and takes the SYN for a
 * simultaneous open, RFC 9293 figure 7: both sides come to ESTABLISHED, with more segments.
 */

/** Whether a SYN is answered with an ACK and a SYN. */
export function splitsSynAck(h: HalfOpen): boolean {
  return h.profile.whatIf.splitSynAck;
}

/** Turns the SYN-ACK in `seg` into the SYN that follows the ACK: it acknowledges and echoes nothing. */
export function leaveSyn(seg: Segment): void {
  seg.flags = SYN;
  seg.ack = 0;
  if ((seg.options & HAS_TS) !== 0) seg.tsEcr = 0;
}

/**
 * The peer answers our SYN with a SYN-ACK, whose SYN is the one we know: it counts as its ACK, as in a
 * simultaneous open, and its sender waits for an ACK of ours.
 */
export function takeAnswer(h: HalfOpen, seg: Segment): boolean {
  if (!splitsSynAck(h) || (seg.flags & (SYN | ACK)) !== (SYN | ACK) || seg.seq !== h.irs)
    return false;
  seg.flags &= ~SYN;
  seg.seq = (seg.seq + 1) | 0;
  return true;
}
