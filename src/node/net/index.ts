import type { LookupFunction } from 'node:net';
import { isIP, isIPv4, isIPv6 } from 'node:net';
import type { Host } from '../../net/host.ts';
import type { Driver } from '../driver.ts';
import { type ConnectArguments, readConnect } from './connect-options.ts';
import type { Handle } from './handle.ts';
import { Lingering } from './lingering.ts';
import { Server, type ServerOptions } from './server.ts';
import { Socket } from './socket.ts';
import type { SocketOptions } from './socket-options.ts';
import type { Stack } from './stack.ts';

export type { ConnectArguments, ConnectOptions } from './connect-options.ts';
export type { ListenArguments, ListenOptions } from './listen-options.ts';
export { type DropInfo, Server, type ServerOptions } from './server.ts';
export { Socket } from './socket.ts';
export type { SocketOptions } from './socket-options.ts';

/** What {@link createNet} needs. */
export interface NetOptions {
  host: Host;
  /** The driver whose clock the host has. */
  driver: Driver;
  /** How names become addresses, instead of Node's resolver. */
  lookup?: LookupFunction;
}

/** `node:net`, over one of our hosts. */
export interface Net {
  readonly Socket: new (options?: SocketOptions) => Socket;
  readonly Server: new (
    options?: ServerOptions | ((socket: Socket) => void),
    listener?: (socket: Socket) => void,
  ) => Server;
  createServer(listener?: (socket: Socket) => void): Server;
  createServer(options: ServerOptions, listener?: (socket: Socket) => void): Server;
  connect(...args: ConnectArguments): Socket;
  createConnection(...args: ConnectArguments): Socket;
  readonly isIP: typeof isIP;
  readonly isIPv4: typeof isIPv4;
  readonly isIPv6: typeof isIPv6;
}

/**
 * Node's `net` module over `host`: the same classes, functions, events and errors, for TCP. Programs
 * that take a socket or a server, Node's own `http` among them, run over it:
 *
 * ```ts
 * const net = createNet({ host, driver });
 * const web = http.createServer(onRequest);
 * net.createServer((socket) => web.emit('connection', socket)).listen(80);
 * http.get('http://10.9.0.2/', { createConnection: (o) => net.connect({ ...o, port: o.port ?? 80 }) });
 * ```
 *
 * Local sockets, descriptors and cluster have no counterpart here and are refused with a TypeError.
 */
export function createNet(o: NetOptions): Net {
  const { host, driver } = o;
  if (host.clock !== driver.clock) {
    throw new TypeError('the host has another clock: make it with { clock: driver.clock }');
  }
  const stack: Stack = { host, driver, lingering: new Lingering(driver), lookup: o.lookup ?? null };

  class StackSocket extends Socket {
    constructor(options?: SocketOptions) {
      super(stack, options);
    }
  }
  class AcceptedSocket extends Socket {
    constructor(_stack: Stack, options?: SocketOptions, handle: Handle | null = null) {
      super(stack, options, handle);
      Object.setPrototypeOf(this, StackSocket.prototype);
    }
  }
  class StackServer extends Server {
    constructor(
      options?: ServerOptions | ((socket: Socket) => void),
      listener?: (socket: Socket) => void,
    ) {
      super(stack, options, listener);
    }
    override _socketClass(): typeof Socket {
      return AcceptedSocket;
    }
  }
  const connect = (...args: ConnectArguments): Socket => {
    const [options] = readConnect(args);
    const socket = new StackSocket(options as SocketOptions);
    if (options.timeout) socket.setTimeout(options.timeout);
    return socket.connect(...args);
  };
  return {
    Socket: StackSocket,
    Server: StackServer,
    createServer: (...args: [unknown?, unknown?]) => new StackServer(...(args as [])),
    connect,
    createConnection: connect,
    isIP,
    isIPv4,
    isIPv6,
  };
}
