import { NEVER } from '../base/timer-queue.ts';
import { lt, type Seq } from '../wire/seq.ts';
import { type Connection, WRITABLE } from './connection.ts';
import { growMemory, isWritable, sentTo } from './fill-buffers.ts';
import { buffersOf } from './queues.ts';
import type { SendBuffers } from './send-buffers.ts';
import { nextCut } from './send-cut.ts';
import { WAIT_OVERRIDE } from './send-policy.ts';
import { arm } from './timers.ts';

/** Sends n octets of the queue from sequence number `from`, with a FIN if `fin`. */
type Transmit = (c: Connection, from: Seq, n: number, fin: boolean) => void;

/**
 * Sends new text, and the FIN after it, by the pieces that Linux cuts its buffers into; a segment goes after the
 * other all the same. Returns how much.
 */
export function sendBuffered(
  c: Connection,
  q: SendBuffers,
  room: number,
  mss: number,
  transmit: Transmit,
): number {
  const { snd } = c;
  const { now } = c.tcp.env.clock;
  let sent = 0;
  c.cwndLimited = false;
  while (!snd.finQueued || !lt(snd.fin, snd.nxt)) {
    const at = sentTo(c, q);
    const usable = snd.wnd - (at - q.front);
    let n = 0;
    if (at < q.end) {
      n = nextCut(c, q, at, room - sent, mss, at < q.planned);
      const forced = c.overridden; // tcp_write_wakeup() pushes what it sends
      if (n <= 0 && forced && usable > 0) n = Math.min(q.end - at, usable, mss);
      if (n <= 0) {
        if (n === WAIT_OVERRIDE) awaitOverride(c);
        break;
      }
      c.overridden = false;
      c.timers.override = NEVER;
      q.sends(at, n, now, forced || n > mss); // Linux pushes what is more than a segment: __tcp_transmit_skb()
      if (n % mss !== 0) q.small = at + n;
    }
    const fin = snd.finQueued && at + n === q.end && n < usable;
    if (n === 0 && !fin) break;
    sendPiece(c, n, mss, fin, transmit);
    sent += n + (fin ? 1 : 0);
  }
  q.more = false;
  q.planned = 0;
  if (c.recovery.pipe(c) >= c.congestion.cwnd) c.cwndLimited = true;
  if (sent > 0 || c.cwndLimited) c.recovery.countUse(c);
  return sent;
}

/** Sends n octets at SND.NXT in segments of `mss`, and the FIN with the last if `fin`. */
function sendPiece(c: Connection, n: number, mss: number, fin: boolean, transmit: Transmit): void {
  const { snd } = c;
  for (let left = n, first = true; left > 0 || first; first = false) {
    const length = Math.min(left, mss);
    left -= length;
    const ends = fin && left === 0;
    const from = snd.nxt;
    snd.nxt = (from + length + (ends ? 1 : 0)) | 0;
    c.rtt.sent(snd.nxt, c.tcp.env.clock.now);
    if (c.ecn !== null) c.ecn.isNew = length > 0;
    transmit(c, from, length, ends);
  }
}

/** What waits goes after a while, however small: never for ever. [MUST-60] Linux: tcp_check_probe_timer(). */
export function awaitOverride(c: Connection): void {
  if (c.timers.override !== NEVER) return;
  arm(c, 'override', c.tcp.env.clock.now + (c.profile.overrideTimeout || c.rtt.rto));
}

/** What an ACK let go has gone: is there room for whoever waits for it? Linux: tcp_check_space(). */
export function tellRoom(c: Connection): void {
  const q = buffersOf(c);
  if (q === null || !q.heard) return;
  q.heard = false;
  growMemory(c);
  if (!isWritable(c)) return;
  c.wantsWritable = false;
  c.meter?.heldByBuffer(false, c.tcp.env.clock.now);
  c.tell(WRITABLE);
}
