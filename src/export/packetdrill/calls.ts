import type { CallDetail } from '../../observe/trace.ts';
import type { KeepAlive } from './keep-alive.ts';

/** What the C library says about the codes that calls end with. */
const ERROR_TEXT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  ECONNABORTED: 'Software caused connection abort',
  ETIMEDOUT: 'Connection timed out',
  EPIPE: 'Broken pipe',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ENOTCONN: 'Transport endpoint is not connected',
  EISCONN: 'Transport endpoint is already connected',
};

/** The `backlog` of a listener of which a trace does not tell. */
const BACKLOG = 128;

/** What `connect` is to do besides. */
export interface Opening {
  /** Octets of text to go on the SYN, without Fast Open's option; 0 for none. */
  readonly synText: number;
  /** The SYN goes again with its text, which that of Fast Open does not. */
  readonly synTextAgain: boolean;
  /** The port of a host that talks to itself; null for all others. */
  readonly ownPort: number | null;
  /** The descriptor that `accept` gives. */
  readonly accepted: number;
}

/**
 * Writes what an application called, and was told, as system calls. The socket of `connect` or
 * `listen` is descriptor 3, what is accepted another.
 */
export class CallWriter {
  #fd: number | null = null;
  readonly #opening: Opening;

  constructor(opening: Opening) {
    this.#opening = opening;
  }

  /** @param backlog connections that may wait; null when nobody knows */
  listen(backlog: number | null): string[] {
    return [
      'socket(..., SOCK_STREAM, IPPROTO_TCP) = 3',
      'setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0',
      'bind(3, ..., ...) = 0',
      `listen(3, ${backlog ?? BACKLOG}) = 0`,
    ];
  }

  /** The end of the listener. */
  unlisten(): string[] {
    return ['close(3) = 0'];
  }

  /** The options that make keep-alive what it was. */
  keepAlive({ idle, interval, count }: KeepAlive): string[] {
    const fd = this.#fd;
    if (fd === null) return [];
    const set = (level: string, name: string, value: number | null): string[] =>
      value === null ? [] : [`setsockopt(${fd}, ${level}, ${name}, [${value}], 4) = 0`];
    return [
      ...set('SOL_SOCKET', 'SO_KEEPALIVE', 1),
      ...set('IPPROTO_TCP', 'TCP_KEEPIDLE', idle),
      ...set('IPPROTO_TCP', 'TCP_KEEPINTVL', interval),
      ...set('IPPROTO_TCP', 'TCP_KEEPCNT', count),
    ];
  }

  /** System calls for one call of the connection's application, as a trace names it. */
  call(call: string, detail: CallDetail): string[] {
    const octets = detail.octets ?? 0;
    if (call === 'connect') return this.#connect();
    if (call === 'accept') {
      this.#fd = this.#opening.accepted;
      return [`accept(3, ..., ...) = ${this.#fd}`];
    }
    const fd = this.#fd;
    if (fd === null) return [];
    switch (call) {
      case 'connected':
        return [`getsockopt(${fd}, SOL_SOCKET, SO_ERROR, [0], [4]) = 0`];
      case 'send':
        return octets === 0 ? [] : [`write(${fd}, ..., ${octets}) = ${octets}`];
      case 'send-urgent':
        return octets === 0 ? [] : [`send(${fd}, ..., ${octets}, MSG_OOB) = ${octets}`];
      case 'read':
        return [`read(${fd}, ..., ${octets}) = ${octets}`];
      case 'end':
        return [`read(${fd}, ..., 1) = 0`];
      case 'close':
        // The CLOSE of RFC 9293 goes on receiving: that of the C library does not.
        return [`shutdown(${fd}, SHUT_WR) = 0`];
      case 'release':
        return this.close();
      case 'abort':
        return [
          `setsockopt(${fd}, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0`,
          ...this.close(),
        ];
      case 'closed': {
        const { error } = detail;
        const told = `getsockopt(${fd}, SOL_SOCKET, SO_ERROR, [${error}], [4]) = 0`;
        return typeof error === 'string' ? [told, ...this.close()] : this.close();
      }
      default:
        return [];
    }
  }

  /** The end of a descriptor, if it is open. */
  close(): string[] {
    const fd = this.#fd;
    this.#fd = null;
    return fd === null ? [] : [`close(${fd}) = 0`];
  }

  #connect(): string[] {
    this.#fd = 3;
    const { synText, synTextAgain, ownPort } = this.#opening;
    const made = [
      'socket(..., SOCK_STREAM, IPPROTO_TCP) = 3',
      'fcntl(3, F_GETFL) = 0x2 (flags O_RDWR)',
      'fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0',
    ];
    const progress = '-1 EINPROGRESS (Operation now in progress)';
    if (ownPort !== null) {
      const own = `{sa_family = AF_INET, sin_port = htons(${ownPort}), sin_addr = inet_addr("127.0.0.1")}`;
      return [...made, `bind(3, ${own}, 16) = 0`, `connect(3, ${own}, 16) = ${progress}`];
    }
    if (synText === 0) return [...made, `connect(3, ..., ...) = ${progress}`];
    if (synTextAgain) {
      // SEND in LISTEN with a peer named, RFC 9293 section 3.10.2.
      const sent = `sendto(3, ..., ${synText}, 0, ..., ...) = ${synText}`;
      return [...made, 'bind(3, ..., ...) = 0', 'listen(3, 1) = 0', sent];
    }
    return [
      ...made,
      'setsockopt(3, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE, [1], 4) = 0',
      `sendto(3, ..., ${synText}, MSG_FASTOPEN, ..., ...) = ${synText}`,
    ];
  }
}

/** The system calls of those calls that can fail after they were written down. */
const SYSTEM_CALL: Readonly<Record<string, string>> = {
  send: 'write',
  close: 'shutdown',
  release: 'close',
};

/** The line of a call, failing; as it is when it is not the line of such a call. */
export function failing(line: string, call: string, error: string): string {
  const name = SYSTEM_CALL[call];
  if (name === undefined || !line.startsWith(`${name}(`)) return line;
  return line.replace(/ = \d+$/, ` = -1 ${error} (${ERROR_TEXT[error] ?? 'it failed'})`);
}
