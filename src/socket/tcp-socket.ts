import type { Host } from '../net/host.ts';
import { abort, close, receive, release, send } from '../tcp/calls/index.ts';
import type { Connection, ConnectionUser } from '../tcp/connection.ts';
import type { TcpErrorCode } from '../tcp/errors.ts';
import type { Profile } from '../tcp/profile.ts';
import { CLOSE_WAIT, CLOSED, isSynchronized, TIME_WAIT } from '../tcp/state.ts';
import { Address } from '../wire/address.ts';

/** Where to connect to, and as whom. */
export interface ConnectOptions {
  readonly address: Address | string;
  readonly port: number;
  readonly localAddress?: Address | string | undefined;
  readonly localPort?: number | undefined;
  readonly noDelay?: boolean | undefined;
  readonly profile?: Profile | undefined;
}

/**
 * One end of a connection, with callbacks: what `node/net` and web streams are made of.
 *
 * Callbacks come at the end of a turn and may call anything, on this socket or another. Every call
 * takes effect at the end of the turn it is made in.
 */
export class TcpSocket implements ConnectionUser {
  /** The connection is established. */
  onconnect: (() => void) | null = null;
  /** There are octets to read. */
  onreadable: (() => void) | null = null;
  /** There is room to write again. */
  ondrain: (() => void) | null = null;
  /** The peer has closed; what is still to be read is the last. */
  onend: (() => void) | null = null;
  /** It is over; `error` is null after a proper close. Called once, unless it was released. */
  onclose: ((error: TcpErrorCode | null) => void) | null = null;
  bytesRead = 0;
  bytesWritten = 0;
  #connection: Connection | null = null;

  /** Sends a SYN from `host`. Throws a TcpError when there is no way, no address or no port. */
  static connect(host: Host, o: ConnectOptions): TcpSocket {
    const socket = new TcpSocket();
    socket.#connection = host.tcp.open({
      remote: asAddress(o.address),
      remotePort: o.port,
      local: o.localAddress === undefined ? undefined : asAddress(o.localAddress),
      localPort: o.localPort,
      noDelay: o.noDelay,
      profile: o.profile,
      user: socket,
    });
    return socket;
  }

  /** Takes an accepted connection. */
  static accepted(c: Connection): TcpSocket {
    const socket = new TcpSocket();
    socket.#connection = c;
    c.user = socket;
    c.tell(0); // what came before there was a user is told now
    return socket;
  }

  get connection(): Connection {
    return this.#connection as Connection;
  }

  /**
   * Queues bytes[from, to) and returns how many octets were taken; when fewer than given, `ondrain`
   * follows. Throws a TcpError: EPIPE after `end`, or how the connection ended.
   */
  write(bytes: Uint8Array, from = 0, to: number = bytes.length): number {
    const n = send(this.connection, bytes, from, to);
    this.bytesWritten += n;
    return n;
  }

  /** Copies up to `max` octets to into[at]; returns how many, 0 when there are none. */
  read(into: Uint8Array, at = 0, max: number = into.length - at): number {
    const n = receive(this.connection, into, at, max);
    this.bytesRead += n;
    return n;
  }

  /** Octets that can be read now. */
  get readable(): number {
    return this.connection.receiveQueue.length;
  }

  /** Octets written and not yet acknowledged by the peer. */
  get unsent(): number {
    return this.connection.sendQueue.length;
  }

  /** The peer has closed, and all it sent has been read. */
  get ended(): boolean {
    const { state, rcv, receiveQueue } = this.connection;
    if (receiveQueue.length > 0) return false;
    return state === CLOSED || (rcv.finKnown && rcv.nxt !== rcv.fin);
  }

  /** The connection can carry octets in some direction. */
  get isOpen(): boolean {
    const { state } = this.connection;
    return isSynchronized(state) && state !== TIME_WAIT;
  }

  /** The peer has closed and we have not. */
  get isHalfClosed(): boolean {
    return this.connection.state === CLOSE_WAIT;
  }

  /** No more will be written: a FIN follows the last octet. Reading goes on. */
  end(): void {
    close(this.connection);
  }

  /** Resets the connection: what is queued is lost on both sides. */
  abort(): void {
    abort(this.connection);
  }

  /** Lets go, as close(2) does: what is queued is still sent, what is unread is lost. No callback follows. */
  release(): void {
    release(this.connection);
  }

  get noDelay(): boolean {
    return this.connection.noDelay;
  }

  set noDelay(on: boolean) {
    this.connection.noDelay = on;
    if (on) this.connection.tcp.touch(this.connection);
  }

  get localAddress(): Address {
    return this.connection.local;
  }

  get localPort(): number {
    return this.connection.localPort;
  }

  get remoteAddress(): Address {
    return this.connection.remote;
  }

  get remotePort(): number {
    return this.connection.remotePort;
  }

  onConnected(): void {
    this.onconnect?.();
  }

  onReadable(): void {
    this.onreadable?.();
  }

  onWritable(): void {
    this.ondrain?.();
  }

  onEnded(): void {
    this.onend?.();
  }

  onClosed(_c: Connection, error: TcpErrorCode | null): void {
    this.onclose?.(error);
  }
}

/** An address, given as one or as text; throws a RangeError when the text is none. */
export function asAddress(a: Address | string): Address {
  return typeof a === 'string' ? Address.parse(a) : a;
}
