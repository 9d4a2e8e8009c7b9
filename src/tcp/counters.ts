import { DROP_NAMES, type Drop } from '../wire/drop.ts';

/** What a host's TCP has counted since it began; always on. */
export class TcpCounters {
  segmentsIn = 0;
  segmentsOut = 0;
  octetsIn = 0;
  octetsOut = 0;
  retransmissions = 0;
  fastRecoveries = 0;
  timeouts = 0;
  duplicateAcksIn = 0;
  duplicateTextIn = 0;
  outOfOrderIn = 0;
  dsacksIn = 0;
  windowProbesOut = 0;
  delayedAcksOut = 0;
  keepAlivesOut = 0;
  /** Connections reset because there were too many that their users had let go of. */
  orphansReset = 0;
  challengeAcksOut = 0;
  resetsIn = 0;
  resetsOut = 0;
  activeOpens = 0;
  passiveOpens = 0;
  failedOpens = 0;
  establishedResets = 0;
  synAckRetransmissions = 0;
  /** SYNs answered with a cookie; ACKs that brought one back; ACKs that tried to and did not. */
  cookiesOut = 0;
  cookiesIn = 0;
  cookiesFailed = 0;
  /** Connections whose text went with the SYN and was taken at once, ours and the peers'; and those where it was not. */
  fastOpens = 0;
  fastOpensIn = 0;
  fastOpensFailed = 0;
  /** Half-open entries that ran out, and those that made room for another. */
  halfOpenExpired = 0;
  halfOpenEvicted = 0;
  /** TIME-WAIT entries that made room for another. */
  timeWaitEvicted = 0;
  /** SYNs that users put off, refused, or dropped without a word. */
  synsDeferred = 0;
  synsRefused = 0;
  synsIgnored = 0;
  /** Told by ICMP: errors that ended an attempt to open, that ended nothing, and narrower paths. */
  icmpAborts = 0;
  softErrors = 0;
  pathMtuReductions = 0;
  /** Packets dropped, by reason: an entry for each of DROP_NAMES. */
  readonly drops: Int32Array = new Int32Array(DROP_NAMES.length);

  drop(reason: Drop): void {
    this.drops[reason] = (this.drops[reason] as number) + 1;
  }
}
