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
  challengeAcksOut = 0;
  resetsIn = 0;
  resetsOut = 0;
  activeOpens = 0;
  passiveOpens = 0;
  failedOpens = 0;
  establishedResets = 0;
  synAckRetransmissions = 0;
  /** Packets dropped, by reason: an entry for each of DROP_NAMES. */
  readonly drops: Int32Array = new Int32Array(DROP_NAMES.length);

  drop(reason: Drop): void {
    this.drops[reason] = (this.drops[reason] as number) + 1;
  }
}
