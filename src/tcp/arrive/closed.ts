import { ACK, RST, type Segment } from '../../wire/tcp.ts';

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
