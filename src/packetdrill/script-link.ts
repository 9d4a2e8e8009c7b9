import type { Clock } from '../base/clock.ts';
import type { PacketPool } from '../base/packet.ts';
import type { Micros } from '../base/timer-queue.ts';
import type { Link, Receiver } from '../link/link.ts';

/** An IP packet that the stack sent, and when. */
export interface Sent {
  readonly at: Micros;
  /** From the IP header on. */
  readonly octets: Uint8Array;
}

/** Packets kept at most: a stack that sends more than this to nobody is out of its mind. */
const MOST_KEPT = 100_000;

/**
 * The link between a script and the stack: what the stack sends is kept, with its time, until the script
 * asks for it; what the script injects arrives in the next turn.
 */
export class ScriptLink implements Link {
  readonly mtu: number;
  readonly medium = 'ip' as const;
  /** Scripts look at what would be on the wire, so checksums are computed and verified. */
  readonly checksums = true;
  receiver: Receiver | null = null;
  /** What was sent and has not been taken, oldest first. */
  readonly sent: Sent[] = [];
  /** Packets sent that were not kept, because there are too many. */
  dropped = 0;
  readonly #clock: Clock;

  /** @param mtu octets */
  constructor(clock: Clock, mtu: number) {
    this.#clock = clock;
    this.mtu = mtu;
  }

  send(p: Parameters<Link['send']>[0]): void {
    if (this.sent.length >= MOST_KEPT) this.dropped++;
    else this.sent.push({ at: this.#clock.now, octets: p.octets().slice() });
    p.release();
  }

  /** Gives a packet to the stack; call it in a turn. */
  inject(octets: Uint8Array, pool: PacketPool): void {
    const p = pool.copyOf(octets);
    if (this.receiver === null) p.release();
    else this.receiver.deliver(p);
  }
}
