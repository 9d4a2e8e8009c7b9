import { type Micros, Timed } from '../../base/timer-queue.ts';
import type { TcpSocket } from '../../socket/tcp-socket.ts';
import { CLOSED, FIN_WAIT_2, TIME_WAIT } from '../../tcp/state.ts';
import type { Driver } from '../driver.ts';

/** How often those that linger are looked at. */
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
  /** When each last made progress, and what it had to do then. */
  readonly #left = new Map<TcpSocket, { since: Micros; unsent: number }>();

  constructor(driver: Driver) {
    super();
    this.#driver = driver;
  }

  add(tcp: TcpSocket): void {
    const { clock } = this.#driver;
    if (this.#left.size === 0) {
      this.#driver.ref();
      clock.timers.arm(this, clock.now + LOOK);
    }
    this.#left.set(tcp, { since: clock.now, unsent: tcp.unsent });
  }

  override expire(now: Micros): void {
    for (const [tcp, seen] of this.#left) {
      const { unsent } = tcp;
      if (unsent !== seen.unsent) {
        seen.unsent = unsent;
        seen.since = now;
      }
      if (isDone(tcp) || now - seen.since > PATIENCE) this.#left.delete(tcp);
    }
    if (this.#left.size === 0) this.#driver.unref();
    else this.#driver.clock.timers.arm(this, now + LOOK);
  }
}

/** The peer has acknowledged our FIN, or the connection is gone. */
function isDone(tcp: TcpSocket): boolean {
  const { state } = tcp.connection;
  return state === CLOSED || state === FIN_WAIT_2 || state === TIME_WAIT;
}
