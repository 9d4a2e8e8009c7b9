import type { Connection } from '../connection.ts';
import type { CongestionControl } from './index.ts';

/** Slow start and congestion avoidance, RFC 5681, counting octets (RFC 3465). [MUST-19] */
export class RenoCongestion implements CongestionControl {
  cwnd = 0;
  ssthresh: number = Number.POSITIVE_INFINITY;
  /** Octets acknowledged towards the next segment of congestion avoidance. */
  towards = 0;

  start(c: Connection, synLost: boolean): void {
    this.cwnd = synLost ? c.snd.mss : initialWindow(c); // RFC 5681 section 3.1
  }

  onAck(c: Connection, acked: number, afterTimeout: boolean): void {
    const { mss } = c.snd;
    if (this.cwnd < this.ssthresh) {
      this.cwnd += Math.min(acked, limitOf(c, afterTimeout) * mss);
      return;
    }
    this.towards += acked;
    if (this.towards >= this.cwnd) {
      this.towards -= this.cwnd;
      this.cwnd += mss;
    }
  }

  onLoss(c: Connection, flight: number): void {
    this.#halve(c, flight);
    this.cwnd = this.ssthresh;
    this.towards = 0;
  }

  onTimeout(c: Connection, flight: number, first: boolean): void {
    if (first) this.#halve(c, flight);
    this.cwnd = c.snd.mss; // the loss window: RFC 5681 section 3.1
    this.towards = 0;
  }

  onIdle(c: Connection): void {
    this.cwnd = Math.min(this.cwnd, initialWindow(c));
  }

  /**
   * RFC 5681 equation (4). What was sent beyond cwnd does not count: limited transmit (section 3.2),
   * and new text that duplicate ACKs let out before a timeout.
   */
  #halve(c: Connection, flight: number): void {
    this.ssthresh = Math.max(Math.floor(Math.min(flight, this.cwnd) / 2), 2 * c.snd.mss);
  }
}

/**
 * Segments by which one ACK may open the window. After a timeout an ACK may cover text that had arrived
 * before, and RFC 3465 section 2.3 then allows one; with SACK such text is not in `acked`.
 */
function limitOf(c: Connection, afterTimeout: boolean): number {
  return afterTimeout && !c.sackOk ? 1 : c.profile.slowStartLimit;
}

/** RFC 6928 equation (1), for a profile that asks for ten segments. */
function initialWindow(c: Connection): number {
  const { mss } = c.snd;
  const { initialWindow } = c.profile;
  return Math.min(initialWindow * mss, Math.max(2 * mss, initialWindow * 1460));
}
