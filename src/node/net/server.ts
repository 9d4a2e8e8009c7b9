import { lookup as dnsLookup } from 'node:dns';
import { EventEmitter } from 'node:events';
import { type AddressInfo, isIP } from 'node:net';
import { Fifo } from '../../base/fifo.ts';
import { TcpListener } from '../../socket/tcp-listener.ts';
import type { TcpSocket } from '../../socket/tcp-socket.ts';
import { TcpError } from '../../tcp/errors.ts';
import { Address } from '../../wire/address.ts';
import type { Notice } from '../driver.ts';
import { listenError, nodeError } from './errors.ts';
import { Handle } from './handle.ts';
import { type ListenArguments, type Listening, readListen } from './listen-options.ts';
import { Socket } from './socket.ts';
import type { Stack } from './stack.ts';

/** The options of `createServer`, as Node has them. */
export interface ServerOptions {
  allowHalfOpen?: boolean | undefined;
  pauseOnConnect?: boolean | undefined;
  noDelay?: boolean | undefined;
  keepAlive?: boolean | undefined;
  keepAliveInitialDelay?: number | undefined;
  highWaterMark?: number | undefined;
}

/** What the `drop` event tells of a connection that was one too many. */
export interface DropInfo {
  localAddress: string;
  localPort: number;
  localFamily: string;
  remoteAddress: string;
  remotePort: number;
  remoteFamily: string;
}

/**
 * Listens for TCP connections: what `net.Server` is to the system's stack, over one of ours. Make one
 * with `createNet(…).createServer`.
 *
 * A server on all addresses, `0.0.0.0` or `::`, takes both families; an IPv4 peer of it is shown as
 * IPv4, not in IPv6's mapped form.
 */
export class Server extends EventEmitter implements Notice {
  /** More connections than this are dropped, and `drop` is emitted. */
  maxConnections: number | undefined;
  noticed = false;
  readonly #stack: Stack;
  readonly #options: ServerOptions;
  #listener: TcpListener | null = null;
  /** The address it listens on. */
  #place = '';
  /** A name is being looked up. */
  #starting = false;
  /** Accepted in a turn, to be shown after it. */
  readonly #accepted = new Fifo<Handle>();
  #connections = 0;
  #unrefed = false;
  #holds = false;

  constructor(
    stack: Stack,
    options?: ServerOptions | ((socket: Socket) => void),
    listener?: (socket: Socket) => void,
  ) {
    super();
    this.#stack = stack;
    this.#options = typeof options === 'object' && options !== null ? options : {};
    const onConnection = typeof options === 'function' ? options : listener;
    if (onConnection !== undefined) this.on('connection', onConnection);
  }

  /** Begins to listen; `listening` or `error` follows. */
  listen(...args: ListenArguments): this {
    const o = readListen(args);
    if (this.#listener !== null || this.#starting) {
      throw nodeError(
        Error,
        'ERR_SERVER_ALREADY_LISTEN',
        'Listen method has been called more than once without closing.',
      );
    }
    if (o.listener !== null) this.once('listening', o.listener);
    if (o.signal !== null) this.#closeOn(o.signal);
    if (o.host === null) this.#bind(o, null);
    else this.#lookUp(o, o.host);
    return this;
  }

  get listening(): boolean {
    return this.#listener !== null;
  }

