import type { Micros } from '../base/timer-queue.ts';
import type { Host } from '../net/host.ts';
import { urgentRemaining } from '../tcp/arrive/urgent.ts';
import {
  abort,
  type ConnectionStatus,
  close,
  type KeepAliveOptions,
  receive,
  release,
  send,
  setDscp,
  setKeepAlive,
  setLinger,
  setTtl,
  setUserTimeout,
  status,
  textOnSyn,
} from '../tcp/calls/index.ts';
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
  /** Differentiated Services field, 0 to 63; from the SYN on. [MUST-48] */
  readonly dscp?: number | undefined;
  /** IP time to live, or hop limit, 1 to 255; from the SYN on. [MUST-49] */
  readonly ttl?: number | undefined;
  /** Microseconds that anything, the SYN among it, may stay unacknowledged. [MUST-21] */
  readonly userTimeout?: Micros | undefined;
  /** Text that goes on the SYN, up to 536 octets; it counts as written. RFC 9293 section 3.5 allows it. */
  readonly synText?: Uint8Array | undefined;
  /**
   * Opens with Fast Open, RFC 7413: `text` goes with the SYN as far as the server's cookie and MSS allow, and
   * `bytesWritten` tells how much that was; write the rest. Without a cookie the SYN asks for one, and no text
   * goes. A peer's application may get such text twice. Throws EOPNOTSUPP where the profile has it off.
   */
  readonly fastOpen?: { readonly text?: Uint8Array | undefined } | undefined;
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
  /** There are urgent octets to read, or more of them than was known. [MUST-32] */
  onurgent: (() => void) | null = null;
  /** There is room to write again. */
  ondrain: (() => void) | null = null;
  /** The peer has closed; what is still to be read is the last. */
  onend: (() => void) | null = null;
  /** It is over; `error` is null after a proper close. Called once, unless it was released. */
  onclose: ((error: TcpErrorCode | null) => void) | null = null;
  /**
   * Something went wrong that did not end it, such as ICMP saying that the peer cannot be reached; null
   * to hear of none. [MUST-47, SHLD-20]
   */
  onsofterror: ((error: TcpErrorCode) => void) | null = null;
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
      dscp: o.dscp,
      ttl: o.ttl,
      userTimeout: o.userTimeout,
      synText: o.synText,
      fastOpen: o.fastOpen,
      profile: o.profile,
      user: socket,
    });
    socket.bytesWritten = textOnSyn(socket.connection);
    return socket;
  }

  /**
   * Waits for one peer, whom `o` names: RFC 9293's passive OPEN of one connection. A `write` before it comes calls
   * it instead. Throws a TcpError when there is no way to it, or the port is taken.
   */
  static await(host: Host, o: ConnectOptions & { readonly localPort: number }): TcpSocket {
    const socket = new TcpSocket();
    const remote = asAddress(o.address);
    const local = o.localAddress === undefined ? new Address() : asAddress(o.localAddress);
    socket.#connection = host.tcp.openPassive({
      ...{ local, localPort: o.localPort, remote, remotePort: o.port, user: socket },
      profile: o.profile,
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

  /**
   * As {@link write}, and tells the peer that everything up to here is urgent. The octets stay in the
   * stream; RFC 6093 says that new programs should not use this. [MUST-30, SHLD-13]
   */
  writeUrgent(bytes: Uint8Array, from = 0, to: number = bytes.length): number {
    const n = send(this.connection, bytes, from, to, true);
    this.bytesWritten += n;
    return n;
  }

  /** Octets still to be read up to the end of the urgent ones, those not yet received among them. [MUST-33] */
  get urgentRemaining(): number {
    return urgentRemaining(this.connection);
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

  /**
   * Asks the peer whether it still lives when nothing has come from it for long, or stops asking. Times
   * are microseconds; what is absent stays as it is, at first as the profile says. [MUST-24, MUST-27]
   */
  setKeepAlive(on: boolean, o: KeepAliveOptions = {}): void {
    setKeepAlive(this.connection, on, o);
  }

  /** Whether the peer is asked so. */
  get keepAlive(): boolean {
    return this.connection.options.keepAlive;
  }

  /**
   * Microseconds that what is written may stay unacknowledged before the connection ends with
   * ETIMEDOUT; NEVER leaves it to the profile's R2. [MUST-21]
   */
  get userTimeout(): Micros {
    return this.connection.options.userTimeout;
  }

  set userTimeout(timeout: Micros) {
    setUserTimeout(this.connection, timeout);
  }

  /**
   * What {@link release} does: null, the rest is delivered however long it takes; 0, it resets; else the
   * microseconds after which it resets when the peer has not acknowledged everything.
   */
  get linger(): Micros | null {
    return this.connection.options.linger;
  }

  set linger(linger: Micros | null) {
    setLinger(this.connection, linger);
  }

  /**
   * The Differentiated Services field of what is sent from now on, 0 to 63. [MUST-48, SHLD-21] Seldom worth
   * changing once connected: segments of two classes overtake each other, which looks like loss. [SHLD-23]
   */
  get dscp(): number {
    return this.connection.options.tos >> 2;
  }

  set dscp(dscp: number) {
    setDscp(this.connection, dscp);
  }

  /** The IP time to live, or hop limit, of what is sent from now on, 1 to 255. [MUST-49] */
  get ttl(): number {
    return this.connection.options.ttl;
  }

  set ttl(ttl: number) {
    setTtl(this.connection, ttl);
  }

  /** STATUS: a picture of the connection as it is now. */
  status(): ConnectionStatus {
    return status(this.connection);
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

  onUrgent(): void {
    this.onurgent?.();
  }

  onWritable(): void {
    this.ondrain?.();
  }

  onEnded(): void {
    this.onend?.();
  }

  onSoftError(_c: Connection, error: TcpErrorCode): void {
    this.onsofterror?.(error);
  }

  onClosed(_c: Connection, error: TcpErrorCode | null): void {
    this.onclose?.(error);
  }
}

/** An address, given as one or as text; throws a RangeError when the text is none. */
export function asAddress(a: Address | string): Address {
  return typeof a === 'string' ? Address.parse(a) : a;
}
