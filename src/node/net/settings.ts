import type { TcpSocket } from '../../socket/tcp-socket.ts';
import type { SocketOptions } from './socket-options.ts';

/** What Node documents for every socket that keeps alive: probes a second apart, ten of them. */
const INTERVAL = 1_000_000;
const COUNT = 10;
/** The longest the system takes for the time before the first probe, seconds. */
const LONGEST = 32_767;

/** What a socket's user has set, kept until there is a connection to set it on. */
export class Settings {
  #noDelay: boolean;
  #keepAlive: boolean;
  /** Seconds before the first probe; 0 leaves what the stack has. */
  #idle = 0;

  constructor(o: SocketOptions) {
    this.#noDelay = Boolean(o.noDelay);
    this.#keepAlive = Boolean(o.keepAlive);
    this.#setIdle(o.keepAliveInitialDelay ?? 0);
  }

  set noDelay(on: boolean) {
    this.#noDelay = on;
  }

  /** @param delay milliseconds before the first probe, rounded down to seconds; 0 leaves it as it is */
  setKeepAlive(on: boolean, delay: number): void {
    this.#keepAlive = on;
    this.#setIdle(delay);
  }

  #setIdle(delay: number): void {
    const seconds = Math.trunc(Number(delay) / 1000);
    if (seconds > 0) this.#idle = Math.min(seconds, LONGEST);
  }

  /** Sets it all on a new connection. */
  applyTo(tcp: TcpSocket): void {
    if (this.#noDelay) tcp.noDelay = true;
    if (this.#keepAlive) this.applyKeepAlive(tcp);
  }

  applyKeepAlive(tcp: TcpSocket): void {
    const idle = this.#idle > 0 ? this.#idle * 1_000_000 : undefined;
    if (this.#keepAlive) tcp.setKeepAlive(true, { idle, interval: INTERVAL, count: COUNT });
    else tcp.setKeepAlive(false);
  }
}
