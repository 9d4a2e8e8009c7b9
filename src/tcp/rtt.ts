import type { Micros } from '../base/timer-queue.ts';
import { later, leq, lt, type Seq } from '../wire/seq.ts';
import type { Profile } from './profile.ts';

/** Clock granularity G of RFC 6298, microseconds. */
const GRANULARITY = 1000;

/** The round-trip time and the retransmission timeout, RFC 6298. */
export class RttEstimator {
  srtt: Micros = 0;
  rttvar: Micros = 0;
  hasSample = false;
  /** Times the timeout has been doubled since it was last computed (5.5). */
  backoffs = 0;
  #rto: Micros;
  readonly #profile: Profile;
  /** The one segment being timed: its last sequence number plus one, and when it was sent. */
  #timing = false;
  #timedTo: Seq = 0;
  #timedAt: Micros = 0;

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#rto = profile.initialRto; // (2.1)
  }

  /** The timeout to arm now, backed off and bounded. */
  get rto(): Micros {
    let rto = this.#rto;
    const { maxRto } = this.#profile;
    for (let i = this.backoffs; i > 0 && rto < maxRto; i--) rto *= 2; // (5.5)
    return rto < maxRto ? rto : maxRto;
  }

  /** Starts timing the segment that ends before `to`, unless one is being timed. */
  sent(to: Seq, now: Micros): void {
    if (this.#timing) return;
    this.#timing = true;
    this.#timedTo = to;
    this.#timedAt = now;
  }

  /** Something from `from` on is sent again: an ACK for it would be ambiguous. Karn. [MUST-18] */
  sentAgain(from: Seq): void {
    if (this.#timing && lt(from, this.#timedTo)) this.#timing = false;
  }

  /** SND.UNA is now `una`: takes a sample when that covers the segment being timed; true when it did. */
  acked(una: Seq, now: Micros): boolean {
    if (!this.#timing || !leq(this.#timedTo, una)) return false;
    this.#timing = false;
    this.sample(now - this.#timedAt);
    return true;
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
    const rto = this.srtt + Math.max(GRANULARITY, 4 * this.rttvar);
    this.#rto = Math.min(Math.max(rto, this.#profile.minRto), this.#profile.maxRto); // (2.4), (2.5)
  }

  backOff(): void {
    this.backoffs++;
  }

  /** The SYN had to be sent again: without a sample the data phase begins with 3 s (5.7). */
  synWasLost(): void {
    this.backoffs = 0;
    if (!this.hasSample) this.#rto = Math.max(this.#rto, 3_000_000);
  }

  /** The end of the segment being timed, for status; `una` when none is. */
  timedTo(una: Seq): Seq {
    return this.#timing ? later(una, this.#timedTo) : una;
  }
}
