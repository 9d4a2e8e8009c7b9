import type { AddressInfo } from 'node:net';
import { addAbortSignal, Duplex } from 'node:stream';
import { TcpError } from '../../tcp/errors.ts';
import {
  type ConnectArguments,
  type ConnectOptions,
  checkConnect,
  readConnect,
} from './connect-options.ts';
import { Attempts } from './connecting.ts';
import { nodeError, socketClosed, systemError } from './errors.ts';
import { DRAINED, type Handle, READABLE } from './handle.ts';
import { IdleTimer } from './idle-timer.ts';
import { type Callback, Outgoing } from './outgoing.ts';
import type { Server } from './server.ts';
import { Settings } from './settings.ts';
import { checkSocket, type SocketOptions } from './socket-options.ts';
import type { Stack } from './stack.ts';

/** The largest chunk handed to the reader, octets. */
const CHUNK = 64 * 1024;

/**
 * A TCP connection as a stream: what `net.Socket` is to the system's stack, over one of ours.
 *
 * Octets are taken from the connection only when the reader wants them, so that a slow reader closes
 * the window to the sender. Make one with `createNet(…).Socket`.
 */
export class Socket extends Duplex {
  connecting = false;
  /** The server that accepted it; Node's http module writes it too. */
  server: unknown = null;
  /** Milliseconds given to {@link setTimeout}. */
  timeout: number | undefined;
  /** For the server that counts it. */
  _server: Server | null = null;
  readonly #stack: Stack;
  #handle: Handle | null = null;
  #attempts: Attempts | null = null;
  #outgoing: Outgoing | null = null;
  /** `end` was called before the connection was there. */
  #finish: Callback | null = null;
  /** The reader has asked for more than it got. */
  #wanted = false;
  #eof = false;
  #resetting = false;
  readonly #settings: Settings;
  readonly #idle = new IdleTimer();
  #unrefed = false;
  #holds = false;
  #bytesRead = 0;
  #bytesWritten = 0;

  /** @param handle a connection that was accepted; null for one still to be made */
  constructor(stack: Stack, o: SocketOptions = {}, handle: Handle | null = null) {
    super({
      allowHalfOpen: o.allowHalfOpen ?? false,
      ...(o.highWaterMark === undefined ? {} : { highWaterMark: o.highWaterMark }),
      emitClose: false,
      autoDestroy: true,
    });
    checkSocket(o);
    this.#stack = stack;
    this.#settings = new Settings(o);
    if (o.signal !== undefined) addAbortSignal(o.signal, this);
    if (handle !== null) this.#adopt(handle);
  }

  /** Opens a connection; `connect` and then `ready` are emitted when it is there. */
  connect(...args: ConnectArguments): this {
    const [options, listener] = readConnect(args);
    checkConnect(options);
    if (this.destroyed) this.#reuse();
    if (this.#handle !== null || this.connecting) {
      return this.destroy(systemError('EISCONN', 'connect'));
    }
    if (listener !== null) this.once('connect', listener);
    this.connecting = true;
    this.#hold();
    this.#idle.refresh();
    this.#startConnecting(options);
    return this;
  }

  /** Ends, and destroys once everything written was taken. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', this.destroy);
  }

  /** Closes with a reset (RST) instead of a FIN. */
  resetAndDestroy(): this {
    if (this.#handle !== null) {
      this.#resetting = true;
      this.destroySoon();
    } else if (this.connecting) {
      this.once('connect', () => this.resetAndDestroy());
    } else {
      this.destroy(socketClosed());
    }
    return this;
  }

  /** Emits `timeout` after `ms` milliseconds in which nothing was received or sent; 0 for never. */
  setTimeout(ms: number, listener?: () => void): this {
    if (this.destroyed) return this;
    this.#idle.set(ms, () => this.emit('timeout'));
    this.timeout = ms;
    if (listener !== undefined) {
      if (ms > 0) this.once('timeout', listener);
      else this.removeListener('timeout', listener);
    }
    return this;
  }

