import { type Micros, Timed } from '../../base/timer-queue.ts';
import type { TcpSocket } from '../../socket/tcp-socket.ts';
import { CLOSED, FIN_WAIT_2, TIME_WAIT } from '../../tcp/state.ts';
import type { Driver } from '../driver.ts';

/** When one is first looked at: a near peer has answered by then. */
const FIRST_LOOK: Micros = 2000;
/** How often those that are left are looked at. */
const LOOK: Micros = 50_000;
/** How long one may linger without its peer acknowledging anything. */
const PATIENCE: Micros = 10_000_000;

/**
 * Connections that were let go before everything written on them was acknowledged.
 *
 * A kernel finishes such connections after the process has ended. This stack ends with the process,
 * so they keep it alive until the peer has it all, our FIN included, or is silent for 10 seconds.
 */
export class Lingering extends Timed {
  readonly #driver: Driver;
  /** Let go since the last look. Most are done by the next: held longer, they would age in memory. */
  #young: TcpSocket[] = [];
  /** When each of the others last made progress, and what it had to do then. */
  readonly #old = new Map<TcpSocket, { since: Micros; unsent: number }>();
  #nextLook: Micros = 0;
  #waiting = false;

  constructor(driver: Driver) {
    super();
    this.#driver = driver;
  }

  add(tcp: TcpSocket): void {
    if (isDone(tcp)) return;
    const { clock } = this.#driver;
    this.#young.push(tcp);
    if (this.#young.length > 1) return;
    clock.timers.arm(this, Math.min(clock.now + FIRST_LOOK, this.due));
    if (!this.#waiting) this.#driver.ref();
    this.#waiting = true;
  }

  override expire(now: Micros): void {
    for (const tcp of this.#young) {
      if (!isDone(tcp)) this.#old.set(tcp, { since: now, unsent: tcp.unsent });
    }
    this.#young = [];
    if (now >= this.#nextLook) {
      this.#nextLook = now + LOOK;
      this.#look(now);
    }
    this.#waiting = this.#old.size > 0;
    if (this.#waiting) this.#driver.clock.timers.arm(this, this.#nextLook);
    else this.#driver.unref();
  }

  #look(now: Micros): void {
    for (const [tcp, seen] of this.#old) {
      const { unsent } = tcp;
      if (unsent !== seen.unsent) {
        seen.unsent = unsent;
        seen.since = now;
      }
      if (isDone(tcp) || now - seen.since > PATIENCE) this.#old.delete(tcp);
    }
  }
}

/** The peer has acknowledged our FIN, or the connection is gone. */
function isDone(tcp: TcpSocket): boolean {
  const { state } = tcp.connection;
  return state === CLOSED || state === FIN_WAIT_2 || state === TIME_WAIT;
}
