import type { Connection } from '../connection.ts';
import type { Profile } from '../profile.ts';
import { RenoCongestion } from './reno.ts';

/** How much may be in the network: RFC 5681. */
export interface CongestionControl {
  /** Congestion window, octets. */
  cwnd: number;
  /** Slow start threshold, octets. */
  ssthresh: number;
  /** The connection is established; `synLost` when its SYN or SYN-ACK had to be sent again. */
  start(c: Connection, synLost: boolean): void;
  /**
   * `acked` octets were acknowledged outside fast recovery; `afterTimeout` while what the timeout
   * declared lost is repaired, and then text that the peer is known to have held is not counted.
   */
  onAck(c: Connection, acked: number, afterTimeout: boolean): void;
  /** A loss was found by duplicate ACKs, with `flight` octets in flight: sets ssthresh and cwnd. */
  onLoss(c: Connection, flight: number): void;
  /** The retransmission timer expired; `first` when it is the first time for this data. */
  onTimeout(c: Connection, flight: number, first: boolean): void;
  /** Nothing was sent for longer than the RTO, RFC 5681 section 4.1. */
  onIdle(c: Connection): void;
}

export function createCongestionControl(profile: Profile): CongestionControl {
  switch (profile.congestion) {
    case 'reno':
      return new RenoCongestion();
  }
}
