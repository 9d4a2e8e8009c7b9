import type { TcpSocket } from '../../socket/tcp-socket.ts';
import type { TcpErrorCode } from '../../tcp/errors.ts';
import type { Driver, Notice } from '../driver.ts';
import type { Lingering } from './lingering.ts';

/** Bits of what is new on a connection. */
export const CONNECTED = 1;
export const READABLE = 2;
export const DRAINED = 4;
export const ENDED = 8;
export const CLOSED = 16;

/**
 * Between a connection of the engine and a stream: what happens in a turn is noted here, and the
 * stream is told after it.
 */
export class Handle implements Notice {
  readonly tcp: TcpSocket;
  noticed = false;
  /** The connection is over; `error` says how it failed, null when it was closed properly. */
  closed = false;
  error: TcpErrorCode | null = null;
  /** Told what is new: the bits above. */
  told: ((news: number) => void) | null = null;
  readonly #driver: Driver;
  #news = 0;

  constructor(driver: Driver, tcp: TcpSocket) {
    this.#driver = driver;
    this.tcp = tcp;
    tcp.onconnect = () => this.note(CONNECTED);
    tcp.onreadable = () => this.note(READABLE);
    tcp.ondrain = () => this.note(DRAINED);
    tcp.onend = () => this.note(ENDED);
    tcp.onclose = (error) => {
      this.closed = true;
      this.error = error;
      if (error !== null) this.note(CLOSED); // a proper close has no news: the end was told
    };
  }

  notify(): void {
    const news = this.#news;
    this.#news = 0;
    if (this.told !== null) this.told(news);
  }

  /** Lets go of the connection, as close(2) does: what was written is still delivered. */
  letGo(lingering: Lingering | null): void {
    this.#detach();
    this.#driver.enter();
    this.tcp.release();
    if (!this.closed) lingering?.add(this.tcp);
  }

  /** Ends the connection at once, with a reset to the peer. */
  abort(): void {
    this.#detach();
    if (this.closed) return;
    this.#driver.enter();
    this.tcp.abort();
  }

  #detach(): void {
    const { tcp } = this;
    this.told = null;
    tcp.onconnect = tcp.onreadable = tcp.ondrain = tcp.onend = tcp.onclose = null;
  }

  /** Has `news` told, or told again, in a callback of its own. */
  note(news: number): void {
    this.#news |= news;
    this.#driver.later(this);
  }
}