  /** Where it listens; null when it does not. */
  address(): AddressInfo | null {
    if (this.#listener === null) return null;
    const family = `IPv${isIP(this.#place)}`;
    return { address: this.#place, family, port: this.#listener.port };
  }

  /** Accepts no more; `close` is emitted when the last connection has ended. */
  close(done?: (error?: Error) => void): this {
    if (done !== undefined) {
      const { listening } = this;
      this.once('close', () => {
        if (listening) done();
        else done(nodeError(Error, 'ERR_SERVER_NOT_RUNNING', 'Server is not running.'));
      });
    }
    this.#starting = false;
    this.#stack.driver.enter();
    this.#listener?.close();
    this.#listener = null;
    for (let h = this.#accepted.shift(); h !== undefined; h = this.#accepted.shift()) h.abort();
    this.#letGo();
    this.#emitCloseIfDrained();
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.listening) return;
    await new Promise<void>((resolve, reject) => {
      this.close((error) => (error === undefined ? resolve() : reject(error)));
    });
  }

  getConnections(done: (error: Error | null, count: number) => void): this {
    process.nextTick(done, null, this.#connections);
    return this;
  }

  /** Lets the server keep the process alive while it listens, as it does at first. */
  ref(): this {
    this.#unrefed = false;
    if (this.#listener !== null) this.#hold();
    return this;
  }

  /** Lets the process end though the server listens. */
  unref(): this {
    this.#unrefed = true;
    this.#letGo();
    return this;
  }

  /** Shows a connection that was accepted, one at a time; the driver calls it. */
  notify(): void {
    const handle = this.#accepted.shift();
    if (handle === undefined) return;
    if (this.#accepted.length > 0) this.#stack.driver.later(this);
    this.#show(handle);
  }

  /** One of its sockets has been destroyed; sockets call it. */
  _left(): void {
    this.#connections--;
    this.#emitCloseIfDrained();
  }

  #closeOn(signal: AbortSignal): void {
    const close = (): void => {
      this.close();
    };
    if (signal.aborted) process.nextTick(close);
    else signal.addEventListener('abort', close, { once: true });
    this.once('close', () => signal.removeEventListener('abort', close));
  }

  #lookUp(o: Listening, host: string): void {
    this.#starting = true;
    const lookup = this.#stack.lookup ?? dnsLookup;
    lookup(host, { family: 0 }, (error, found) => {
      if (!this.#starting) return;
      this.#starting = false;
      if (error !== null && error !== undefined) this.emit('error', error);
      else this.#bind(o, typeof found === 'string' ? found : (found[0]?.address ?? null));
    });
  }

  #bind(o: Listening, address: string | null): void {
    const place = { address: address ?? '::', port: o.port };
    try {
      this.#listener = this.#open(o, place.address);
    } catch (error) {
      if (!(error instanceof TcpError)) throw error;
      const failed = listenError(error.code, place);
      process.nextTick(() => this.emit('error', failed));
      return;
    }
    this.#place = place.address;
    this.#hold();
    process.nextTick(() => {
      if (this.#listener !== null) this.emit('listening');
    });
  }

  /** Throws a TcpError. */
  #open(o: Listening, text: string): TcpListener {
    const address = Address.tryParse(text);
    if (address === null) throw new TcpError('EADDRNOTAVAIL'); // an address with a zone
    this.#stack.driver.enter();
    const { port, backlog, ipv6Only, reusePort } = o;
    const where = {
      address: address.isUnspecified ? null : address,
      port,
      backlog,
      ipv6Only,
      reuseAddress: true, // as Node sets it for every server
      reusePort,
    };
    return TcpListener.listen(this.#stack.host, where, this.#accept);
  }

  readonly #accept = (tcp: TcpSocket): void => {
    this.#accepted.push(new Handle(this.#stack.driver, tcp));
    this.#stack.driver.later(this);
  };

  #show(handle: Handle): void {
    const { maxConnections } = this;
    if (maxConnections !== undefined && this.#connections >= maxConnections) {
      this.#drop(handle);
      return;
    }
    const o = this.#options;
    const socket = new (this._socketClass())(this.#stack, o, handle);
    this.#connections++;
    socket.server = this;
    socket._server = this;
    if (o.pauseOnConnect) socket.pause();
    this.emit('connection', socket);
    if (!o.pauseOnConnect && !socket.destroyed) socket.read(0);
  }

  /** The class of the sockets it makes; `createNet` gives it its own. */
  _socketClass(): typeof Socket {
    return Socket;
  }

  #drop(handle: Handle): void {
    const { tcp } = handle;
    const info: DropInfo = {
      localAddress: tcp.localAddress.toString(),
      localPort: tcp.localPort,
      localFamily: `IPv${tcp.localAddress.version}`,
      remoteAddress: tcp.remoteAddress.toString(),
      remotePort: tcp.remotePort,
      remoteFamily: `IPv${tcp.remoteAddress.version}`,
    };
    handle.letGo(this.#stack.lingering);
    this.emit('drop', info);
  }

  #emitCloseIfDrained(): void {
    if (this.#listener !== null || this.#connections > 0) return;
    process.nextTick(() => this.emit('close'));
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
}
