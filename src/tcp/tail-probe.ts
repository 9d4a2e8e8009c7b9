import type { Micros } from '../base/timer-queue.ts';
import { lt } from '../wire/seq.ts';
import type { Connection } from './connection.ts';
import { sentTo } from './fill-buffers.ts';
import { buffersOf } from './queues.ts';
import { AT_REST } from './recovery/at-rest.ts';
import { OPEN } from './recovery/index.ts';
import { arm } from './timers.ts';

/*
 * Tail loss probes, RFC 8985 section 7: when two round trips bring no ACK, one segment asks for one before the
 * retransmission timer has everything sent again. What its ACK tells of losses is not looked at yet.
 */

/** Two ticks of Linux: TCP_TIMEOUT_MIN_US. */
const LEAST: Micros = 2000;

/**
 * Has the retransmission timer, which would expire after `rto`, expire for a probe first; false where there is none
 * to send. Linux: tcp_schedule_loss_probe().
 */
export function armProbe(c: Connection, rto: Micros): boolean {
  const { profile, recovery, rtt, snd } = c;
  if (!profile.tailLossProbe || recovery === AT_REST) return false;
  recovery.probeNext = false;
  if (!c.sackOk || !c.synAcked || recovery.phase !== OPEN || recovery.probed) return false;
  if (snd.una === snd.nxt || c.probeOut || !rtt.hasSample) return false;
  // A single segment's ACK may be delayed.
  const alone = ((snd.nxt - snd.una) | 0) <= snd.mss;
  const wait = 2 * rtt.srtt + (alone ? Math.max(profile.minRto, LEAST) : LEAST);
  recovery.probeNext = true;
  arm(c, 'retransmission', c.tcp.env.clock.now + Math.min(wait, rto));
  return true;
}

/** New text went: the probe is put off, but not beyond the RTO of what was sent first. */
export function putOffProbe(c: Connection): void {
  if (!c.profile.tailLossProbe) return;
  const { now } = c.tcp.env.clock;
  const sentAt = buffersOf(c)?.frontSentAt ?? now;
  const due = (sentAt > 0 ? sentAt : now) + c.rtt.rto;
  armProbe(c, Math.max(1, due - now));
}

/** An ACK of all that was sent when the probe went ends its episode. */
export function noteProbeAck(c: Connection): void {
  const { recovery, snd } = c;
  if (recovery.probed && !lt(snd.una, recovery.probedTo)) recovery.probed = false;
}

/** What a probe sends: octets from where, and whether the FIN; new text if the peer's window takes it. */
export interface Probe {
  readonly from: number;
  readonly n: number;
  readonly fin: boolean;
}

/** The next probe: tcp_send_loss_probe(). A FIN that was sent goes alone. */
export function nextProbe(c: Connection): Probe {
  const { snd, sendQueue } = c;
  const { una, nxt, mss } = snd;
  const finSent = snd.finQueued && lt(snd.fin, nxt);
  if (finSent) return { from: snd.fin, n: 0, fin: true };
  const inFlight = (nxt - una) | 0;
  const n = Math.min(mss, sendQueue.length - inFlight);
  if (n > 0 && inFlight + n <= snd.wnd) return { from: nxt, n, fin: false };
  const q = buffersOf(c);
  const last = q?.lengthUpTo(sentTo(c, q)) ?? inFlight;
  const length = last % mss || Math.min(last, mss);
  return { from: (nxt - length) | 0, n: length, fin: false };
}
