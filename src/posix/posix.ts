import type { Host } from '../net/host.ts';
import type { Connection } from '../tcp/connection.ts';
import type { Listener } from '../tcp/passive/listener.ts';
import type { Profile } from '../tcp/profile.ts';
import type { Call, Result } from './result.ts';
import type {
  AddressSlot,
  EpollEvent,
  IoVec,
  Level,
  Message,
  OptionResult,
  OptionValue,
  PollFd,
  SocketAddress,
  System,
} from './types.ts';

export interface PosixOptions {
  readonly system: System;
  /** How sockets made from now on behave; the host's when absent. */
  readonly profile?: Profile | undefined;
}

/**
 * The sockets of one process on one host, as BSD gave them to the world: numbers for descriptors, errnos by
 * name, calls that wait or say EAGAIN.
 *
 * Selectors (levels, options, commands, domains) are names; bit masks (flags, events) are the numbers of
 * `constantsOf(system)`. A call that may wait returns a {@link Call}, which has its result at once when it did
 * not wait; whatever the network does is told at the end of a turn. Nothing here throws for what a process may
 * do wrong: that is an errno.
 */
export class Posix {
  readonly host: Host;
  readonly system: System;
  /** How sockets made from now on behave. */
  profile: Profile;

  constructor(host: Host, o: PosixOptions) {
    this.host = host;
    this.system = o.system;
    this.profile = o.profile ?? host.profile;
  }

  /** The lowest free descriptor, from 3. `type` may hold SOCK_NONBLOCK; `protocol` is 0 or IPPROTO_TCP. */
  socket(_domain: string, _type: number, _protocol: number): Result {
    throw new Error('not yet');
  }

  bind(_fd: number, _to: SocketAddress | null): Result {
    throw new Error('not yet');
  }

  listen(_fd: number, _backlog: number): Result {
    throw new Error('not yet');
  }

  /** A new descriptor; `peer` takes the peer's address. */
  accept(_fd: number, _peer: AddressSlot | null = null): Call {
    throw new Error('not yet');
  }

  /** As {@link accept}; `flags` are SOCK_NONBLOCK and SOCK_CLOEXEC. */
  accept4(_fd: number, _peer: AddressSlot | null, _flags: number): Call {
    throw new Error('not yet');
  }

  connect(_fd: number, _to: SocketAddress | null): Call {
    throw new Error('not yet');
  }

  /** `length` octets of `data`; all of it when absent. A null `data` is a bad pointer. */
  write(_fd: number, _data: Uint8Array | null, _length?: number): Call {
    throw new Error('not yet');
  }

  writev(_fd: number, _iov: readonly IoVec[]): Call {
    throw new Error('not yet');
  }

  send(_fd: number, _data: Uint8Array | null, _length: number, _flags: number): Call {
    throw new Error('not yet');
  }

  sendto(
    _fd: number,
    _data: Uint8Array | null,
    _length: number,
    _flags: number,
    _to: SocketAddress | null,
  ): Call {
    throw new Error('not yet');
  }

  sendmsg(_fd: number, _m: Message, _flags: number): Call {
    throw new Error('not yet');
  }

  /** Up to `length` octets into `into`. A null `into` is a bad pointer, or unused with MSG_TRUNC. */
  read(_fd: number, _into: Uint8Array | null, _length?: number): Call {
    throw new Error('not yet');
  }

  readv(_fd: number, _iov: readonly IoVec[]): Call {
    throw new Error('not yet');
  }

  recv(_fd: number, _into: Uint8Array | null, _length: number, _flags: number): Call {
    throw new Error('not yet');
  }

  recvfrom(
    _fd: number,
    _into: Uint8Array | null,
    _length: number,
    _flags: number,
    _from: AddressSlot | null,
  ): Call {
    throw new Error('not yet');
  }

  /** Fills in `m.name`, `m.control` and `m.flags`. */
  recvmsg(_fd: number, _m: Message, _flags: number): Call {
    throw new Error('not yet');
  }

  /** `how` is SHUT_RD, SHUT_WR or SHUT_RDWR. */
  shutdown(_fd: number, _how: number): Result {
    throw new Error('not yet');
  }

  /** Waits only with SO_LINGER on a blocking socket. */
  close(_fd: number): Call {
    throw new Error('not yet');
  }

  /** 'F_GETFL' or 'F_SETFL' (O_NONBLOCK counts); 'F_GETFD' and 'F_SETFD' are accepted. */
  fcntl(_fd: number, _command: string, _arg = 0): Result {
    throw new Error('not yet');
  }

  /** SIOCINQ, FIONREAD, SIOCOUTQ, SIOCOUTQNSD, FIONWRITE, FIONSPACE fill in `slot`; FIONBIO reads it. */
  ioctl(_fd: number, _request: string, _slot: { value: number }): Result {
    throw new Error('not yet');
  }

  getsockopt(_fd: number, _level: Level, _name: string): OptionResult {
    throw new Error('not yet');
  }

  /** A null `value` is a bad pointer. `length` is that of the value in memory; what its type has when absent. */
  setsockopt(
    _fd: number,
    _level: Level,
    _name: string,
    _value: OptionValue | null,
    _length?: number,
  ): Result {
    throw new Error('not yet');
  }

  getsockname(_fd: number, _into: AddressSlot): Result {
    throw new Error('not yet');
  }

  getpeername(_fd: number, _into: AddressSlot): Result {
    throw new Error('not yet');
  }

  /** How many have something to tell. `timeout` is milliseconds; below 0 for ever. */
  poll(_fds: readonly PollFd[], _timeout: number): Call {
    throw new Error('not yet');
  }

  /** Linux only, as is what follows: ENOSYS elsewhere. */
  epollCreate(_flags = 0): Result {
    throw new Error('not yet');
  }

  /** `op` is 'EPOLL_CTL_ADD', 'EPOLL_CTL_MOD' or 'EPOLL_CTL_DEL'. */
  epollCtl(_epfd: number, _op: string, _fd: number, _event: EpollEvent | null): Result {
    throw new Error('not yet');
  }

  /** Empties `events` and puts up to `most` into it. `timeout` is milliseconds; below 0 for ever. */
  epollWait(_epfd: number, _events: EpollEvent[], _most: number, _timeout: number): Call {
    throw new Error('not yet');
  }

  /** struct tcp_info by the system's names; of a connection that is over too. Empty for what is no socket. */
  tcpInfo(_fd: number): Readonly<Record<string, number>> {
    throw new Error('not yet');
  }

  /** Open descriptors, in order. */
  get descriptors(): readonly number[] {
    throw new Error('not yet');
  }

  /** The connection of a socket, even one that is over; null when it has none. */
  connectionOf(_fd: number): Connection | null {
    throw new Error('not yet');
  }

  /** The listener of a socket; null when it does not listen. */
  listenerOf(_fd: number): Listener | null {
    throw new Error('not yet');
  }
}
