import { HAS_SACK, type Segment } from '../../wire/tcp.ts';
import type { Connection } from '../connection.ts';
import { LossRecovery, OPEN } from './index.ts';
import { RenoRecovery } from './reno.ts';
import { SackRecovery } from './sack.ts';

/** Loss recovery while nothing is in flight: nothing can be lost. */
class AtRest extends LossRecovery {
  /** An ACK of nothing new; only the report of text that came twice may still be late. RFC 2883 */
  override onAck(c: Connection, seg: Segment, acked: number, duplicate: boolean): void {
    if ((seg.options & HAS_SACK) !== 0) ownRecovery(c).onAck(c, seg, acked, duplicate);
  }

  override pipe(): number {
    return 0;
  }

  override bonus(): number {
    return 0;
  }

  override next(): boolean {
    return false;
  }

  override lastResort(): boolean {
    return false;
  }

  override held(): number {
    return 0;
  }
}

/** What all connections have that have nothing in flight; frozen. */
export const AT_REST: LossRecovery = new AtRest(0);
Object.freeze(AT_REST);

/** The connection's own, from when something is about to be sent: NewReno, or SACK where both sides agreed. */
export function ownRecovery(c: Connection): LossRecovery {
  if (c.recovery === AT_REST) {
    c.recovery = c.sackOk ? new SackRecovery(c.snd.una) : new RenoRecovery(c.snd.una);
  }
  return c.recovery;
}

/** When a timer has expired, as one does some time after the last segment: is everything acknowledged? */
export function settleRecovery(c: Connection): void {
  if (c.snd.una === c.snd.nxt && c.recovery.phase === OPEN) c.recovery = AT_REST;
}
