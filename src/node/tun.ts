import { getSystemErrorName } from 'node:util';
import { Fifo } from '../base/fifo.ts';
import type { Packet } from '../base/packet.ts';
import type { Link, Receiver } from '../link/link.ts';
import type { Driver } from './driver.ts';
import { TunError } from './tun-error.ts';
import { AGAIN, openTunDevice, type TunDevice } from './tun-ioctl.ts';

export { TunError, type TunErrorCode } from './tun-error.ts';

/** Packets taken at one wake, as one turn; what more there is waits for the next. */
const BATCH = 64;
/** Packets kept while the kernel takes none; beyond that the newest is dropped. */
const QUEUE = 512;

/** What {@link openTun} needs to know. */
export interface TunOptions {
  /** Name of the device, 1 to 15 octets; with `%d` in it the kernel chooses the number. */
  name: string;
  /** The largest IP packet it carries, octets: 68 to 65,535; 1500 when not given. */
  mtu?: number;
  driver: Driver;
}

/** What passed, and what was lost. */
export class TunCounters {
  received = 0;
  sent = 0;
  receivedOctets = 0;
  sentOctets = 0;
  /** Wakes in which packets were read; received / wakes is the size of a batch. */
  wakes = 0;
  /** Packets dropped because the kernel took none and the queue was full. */
  queueDrops = 0;
  /** Packets the kernel refused: the device is down, or the packet makes no sense to it. */
  refused = 0;
}

/**
 * A TUN device as a link: the other end of it is the kernel's own network stack.
 *
 * Packets are read without blocking straight into packets of the driver's pool, up to 64 a turn, and
 * written one at a time as they are sent: a TUN device takes one packet a call. While it is open it
 * keeps the process alive.
 */
export class Tun implements Link {
  readonly mtu: number;
  readonly medium = 'ip';
  readonly checksums = true;
  receiver: Receiver | null = null;
  readonly counters: TunCounters = new TunCounters();
  /** Called when the device goes away without {@link close}: somebody removed it. */
  onlost: ((error: TunError) => void) | null = null;
  readonly #device: TunDevice;
  readonly #driver: Driver;
  readonly #queue = new Fifo<Packet>();
  #open = true;

  /** Use {@link openTun}. */
  constructor(device: TunDevice, mtu: number, driver: Driver) {
    this.#device = device;
    this.#driver = driver;
    this.mtu = mtu;
    device.watch(false, this.#ready);
  }

  /** The device's name as the kernel knows it. */
  get name(): string {
    return this.#device.name;
  }

  send(p: Packet): void {
    if (!this.#open) {
      this.counters.refused++;
      p.release();
    } else if (this.#queue.length > 0) {
      this.#keep(p);
    } else if (!this.#write(p)) {
      this.#keep(p);
      this.#device.watch(true, this.#ready);
    }
  }

  /** Closes the device; the kernel removes it with its addresses and routes. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    for (let p = this.#queue.shift(); p !== undefined; p = this.#queue.shift()) p.release();
    this.#device.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Lets the open device keep the process alive, as it does at first. */
  ref(): void {
    this.#device.ref();
  }

  /** Lets the process end though the device is open. */
  unref(): void {
    this.#device.unref();
  }

  readonly #ready = (error: number): void => {
    if (!this.#open) return;
    if (error < 0) this.#lose(error);
    else this.#driver.turn(this.#exchange);
  };

  readonly #exchange = (): void => {
    if (this.#queue.length > 0) this.#flush();
    const { pool } = this.#driver;
    const { counters } = this;
    for (let i = 0; i < BATCH && this.#open; i++) {
      const p = pool.take(this.mtu);
      const n = this.#device.read(p);
      if (n <= 0) {
        p.release();
        if (n !== AGAIN) this.#lose(n);
        return;
      }
      if (i === 0) counters.wakes++;
      counters.received++;
      counters.receivedOctets += n;
      if (this.receiver !== null) this.receiver.deliver(p);
      else p.release();
    }
  };

  /** Whether the packet is done with: written, or refused for good. */
  #write(p: Packet): boolean {
    const n = this.#device.write(p);
    if (n === AGAIN) return false;
    if (n < 0) {
      this.counters.refused++;
    } else {
      this.counters.sent++;
      this.counters.sentOctets += n;
    }
    p.release();
    return true;
  }

  #keep(p: Packet): void {
    if (this.#queue.length < QUEUE) {
      this.#queue.push(p);
    } else {
      this.counters.queueDrops++;
      p.release();
    }
  }

  #flush(): void {
    for (let p = this.#queue.peek(); p !== undefined; p = this.#queue.peek()) {
      if (!this.#write(p)) return;
      this.#queue.shift();
    }
    this.#device.watch(false, this.#ready);
  }

  #lose(error: number): void {
    const why = error === 0 ? 'end of file' : errorName(error);
    this.close();
    const lost = new TunError(
      'GONE',
      `the device ${this.name} has gone (${why})`,
      'someone removed it; start again',
    );
    if (this.onlost !== null) setImmediate(this.onlost, lost);
  }
}

function errorName(error: number): string {
  // The kernel's word for a TUN descriptor without a device; getSystemErrorName does not know it.
  return error === -77 ? 'EBADFD' : getSystemErrorName(error);
}

/**
 * Creates a TUN device and opens it as a link. It exists, down and without addresses, until
 * `bringUp` (tun-setup.ts) or `ip` is used on it, and goes when it is closed.
 *
 * Throws {@link TunError} when that is not possible, RangeError for an MTU that no device has.
 */
export function openTun(o: TunOptions): Tun {
  const mtu = o.mtu ?? 1500;
  if (!Number.isInteger(mtu) || mtu < 68 || mtu > 65_535) {
    throw new RangeError(`the MTU of a TUN device is 68 to 65535 octets, not ${mtu}`);
  }
  return new Tun(openTunDevice(o.name), mtu, o.driver);
}
