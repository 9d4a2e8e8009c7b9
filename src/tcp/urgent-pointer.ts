import { type Segment, URG } from '../wire/tcp.ts';
import type { Connection } from './connection.ts';

/** The farthest an urgent pointer reaches, octets from SEG.SEQ. */
const FARTHEST = 0xffff;

/**
 * While SND.UP is ahead of a segment it says so: the pointer is just past the last urgent octet
 * [MUST-62], or as far as it reaches, and moves on with the segments. Urgent octets may be any number.
 * RFC 9293 section 3.8.5. [MUST-30, MUST-31]
 */
export function markUrgent(c: Connection, seg: Segment): void {
  const ahead = (c.snd.up - seg.seq) | 0;
  if (ahead <= 0) return;
  seg.flags |= URG;
  seg.up = Math.min(ahead, FARTHEST);
}

/** All that is queued is urgent, and what was before it. The peer is told even when its window is closed. */
export function queueUrgent(c: Connection): void {
  const { snd } = c;
  snd.up = ((c.synAcked ? snd.una : snd.iss + 1) + c.sendQueue.length) | 0;
  snd.urgent = true;
  c.ack.now = c.synAcked;
}
