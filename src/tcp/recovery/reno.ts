import { earlier, later, lt } from '../../wire/seq.ts';
import type { Segment } from '../../wire/tcp.ts';
import type { Connection } from '../connection.ts';
import { FAST, LOSS, LossRecovery, OPEN } from './index.ts';

/** Fast retransmit and fast recovery without selective acknowledgments: NewReno, RFC 6582. */
export class RenoRecovery extends LossRecovery {
  /** Octets by which duplicate ACKs have inflated cwnd, RFC 5681 section 3.2 (3) and (4). */
  inflation = 0;

  override onAck(c: Connection, _seg: Segment, acked: number, duplicate: boolean): void {
    const { snd } = c;
    // Each duplicate told of a segment that this ACK covers: tcp_remove_reno_sacks().
    const told = this.phase === OPEN && !duplicate ? this.duplicates * snd.mss : 0;
    this.delivered = Math.max(acked - told, Math.min(acked, snd.mss));
    if (acked > 0) this.resent = later(this.resent, snd.una);
    if (duplicate) {
      this.duplicates++;
      if (c.meter !== null && this.#isOvertaken(c)) c.meter.reordered++;
      if (this.phase === FAST) this.inflation += snd.mss;
      else if (this.phase === OPEN && this.duplicates === c.profile.duplicateThreshold) {
        this.begin(c);
        this.inflation = this.duplicates * snd.mss;
      }
      return;
    }
    if (acked === 0) return;
    const wasFast = this.phase === FAST;
    if (this.endsAt(c, snd.una)) {
      this.inflation = 0;
      // RFC 6582 section 3.2 (3), full acknowledgment: no burst after recovery.
      const { congestion } = c;
      const flight = (snd.nxt - snd.una) | 0;
      if (wasFast) {
        congestion.cwnd = Math.min(congestion.ssthresh, Math.max(flight, snd.mss) + snd.mss);
      }
    } else if (this.phase === FAST) {
      // A partial ACK: the next hole is lost too. RFC 6582 section 3.2 (3).
      this.inflation += (acked >= snd.mss ? snd.mss : 0) - acked;
      this.inflation = Math.max(this.inflation, snd.mss - c.congestion.cwnd);
      this.resent = snd.una;
      this.urgent = true;
    }
    if (this.phase !== FAST) this.duplicates = 0;
  }

  /** More duplicates than what is in flight can bring while one is lost: tcp_check_reno_reordering(). */
  #isOvertaken(c: Connection): boolean {
    const { snd } = c;
    return (this.duplicates + 1) * snd.mss > ((snd.nxt - snd.una + snd.mss - 1) | 0);
  }

  override pipe(c: Connection): number {
    const { snd } = c;
    if (this.phase === LOSS && lt(this.resent, this.point)) {
      return (this.resent - snd.una + snd.nxt - this.point) | 0;
    }
    return (snd.nxt - snd.una) | 0;
  }

  override bonus(c: Connection): number {
    if (this.phase === FAST) return this.inflation;
    if (this.phase === LOSS || !c.profile.limitedTransmit) return 0;
    return Math.min(this.duplicates, 2) * c.snd.mss; // RFC 3042
  }

  override next(c: Connection): boolean {
    const { snd } = c;
    if (this.phase === FAST) {
      if (!this.urgent) return false;
      this.from = snd.una;
    } else if (this.phase === LOSS && lt(this.resent, this.point)) {
      this.from = later(this.resent, snd.una);
    } else {
      return false;
    }
    this.to = earlier((this.from + snd.mss) | 0, this.point);
    return true;
  }

  override lastResort(): boolean {
    return false;
  }

  override held(): number {
    return 0;
  }
}
