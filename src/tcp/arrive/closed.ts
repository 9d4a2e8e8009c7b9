import { ACK, RST, type Segment, SYN } from '../../wire/tcp.ts';
import type { Profile } from '../profile.ts';

/**
 * CLOSED, RFC 9293 section 3.10.7.1: what the reset that answers `seg` looks like, written into
 * `reply`; false when it is a reset itself, which is never answered.
 */
export function resetFor(seg: Segment, reply: Segment): boolean {
  if ((seg.flags & RST) !== 0) return false;
  if ((seg.flags & ACK) !== 0) {
    reply.seq = seg.ack;
    reply.ack = 0;
    reply.flags = RST;
  } else {
    reply.seq = 0;
    reply.ack = (seg.seq + seg.len) | 0;
    reply.flags = RST | ACK;
  }
  reply.wnd = 0;
  reply.options = 0;
  return true;
}

/** Whether a port that nobody waits on says so; FreeBSD: net.inet.tcp.blackhole, blackhole(4). */
export function answersClosed(p: Profile, seg: Segment): boolean {
  switch (p.closedPort) {
    case 'reset':
      return true;
    case 'drop-syn':
      return (seg.flags & SYN) === 0;
    case 'drop':
    case 'drop-unexpected':
      return false;
  }
}

/** Whether one that waits says what it cannot use. */
export function answersUnexpected(p: Profile): boolean {
  return p.closedPort !== 'drop-unexpected';
}
