import type { Clock } from '../base/clock.ts';
import type { Packet, PacketPool } from '../base/packet.ts';
import { type Micros, Timed } from '../base/timer-queue.ts';
import type { Link, Receiver } from './link.ts';

/** What a cable is like; the same in both directions. */
export interface CableOptions {
  /** Time from the last octet leaving one end to its arrival at the other, microseconds; 0 by default. */
  readonly delay?: Micros;
  /** Octets per second; no limit by default. A packet of n octets occupies the line for n / rate. */
  readonly rate?: number;
  /** Packets that may wait for the line to become free; one more is dropped. No limit by default. */
  readonly queue?: number;
  /** The largest IP packet it carries, octets; 1,500 by default. Longer ones are dropped. */
  readonly mtu?: number;
  /** Whether the hosts at its ends compute and verify checksums; true by default. */
  readonly checksums?: boolean;
}

/** Packets a direction has room for before it grows; a power of two. */
const FIRST_ROOM = 64;

/**
 * One end of a cable: a link, and the direction that leads away from it.
 *
 * The packets under way stand in a ring with the times at which they start to be sent and arrive, so
 * that nothing is allocated for each.
 */
export class CableEnd extends Timed implements Link {
  readonly mtu: number;
  readonly medium = 'ip' as const;
  readonly checksums: boolean;
  receiver: Receiver | null = null;
  /** Packets and octets that were sent from this end and not dropped. */
  packets = 0;
  octets = 0;
  /** Packets sent from this end that did not arrive: queue full, too long, unplugged, nobody there. */
  dropped = 0;
  /** Shown each of them while it is still whole, or null. */
  onLost: ((p: Packet) => void) | null = null;

  readonly #cable: Cable;
  #peer: CableEnd = this;
  /** When the line becomes free for the next packet. */
  #lineFree: Micros = 0;
  /** The ring: packets, when each starts to be sent, and when it arrives. */
  #packets: (Packet | null)[] = new Array(FIRST_ROOM).fill(null);
  #starts = new Float64Array(FIRST_ROOM);
  #arrivals = new Float64Array(FIRST_ROOM);
  #head = 0;
  #length = 0;
  /** How many at the back of the ring had not started when last looked at. */
  #waiting = 0;

  constructor(cable: Cable, mtu: number, checksums: boolean) {
    super();
    this.#cable = cable;
    this.mtu = mtu;
    this.checksums = checksums;
  }

  /** Packets sent from this end that are still waiting or on the line. */
  get underWay(): number {
    return this.#length;
  }

  /** Tells this end which is the other; {@link Cable} does. */
  join(peer: CableEnd): void {
    this.#peer = peer;
  }

