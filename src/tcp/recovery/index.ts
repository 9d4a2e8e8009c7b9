import { later, lt, type Seq } from '../../wire/seq.ts';
import type { Segment } from '../../wire/tcp.ts';
import type { Connection } from '../connection.ts';
import { windowReduced } from '../ecn.ts';

/** Nothing is known to be lost. */
export const OPEN = 0;
/** A loss was found by duplicate ACKs and is being repaired. */
export const FAST = 1;
/** The retransmission timer expired: everything not selectively acknowledged counts as lost. */
export const LOSS = 2;
export type Phase = 0 | 1 | 2;

/**
 * Which octets are lost, and when to send them again. {@link CongestionControl} says how much may be
 * in the network; this says what.
 */
export abstract class LossRecovery {
  phase: Phase = OPEN;
  /** SND.NXT when the episode began; it ends when SND.UNA gets there. RecoveryPoint of RFC 6675. */
  point: Seq;
  /** Everything below it that is lost was sent again in this episode. HighRxt of RFC 6675. */
  resent: Seq;
  /** Duplicate ACKs since SND.UNA last moved. */
  duplicates = 0;
  /** Octets that the last ACK newly reported as received. */
  delivered = 0;
  /** The range {@link next} found. */
  from: Seq = 0;
  to: Seq = 0;
  /** One segment goes whatever cwnd says: the fast retransmission itself. */
  urgent = false;

  /** The most in flight since SND.UNA was {@link countedTo}, octets: max_packets_out, cwnd_usage_seq of Linux. */
  mostOut = 0;
  countedTo: Seq;
  /** cwnd held the sender back then. */
  wasLimited = false;

  /** When the retransmission timer expires next, that is for a tail loss probe: RFC 8985 section 7. */
  probeNext = false;
  /** A probe was sent, and not yet {@link probedTo} acknowledged: there is one at a time. */
  probed = false;
  probedTo: Seq;

  /** @param una  SND.UNA */
  constructor(una: Seq) {
    this.probedTo = una;
    this.countedTo = una;
    this.point = una;
    this.resent = una;
  }

  /** An ACK was accepted; `acked` octets are new, `duplicate` as RFC 5681 section 2 defines it. */
  abstract onAck(c: Connection, seg: Segment, acked: number, duplicate: boolean): void;

  /** Octets believed to be in the network: pipe of RFC 6675, FlightSize of RFC 5681. */
  abstract pipe(c: Connection): number;

  /** What cwnd allows beyond its own value, octets: limited transmit, or inflation. */
  abstract bonus(c: Connection): number;

  /** Finds the next lost range to send again, into {@link from} and {@link to}; false when none. */
  abstract next(c: Connection): boolean;

  /** When no new data can go: finds a range worth sending though it may not be lost. */
  abstract lastResort(c: Connection): boolean;

  /** Octets above SND.UNA that the peer holds. */
  abstract held(): number;

  /** Octets that were sent again in this episode, and of which nothing was heard since. */
  again(c: Connection): number {
    return this.phase === OPEN ? 0 : Math.max(0, (this.resent - c.snd.una) | 0);
  }

  /** The range {@link from} to {@link to} was sent again. */
  sentAgain(): void {
    this.resent = later(this.resent, this.to);
    this.urgent = false;
  }

  /** The retransmission timer expired, RFC 6298 (5.4) to (5.6) and RFC 5681 section 3.1. */
  onTimeout(c: Connection): void {
    const { snd } = c;
    const first = this.phase !== LOSS || c.retries <= 1;
    c.congestion.onTimeout(c, (snd.nxt - snd.una) | 0, first);
    windowReduced(c);
    this.rewind(c);
    this.urgent = true;
    this.#tell(c, 'timeout');
  }

  /** Everything from SND.UNA on counts as lost, without a word to congestion control. */
  rewind(c: Connection): void {
    this.phase = LOSS;
    this.point = c.snd.nxt;
    this.resent = c.snd.una;
    this.duplicates = 0;
  }

  /** Something was sent, or cwnd kept it back: tcp_cwnd_validate(). */
  countUse(c: Connection): void {
    const { snd, cwndLimited } = c;
    const out = (snd.nxt - snd.una) | 0;
    const more = !this.wasLimited && out > this.mostOut;
    if (lt(snd.una, this.countedTo) && !cwndLimited && !more) return;
    this.wasLimited = cwndLimited;
    this.mostOut = out;
    this.countedTo = snd.nxt;
  }

  protected begin(c: Connection): void {
    c.tcp.counters.fastRecoveries++;
    c.congestion.onLoss(c, (c.snd.nxt - c.snd.una) | 0);
    windowReduced(c);
    this.phase = FAST;
    this.point = c.snd.nxt;
    this.resent = later(this.resent, c.snd.una);
    this.urgent = true;
    this.#tell(c, 'fast-recovery');
  }

  /** The episode is over when all that was outstanding at its start is acknowledged. */
  protected endsAt(c: Connection, una: Seq): boolean {
    if (this.phase === OPEN || lt(una, this.point)) return false;
    this.phase = OPEN;
    this.duplicates = 0;
    this.urgent = false;
    this.#tell(c, 'recovered');
    return true;
  }

  #tell(c: Connection, event: 'timeout' | 'fast-recovery' | 'recovered'): void {
    const { observer } = c.tcp.env;
    if (observer !== null) observer.recovery(c, event);
  }
}
