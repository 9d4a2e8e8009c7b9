import { RangeSet } from '../../base/range-set.ts';
import { earlier, later, leq, lt, type Seq } from '../../wire/seq.ts';
import { HAS_SACK, type Segment } from '../../wire/tcp.ts';
import type { Connection } from '../connection.ts';
import { FAST, LOSS, LossRecovery, OPEN } from './index.ts';

/** Ranges the scoreboard keeps at most; beyond, new blocks are not believed until some are acknowledged. */
const MAX_RANGES = 1024;

/** Loss recovery by selective acknowledgments: RFC 6675, with the scoreboard of RFC 2018. */
export class SackRecovery extends LossRecovery {
  /** What the peer holds above SND.UNA. */
  readonly scoreboard = new RangeSet();
  /** Every octet below it that is not in the scoreboard is lost: IsLost() of RFC 6675. */
  lostTo: Seq = 0;
  /** Octets of the scoreboard at and above {@link lostTo}. */
  heldAbove = 0;
  /** A timeout came, and nothing was acknowledged since: the peer may have reneged. */
  doubtful = false;
  /** The range found is a rescue, rule (4); and one was sent in this episode. */
  rescuing = false;
  rescued = false;

  override onAck(c: Connection, seg: Segment, acked: number): void {
    const { snd } = c;
    this.delivered = acked;
    const { meter } = c;
    const before = (snd.una - acked) | 0;
    const top = meter === null ? before : this.#top(before);
    if (meter !== null && this.#isOvertaken(c, before, snd.una, top)) meter.reordered++;
    if (acked > 0) {
      this.delivered -= this.scoreboard.removeBelow(snd.una);
      this.resent = later(this.resent, snd.una);
      this.duplicates = 0;
      this.doubtful = false;
    }
    const fresh = (seg.options & HAS_SACK) !== 0 ? this.#learn(c, seg, top) : 0;
    this.delivered += fresh;
    // The end of one episode may be the start of the next: text sent during it was lost too.
    this.endsAt(c, snd.una);
    this.#findLost(c);
    if (this.phase !== OPEN) return;
    if (fresh > 0 && acked === 0) this.duplicates++; // DupAcks of RFC 6675
    if (this.#isLossFound(c)) {
      this.begin(c);
      this.rescued = false;
    }
  }

  /** RFC 6675 section 5 (1) and (2); what the last episode sent again and is still missing is its affair. */
  #isLossFound(c: Connection): boolean {
    const { una } = c.snd;
    const from = later(this.resent, una);
    if (from === una && this.duplicates >= c.profile.duplicateThreshold) return true;
    return this.#hole(c, from, this.lostTo);
  }

  override onTimeout(c: Connection): void {
    // RFC 2018 section 8: text the peer once held may be gone. It is when it is at SND.UNA; and after
    // a second timeout nothing is believed.
    if (this.doubtful || this.scoreboard.contains(c.snd.una)) this.scoreboard.clear();
    this.doubtful = true;
    super.onTimeout(c);
    this.#findLost(c);
  }

  override rewind(c: Connection): void {
    super.rewind(c);
    this.#findLost(c);
  }

  override pipe(c: Connection): number {
    const { snd } = c;
    const { total } = this.scoreboard;
    if (this.phase === OPEN) return (snd.nxt - snd.una - total) | 0;
    // SetPipe(): what is not lost counts, and what was sent again counts, each unless it is held.
    const { resent } = this;
    const pipe = (snd.nxt - this.lostTo - this.heldAbove) | 0;
    return lt(snd.una, resent) ? pipe + ((resent - snd.una) | 0) - this.#heldBelow(resent) : pipe;
  }

  override bonus(): number {
    return 0; // limited transmit follows from pipe, which leaves out what the peer holds
  }

  override next(c: Connection): boolean {
    if (this.phase === OPEN) return false;
    this.rescuing = false;
    const from = later(this.resent, c.snd.una);
    if (this.urgent && this.phase === FAST) return this.#hole(c, from, this.point);
    return this.#hole(c, from, this.lostTo); // NextSeg() rule (1)
  }