  /** Takes the packet; it is delivered at the other end when time reaches its arrival. */
  send(p: Packet): void {
    const { clock, delay, rate, queue, up } = this.#cable;
    const { now } = clock;
    if (!up || p.length > this.mtu || (this.#lineFree > now && this.#stillWaiting(now) >= queue)) {
      this.#lose(p);
      return;
    }
    this.packets++;
    this.octets += p.length;
    const start = Math.max(this.#lineFree, now);
    this.#lineFree = start + (p.length * 1_000_000) / rate;
    const arrival = this.#lineFree + delay;
    this.#push(p, start, arrival);
    this.#waiting++;
    // One that follows others needs no alarm: nothing overtakes on a cable, even if its delay was cut.
    if (this.#length === 1) clock.timers.arm(this, arrival);
  }

  /** Delivers everything that has arrived, in one go, so that the host answers a burst once. */
  override expire(now: Micros): void {
    const mask = this.#packets.length - 1;
    let n = 0;
    while (n < this.#length && (this.#arrivals[(this.#head + n) & mask] as number) <= now) n++;
    for (; n > 0; n--) this.#arrive(this.#shift());
    if (this.#length > 0) {
      const next = this.#arrivals[this.#head] as number;
      this.#cable.clock.timers.arm(this, next);
    }
  }

  #arrive(p: Packet): void {
    const { receiver } = this.#peer;
    if (receiver !== null && this.#cable.up) {
      receiver.deliver(p);
      return;
    }
    this.packets--;
    this.octets -= p.length;
    this.#lose(p);
  }

  #lose(p: Packet): void {
    this.dropped++;
    this.onLost?.(p);
    p.release();
  }

  /** Packets that have not started to be sent at `now`. */
  #stillWaiting(now: Micros): number {
    const mask = this.#packets.length - 1;
    while (this.#waiting > 0) {
      const first = (this.#head + this.#length - this.#waiting) & mask;
      if ((this.#starts[first] as number) > now) break;
      this.#waiting--;
    }
    return this.#waiting;
  }

  #push(p: Packet, start: Micros, arrival: Micros): void {
    if (this.#length === this.#packets.length) this.#grow();
    const at = (this.#head + this.#length) & (this.#packets.length - 1);
    this.#packets[at] = p;
    this.#starts[at] = start;
    this.#arrivals[at] = arrival;
    this.#length++;
  }

  #shift(): Packet {
    const p = this.#packets[this.#head] as Packet;
    this.#packets[this.#head] = null;
    this.#head = (this.#head + 1) & (this.#packets.length - 1);
    this.#length--;
    if (this.#waiting > this.#length) this.#waiting = this.#length;
    return p;
  }

  #grow(): void {
    const room = this.#packets.length;
    const packets: (Packet | null)[] = new Array(room * 2).fill(null);
    const starts = new Float64Array(room * 2);
    const arrivals = new Float64Array(room * 2);
    for (let i = 0; i < this.#length; i++) {
      const from = (this.#head + i) & (room - 1);
      packets[i] = this.#packets[from] as Packet;
      starts[i] = this.#starts[from] as number;
      arrivals[i] = this.#arrivals[from] as number;
    }
    this.#packets = packets;
    this.#starts = starts;
    this.#arrivals = arrivals;
    this.#head = 0;
  }
}

/**
 * Two ends joined in memory, with a delay, a rate and a drop-tail queue in each direction.
 *
 * What is sent with no delay and no rate arrives at the same time, after the sender has returned.
 * `delay`, `rate` and `queue` may be changed while it is in use; packets under way keep their times.
 */
export class Cable {
  readonly clock: Clock;
  /** Where the packets that its two hosts send come from, for whoever wants to put in one of his own. */
  readonly pool: PacketPool;
  readonly a: CableEnd;
  readonly b: CableEnd;
  delay: Micros;
  rate: number;
  queue: number;
  /** While it is false, whatever is sent or would arrive is lost and counted. */
  up = true;

  /** Throws RangeError for an option that makes no sense. */
  constructor(clock: Clock, pool: PacketPool, o: CableOptions = {}) {
    this.clock = clock;
    this.pool = pool;
    this.delay = atLeast('delay', o.delay ?? 0, 0, 'microseconds');
    this.rate = atLeast('rate', o.rate ?? Number.POSITIVE_INFINITY, 1, 'octets per second');
    this.queue = atLeast('queue', o.queue ?? Number.POSITIVE_INFINITY, 0, 'packets');
    // RFC 791 section 3.2: every link carries packets of 68 octets.
    const mtu = atLeast('mtu', o.mtu ?? 1500, 68, 'octets');
    if (this.delay === Number.POSITIVE_INFINITY) {
      throw new RangeError('a cable with infinite delay delivers nothing; use unplug()');
    }
    const checksums = o.checksums ?? true;
    this.a = new CableEnd(this, mtu, checksums);
    this.b = new CableEnd(this, mtu, checksums);
    this.a.join(this.b);
    this.b.join(this.a);
  }

  /** Pulls the plug: nothing arrives until {@link plug}. */
  unplug(): void {
    this.up = false;
  }

  plug(): void {
    this.up = true;
  }
}

function atLeast(name: string, value: number, least: number, unit: string): number {
  if (value >= least) return value;
  throw new RangeError(`the ${name} of a cable is at least ${least} ${unit}, not ${value}`);
}
