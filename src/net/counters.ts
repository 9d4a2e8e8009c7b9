import { DROP_NAMES, type Drop } from '../wire/drop.ts';

/** What a host has counted below TCP since it began; always on. */
export class HostCounters {
  /** IP packets received, and those given to links, fragments each counted. */
  packetsIn = 0;
  packetsOut = 0;
  octetsIn = 0;
  octetsOut = 0;
  fragmentsIn = 0;
  fragmentsOut = 0;
  /** Fragments that were there already. */
  fragmentsDuplicate = 0;
  /** Datagrams put together from fragments. */
  reassembled = 0;
  icmpIn = 0;
  icmpErrorsIn = 0;
  /** Source quenches, which nobody heeds any more: RFC 6633. */
  sourceQuenchesIn = 0;
  echoesIn = 0;
  echoRepliesIn = 0;
  echoRepliesOut = 0;
  icmpErrorsOut = 0;
  /** ICMP errors not sent because too many had been sent just before. */
  icmpErrorsLimited = 0;
  /** Packets dropped below TCP, by reason: an entry for each of DROP_NAMES. */
  readonly drops: Int32Array = new Int32Array(DROP_NAMES.length);

  drop(reason: Drop): void {
    this.drops[reason] = (this.drops[reason] as number) + 1;
  }
}