  /** Turns Nagle's algorithm off, or with false on; RFC 9293 section 3.7.4. */
  setNoDelay(on = true): this {
    this.#settings.noDelay = on;
    if (this.#handle !== null) this.#handle.tcp.noDelay = on;
    return this;
  }

  /** Probes the peer after `initialDelay` milliseconds in which nothing came; RFC 9293 section 3.8.4. */
  setKeepAlive(on = false, initialDelay = 0): this {
    this.#settings.setKeepAlive(on, initialDelay);
    if (this.#handle === null) return this;
    this.#stack.driver.enter();
    this.#settings.applyKeepAlive(this.#handle.tcp);
    return this;
  }

  /** The local end, or an empty object when there is none. */
  address(): AddressInfo | Record<string, never> {
    const { localAddress, localPort, localFamily } = this;
    if (localAddress === undefined) return {};
    return { address: localAddress, family: localFamily as string, port: localPort as number };
  }

  /** Lets the socket keep the process alive, as it does at first. */
  ref(): this {
    this.#unrefed = false;
    if (this.#handle !== null || this.connecting) this.#hold();
    return this;
  }

  /** Lets the process end though the socket is open. */
  unref(): this {
    this.#unrefed = true;
    this.#letGo();
    return this;
  }

  get pending(): boolean {
    return this.#handle === null || this.connecting;
  }

  get readyState(): 'opening' | 'open' | 'readOnly' | 'writeOnly' | 'closed' {
    if (this.connecting) return 'opening';
    if (this.readable) return this.writable ? 'open' : 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  }

  get bytesRead(): number {
    return this.#handle === null ? this.#bytesRead : this.#handle.tcp.bytesRead;
  }

  /** Octets given to `write`, those still queued among them. */
  get bytesWritten(): number {
    if (this.#handle === null && !this.connecting) return this.#bytesWritten;
    // What is written and half taken counts as a whole in writableLength.
    const taken = (this.#handle?.tcp.bytesWritten ?? 0) - (this.#outgoing?.taken ?? 0);
    return taken + this.writableLength;
  }

  get localAddress(): string | undefined {
    return this.#handle?.tcp.localAddress.toString();
  }

  get localPort(): number | undefined {
    return this.#handle?.tcp.localPort;
  }

  get localFamily(): 'IPv4' | 'IPv6' | undefined {
    return this.#handle === null ? undefined : `IPv${this.#handle.tcp.localAddress.version}`;
  }

  get remoteAddress(): string | undefined {
    return this.#handle?.tcp.remoteAddress.toString();
  }

  get remotePort(): number | undefined {
    return this.#handle?.tcp.remotePort;
  }

  get remoteFamily(): 'IPv4' | 'IPv6' | undefined {
    return this.#handle === null ? undefined : `IPv${this.#handle.tcp.remoteAddress.version}`;
  }

  /** The addresses `connect` has tried, as "address:port". */
  get autoSelectFamilyAttemptedAddresses(): string[] | undefined {
    return this.#attempts?.tried;
  }

  override write(...args: [chunk: unknown, ...rest: unknown[]]): boolean {
    // After the peer's end and our own, which followed it by itself, Node has an error of its own.
    if (!this.readableEnded || !this.writableEnded || this.allowHalfOpen) {
      return super.write(...(args as [unknown]));
    }
    const last = args[args.length - 1];
    const error = nodeError(Error, 'EPIPE', 'This socket has been ended by the other party');
    if (typeof last === 'function') process.nextTick(last as Callback, error);
    this.destroy(error);
    return false;
  }

  override _read(): void {
    this.#wanted = true;
    if (this.#handle !== null) this.#readOn(this.#handle);
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: Callback): void {
    this.#send([chunk], done);
  }

  override _writev(items: { chunk: Uint8Array; encoding: BufferEncoding }[], done: Callback): void {
    const chunks = items.map((item) => item.chunk);
    this.#send(chunks, done);
  }

  override _final(done: Callback): void {
    if (this.connecting) {
      this.#finish = done;
      return;
    }
    if (this.#handle !== null && !this.#handle.closed && !this.#resetting) {
      this.#stack.driver.enter();
      this.#handle.tcp.end();
    }
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const handle = this.#handle;
    this.#bytesRead = this.bytesRead;
    this.#bytesWritten = this.bytesWritten;
    if (this.connecting) this.#attempts?.cancel();
    const closedEarly = this.connecting;
    this.connecting = false;
    this.#handle = null;
    this.#idle.clear();
    if (handle !== null) {
      if (this.#resetting) handle.abort();
      else handle.letGo(this.#unrefed ? null : this.#stack.lingering);
    }
    this.#letGo();
    const outgoing = this.#outgoing;
    this.#outgoing = null;
    done(error);
    outgoing?.done(error ?? (closedEarly ? closedBefore() : socketClosed()));
    // Node closes its handle at the end of the event loop's round, and a socket without one at once.
    const close = (): boolean => this.emit('close', error !== null);
    if (handle !== null || closedEarly) setImmediate(close);
    else process.nextTick(close);
    const server = this._server;
    this._server = null;
    server?._left();
  }

  #startConnecting(options: ConnectOptions): void {
    this.#attempts = new Attempts(this.#stack, options, {
      emit: (event, ...args) => this.emit(event, ...args),
      opened: (handle, news) => this.#opened(handle, news),
      failed: (error) => this.destroy(error),
    });
  }

  #opened(handle: Handle, news: number): void {
    this.connecting = false;
    this.#adopt(handle);
    this.#idle.refresh();
    if (this.#outgoing !== null) this.#sendMore(handle, this.#outgoing);
    const finish = this.#finish;
    this.#finish = null;
    if (finish !== null) this._final(finish);
    this.emit('connect');
    this.emit('ready');
    if (this.#handle !== handle) return;
    if (!this.isPaused()) this.read(0);
    handle.note(news); // what else has happened
  }

  #adopt(handle: Handle): void {
    this.#handle = handle;
    handle.told = (news) => this.#told(news);
    this.#settings.applyTo(handle.tcp);
    this.#hold();
  }

  #told(news: number): void {
    this.#idle.refresh();
    const handle = this.#handle;
    if (handle === null) return;
    if ((news & DRAINED) !== 0 && this.#outgoing !== null) this.#sendMore(handle, this.#outgoing);
    if (this.#wanted) this.#pull(handle);
    // A write that waits learns how the connection ended; without one, the reader does.
    if (handle.closed && this.#outgoing !== null) this.#sendFailed(handle.error ?? 'EPIPE');
  }

  /** Gives the reader a chunk, or the end: one of them an event, as from a system's socket. */
  #pull(handle: Handle): void {
    const { tcp } = handle;
    const n = Math.min(tcp.readable, CHUNK);
    if (n > 0) {
      const chunk = Buffer.allocUnsafe(n);
      this.#stack.driver.enter();
      tcp.read(chunk, 0, n);
      this.#wanted = this.push(chunk);
      if (this.#wanted) this.#readOn(handle);
    } else if (handle.closed && handle.error !== null) {
      this.destroy(systemError(handle.error, 'read'));
    } else if (tcp.ended && !this.#eof) {
      this.#eof = true;
      this.push(null);
      this.read(0);
    }
  }

  /** What there is to read besides comes in another event. */
  #readOn(handle: Handle): void {
    const { tcp } = handle;
    if (tcp.readable > 0 || tcp.ended || handle.closed) handle.note(READABLE);
  }

  #send(chunks: readonly Uint8Array[], done: Callback): void {
    if (this.#handle === null && !this.connecting) {
      done(socketClosed());
      return;
    }
    this.#outgoing = new Outgoing(chunks, done);
    if (this.#handle === null) return; // goes when the connection is there
    this.#idle.refresh();
    this.#sendMore(this.#handle, this.#outgoing);
  }

  #sendMore(handle: Handle, outgoing: Outgoing): void {
    if (handle.closed) {
      this.#sendFailed(handle.error ?? 'EPIPE');
      return;
    }
    this.#stack.driver.enter();
    try {
      if (!outgoing.push(handle.tcp)) return;
    } catch (thrown) {
      if (!(thrown instanceof TcpError)) throw thrown;
      this.#sendFailed(thrown.code);
      return;
    }
    this.#outgoing = null;
    outgoing.done(null);
  }

  #sendFailed(code: string): void {
    const { done } = this.#outgoing as Outgoing;
    this.#outgoing = null;
    done(systemError(code, 'write'));
  }

  #hold(): void {
    if (this.#unrefed || this.#holds) return;
    this.#holds = true;
    this.#stack.driver.ref();
  }

  #letGo(): void {
    if (!this.#holds) return;
    this.#holds = false;
    this.#stack.driver.unref();
  }

  /** Makes a destroyed socket fit for another connection. */
  #reuse(): void {
    (this as unknown as { _undestroy(): void })._undestroy();
    this.#attempts = null;
    this.#wanted = false;
    this.#eof = false;
    this.#resetting = false;
    this.#finish = null;
    this.#bytesRead = 0;
    this.#bytesWritten = 0;
  }
}

function closedBefore(): Error {
  return nodeError(
    Error,
    'ERR_SOCKET_CLOSED_BEFORE_CONNECTION',
    'Socket closed before the connection was established',
  );
}
