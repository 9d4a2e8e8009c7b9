import { RangeSet } from '../base/range-set.ts';
import type { Seq } from '../wire/seq.ts';
import type { Connection } from './connection.ts';

/** Text that came before its turn, or twice, and what the peer is still to be told of it. */
export class OutOfOrder {
  /** Text received beyond RCV.NXT; it waits in the receive queue's storage. [SHLD-31] */
  readonly gaps = new RangeSet();
  /** The duplicate text to report first, RFC 2883; none when both are equal. */
  dsackFrom: Seq = 0;
  dsackTo: Seq = 0;
  /** Where text last arrived out of order: its block is reported first, RFC 2018 section 4. */
  latest: Seq = 0;
  /** Where it did before that, each in another block: they are reported next. */
  second: Seq = 0;
  third: Seq = 0;
  /** Duplicate ACKs owed, one for each segment out of order, to a peer that must count them. */
  duplicates = 0;
}

/** What all connections have whose text comes in order; frozen, down to its ranges. */
export const IN_ORDER = new OutOfOrder();
Object.freeze(IN_ORDER.gaps);
Object.freeze(IN_ORDER);

/** The connection's own, which may be changed. */
export function ownOutOfOrder(c: Connection): OutOfOrder {
  if (c.outOfOrder === IN_ORDER) c.outOfOrder = new OutOfOrder();
  return c.outOfOrder as OutOfOrder;
}

/** At the end of a turn, when ACKs have gone: is there nothing left to wait for or to tell? */
export function settleOrder(c: Connection): void {
  const { gaps, dsackFrom, dsackTo, duplicates } = c.outOfOrder;
  if (gaps.count === 0 && dsackFrom === dsackTo && duplicates === 0) c.outOfOrder = IN_ORDER;
}