  override lastResort(c: Connection): boolean {
    if (this.phase !== FAST) return false;
    const { scoreboard } = this;
    if (scoreboard.count === 0) return false;
    const top = scoreboard.to(scoreboard.count - 1);
    const from = later(this.resent, c.snd.una);
    if (this.#hole(c, from, top)) return true; // rule (3)
    if (this.rescued || !lt(top, c.snd.nxt)) return false;
    this.rescuing = true; // rule (4): the last segment, once
    this.to = c.snd.nxt;
    this.from = later((this.to - c.snd.mss) | 0, top);
    return true;
  }

  override sentAgain(): void {
    if (!this.rescuing) {
      super.sentAgain();
      return;
    }
    this.rescuing = false;
    this.rescued = true; // HighRxt stays: what is below may still turn out to be lost
  }

  override held(): number {
    return this.scoreboard.total;
  }

  override again(c: Connection): number {
    const octets = super.again(c);
    return octets > 0 ? octets - this.#heldBelow(this.resent) : 0;
  }

  /**
   * Whether some of [from, to) that was sent once is neither held yet nor as far on as what is: it was overtaken on
   * its way. Linux: tcp_check_sack_reordering().
   */
  #isOvertaken(c: Connection, from: Seq, to: Seq, top: Seq): boolean {
    return this.#hole(c, later(from, this.resent), earlier(to, top));
  }

  /** The end of what the peer holds; SND.UNA of before this ACK when that is nothing. */
  #top(una: Seq): Seq {
    const { count } = this.scoreboard;
    return count === 0 ? una : this.scoreboard.to(count - 1);
  }

  /** The first range of [from, limit) not held, at most a segment long. */
  #hole(c: Connection, from: Seq, limit: Seq): boolean {
    const { scoreboard } = this;
    for (let i = scoreboard.firstAbove(from); ; i++) {
      if (!lt(from, limit)) return false;
      if (i >= scoreboard.count) {
        this.from = from;
        this.to = earlier((from + c.snd.mss) | 0, limit);
        return true;
      }
      if (lt(from, scoreboard.from(i))) {
        this.from = from;
        this.to = earlier(earlier((from + c.snd.mss) | 0, scoreboard.from(i)), limit);
        return true;
      }
      from = scoreboard.to(i);
    }
  }

  /** Takes the segment's blocks into the scoreboard, of which `top` was the end; returns the octets they newly cover. */
  #learn(c: Connection, seg: Segment, top: Seq): number {
    const { snd, meter } = c;
    let fresh = 0;
    let overtaken = false;
    for (let i = 0; i < seg.sackCount; i++) {
      const from = seg.sacks[2 * i] as number;
      const to = seg.sacks[2 * i + 1] as number;
      if (i === 0 && isDuplicateReport(seg, from, to)) {
        c.tcp.counters.dsacksIn++;
        if (meter !== null) meter.duplicates += Math.max(1, Math.ceil(((to - from) | 0) / snd.mss));
        continue;
      }
      if (!lt(from, to) || !lt(snd.una, to) || lt(snd.nxt, to) || lt(from, snd.una)) continue;
      if (this.scoreboard.count >= MAX_RANGES && !this.scoreboard.contains(from)) continue;
      if (meter !== null && this.#isOvertaken(c, from, to, top)) overtaken = true;
      fresh += this.scoreboard.add(from, to);
    }
    if (meter !== null && overtaken) meter.reordered++;
    return fresh;
  }

  /** IsLost(): three ranges, or more than two segments, held above. */
  #findLost(c: Connection): void {
    const { scoreboard } = this;
    if (this.phase === LOSS) {
      this.lostTo = this.point;
      this.heldAbove = 0;
      for (let i = scoreboard.count - 1; i >= 0 && leq(this.point, scoreboard.from(i)); i--) {
        this.heldAbove += (scoreboard.to(i) - scoreboard.from(i)) | 0;
      }
      return;
    }
    this.lostTo = c.snd.una;
    this.heldAbove = scoreboard.total;
    let held = 0;
    const { duplicateThreshold } = c.profile;
    const enough = (duplicateThreshold - 1) * c.snd.mss;
    for (let n = 1, i = scoreboard.count - 1; i >= 0; i--, n++) {
      held += (scoreboard.to(i) - scoreboard.from(i)) | 0;
      if (n >= duplicateThreshold || held > enough) {
        this.lostTo = scoreboard.from(i);
        this.heldAbove = held;
        return;
      }
    }
  }

  #heldBelow(limit: Seq): number {
    const { scoreboard } = this;
    let held = 0;
    for (let i = 0; i < scoreboard.count && lt(scoreboard.from(i), limit); i++) {
      held += (earlier(scoreboard.to(i), limit) - scoreboard.from(i)) | 0;
    }
    return held;
  }
}

/** The first block reports duplicate text: it is below SEG.ACK, or inside the second. RFC 2883 section 4. */
function isDuplicateReport(seg: Segment, from: Seq, to: Seq): boolean {
  if (leq(to, seg.ack)) return true;
  if (seg.sackCount < 2) return false;
  return leq(seg.sacks[2] as number, from) && leq(to, seg.sacks[3] as number);
}
