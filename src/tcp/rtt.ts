import type { Micros } from '../base/timer-queue.ts';
import { later, leq, lt, type Seq } from '../wire/seq.ts';
import type { Profile } from './profile.ts';
import { TICK } from './timestamps.ts';

/** In the place of a round trip: none was measured. */
export const NO_SAMPLE: Micros = -1;

/** The round-trip time and the retransmission timeout, RFC 6298. */
export class RttEstimator {
  srtt: Micros = 0;
  rttvar: Micros = 0;
  hasSample = false;
  /** Times the timeout has been doubled since it was last computed (5.5). */
  backoffs = 0;
  /** The timeout before it is doubled. */
  base: Micros;
  readonly #profile: Profile;
  /** The one segment being timed: its last sequence number plus one, and when it was sent. */
  timing = false;
  timedEnd: Seq = 0;
  timedAt: Micros = 0;
  /** When the timer last expired. */
  expiredAt: Micros = 0;

  constructor(profile: Profile) {
    this.#profile = profile;
    this.base = profile.initialRto; // (2.1)
  }

  /** The timeout to arm now, backed off exponentially and bounded. [MUST-19] */
  get rto(): Micros {
    let rto = this.base;
    const { maxRto, rtoSlop } = this.#profile;
    for (let i = this.backoffs; i > 0 && rto < maxRto; i--) rto *= 2; // (5.5)
    return Math.min(rto + rtoSlop, maxRto);
  }

  /** Starts timing the segment that ends before `to`, unless one is being timed. */
  sent(to: Seq, now: Micros): void {
    if (this.timing) return;
    this.timing = true;
    this.timedEnd = to;
    this.timedAt = now;
  }

  /** Something from `from` on is sent again: an ACK for it would be ambiguous. Karn. [MUST-18] */
  sentAgain(from: Seq): void {
    if (this.timing && lt(from, this.timedEnd)) this.timing = false;
  }

  /** SND.UNA is now `una`: takes a sample when that covers the segment being timed; the sample, or {@link NO_SAMPLE}. */
  acked(una: Seq, now: Micros): Micros {
    if (!this.timing || !leq(this.timedEnd, una)) return NO_SAMPLE;
    this.timing = false;
    const r = now - this.timedAt;
    this.sample(r);
    return r;
  }

  sample(r: Micros): void {
    if (this.hasSample) {
      const error = Math.abs(this.srtt - r);
      this.rttvar += (error - this.rttvar) / 4; // (2.3), beta = 1/4
      this.srtt += (r - this.srtt) / 8; // alpha = 1/8
    } else {
      this.hasSample = true;
      this.srtt = r; // (2.2)
      this.rttvar = r / 2;
    }
    this.backoffs = 0;
    const { minRto, maxRto, rtoMargin } = this.#profile;
    const rto = this.srtt + Math.max(rtoMargin, 4 * this.rttvar);
    this.base = Math.min(Math.max(rto, minRto), maxRto); // (2.4), (2.5)
  }

  /** The timer expired: (5.5). */
  backOff(now: Micros): void {
    this.backoffs++;
    this.expiredAt = now;
  }

  /**
   * An ACK covers new text, and `r` is the age of the timestamp it echoes: RFC 7323 section 4.1. Taken
   * while the timeout is doubled, when there is no other sample to end that, and only from what was sent
   * since. An older echo may be a late answer, or one to a duplicate after the first answer was lost; the
   * time between the two says nothing about the path. The sample, or {@link NO_SAMPLE}.
   */
  echoed(r: Micros, now: Micros): Micros {
    if (this.backoffs === 0 || r < 0 || r > now - this.expiredAt + TICK) return NO_SAMPLE;
    this.sample(r);
    return r;
  }

  /** The SYN had to be sent again: without a sample the data phase begins with 3 s (5.7). */
  synWasLost(): void {
    this.backoffs = 0;
    if (!this.hasSample) this.base = Math.max(this.base, 3_000_000);
  }

  /** The end of the segment being timed, for status; `una` when none is. */
  timedTo(una: Seq): Seq {
    return this.timing ? later(una, this.timedEnd) : una;
  }
}
