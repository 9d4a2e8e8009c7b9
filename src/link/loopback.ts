import type { Clock } from '../base/clock.ts';
import { Fifo } from '../base/fifo.ts';
import type { Packet } from '../base/packet.ts';
import { type Micros, Timed } from '../base/timer-queue.ts';
import type { Link, Receiver } from './link.ts';

/** The largest IPv4 packet there can be. */
const LARGEST = 65_535;

/** A link whose packets come back to the sender, at the same time but after `send` has returned. */
export class Loopback extends Timed implements Link {
  readonly mtu: number;
  readonly medium = 'ip' as const;
  /** Memory does not corrupt. */
  readonly checksums = false;
  receiver: Receiver | null = null;
  readonly #clock: Clock;
  readonly #queue = new Fifo<Packet>();

  /** @param mtu octets */
  constructor(clock: Clock, mtu: number = LARGEST) {
    super();
    this.#clock = clock;
    this.mtu = mtu;
  }

  send(p: Packet): void {
    this.#queue.push(p);
    this.#clock.timers.arm(this, this.#clock.now);
  }

  override expire(_now: Micros): void {
    // Only what waits now: what the receiver sends meanwhile comes with the next expiry.
    for (let n = this.#queue.length; n > 0; n--) {
      const p = this.#queue.shift() as Packet;
      if (this.receiver !== null) this.receiver.deliver(p);
      else p.release();
    }
  }
}
